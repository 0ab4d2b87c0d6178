# REQUIRED INPUTS: results/ingest/<cohort>/{turns,segments}.parquet, results/harmonise/pooled/{participants,responses}.parquet, data/codebook/
# OUTPUTS: results/coding/{turns,coded_turns,counts,agreement}.parquet


rule count_codes:
    """Count codes over the turns of those who take part, and how well the coders agree."""
    input:
        turns=expand("results/ingest/{cohort}/turns.parquet", cohort=COHORTS),
        segments=expand("results/ingest/{cohort}/segments.parquet", cohort=COHORTS),
        participants="results/harmonise/pooled/participants.parquet",
        responses="results/harmonise/pooled/responses.parquet",
        variables="data/codebook/variables.csv",
        scales="data/codebook/scales.csv",
        reasons="data/codebook/missing.csv",
        derived=DERIVED,
        themes="data/codebook/themes.csv",
        records=[
            *expand(
                "results/ingest/{cohort}/{step}.record.json",
                cohort=COHORTS,
                step=["transcripts", "coding"],
            ),
            "results/harmonise/pooled/pool_cohorts.record.json",
        ],
    output:
        turns="results/coding/turns.parquet",
        coded_turns="results/coding/coded_turns.parquet",
        counts="results/coding/counts.parquet",
        agreement="results/coding/agreement.parquet",
        record="results/coding/count_codes.record.json",
    log:
        "logs/coding/count_codes.log",
    benchmark:
        "benchmarks/coding/count_codes.tsv"
    conda:
        "../environment.yaml"
    params:
        turns=list_in_file("turns"),
        segments=list_in_file("segments"),
        records=list_in_file("records"),
        code=code_of("aimed.coding.count_codes"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.coding.count_codes"
        " --turns {params.turns:q}"
        " --segments {params.segments:q} --participants {input.participants:q} --responses {input.responses:q}"
        " --variables {input.variables:q} --scales {input.scales:q} --reasons {input.reasons:q} --derived {input.derived:q}"
        " --themes {input.themes:q} --kept-turns {output.turns:q}"
        " --coded-turns {output.coded_turns:q} --counts {output.counts:q}"
        " --agreement {output.agreement:q}"
        " --records {params.records:q} --record {output.record:q} > {log:q} 2>&1"
