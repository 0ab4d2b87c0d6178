"""Take a new cohort in: draft its tables, check them, compare two waves. Commands for people, not steps."""
