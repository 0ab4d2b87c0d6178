"""Render one document to HTML, PDF and DOCX, by the engine that config.yaml asks for."""

import shutil

from aimed.files.yaml_json import write_json
from aimed.manuscript.engines.choice import QUARTO
from aimed.manuscript.engines.pandoc import pandoc_versions, render_with_pandoc
from aimed.manuscript.engines.quarto import quarto_versions, render_with_quarto
from aimed.manuscript.engines.staging import BUILD, stage_document
from aimed.running.run_step import InputFile, InputFiles, OutputFile, OutputFiles, run


def render_document(
    *,
    document: InputFile,
    binding: InputFile,
    figures: InputFiles,
    bibliography: InputFile,
    style: InputFile,
    layout: InputFiles,
    quarto: InputFile,
    public: InputFile,
    engine: str,
    html: OutputFile,
    pdf: OutputFile,
    docx: OutputFile,
    annotated: OutputFile,
    engine_used: OutputFile,
    evidence: OutputFiles = (),
) -> None:
    """Write a document in three formats, with evidence in DOCX, which engine made it, and if PDF/UA-1 holds.

    engine: quarto or pandoc. style: a CSL file. figures: svg and png of every figure. layout: the filters and
    page layouts that come with the workflow. quarto: _quarto.yml, which Pandoc does not read. public: the
    public numbers, which the PDF with evidence brings along. evidence: that PDF, where it is wanted. Raises
    ProblemsFound for whatever the engine cannot work with.
    """
    folder = BUILD / engine / document.stem
    try:
        stage_document(folder, document, binding, (figures, (*layout, quarto, public)), bibliography, style)
        render = render_with_quarto if engine == QUARTO else render_with_pandoc
        made, lacks = render(folder, document, bibliography, evidence=bool(evidence))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    wanted = {"html": html, "pdf": pdf, "docx": docx, "annotated": annotated}
    for kind, path in [*wanted.items(), *(("evidence", path) for path in evidence)]:
        path.write_bytes(made[kind])
    versions = quarto_versions() if engine == QUARTO else pandoc_versions()
    write_json({"engine": engine, "versions": versions, "pdf_ua": lacks or "holds"}, engine_used)


if __name__ == "__main__":
    run(render_document)
