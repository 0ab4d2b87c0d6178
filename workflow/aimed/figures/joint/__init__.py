"""The joint display as a figure: `display` draws each row's numbers of both strands, and its verdict."""
