"""`aimed check`: the manuscript as written, held to the ledger and to the study's declarations.

`command` prints, `manuscript` is the step of the build; what it finds is `kept` for a check of the same.
`documents` goes through the texts, `inputs` reads; `marks`, `blocks`, `groups_named`, `unproven_absences`,
`mixed_quantities`, `unreported_outcomes`, `unplanned` and `given_away` find, `focus_groups/` what is said of
speakers; `severities` grades, `report_formats` writes.
"""
