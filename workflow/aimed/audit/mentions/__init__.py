"""Where in the manuscript a number stands: sentences, claims, figures, tables; and back to numbers."""
