"""`aimed trace`: from what the manuscript shows down to raw cells, or from those up."""
