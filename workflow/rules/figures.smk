# REQUIRED INPUTS: manuscript/figures.yaml, results/ledger/ledger.json, data/codebook/
# OUTPUTS: results/figures/<figure>.{svg,pdf,png} and <figure>.csv (one row per plotted number)


rule draw_figure:
    """Draw one figure of the manuscript from the ledger's public numbers."""
    input:
        figures="manuscript/figures.yaml",
        ledger="results/ledger/ledger.json",
        variables="data/codebook/variables.csv",
        scales="data/codebook/scales.csv",
        missing="data/codebook/missing.csv",
        themes="data/codebook/themes.csv",
        records=["results/ledger/ledger.record.json"],
        code=sources_of("aimed.figures.figure"),
    output:
        svg="results/figures/{figure}.svg",
        pdf="results/figures/{figure}.pdf",
        png="results/figures/{figure}.png",
        plotted="results/figures/{figure}.csv",
        record="results/figures/{figure}.record.json",
    log:
        "logs/figures/{figure}.log",
    benchmark:
        "benchmarks/figures/{figure}.tsv"
    conda:
        "../environment.yaml"
    params:
        versions=versions_of("aimed.figures.figure"),
    shell:
        "python -m aimed.figures.figure --figure {wildcards.figure:q} --figures {input.figures:q}"
        " --ledger {input.ledger:q} --variables {input.variables:q} --scales {input.scales:q}"
        " --missing {input.missing:q} --themes {input.themes:q} --svg {output.svg:q}"
        " --pdf {output.pdf:q} --png {output.png:q} --plotted {output.plotted:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"
