"""The layouts of survey platforms: each takes the first rows of a table, and says what its columns are.

A layout has NAME, `recognise` and `describe`; `cell_tables` asks each in order whether it recognises them.
"""
