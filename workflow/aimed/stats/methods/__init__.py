"""The arithmetic of an analysis: describe one item, compare groups in it, effect sizes and intervals."""
