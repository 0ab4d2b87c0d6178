"""What documents say of the focus groups, held to who spoke, and beside the survey to the joint display.

`speakers_named` and `subjects_named` read the words that lead in a quotation, `over_quoted` counts who is
quoted; `strands` holds joint.yaml to the ledger, and `verdicts_named` the text to its verdicts.
`left_out_codings` finds what coded projects have and results do not.
"""
