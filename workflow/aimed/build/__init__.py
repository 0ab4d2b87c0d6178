"""Bring results up to date: compare with the run records, start Snakemake, say what is wrong."""
