"""`aimed trace`: from what the manuscript shows down to raw cells, or from those up.

`command` decides what was named; `report` tells a number's way down, `quotations` that of a quotation, and
`raw_cells` what became of a raw row.
"""
