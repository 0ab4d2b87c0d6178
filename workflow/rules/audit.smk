# REQUIRED INPUTS: manuscript/, results/ledger/, results/manuscript/, results/coding/, results/harmonise/pooled/
# OUTPUTS: results/audit/findings.json, what `aimed check` found in the manuscript that was built


rule check_manuscript:
    """Write what check finds in the manuscript as it was built."""
    input:
        documents=expand("manuscript/{document}.qmd", document=DOCUMENTS),
        ledger="results/ledger/ledger.json",
        binding="results/manuscript/binding.json",
        turns="results/coding/turns.parquet",
        participants="results/harmonise/pooled/participants.parquet",
        config="config.yaml",
        records=[
            "results/ledger/ledger.record.json",
            "results/manuscript/binding.record.json",
            "results/coding/count_codes.record.json",
            "results/harmonise/pooled/pool_cohorts.record.json",
        ],
        code=sources_of("aimed.audit.findings"),
    output:
        findings="results/audit/findings.json",
        record="results/audit/findings.record.json",
    params:
        versions=versions_of("aimed.audit.findings"),
    log:
        "logs/audit/findings.log",
    benchmark:
        "benchmarks/audit/findings.tsv"
    shell:
        "python -m aimed.audit.findings --documents {input.documents:q} --ledger {input.ledger:q}"
        " --binding {input.binding:q} --turns {input.turns:q} --participants {input.participants:q}"
        " --config {input.config:q} --findings {output.findings:q} --records {input.records:q}"
        " --record {output.record:q} > {log:q} 2>&1"
