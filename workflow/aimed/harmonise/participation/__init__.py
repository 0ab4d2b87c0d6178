"""Who is counted: `withdrawals`, then the `exclusions` in their order, then one row per person."""
