"""Figures of what was said: `balance` draws who spoke how much, `saturation` the new codes of each group."""
