"""One cohort's survey files in; a table of text cells and their labels out.

`read` is the step. `recognise` tells the kind of a file from its bytes; `statistics_files` (with
`statistics_dates`) or `cell_tables` (with a layout, and a questionnaire beside it) read it to an `export`;
`companion_files` holds questionnaires and catalogues to it, `several_answers` finds questions with several
options, `waves` compares the columns of several files.
"""
