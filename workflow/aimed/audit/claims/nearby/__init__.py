"""Numbers held to the words nearest to them: what was counted, of which answer, among whom.

`statistics` reads the name of a statistic before a number (median age was), `wordings` the words before one
in brackets against the labels of the item and level it is of, `phrases` the number of one group within
those of another (75 in 20 countries) and what stands right behind one (were women), `paired_lists` numbers
in another order than the names before them, `numbers_beside` those of another thing than the claim or name
right before them; `effect_signs` reads what a sign is said to mean; `shown_numbers` are those of a mark,
`context` is what stands around one, `documents` asks all this of a document.
"""
