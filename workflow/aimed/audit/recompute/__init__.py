"""Every number of the ledger computed again by another road, kind by kind, and how many agree."""
