"""Make demonstration data; nothing in the paper's own build uses it."""
