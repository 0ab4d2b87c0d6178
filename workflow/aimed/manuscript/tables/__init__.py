"""An entry of tables.yaml in; a resolved table out: words of the codebook and numbers of the ledger.

`declared` resolves an entry, `listings` the kinds that list, `plan_lists` those of the plans, `estimates`
models and correlations, `effects` names those of comparisons and `notes` says what stands below them;
`columns` says which rows and columns a table has when the entry does not, and `cells` holds the study's
numbers and labels, and hides what is not public.
"""
