"""One cohort's coded projects in; segments verified against the canonical transcripts out.

`read` is the step: `recognise` picks the reader in `formats/`, `project` is what every reader hands on,
`offsets` finds out what its positions count, `alignment` finds the characters of a transcript in a text that
differs from it in blanks.
"""
