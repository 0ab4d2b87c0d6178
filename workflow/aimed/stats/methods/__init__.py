"""The arithmetic of an analysis: rows of an item and a group in, statistics with their row sets out.

`descriptions` describe one item in one group, `comparisons` compare groups in one item by `plain_pingouin`,
by `exact_tests` where they are small, and by whole `clusters`; `reliability` measures the items of a scale;
`intervals` are closed formulas for shares, `effect_intervals` those of effect sizes, `resampling` draws those
that have none; `equivalence` tests whether groups differ by less than a margin. `coder_choices` lay out what
coders gave, `coder_agreement` measures it, `over_codes` sums up.
`holm` adjusts the p-values of a family.
"""
