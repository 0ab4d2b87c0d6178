"""`aimed cohort diff`: what two waves asked differently.

`questionnaires` reads what was asked, of a cohort, an export or a questionnaire file; `command` compares.
"""
