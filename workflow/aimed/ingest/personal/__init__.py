"""What tells who somebody is: found in surveys and transcripts, and replaced as reviewed lines say.

`knowledge` gathers what a cohort is known by (`names` from the roster, `decisions`, `words`); `survey_gate`
and `transcript_gate` search with `patterns` in a `reading_copy`, `suspect_columns` and `refused_headings`
judge columns, `replacements` keeps track of places, and `reports` says what was found, masked.
"""
