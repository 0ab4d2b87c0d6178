# The table of contents: rooms in running order, then the targets.
from snakemake.utils import min_version

min_version("9.0")


configfile: "config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/ingest.smk"
include: "workflow/rules/harmonise.smk"
include: "workflow/rules/coding.smk"
include: "workflow/rules/stats.smk"
include: "workflow/rules/ledger.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/manuscript.smk"
include: "workflow/rules/audit.smk"


localrules:
    all,
    paper,
    numbers,


rule paper:
    """Make paper and supplement in three formats, and every table behind them."""
    input:
        expand(
            "results/manuscript/{document}.{format}",
            document=DOCUMENTS,
            format=FORMATS,
        ),
        list_records(config),


rule numbers:
    """Make the ledger: every number that the manuscript may quote."""
    input:
        "results/ledger/ledger.json",


rule all:
    """Make the paper and every table that check and trace read."""
    default_target: True
    input:
        rules.paper.input,
