"""Source cells in; values of the codebook, reasons for blanks and counted changes out.

`crosswalk` is held to the codebook; `recode` goes column by column and takes one answer where several columns
have one. `source_columns` have what the crosswalk says of each, `several_answers` which columns belong to a
question with several answers and which options it offered; `read_cells` converts each different cell by
`values`, `blanks` says why there is no value, `geography` adds income groups and regions, and `totals` sums
up what all parts of a survey gave.
"""
