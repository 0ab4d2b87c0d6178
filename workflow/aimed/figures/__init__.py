"""Draw each figure from ledger values and write the plotted data beside it."""
