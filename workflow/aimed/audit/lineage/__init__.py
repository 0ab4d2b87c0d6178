"""What a number rests on.

`evidence` reads its rows, selection, terms, recodes and corrections, `counted_rows` asks for the rows that it
was counted out of, and `source_rows` goes from those to the raw rows and cells.
"""
