"""The built study as the other wings look things up in it, each file read once and only when asked for.

`built_study` holds the results, its tables asked in SQL and the texts of its manuscript; `held_files` tells
what raw files of a cohort stayed at its home; `study_files` are the files under the names that a person calls
them by, `declarations` what plans, tables and figures declare;
`numbers` finds numbers by words for `aimed numbers`, `quotes` turns by a code for `aimed quotes`,
`concordance` words in their context for `aimed concordance`, `disagreements` what coders differ in for
`aimed disagreements`; `commands` are these three.
"""
