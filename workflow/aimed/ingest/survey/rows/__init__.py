"""The rows of a table: `no_people` finds those that are no person's answers, held against `column_cells`."""
