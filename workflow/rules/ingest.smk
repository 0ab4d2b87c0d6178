# REQUIRED INPUTS: data/cohorts/<cohort>/cohort.yaml and the raw files that it names
# OUTPUTS: results/ingest/<cohort>/{survey,transcripts,turns,segments}.parquet, {labels,coding}.json


rule ingest_survey:
    """Read one cohort's survey files as they came: text cells, labels beside."""
    input:
        files=survey_files,
        personal=personal_files,
        words="workflow/schemas/personal_words.yaml",
        cohort_file="data/cohorts/{cohort}/cohort.yaml",
    output:
        table="results/ingest/{cohort}/survey.parquet",
        labels="results/ingest/{cohort}/labels.json",
        record="results/ingest/{cohort}/survey.record.json",
    log:
        "logs/ingest/{cohort}/survey.log",
    benchmark:
        "benchmarks/ingest/{cohort}/survey.tsv"
    conda:
        "../environment.yaml"
    params:
        digests=raw_digests,
        code=code_of("aimed.ingest.survey.read"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.ingest.survey.read"
        " --files {input.files:q} --personal {input.personal:q}"
        " --cohort-file {input.cohort_file:q} --table {output.table:q} --labels {output.labels:q}"
        " --record {output.record:q} > {log:q} 2>&1"


rule ingest_transcripts:
    """Read one cohort's transcripts into canonical texts and turns with their speakers."""
    input:
        files=transcript_files,
        personal=personal_files,
        words="workflow/schemas/personal_words.yaml",
        cohort_file="data/cohorts/{cohort}/cohort.yaml",
    output:
        transcripts="results/ingest/{cohort}/transcripts.parquet",
        turns="results/ingest/{cohort}/turns.parquet",
        record="results/ingest/{cohort}/transcripts.record.json",
    log:
        "logs/ingest/{cohort}/transcripts.log",
    benchmark:
        "benchmarks/ingest/{cohort}/transcripts.tsv"
    conda:
        "../environment.yaml"
    params:
        digests=raw_digests,
        code=code_of("aimed.ingest.transcripts.read"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.ingest.transcripts.read"
        " --cohort {wildcards.cohort} --personal {input.personal:q}"
        " --cohort-file {input.cohort_file:q} --files {input.files:q}"
        " --transcripts {output.transcripts:q} --turns {output.turns:q}"
        " --record {output.record:q} > {log:q} 2>&1"


rule ingest_coding:
    """Read one cohort's coded segments and verify them against its transcripts."""
    input:
        files=coding_files,
        raw=transcript_files,
        personal=personal_files,
        cohort_file="data/cohorts/{cohort}/cohort.yaml",
        transcripts="results/ingest/{cohort}/transcripts.parquet",
        turns="results/ingest/{cohort}/turns.parquet",
        themes="data/codebook/themes.csv",
        code_map=code_map_file,
        records=["results/ingest/{cohort}/transcripts.record.json"],
    output:
        segments="results/ingest/{cohort}/segments.parquet",
        account="results/ingest/{cohort}/coding.json",
        record="results/ingest/{cohort}/coding.record.json",
    log:
        "logs/ingest/{cohort}/coding.log",
    benchmark:
        "benchmarks/ingest/{cohort}/coding.tsv"
    conda:
        "../environment.yaml"
    params:
        digests=raw_digests,
        code=code_of("aimed.ingest.coding.read"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.ingest.coding.read"
        " --cohort-file {input.cohort_file:q} --files {input.files:q}"
        " --raw {input.raw:q} --personal {input.personal:q}"
        " --transcripts {input.transcripts:q} --turns {input.turns:q} --themes {input.themes:q}"
        " --code-map {input.code_map:q}"
        " --segments {output.segments:q} --account {output.account:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"
