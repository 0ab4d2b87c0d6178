"""An entry of tables.yaml in; a resolved table out: words of the codebook and numbers of the ledger."""
