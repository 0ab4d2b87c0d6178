"""An attack on the hidden counts with all public numbers, and what more to hide until it fails.

In: the numbers with their rows, and which are public. Out: bounds of small hidden counts, what to hide.
In order: `questions` reads how rows were selected; `people` knows how counts add up; `bounds` solves for
the least and the greatest of a count; `suppression` seeks what to hide at the least loss; `protect` does all
of it for a study.
"""
