# REQUIRED INPUTS: manuscript/, analyses/, results/ledger/, results/coding/, results/harmonise/pooled/, data/codebook/
# OUTPUTS: results/audit/findings.json, what `aimed check` finds in the manuscript that was built; kept.json, what it may take from there
from aimed.study.layout import list_published_values


rule check_manuscript:
    """Write what check finds in the manuscript that was built."""
    input:
        read=[
            *expand("manuscript/{document}.qmd", document=DOCUMENTS),
            *MANUSCRIPT_FILES,
            *list_published_values(),
            *expand("analyses/{analysis}.yaml", analysis=ANALYSES),
            "config.yaml",
            *CODEBOOK,
            THEMES,
            "results/ledger/ledger.json",
            "results/ledger/evidence.json",
            "results/coding/turns.parquet",
            "results/coding/coded_turns.parquet",
            "results/harmonise/pooled/participants.parquet",
            "results/harmonise/pooled/responses.parquet",
            "workflow/schemas/comparison_words.yaml",
            "workflow/schemas/verdict_words.yaml",
            "workflow/schemas/severities.yaml",
        ],
        cohort_files=expand("data/cohorts/{cohort}/cohort.yaml", cohort=COHORTS),
        records=[
            "results/ledger/ledger.record.json",
            "results/coding/count_codes.record.json",
            "results/harmonise/pooled/pool_cohorts.record.json",
        ],
    output:
        findings="results/audit/findings.json",
        kept="results/audit/kept.json",
        record="results/audit/findings.record.json",
    log:
        "logs/audit/findings.log",
    benchmark:
        "benchmarks/audit/findings.tsv"
    conda:
        "../environment.yaml"
    params:
        cohort_files=list_in_file("cohort_files"),
        code=code_of("aimed.audit.check.manuscript"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.audit.check.manuscript"
        " --read {input.read:q} --cohort-files {params.cohort_files:q}"
        " --findings {output.findings:q} --kept {output.kept:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"
