"""Read one cohort's raw files as they came: nothing is recoded here."""
