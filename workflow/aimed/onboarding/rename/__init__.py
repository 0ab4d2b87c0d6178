"""`aimed rename`: a variable, code, theme or analysis under a new name wherever the study names it.

`names` knows what there is and what OLD means, `ids` renames the parts of ids and conditions, `written_words`
finds cells of tables and scalars of YAML by their place; `places`, `plan_words` and `documents` say which of
them, and which marks, name the thing; `coding_maps` adds lines for projects that keep a name; `command`
writes the files whole and returns the lines, `entry` is what a person calls.
"""
