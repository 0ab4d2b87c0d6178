"""Check, trace and compare what was made, without making anything."""
