"""Measure what a user waits for: studies and cohorts of any size, timed as whole commands."""
