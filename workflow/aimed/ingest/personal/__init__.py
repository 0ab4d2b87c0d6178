"""What tells who somebody is: how it is found, and what stands in its place.

`knowledge` gathers what a cohort is known by: `names` from the roster, the reviewed `decisions`, the
`words` by which personal data are known. `patterns` find in a `reading_copy` of a text, `suspect_columns`
by heads and cells; `replacements` keeps track of places, and `reports` says what was found, masked. The
gates that use it stand in the wings of survey and transcripts.
"""
