"""What documents say of the focus groups, held to who spoke.

`speakers_named` reads the words that lead in a quotation, `over_quoted` counts who is quoted.
"""
