"""Something raw in; the numbers that would move with it, and all that shows them, out.

`command` prints; `named_subjects` reads what a person named, `rows_touched` says which
rows that touches, `dependent_numbers` which numbers rest on them.
"""
