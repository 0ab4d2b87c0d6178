"""Draw one figure of the manuscript from the ledger's public numbers."""

from collections.abc import Callable

from matplotlib.figure import Figure

from aimed.codebook import read_codebook
from aimed.documents import read_json
from aimed.figures.bars import draw_bars
from aimed.figures.declared import Declared, read_figure
from aimed.figures.diverging import draw_diverging
from aimed.figures.dots import draw_dots
from aimed.figures.files import check_glyphs, save_figure
from aimed.figures.flow import draw_flow
from aimed.figures.heat import draw_heat
from aimed.figures.numbers import Numbers, write_plotted
from aimed.figures.style import set_style
from aimed.figures.words import Words
from aimed.problems import raise_problems
from aimed.step import InputFile, OutputFile, run
from aimed.tables import read_people_csv

KINDS: dict[str, Callable[[Declared, Numbers, Words], Figure]] = {
    "flow": draw_flow,
    "bars": draw_bars,
    "diverging": draw_diverging,
    "dots_with_intervals": draw_dots,
    "heat": draw_heat,
}


def draw_figure(
    *,
    figure: str,
    figures: InputFile,
    ledger: InputFile,
    variables: InputFile,
    scales: InputFile,
    missing: InputFile,
    themes: InputFile,
    svg: OutputFile,
    pdf: OutputFile,
    png: OutputFile,
    plotted: OutputFile,
) -> None:
    """Write one figure as SVG, PDF and PNG, and its plotted numbers as CSV.

    Raises ProblemsFound for numbers that the ledger lacks and for characters that the font lacks.
    """
    declared = read_figure(figures, figure)
    numbers = Numbers(read_json(ledger)["numbers"], declared)
    labels = dict(read_people_csv(themes, ("code", "label"))[["code", "label"]].to_numpy())
    words = Words(read_codebook(variables, scales, missing), labels, declared)
    drawing = draw(declared, numbers, words)
    save_figure(drawing, {"svg": svg, "pdf": pdf, "png": png})
    write_plotted(numbers, plotted)


def draw(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return the figure, in this house's style. Raises ProblemsFound as draw_figure does."""
    set_style()
    drawing = KINDS[declared.entry["kind"]](declared, numbers, words)
    raise_problems(numbers.problems)
    check_glyphs(drawing, declared)
    return drawing


if __name__ == "__main__":
    run(draw_figure)
