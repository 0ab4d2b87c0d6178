"""`aimed cohort export`: a cohort written harmonised, at the home of its raw data.

`command` writes the folder: `release_rules` say which variables leave and warn of who could be
told, `tables` makes what leaves, `turns` the words of focus groups, `readme` says what is inside.
"""
