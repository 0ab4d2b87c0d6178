"""List every number that the manuscript may quote, and what it rests on."""
