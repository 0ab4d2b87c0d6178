"""Draw the figures of the manuscript from the ledger's public numbers, all in one process."""

from collections.abc import Callable

from matplotlib.figure import Figure

from aimed.figures.bars import draw_bars
from aimed.figures.correlations import draw_correlations
from aimed.figures.declared import Declared, read_figure
from aimed.figures.diverging import draw_diverging
from aimed.figures.dots import draw_dots
from aimed.figures.flow import draw_flow
from aimed.figures.forest import draw_forest, draw_means
from aimed.figures.heat import draw_heat
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers, write_plotted
from aimed.figures.save import check_glyphs, save_figure
from aimed.figures.specification_curve import draw_curves
from aimed.figures.style import set_style
from aimed.files.tables import read_rows
from aimed.files.written_whole import PARTIAL
from aimed.files.yaml_json import read_json
from aimed.messages.problems import raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFiles, run
from aimed.study.codebook import read_codebook
from aimed.study.written_tables import read_written

VARIED = "_specifications"
KINDS: dict[str, Callable[[Declared, Numbers, Words], Figure]] = {
    "flow": draw_flow,
    "bars": draw_bars,
    "diverging": draw_diverging,
    "dots_with_intervals": draw_dots,
    "heat": draw_heat,
    "forest": draw_forest,
    "means": draw_means,
    "correlations": draw_correlations,
    "specifications": draw_curves,
}


def draw_figures(
    *,
    figures: InputFile,
    ledger: InputFile,
    variables: InputFile,
    scales: InputFile,
    missing: InputFile,
    derived: InputFiles = (),
    themes: InputFile,
    specifications: InputFiles = (),
    drawings: OutputFiles,
    plotted: OutputFiles,
) -> None:
    """Write each figure as SVG, PDF and PNG (`drawings`), and its plotted numbers as CSV (`plotted`).

    specifications: those of the multiverses that are drawn. Raises ProblemsFound for numbers that the
    ledger lacks and for characters that the font lacks.
    """
    known = read_json(ledger)["numbers"]
    codebook = read_codebook(variables, scales, missing, *derived)
    labels = dict(read_written(themes)[["code", "label"]].to_numpy())
    varied = {path.stem.removesuffix(VARIED).replace("-", "_"): read_rows(path) for path in specifications}
    for table in plotted:
        figure = table.stem.removeprefix(PARTIAL)
        declared = read_figure(figures, figure)
        numbers = Numbers(known, declared, specifications=varied)
        drawing = draw(declared, numbers, Words(codebook, labels, declared))
        files = {path.suffix[1:]: path for path in drawings if path.stem.removeprefix(PARTIAL) == figure}
        save_figure(drawing, files)
        write_plotted(numbers, table)


def draw(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return the figure, in this house's style. Raises ProblemsFound as draw_figures does."""
    set_style()
    drawing = KINDS[declared.entry["kind"]](declared, numbers, words)
    raise_problems(numbers.problems)
    check_glyphs(drawing, declared)
    return drawing


if __name__ == "__main__":
    run(draw_figures)
