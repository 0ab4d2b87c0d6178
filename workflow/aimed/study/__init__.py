"""What a study consists of and what its parts are called: layout, cohort.yaml, codebook, ids, pseudonyms."""
