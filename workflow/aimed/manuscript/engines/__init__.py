"""A bound document in; HTML, PDF and DOCX out, laid out by Quarto or by Pandoc and Typst.

`choice` says which; `staging` makes the folder in which `pandoc` or `quarto` works; `glyphs` refuses what the
fonts cannot print, `dates` stands for the clock, `one_file` puts style and pictures into the page,
`word_template` gives DOCX its styles and `word_comments` where its numbers come from, `citation_style` lets
CSL print the page of a citation. `jats` writes the document for journals' own systems, `meca` packs it with
all that goes with it.
"""
