"""What a number rests on.

`evidence` reads its rows, selection, terms, recodes and corrections; `source_rows` asks for the rows that it
was counted out of, and goes from those to the raw rows and cells.
"""
