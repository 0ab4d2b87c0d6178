"""`aimed cohort export`: a cohort written harmonised, at the home of its raw data.

`command` writes the folder and its README: `release_rules` say which variables leave and warn of who could be
told, `tables` makes what leaves, with the words of focus groups. `coded_words` writes what was coded, by
`refi_qda`.
"""
