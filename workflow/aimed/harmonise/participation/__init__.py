"""Who is counted: a cohort's rows in; who is kept, why not, and one row per person out.

`withdrawals` are read first, `exclusions` then decide row by row, and `participants` is one row per person.
"""
