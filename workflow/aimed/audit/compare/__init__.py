"""A document that a co-author or a publisher changed, held against the manuscript it was made from.

`edited_text` reads paragraphs and comments of the document, `source_text` the words of the manuscript as a
reader sees them, with their places; `edits` says what differs in them and `cells` what differs in tables,
`patch` writes the plain words as a patch, and `command` tells the rest, `asked` on the command line. Of a
PDF, `printed_text` reads the words with their sizes, `pages` finds the paragraphs, `sentences` what is new.
"""
