"""One cohort's transcripts in; canonical texts and turns with their speakers out.

`read` is the step: `declared_files` takes what cohort.yaml says of each file, `recognise` picks the reader in
`formats/`, `utterances` is what every reader hands on, `speakers/` finds who speaks, `turns` puts utterances
together and ties each turn of a translation to the turn that was spoken, and `personal_gate` puts in the
place of names whom they stand for.
"""
