"""Marks in; what each becomes, and what is wrong with it, out.

`opening` reads what marks are held to and `resolve_marks` takes each kind of mark; `unplanned_marks` says
what was not planned. `quotations` holds words to the turn they were spoken in, `carried_codes` to its codes;
`speakers` numbers and counts who is quoted, `register` lists the quotations and `code_tree` the codes with an
example of each. `strands_table` is the joint
display, and `cross_references` numbers tables, figures and equations and resolves references within and
between documents. `fixed_words` are what the documents say by themselves, in their language.
"""
