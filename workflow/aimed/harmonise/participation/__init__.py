"""Who is counted: a cohort's rows in; who is kept, why not, and one row per person out.

`exclusions` decide row by row, after who withdrew, and `participants` is one row per person.
"""
