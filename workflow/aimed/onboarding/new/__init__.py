"""`aimed cohort new`: raw files in; a drafted cohort.yaml, crosswalk and tables of decisions out.

`command` copies and drafts; `inference` says what columns are, `vocabulary` (with `words_of_answers` and
`plain_numbers`) what words mean, `values` and `crosswalk` suggest `crosswalk_lines`, `cohort_file`,
`personal_data`, `readme` and `speakers` draft the rest, `report` says what is left to decide.
"""
