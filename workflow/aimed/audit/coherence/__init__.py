"""Statistics that contradict themselves: in the ledger, and (documents/) in any rendered text."""
