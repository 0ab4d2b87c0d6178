"""aimed: raw survey and focus-group files in, a journal paper out, every number traced."""

__version__ = "0.2.0"
