"""Source cells in; values of the codebook, reasons for blanks and counted changes out.

`crosswalk` is read and held to the codebook; `recode` goes column by column: `splitting` takes cells
apart, `values` converts one cell, `blanks` says why there is no value, `geography` adds income groups and
regions, and `totals` sums up what all parts of a survey gave.
"""
