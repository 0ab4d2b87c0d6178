"""Draw and write what README and docs/ show of the code: the pipeline, the pages of docs/reference/."""
