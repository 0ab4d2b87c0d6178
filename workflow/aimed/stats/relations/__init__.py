"""Relations of variables, plans of kind association, means, trend, pairwise, paired: rows in, statistics out.

`request` reads the plan's further keys; `statement` holds the rows of one relation and their counts.
`association`, `means`, `trend`, `pairwise` and `paired` state one kind each, by the arithmetic of
`correlations` with `orders`, `mean_tests`, `rank_tests` and `paired_tests`.
"""
