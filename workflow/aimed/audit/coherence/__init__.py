"""Statistics that contradict themselves: numbers in, findings out.

`ledger_numbers` holds the ledger's numbers against each other, `ledger_means` asks whether a mean can be,
by the distributions in `p_values`; `documents/` does the same for the text of any rendered document.
"""
