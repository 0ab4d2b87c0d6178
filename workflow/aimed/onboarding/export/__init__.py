"""`aimed cohort export`: a cohort written harmonised, at the home of its raw data.

`command` writes the folder: `release_rules` say which variables leave, `tables` makes what leaves, `turns`
the words of focus groups, `rare_groups` warns of who could be told, `readme` says what is inside.
"""
