"""Who speaks: labels at the start of an utterance, a cohort's own pattern of them, and names within words."""
