"""The formats of coded projects: each reader takes a file and hands on a CodedProject.

`qdpx` is REFI-QDA; `qualcoder` and `taguette` read their programs' own `databases` (SQLite);
`segment_tables` reads the tables that programs export, and plain ones.
"""
