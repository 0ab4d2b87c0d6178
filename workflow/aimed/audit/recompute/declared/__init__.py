"""Numbers that rest on no rows, read again from the files that tell them.

`road` reads the files by csv and yaml alone, `shown` holds what a reader sees to a value.
"""
