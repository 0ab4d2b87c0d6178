"""Source cells in; values of the codebook, reasons for blanks and counted changes out.

`crosswalk` is read and held to the codebook; `recode` goes column by column: `source_columns` have what the
crosswalk says of each, `read_cells` converts each different cell once by `values`, `answers` takes one where
several columns answer, `blanks` says why there is no value, `geography` adds income groups and regions, and
`totals` sums up what all parts of a survey gave.
"""
