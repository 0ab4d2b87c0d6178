"""Read and write files whatever they hold: delimited text, workbooks, YAML, JSON, parquet, archives."""
