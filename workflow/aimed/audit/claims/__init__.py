"""The words of a claim read against its condition: directions, groups and items that both must name.

`facts` takes a condition apart, `naming` knows what the study's groups and items are called, `directions`
finds the words that compare, `known_words` those that nothing accounts for, `judges` know what each of them asks of a condition, `reading` holds the ones to
the others, `findings` tells a check. `unbound/` looks for comparisons that no claim binds, `paired_lists` for
numbers in another order than the names before them (`shown_numbers` are those of a mark), `numbers_beside`
for numbers of another thing than the claim or name right before them, `effect_signs` for what a sign is said
to mean, `abstracts` for abstracts and `captions` for captions of something else; `documents` asks all this of
the documents at once.
"""
