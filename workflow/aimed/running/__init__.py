"""How a rule runs a step: its inputs, what its code depends on, its command line and its run record."""
