"""`aimed trace`: from what the manuscript shows down to raw cells, or from those up.

`command` decides what was named; `report` tells a number's way down, `sources` what a quotation and a raw row
were and became, `declared` where a number stands that rests on no rows.
"""
