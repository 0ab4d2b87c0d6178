"""The words that tables and figures give to groups, items, levels and boxes, held to the codebook's.

`things` knows what the study calls each, `likeness` compares words, `given` lists what tables.yaml and
figures.yaml call them, `sides` splits labels of two, `headings` reads axes and first columns, `findings`
tells a check which words are another's.
"""
