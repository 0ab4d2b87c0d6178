"""One cohort's coded projects in; segments verified against the canonical transcripts out.

`read` is the step: `recognise` picks the reader in `formats/`, `project` is what every reader hands on.
`placing` brings a project's codings to the `transcripts`: `offsets` finds out what its positions count, which
`word_fit` judges, `alignment` finds the letters of a coded text in a transcript that may have been edited,
and `anchor` the words of each selection; `recordings` places what was coded by its time. `codes` finds the
codebook's code, after the cohort's `code_map`. `account` says what was read, what is left out and why.
"""
