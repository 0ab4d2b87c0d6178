"""An attack on the hidden counts with all public numbers, and what more to hide until it fails.

In: the numbers with their rows, and which are public. Out: bounds of every hidden count, and counts to hide.
Order: questions.py, people.py, bounds.py, suppression.py, protect.py.
"""
