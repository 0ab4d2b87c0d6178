"""Bring every cohort to the codebook's variables and decide who is counted."""
