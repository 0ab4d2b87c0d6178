# REQUIRED INPUTS: analyses/*.yaml, data/codebook/, results/harmonise/pooled/, results/coding/
# OUTPUTS: results/stats/<analysis>.parquet (one row per statistic) and results/stats/adjusted.parquet


rule describe_groups:
    """Describe the outcomes of an analysis that compares nothing."""
    input:
        plan="analyses/{analysis}.yaml",
        variables="data/codebook/variables.csv",
        scales="data/codebook/scales.csv",
        reasons="data/codebook/missing.csv",
        derived=DERIVED,
        responses="results/harmonise/pooled/responses.parquet",
        participants="results/harmonise/pooled/participants.parquet",
        missing="results/harmonise/pooled/missing.parquet",
        records=["results/harmonise/pooled/pool_cohorts.record.json"],
    output:
        statistics="results/stats/{analysis}.parquet",
        record="results/stats/{analysis}.record.json",
    log:
        "logs/stats/{analysis}.log",
    benchmark:
        "benchmarks/stats/{analysis}.tsv"
    wildcard_constraints:
        analysis=match_plans(ANALYSES, "distribution", compared=False),
    conda:
        "../environment.yaml"
    params:
        step="aimed.stats.describe_groups",
        code=code_of("aimed.stats.describe_groups"),
    shell:
        "python -IS workflow/aimed/running/start_step.py {params.step}"
        " --analysis {wildcards.analysis:q} --plan {input.plan:q}"
        " --variables {input.variables:q} --scales {input.scales:q} --reasons {input.reasons:q} --derived {input.derived:q}"
        " --responses {input.responses:q} --participants {input.participants:q}"
        " --missing {input.missing:q} --statistics {output.statistics:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"


use rule describe_groups as compare_groups with:
    """Describe the outcomes of an analysis and compare its groups."""
    wildcard_constraints:
        analysis=match_plans(ANALYSES, "distribution", compared=True),
    params:
        step="aimed.stats.compare_groups",
        code=code_of("aimed.stats.compare_groups"),


use rule describe_groups as state_reliability with:
    """State how well the items of an analysis' scales go together."""
    wildcard_constraints:
        analysis=match_plans(ANALYSES, "reliability"),
    params:
        step="aimed.stats.state_reliability",
        code=code_of("aimed.stats.state_reliability"),


