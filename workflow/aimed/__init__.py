"""aimed: raw survey and focus-group files in, a journal paper out, every number traced."""
