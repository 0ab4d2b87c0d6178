"""The formats of coded projects: each reader takes a file and hands on a CodedProject.

`qdpx` is REFI-QDA (with `refi_parts` and `refi_times`), `code_books` its codes alone; `qualcoder`, `taguette`
and `rqda` read their programs' own `databases` (SQLite); `segment_tables` reads the tables that programs
export, and plain ones.
"""
