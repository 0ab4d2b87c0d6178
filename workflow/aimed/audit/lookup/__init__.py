"""The built study as the other wings look things up in it, each file read once and only when asked for."""
