"""Statistics that contradict themselves: numbers in, findings out.

`ledger_numbers` holds the ledger's numbers against each other by the distributions in `p_values`;
`documents/` does the same for the text of any rendered document.
"""
