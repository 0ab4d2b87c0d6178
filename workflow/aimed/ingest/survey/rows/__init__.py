"""The rows of a table: `no_people` finds those that are no person's answers, held against `column_cells`.

`plain_table` reads a large table by columns and shows `no_people` the first rows, the last and the doubtful.
`declared_people` are the rows of a cohort without a survey.
"""
