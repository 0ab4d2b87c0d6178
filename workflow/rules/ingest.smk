# REQUIRED INPUTS: data/cohorts/<cohort>/cohort.yaml and the raw files that it names
# OUTPUTS: results/ingest/<cohort>/{survey,transcripts,turns,segments}.parquet, labels.json


rule ingest_survey:
    """Read one cohort's survey file as it came: text cells, labels beside."""
    input:
        survey=survey_file,
        cohort_file="data/cohorts/{cohort}/cohort.yaml",
        code=sources_of("aimed.ingest.survey"),
    output:
        table="results/ingest/{cohort}/survey.parquet",
        labels="results/ingest/{cohort}/labels.json",
        record="results/ingest/{cohort}/survey.record.json",
    params:
        digests=raw_digests,
        versions=versions_of("aimed.ingest.survey"),
    log:
        "logs/ingest/{cohort}/survey.log",
    benchmark:
        "benchmarks/ingest/{cohort}/survey.tsv"
    shell:
        "python -m aimed.ingest.survey --survey {input.survey:q}"
        " --cohort-file {input.cohort_file:q} --table {output.table:q} --labels {output.labels:q}"
        " --record {output.record:q} > {log:q} 2>&1"
