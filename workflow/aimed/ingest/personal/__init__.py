"""What tells who somebody is: how it is found, and what stands in its place.

`knowledge` gathers what a cohort is known by: people from its `roster`, the reviewed `decisions`, the `words`
by which personal data are known. `names` of people and `patterns` are found in a `reading_copy` of a text,
also by the `forms/` of numbers and addresses of each country; `labels` are judged by their
looks, `suspect_columns` by heads and cells. `replacements` keeps track of places, and `reports` says what
was found, masked. The gates that use it stand in the wings of survey and transcripts; `written_files` are
what people write about a cohort, and `written_reports` says what was found in them.
"""
