"""Regression models: a plan of kind `model` and rows in, coefficients with what they rest on out.

`request` reads the plan's further keys; `design` makes the matrix of its terms; `existence` says why a model
has no estimates; `logistic`, `linear`, `ordinal` and `mixed` fit, into what `fits` describes; `margins`
averages effects; `cells` counts the people of each term; `state` brings all of it into statistics.
"""
