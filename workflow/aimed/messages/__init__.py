"""What is said to people: problems that stop, findings of a check, and the nearest known name."""
