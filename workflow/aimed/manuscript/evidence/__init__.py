"""What a reader may know of where each number comes from: public entries of the ledger, and words.

`conditions` puts row sets into the codebook's words; `grounds` says of each number who was counted, out of
whom, and who was left out; `listing` gathers it for the numbers that a document shows. `version` tells from
which study in which version a document was made.
"""
