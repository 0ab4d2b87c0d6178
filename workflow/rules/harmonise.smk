# REQUIRED INPUTS: results/ingest/<cohort>/, the cohort's tables, data/codebook/, data/reference/
# OUTPUTS: results/harmonise/<cohort>/ and results/harmonise/pooled/{responses,missing,events,recodes,exclusions,participants}.parquet


rule harmonise_cohort:
    """Bring one cohort to the codebook and decide who is counted."""
    input:
        survey="results/ingest/{cohort}/survey.parquet",
        labels="results/ingest/{cohort}/labels.json",
        turns="results/ingest/{cohort}/turns.parquet",
        cohort_file="data/cohorts/{cohort}/cohort.yaml",
        crosswalk=crosswalk_file,
        own_words=own_words_file,
        corrections=corrections_file,
        withdrawals=withdrawals_file,
        codebook=CODEBOOK,
        reference=REFERENCE,
        records=[
            "results/ingest/{cohort}/survey.record.json",
            "results/ingest/{cohort}/transcripts.record.json",
        ],
    output:
        tables=[f"results/harmonise/{{cohort}}/{kind}.parquet" for kind in HARMONISED],
        accounts="results/harmonise/{cohort}/accounts.json",
        record="results/harmonise/{cohort}/harmonise_cohort.record.json",
    log:
        "logs/harmonise/{cohort}.log",
    benchmark:
        "benchmarks/harmonise/{cohort}.tsv"
    wildcard_constraints:
        cohort=match_cohorts(COHORTS, received=False),
    conda:
        "../environment.yaml"
    params:
        code=code_of("aimed.harmonise.cohort"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.harmonise.cohort"
        " --cohort {wildcards.cohort} --survey {input.survey:q}"
        " --labels {input.labels:q} --turns {input.turns:q} --cohort-file {input.cohort_file:q} --crosswalk {input.crosswalk:q}"
        " --own-words {input.own_words:q} --corrections {input.corrections:q} --withdrawals {input.withdrawals:q}"
        " --codebook {input.codebook:q} --reference {input.reference:q} --tables {output.tables:q}"
        " --accounts {output.accounts:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"


rule accept_received_cohort:
    """Take in a cohort that was harmonised at its home, held to this study's codebook."""
    input:
        files=harmonised_files,
        beside=home_files,
        cohort_file="data/cohorts/{cohort}/cohort.yaml",
        codebook=CODEBOOK,
        reference=REFERENCE,
    output:
        tables=[f"results/harmonise/{{cohort}}/{kind}.parquet" for kind in HARMONISED],
        accounts="results/harmonise/{cohort}/accounts.json",
        record="results/harmonise/{cohort}/harmonise_cohort.record.json",
    log:
        "logs/harmonise/{cohort}.log",
    benchmark:
        "benchmarks/harmonise/{cohort}.tsv"
    wildcard_constraints:
        cohort=match_cohorts(COHORTS, received=True),
    conda:
        "../environment.yaml"
    params:
        digests=raw_digests,
        code=code_of("aimed.harmonise.received.accept_cohort"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.harmonise.received.accept_cohort"
        " --cohort {wildcards.cohort} --files {input.files:q}"
        " --beside {input.beside:q} --cohort-file {input.cohort_file:q}"
        " --codebook {input.codebook:q} --reference {input.reference:q} --tables {output.tables:q}"
        " --accounts {output.accounts:q} --record {output.record:q} > {log:q} 2>&1"


rule pool_cohorts:
    """Put the cohorts' harmonised tables one below the other."""
    input:
        tables=expand(
            "results/harmonise/{cohort}/{kind}.parquet",
            cohort=COHORTS,
            kind=HARMONISED,
        ),
        records=expand(
            "results/harmonise/{cohort}/harmonise_cohort.record.json", cohort=COHORTS
        ),
    output:
        pooled=expand("results/harmonise/pooled/{kind}.parquet", kind=HARMONISED),
        record="results/harmonise/pooled/pool_cohorts.record.json",
    log:
        "logs/harmonise/pooled.log",
    benchmark:
        "benchmarks/harmonise/pooled.tsv"
    conda:
        "../environment.yaml"
    params:
        tables=list_in_file("tables"),
        records=list_in_file("records"),
        code=code_of("aimed.harmonise.pool_cohorts"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.harmonise.pool_cohorts"
        " --tables {params.tables:q}"
        " --pooled {output.pooled:q} --records {params.records:q} --record {output.record:q} > {log:q} 2>&1"
