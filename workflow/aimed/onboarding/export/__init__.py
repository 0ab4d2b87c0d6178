"""`aimed cohort export`: a cohort written harmonised, at the home of its raw data."""
