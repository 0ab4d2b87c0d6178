# REQUIRED INPUTS: manuscript/figures.yaml, results/ledger/ledger.json, data/codebook/
# manuscript/joint.yaml if there is one; and results/stats/<analysis>.specifications.parquet of the multiverses that are drawn
# OUTPUTS: results/figures/<figure>.{svg,pdf,png} and <figure>.csv (one row per plotted number)


from aimed.ledger.joint.rows import list_joint
from aimed.study.layout import list_drawn_multiverses

MULTIVERSES = list_drawn_multiverses()


rule draw_figures:
    """Draw the figures of the manuscript from the ledger's public numbers."""
    input:
        figures="manuscript/figures.yaml",
        ledger="results/ledger/ledger.json",
        variables="data/codebook/variables.csv",
        scales="data/codebook/scales.csv",
        missing="data/codebook/missing.csv",
        derived=DERIVED,
        themes="data/codebook/themes.csv",
        specifications=expand(
            "results/stats/{multiverse}.specifications.parquet", multiverse=MULTIVERSES
        ),
        joint=list_joint(),
        records=[
            "results/ledger/ledger.record.json",
            *expand("results/stats/{multiverse}.record.json", multiverse=MULTIVERSES),
        ],
    output:
        drawings=expand(
            "results/figures/{figure}.{format}",
            figure=FIGURES,
            format=["svg", "pdf", "png"],
        ),
        plotted=expand("results/figures/{figure}.csv", figure=FIGURES),
        record="results/figures/figures.record.json",
    log:
        "logs/figures/figures.log",
    benchmark:
        "benchmarks/figures/figures.tsv"
    conda:
        "../environment.yaml"
    params:
        code=code_of("aimed.figures.draw"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.figures.draw"
        " --figures {input.figures:q}"
        " --ledger {input.ledger:q} --variables {input.variables:q} --scales {input.scales:q}"
        " --missing {input.missing:q} --derived {input.derived:q} --themes {input.themes:q}"
        " --specifications {input.specifications:q} --joint {input.joint:q}"
        " --drawings {output.drawings:q} --plotted {output.plotted:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"
