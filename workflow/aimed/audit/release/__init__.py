"""The published numbers: written (`publish`), made again (`verify`), compared with others (`diff`).

`published_files` is how they lie on disk, `provenance` what they came from; `changed_numbers` sets old
against new and marks what must not be missed, `change_reports` writes it down. `deposit` writes the paper
for the systems of journals and archives.
"""