rule state_multiverse:
    """State how often the findings of other analyses hold over other defensible choices."""
    input:
        plan="analyses/{analysis}.yaml",
        plans=expand("analyses/{other}.yaml", other=ANALYSES),
        variables="data/codebook/variables.csv",
        scales="data/codebook/scales.csv",
        reasons="data/codebook/missing.csv",
        derived=DERIVED,
        income_groups="data/reference/income_groups.csv",
        responses="results/harmonise/pooled/responses.parquet",
        missing="results/harmonise/pooled/missing.parquet",
        records=["results/harmonise/pooled/pool_cohorts.record.json"],
    output:
        statistics="results/stats/{analysis}.parquet",
        specifications="results/stats/{analysis}.specifications.parquet",
        record="results/stats/{analysis}.record.json",
    log:
        "logs/stats/{analysis}.log",
    benchmark:
        "benchmarks/stats/{analysis}.tsv"
    wildcard_constraints:
        analysis=match_plans(ANALYSES, "multiverse"),
    conda:
        "../environment.yaml"
    params:
        smallest=config["smallest_cell"],
        large=config.get("smallest_group", 50),
        code=code_of("aimed.stats.multiverse.state"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.stats.multiverse.state"
        " --analysis {wildcards.analysis:q} --smallest {params.smallest} --large {params.large} --plan {input.plan:q} --plans {input.plans:q}"
        " --variables {input.variables:q} --scales {input.scales:q} --reasons {input.reasons:q} --derived {input.derived:q}"
        " --income-groups {input.income_groups:q} --responses {input.responses:q} --missing {input.missing:q}"
        " --specifications {output.specifications:q} --statistics {output.statistics:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"


use rule describe_groups as fit_models with:
    """Fit a model to each outcome of an analysis."""
    wildcard_constraints:
        analysis=match_plans(ANALYSES, "model"),
    params:
        step="aimed.stats.fit_models",
        code=code_of("aimed.stats.fit_models"),


use rule describe_groups as relate_outcomes with:
    """Relate the outcomes of an analysis to each other or to groups."""
    wildcard_constraints:
        analysis="|".join(
            match_plans(ANALYSES, kind)
            for kind in ("association", "means", "trend", "pairwise", "paired")
        ),
    params:
        step="aimed.stats.relate_outcomes",
        code=code_of("aimed.stats.relate_outcomes"),


rule count_flow:
    """Count who was received, left out with each reason, and kept."""
    input:
        plan="analyses/{analysis}.yaml",
        cohort_files=expand("data/cohorts/{cohort}/cohort.yaml", cohort=COHORTS),
        exclusions="results/harmonise/pooled/exclusions.parquet",
        participants="results/harmonise/pooled/participants.parquet",
        turns="results/coding/turns.parquet",
        records=[
            "results/harmonise/pooled/pool_cohorts.record.json",
            "results/coding/count_codes.record.json",
        ],
    output:
        statistics="results/stats/{analysis}.parquet",
        record="results/stats/{analysis}.record.json",
    log:
        "logs/stats/{analysis}.log",
    benchmark:
        "benchmarks/stats/{analysis}.tsv"
    wildcard_constraints:
        analysis=match_plans(ANALYSES, "flow"),
    conda:
        "../environment.yaml"
    params:
        cohort_files=list_in_file("cohort_files"),
        code=code_of("aimed.stats.count_flow"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.stats.count_flow"
        " --analysis {wildcards.analysis:q} --plan {input.plan:q}"
        " --cohort-files {params.cohort_files:q} --exclusions {input.exclusions:q}"
        " --participants {input.participants:q} --turns {input.turns:q}"
        " --statistics {output.statistics:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"


rule count_themes:
    """Count in how many turns and by how many participants each code was raised."""
    input:
        plan="analyses/{analysis}.yaml",
        variables="data/codebook/variables.csv",
        scales="data/codebook/scales.csv",
        reasons="data/codebook/missing.csv",
        derived=DERIVED,
        themes="data/codebook/themes.csv",
        turns="results/coding/turns.parquet",
        coded_turns="results/coding/coded_turns.parquet",
        records=["results/coding/count_codes.record.json"],
    output:
        statistics="results/stats/{analysis}.parquet",
        record="results/stats/{analysis}.record.json",
    log:
        "logs/stats/{analysis}.log",
    benchmark:
        "benchmarks/stats/{analysis}.tsv"
    wildcard_constraints:
        analysis=match_plans(ANALYSES, "codes"),
    conda:
        "../environment.yaml"
    params:
        step="aimed.stats.count_themes",
        code=code_of("aimed.stats.count_themes"),
    shell:
        "python -IS workflow/aimed/running/start_step.py {params.step}"
        " --analysis {wildcards.analysis:q} --plan {input.plan:q}"
        " --variables {input.variables:q} --scales {input.scales:q} --reasons {input.reasons:q} --derived {input.derived:q}"
        " --themes {input.themes:q} --turns {input.turns:q} --coded-turns {input.coded_turns:q}"
        " --statistics {output.statistics:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"


use rule count_themes as state_conversations with:
    """State which codes go together, whether codes are saturated, or who spoke how much."""
    wildcard_constraints:
        analysis="|".join(
            match_plans(ANALYSES, kind)
            for kind in ("cooccurrence", "saturation", "participation")
        ),
    params:
        step="aimed.stats.conversations.state",
        code=code_of("aimed.stats.conversations.state"),


rule state_agreement:
    """State how well the coders agreed on each code, and the median over codes."""
    input:
        plan="analyses/{analysis}.yaml",
        agreement="results/coding/agreement.parquet",
        ratings="results/coding/ratings.parquet",
        read_turns="results/coding/read_turns.parquet",
        given_codes="results/coding/given_codes.parquet",
        records=[
            "results/coding/count_codes.record.json",
            "results/coding/compare_coders.record.json",
        ],
    output:
        statistics="results/stats/{analysis}.parquet",
        record="results/stats/{analysis}.record.json",
    log:
        "logs/stats/{analysis}.log",
    benchmark:
        "benchmarks/stats/{analysis}.tsv"
    wildcard_constraints:
        analysis=match_plans(ANALYSES, "agreement"),
    conda:
        "../environment.yaml"
    params:
        code=code_of("aimed.stats.state_agreement"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.stats.state_agreement"
        " --analysis {wildcards.analysis:q} --plan {input.plan:q}"
        " --agreement {input.agreement:q} --ratings {input.ratings:q}"
        " --read-turns {input.read_turns:q} --given-codes {input.given_codes:q} --statistics {output.statistics:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"


rule adjust_families:
    """Adjust the p-values of each family of tests by Holm's method."""
    input:
        plans=expand("analyses/{analysis}.yaml", analysis=ANALYSES),
        tables=expand("results/stats/{analysis}.parquet", analysis=ANALYSES),
        records=expand("results/stats/{analysis}.record.json", analysis=ANALYSES),
    output:
        adjusted="results/stats/adjusted.parquet",
        record="results/stats/adjusted.record.json",
    log:
        "logs/stats/adjusted.log",
    benchmark:
        "benchmarks/stats/adjusted.tsv"
    conda:
        "../environment.yaml"
    params:
        code=code_of("aimed.stats.adjust_families"),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.stats.adjust_families"
        " --plans {input.plans:q} --tables {input.tables:q}"
        " --adjusted {output.adjusted:q} --records {input.records:q} --record {output.record:q}"
        " > {log:q} 2>&1"
