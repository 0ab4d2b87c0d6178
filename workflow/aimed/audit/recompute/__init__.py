"""`aimed recompute`: every number of the ledger computed again by another road, kind by kind.

`command` compares, and prints how many agree. `rows` gives the rows of each row set, `counts` counts them,
`group_tests` tests them by other libraries, `derived` follows formulas on recomputed terms, and
`derived_cells` derives the variables of derived.yaml again; `scale_measures` measures their reliability.
"""
