"""`aimed recompute`: every number of the ledger computed again by another road, kind by kind.

`command` compares, and prints how many agree. `rows` gives the rows of each row set, `counts` counts them,
`group_tests` tests them by other libraries, with `permutations` for exact tests, `cluster_tests` for whole
clusters and `effect_limits` for intervals of effects; `models` are fitted again by `likelihoods`, `relations`
found again by `other_tests`, and `specifications` of a multiverse made again; `derived` follows formulas on
recomputed terms; `conversations/` are found again, and how `coders/` agreed; `declared/` reads
again what rests on no rows; `derived_cells` derives the variables of derived.yaml again, `scale_measures`
measures them.
"""
