"""How coders agreed, by another road: from sets of turns, by statsmodels, krippendorff and whole numbers.

`choices` says who read and gave what, turn by turn; `measures` holds each number to it.
"""
