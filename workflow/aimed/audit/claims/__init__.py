"""The words of a claim read against its condition: directions, groups and items that both must name.

`facts` takes a condition apart, `naming` knows what the study's groups and items are called, `directions`
finds the words that compare, `known_words` those that nothing accounts for, `judges` and
`found_differences` know what each of them asks of a condition (`words_asked` is a word beside one),
`reading` holds the ones to the others, `findings` tells a check. `unbound/` looks for comparisons that no
claim binds, `nearby/` for numbers of another thing than the words around them, `abstracts` for abstracts
and `captions` (`caption_parts` reads effects, units and groups) for captions of something else,
`method_words` for methods that nobody used; `documents` asks all this of the documents at once.
"""
