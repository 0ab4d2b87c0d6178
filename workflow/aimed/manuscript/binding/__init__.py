"""Marks in; what each becomes, and what is wrong with it, out.

`resolve_marks` takes each kind of mark, `unplanned_marks` says what was not planned, `quotations` holds words
to the turn they were spoken in, `carried_codes` to the codes of it, `speakers` numbers and counts who is
quoted, `register` lists the quotations, and `cross_references` numbers tables and figures and resolves
references within and between documents.
"""
