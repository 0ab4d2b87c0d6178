# REQUIRED INPUTS: results/ingest/<cohort>/{turns,segments}.parquet, data/cohorts/<cohort>/coders.csv where there is one, results/harmonise/pooled/{participants,responses}.parquet, data/codebook/
# OUTPUTS: results/coding/{turns,read_turns,given_codes,coded_turns,counts,agreement,ratings,disagreements}.parquet

from aimed.running.rule_inputs import (
    code_map_file,
    coding_files,
    coders_files,
    match_answers,
    with_answers,
)


rule code_answers:
    """Make turns of one cohort's coded answers to text questions, and place the codings in them."""
    input:
        files=coding_files,
        personal=personal_files,
        cohort_file="data/cohorts/{cohort}/cohort.yaml",
        responses="results/harmonise/{cohort}/responses.parquet",
        exclusions="results/harmonise/{cohort}/exclusions.parquet",
        transcripts="results/ingest/{cohort}/transcripts.parquet",
        variables="data/codebook/variables.csv",
        scales="data/codebook/scales.csv",
        reasons="data/codebook/missing.csv",
        themes="data/codebook/themes.csv",
        code_map=code_map_file,
        records=[
            "results/ingest/{cohort}/transcripts.record.json",
            "results/harmonise/{cohort}/harmonise_cohort.record.json",
        ],
    output:
        turns="results/coding/{cohort}/turns.parquet",
        segments="results/coding/{cohort}/segments.parquet",
        account="results/coding/{cohort}/answers.json",
        record="results/coding/{cohort}/answers.record.json",
    log:
        "logs/coding/{cohort}/answers.log",
    benchmark:
        "benchmarks/coding/{cohort}/answers.tsv"
    wildcard_constraints:
        cohort=match_answers(COHORTS),
    conda:
        "../environment.yaml"
    params:
        digests=raw_digests,
        code=code_of("aimed.coding.code_answers"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.coding.code_answers"
        " --cohort {wildcards.cohort} --cohort-file {input.cohort_file:q} --files {input.files:q}"
        " --personal {input.personal:q} --responses {input.responses:q} --exclusions {input.exclusions:q}"
        " --transcripts {input.transcripts:q} --variables {input.variables:q} --scales {input.scales:q}"
        " --reasons {input.reasons:q} --themes {input.themes:q} --code-map {input.code_map:q}"
        " --turns {output.turns:q} --segments {output.segments:q} --account {output.account:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"


rule count_codes:
    """Count codes over the turns of those who take part, by the rule of config.yaml."""
    input:
        turns=[
            *expand("results/ingest/{cohort}/turns.parquet", cohort=COHORTS),
            *expand(
                "results/coding/{cohort}/turns.parquet", cohort=with_answers(COHORTS)
            ),
        ],
        segments=[
            *expand("results/ingest/{cohort}/segments.parquet", cohort=COHORTS),
            *expand(
                "results/coding/{cohort}/segments.parquet",
                cohort=with_answers(COHORTS),
            ),
        ],
        coders=coders_files(COHORTS),
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
            *expand(
                "results/coding/{cohort}/answers.record.json",
                cohort=with_answers(COHORTS),
            ),
            "results/harmonise/pooled/pool_cohorts.record.json",
        ],
    output:
        turns="results/coding/turns.parquet",
        read_turns="results/coding/read_turns.parquet",
        given_codes="results/coding/given_codes.parquet",
        coded_turns="results/coding/coded_turns.parquet",
        counts="results/coding/counts.parquet",
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
        coders=list_in_file("coders"),
        coded_by=config.get("coded_by", "either"),
        records=list_in_file("records"),
        code=code_of("aimed.coding.count_codes"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.coding.count_codes"
        " --turns {params.turns:q}"
        " --segments {params.segments:q} --coders {params.coders:q} --coded-by {params.coded_by:q}"
        " --participants {input.participants:q} --responses {input.responses:q}"
        " --variables {input.variables:q} --scales {input.scales:q} --reasons {input.reasons:q} --derived {input.derived:q}"
        " --themes {input.themes:q} --kept-turns {output.turns:q}"
        " --read-turns {output.read_turns:q} --given-codes {output.given_codes:q}"
        " --coded-turns {output.coded_turns:q} --counts {output.counts:q}"
        " --records {params.records:q} --record {output.record:q} > {log:q} 2>&1"


rule compare_coders:
    """Set coders beside each other, and list where they differ."""
    input:
        turns="results/coding/turns.parquet",
        read_turns="results/coding/read_turns.parquet",
        given_codes="results/coding/given_codes.parquet",
        segments=[
            *expand("results/ingest/{cohort}/segments.parquet", cohort=COHORTS),
            *expand(
                "results/coding/{cohort}/segments.parquet",
                cohort=with_answers(COHORTS),
            ),
        ],
        themes="data/codebook/themes.csv",
        records=[
            *expand("results/ingest/{cohort}/coding.record.json", cohort=COHORTS),
            *expand(
                "results/coding/{cohort}/answers.record.json",
                cohort=with_answers(COHORTS),
            ),
            "results/coding/count_codes.record.json",
        ],
    output:
        agreement="results/coding/agreement.parquet",
        ratings="results/coding/ratings.parquet",
        disagreements="results/coding/disagreements.parquet",
        record="results/coding/compare_coders.record.json",
    log:
        "logs/coding/compare_coders.log",
    benchmark:
        "benchmarks/coding/compare_coders.tsv"
    conda:
        "../environment.yaml"
    params:
        segments=list_in_file("segments"),
        records=list_in_file("records"),
        code=code_of("aimed.coding.compare_coders"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.coding.compare_coders"
        " --turns {input.turns:q} --read-turns {input.read_turns:q} --given-codes {input.given_codes:q}"
        " --segments {params.segments:q} --themes {input.themes:q}"
        " --agreement {output.agreement:q} --ratings {output.ratings:q}"
        " --disagreements {output.disagreements:q}"
        " --records {params.records:q} --record {output.record:q} > {log:q} 2>&1"
