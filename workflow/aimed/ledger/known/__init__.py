"""Numbers that the study knows without counting anybody, each with the lines it stands on.

`quantities` is what such a number is, `settings` takes them from config.yaml and the plans, `codebook` counts
variables, levels, options and codes, `collection` reads the cohorts' days, transcripts, languages and coders,
`published` reads published_values.csv, and `gather` puts them together.
"""
