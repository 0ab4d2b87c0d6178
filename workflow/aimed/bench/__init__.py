"""Measure what a user waits for: studies and cohorts of any size, timed as whole commands.

processes runs a command and tells its cost; study, many_cohorts, cohorts, growth and coding print a table
each.
"""
