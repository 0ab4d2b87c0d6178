"""A planned comparison again over every defensible choice (Steegen et al. 2016): how often its finding holds.

`state` is the step; `choices` lists the specifications of a plan of kind multiverse, `answers` gives the
answers of an item as a specification takes them, and `effects` their effect, interval and p-value.
"""
