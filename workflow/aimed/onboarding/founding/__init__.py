"""`aimed study`: make a study of one's own beside the checkout that runs, and bring its workflow up to date.

`commands` are what is typed; `command` makes a study, step by step. `halves` lays the workflow half down and
keeps its digests, `update` brings it up to date. `asked` and `answers` say what each column of a survey or
questionnaire is, `codebook` makes variables and scales of them, `first_cohort` decides what a drafted cohort
leaves open, `study_half` writes the files that people go on with, `report` says what was done.
"""
