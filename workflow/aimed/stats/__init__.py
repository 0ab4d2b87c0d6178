"""Run each planned analysis and write one tidy table of its statistics."""
