# REQUIRED INPUTS: manuscript/, results/ledger/ledger.json, results/figures/, coding turns and their codes, pooled participants
# OUTPUTS: results/manuscript/{paper,supplement}.{html,pdf,docx}, {paper,supplement}-annotated.docx, {paper,supplement}-evidence.pdf where config.yaml asks for it, results/manuscript/<document>.binding.json
from aimed.manuscript.engines.choice import choose_engine, list_with_evidence
from aimed.manuscript.engines.staging import list_layout
from aimed.files.digests import digest_text
from aimed.ledger.joint.rows import list_joint
from aimed.study.layout import list_outline, name_style
from aimed.study.pseudonym_key import list_speaker_keys


rule bind_document:
    """Resolve every mark of a document: numbers, claims, quotations, tables, figures, references."""
    input:
        document="manuscript/{document}.qmd",
        documents=ancient(expand("manuscript/{document}.qmd", document=DOCUMENTS)),
        ledger="results/ledger/ledger.json",
        evidence="results/ledger/evidence.json",
        forms="manuscript/forms.yaml",
        tables="manuscript/tables.yaml",
        figures="manuscript/figures.yaml",
        turns="results/coding/turns.parquet",
        coded_turns="results/coding/coded_turns.parquet",
        secrets=list_speaker_keys(config),
        joint=list_joint(),
        participants="results/harmonise/pooled/participants.parquet",
        codebook=[*CODEBOOK, THEMES],
        analyses=expand("analyses/{analysis}.yaml", analysis=ANALYSES),
        config="config.yaml",
        records=[
            "results/ledger/ledger.record.json",
            "results/coding/count_codes.record.json",
            "results/harmonise/pooled/pool_cohorts.record.json",
        ],
    output:
        binding="results/manuscript/{document}.binding.json",
        record="results/manuscript/{document}.binding.record.json",
    log:
        "logs/manuscript/{document}.binding.log",
    benchmark:
        "benchmarks/manuscript/{document}.binding.tsv"
    conda:
        "../environment.yaml"
    params:
        code=code_of("aimed.manuscript.bind_document"),
        outline=digest_text(list_outline(DOCUMENTS)),  # a digest: braces of the text mean something to Snakemake
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.manuscript.bind_document"
        " --documents {input.documents:q} --ledger {input.ledger:q}"
        " --forms {input.forms:q} --tables {input.tables:q} --figures {input.figures:q}"
        " --turns {input.turns:q} --coded-turns {input.coded_turns:q} --keys {input.secrets:q} --joint {input.joint:q}"
        " --participants {input.participants:q} --codebook {input.codebook:q}"
        " --only {wildcards.document:q} --analyses {input.analyses:q} --config {input.config:q} --evidence {input.evidence:q} --binding {output.binding:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"


rule render_document:
    """Write one document as HTML, PDF and DOCX."""
    input:
        document="manuscript/{document}.qmd",
        binding="results/manuscript/{document}.binding.json",
        figures=expand(
            "results/figures/{figure}.{format}", figure=FIGURES, format=["svg", "png"]
        ),
        bibliography="manuscript/references.bib",
        style=name_style(config),
        layout=list_layout(),
        quarto="manuscript/_quarto.yml",
        public="results/ledger/public.csv",
        records=[
            "results/ledger/ledger.record.json",
            "results/manuscript/{document}.binding.record.json",
            "results/figures/figures.record.json",
        ],
    output:
        html="results/manuscript/{document}.html",
        pdf="results/manuscript/{document}.pdf",
        docx="results/manuscript/{document}.docx",
        annotated="results/manuscript/{document}-annotated.docx",
        evidence=list_with_evidence(config),
        engine="results/manuscript/{document}.engine.json",
        record="results/manuscript/{document}.record.json",
    log:
        "logs/manuscript/{document}.log",
    benchmark:
        "benchmarks/manuscript/{document}.tsv"
    wildcard_constraints:
        document="|".join(DOCUMENTS),
    conda:
        "../environment.yaml"
    params:
        code=code_of("aimed.manuscript.render_document"),
        engine=choose_engine(config),
        evidence=list_with_evidence(config),
    shell:
        "python -IS workflow/aimed/running/start_step.py aimed.manuscript.render_document"
        " --document {input.document:q} --binding {input.binding:q}"
        " --figures {input.figures:q} --bibliography {input.bibliography:q} --style {input.style:q}"
        " --layout {input.layout:q} --quarto {input.quarto:q} --engine {params.engine:q} --html {output.html:q} --pdf {output.pdf:q}"
        " --docx {output.docx:q} --annotated {output.annotated:q} --evidence {output.evidence:q} --public {input.public:q} --engine-used {output.engine:q}"
        " --records {input.records:q} --record {output.record:q} > {log:q} 2>&1"
