"""A planned comparison again over every defensible choice (Steegen et al. 2016): how often its finding holds.

`state` is the step; `choices` lists the specifications of a plan of kind multiverse, `unknown_names` finds
what it names wrongly. `answers` counts an item's answers as a specification takes them, `effects` gives
effect, interval and p-value, and `summaries` say in how many specifications a planned finding holds.
"""
