"""`aimed cohort check`: a cohort taken through ingest and harmonise in memory, every problem at once.

`command` prints; `stages` goes as far as it can, with what is `undecided` kept out of sight; `oddities` (with
`changed_ids`, `unasked_options`, `reversed_items`, `hand_made_sums`) and `cross_tabs` are for the eye, `page`
writes them down.
"""
