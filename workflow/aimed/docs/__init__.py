"""Draw and write what README and docs/ show of the code itself: the pipeline from its rules."""
