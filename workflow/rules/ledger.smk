# REQUIRED INPUTS: results/stats/*.parquet, results/harmonise/pooled/, results/coding/, config.yaml, data/codebook/
# OPTIONAL: analyses/frozen.json, the plans as they were frozen; manuscript/published_values.csv; coders.csv of cohorts
# OUTPUTS: results/ledger/ledger.json (what may be quoted), results/ledger/evidence.json (why it may), results/ledger/public.csv (what may leave the machine)
from aimed.running.rule_inputs import coders_files
from aimed.study.layout import list_published_values


rule make_ledger:
    """List every number that the manuscript may quote, and what each rests on."""
    input:
        stats=expand("results/stats/{analysis}.parquet", analysis=ANALYSES),
        adjusted="results/stats/adjusted.parquet",
        plans=expand("analyses/{analysis}.yaml", analysis=ANALYSES),
        tables=[
            "results/harmonise/pooled/responses.parquet",
            "results/harmonise/pooled/participants.parquet",
            "results/harmonise/pooled/exclusions.parquet",
            "results/harmonise/pooled/missing.parquet",
            "results/coding/turns.parquet",
            "results/coding/coded_turns.parquet",
            "results/coding/agreement.parquet",
            "results/coding/ratings.parquet",
        ],
        recodes="results/harmonise/pooled/recodes.parquet",
        cohort_files=expand("data/cohorts/{cohort}/cohort.yaml", cohort=COHORTS),
        variables="data/codebook/variables.csv",
        scales="data/codebook/scales.csv",
        missing="data/codebook/missing.csv",
        derived=DERIVED,
        themes="data/codebook/themes.csv",
        config="config.yaml",
        frozen=list_frozen(),
        coders=coders_files(COHORTS),
        published=list_published_values(),
        records=[
            "results/harmonise/pooled/pool_cohorts.record.json",
            "results/coding/count_codes.record.json",
            "results/coding/compare_coders.record.json",
            "results/stats/adjusted.record.json",
            *expand("results/stats/{analysis}.record.json", analysis=ANALYSES),
        ],
    output:
        ledger="results/ledger/ledger.json",
        evidence="results/ledger/evidence.json",
        public="results/ledger/public.csv",
        record="results/ledger/ledger.record.json",
    log:
        "logs/ledger/ledger.log",
    benchmark:
        "benchmarks/ledger/ledger.tsv"
    conda:
        "../environment.yaml"
    params:
        cohort_files=list_in_file("cohort_files"),
        coders=list_in_file("coders"),
        code=code_of("aimed.ledger.make"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.ledger.make"
        " --stats {input.stats:q} --adjusted {input.adjusted:q}"
        " --plans {input.plans:q} --tables {input.tables:q} --recodes {input.recodes:q} --cohort-files {params.cohort_files:q}"
        " --variables {input.variables:q} --scales {input.scales:q} --missing {input.missing:q} --derived {input.derived:q}"
        " --themes {input.themes:q} --config {input.config:q} --frozen {input.frozen:q} --coders {params.coders:q} --published {input.published:q} --ledger {output.ledger:q}"
        " --evidence {output.evidence:q} --public {output.public:q} --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"
