"""Numbers of conversations by another road: `road` asks DuckDB for turns and codes."""
