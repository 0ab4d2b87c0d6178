"""`aimed cohort diff`: what two waves asked differently."""
