# REQUIRED INPUTS: results/ingest/<cohort>/, the cohort's tables, data/codebook/, data/reference/
# OUTPUTS: results/harmonise/<cohort>/ and results/harmonise/pooled/{responses,missing,events,recodes,exclusions,participants}.parquet


rule harmonise_cohort:
    """Bring one cohort to the codebook and decide who is counted."""
    input:
        survey="results/ingest/{cohort}/survey.parquet",
        turns="results/ingest/{cohort}/turns.parquet",
        cohort_file="data/cohorts/{cohort}/cohort.yaml",
        crosswalk="data/cohorts/{cohort}/crosswalk.csv",
        corrections=corrections_file,
        withdrawals=withdrawals_file,
        variables="data/codebook/variables.csv",
        scales="data/codebook/scales.csv",
        missing="data/codebook/missing.csv",
        countries="data/reference/countries.csv",
        income="data/reference/income_groups.csv",
        regions="data/reference/who_regions.csv",
        records=[
            "results/ingest/{cohort}/survey.record.json",
            "results/ingest/{cohort}/transcripts.record.json",
        ],
        code=sources_of("aimed.harmonise.cohort"),
    output:
        responses="results/harmonise/{cohort}/responses.parquet",
        reasons="results/harmonise/{cohort}/missing.parquet",
        events="results/harmonise/{cohort}/events.parquet",
        recodes="results/harmonise/{cohort}/recodes.parquet",
        exclusions="results/harmonise/{cohort}/exclusions.parquet",
        participants="results/harmonise/{cohort}/participants.parquet",
        accounts="results/harmonise/{cohort}/accounts.json",
        record="results/harmonise/{cohort}/harmonise_cohort.record.json",
    log:
        "logs/harmonise/{cohort}.log",
    benchmark:
        "benchmarks/harmonise/{cohort}.tsv"
    params:
        versions=versions_of("aimed.harmonise.cohort"),
    shell:
        "python -m aimed.harmonise.cohort --cohort {wildcards.cohort} --survey {input.survey:q}"
        " --turns {input.turns:q} --cohort-file {input.cohort_file:q} --crosswalk {input.crosswalk:q}"
        " --corrections {input.corrections:q} --withdrawals {input.withdrawals:q}"
        " --variables {input.variables:q} --scales {input.scales:q} --missing {input.missing:q}"
        " --countries {input.countries:q} --income {input.income:q} --regions {input.regions:q}"
        " --responses {output.responses:q} --reasons {output.reasons:q} --events {output.events:q}"
        " --recodes {output.recodes:q} --exclusions {output.exclusions:q}"
        " --participants {output.participants:q} --accounts {output.accounts:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"


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
        code=sources_of("aimed.harmonise.pool"),
    output:
        pooled=expand("results/harmonise/pooled/{kind}.parquet", kind=HARMONISED),
        record="results/harmonise/pooled/pool_cohorts.record.json",
    log:
        "logs/harmonise/pooled.log",
    benchmark:
        "benchmarks/harmonise/pooled.tsv"
    params:
        cohorts=COHORTS,
        versions=versions_of("aimed.harmonise.pool"),
    shell:
        "python -m aimed.harmonise.pool --cohorts {params.cohorts:q} --tables {input.tables:q}"
        " --pooled {output.pooled:q} --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"
