"""Bind the manuscript's marks to the ledger and render it in three formats."""
