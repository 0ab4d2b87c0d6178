"""One cohort's survey files in; a table of text cells and their labels out.

`read` is the step. `recognise` tells the kind of a file from its bytes; `statistics_files` (with
`statistics_dates`, in a process of its own by `child_reader`) or `cell_tables` read it to an `export`, the
latter by a platform's layout in `layouts/` and its questionnaire in `questionnaires/`. `rows/` finds the
rows of a table that are no person's answers, reads a large one by columns, and lists the people of a cohort
without a survey. `labels` is what is said of its columns. `refusals` stops a file without a header, and one
with a questionnaire or catalogue that would not be read, `several_answers` finds questions with several
options, `waves` compares the columns of several files, and `personal_gate` lets nothing pass that tells who
answered.
"""
