"""Comparisons that speak of the study and that no claim binds to its numbers.

`sections` knows which parts of a document may speak of results, `wording` finds the words that compare and
says what they are about, `sentences` reads the documents and what is declared beside them.
"""
