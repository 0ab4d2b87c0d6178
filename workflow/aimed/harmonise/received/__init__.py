"""A cohort that comes in already harmonised: a folder in, the tables that every cohort has out.

`accept_cohort` is the step: `folder` holds the files to their manifest, `values` the answers to the codebook,
`rows` accounts for people and rows, `tables` makes the tables.
"""
