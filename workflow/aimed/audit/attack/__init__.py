"""`aimed attack`: hidden counts bounded by all public numbers, by another road than the rule that hides them.

`public_sums` adds public numbers up as sums of people and solves for whole people; `command` prints which
hidden counts are bounded too tightly, and stops a release where the ledger did not say so.
"""
