"""`aimed cohort new`: raw files in; a drafted cohort.yaml, crosswalk and tables of decisions out.

`handed_files` are copied, `command` drafts; `inference` says what columns are, `vocabulary` what words mean,
`values` and `crosswalk` suggest `crosswalk_lines`, `cohort_file`, `personal_data` and `codes` draft the rest,
`report` says what is left to decide, and asks in a README what the files do not show.
"""
