"""Analyses of what was said: takes turns and their codes, hands on numbers of a plan.

`spoken_turns` selects the turns of participants, by transcript; `counters` says which codes speak against
which. `request` reads a plan of kind cooccurrence, saturation or participation, and `state` is its step:
`cooccurrence` with the `permutations` of turns, `saturation`, `participation`.
"""
