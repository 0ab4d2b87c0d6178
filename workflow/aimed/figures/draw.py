"""Draw the figures of the manuscript from the ledger's public numbers, all in one process."""

import functools
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from aimed.figures.bars import draw_bars
from aimed.figures.conversations.balance import draw_balance
from aimed.figures.conversations.saturation import draw_saturation
from aimed.figures.correlations import draw_correlations
from aimed.figures.declared import Declared, read_figure
from aimed.figures.diverging import draw_diverging
from aimed.figures.dots import draw_dots
from aimed.figures.flow import draw_flow
from aimed.figures.forest import draw_forest, draw_means
from aimed.figures.heat import draw_heat
from aimed.figures.joint.display import draw_display
from aimed.figures.labels import Words
from aimed.figures.plotted_numbers import Numbers, write_plotted
from aimed.figures.specification_curve import draw_curves
from aimed.figures.style import letters_alone, set_style
from aimed.files.fonts import LETTERS
from aimed.files.tables import read_rows
from aimed.files.written_whole import PARTIAL
from aimed.ledger.contents import read_ledger, values_of
from aimed.ledger.joint.rows import read_joint
from aimed.ledger.joint.verdicts import judge_rows
from aimed.messages.problems import Problem, raise_problems
from aimed.messages.unseen_characters import name_character
from aimed.running.run_step import InputFile, InputFiles, OutputFiles, run
from aimed.study.codebook import read_codebook
from aimed.study.written_tables import read_written

# Metadata: without these, matplotlib writes the clock and its own version.
FORMATS: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}
VARIED = ".specifications"
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
    "joint": draw_display,
    "participation": draw_balance,
    "saturation": draw_saturation,
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
    joint: InputFiles = (),
    drawings: OutputFiles,
    plotted: OutputFiles,
) -> None:
    """Write each figure as SVG, PDF and PNG (`drawings`), and its plotted numbers as CSV (`plotted`).

    specifications: those of the multiverses that are drawn. joint: joint.yaml, if there is one. Raises
    ProblemsFound for numbers that the ledger lacks and for characters that the font lacks.
    """
    contents = read_ledger(ledger)
    known, display = contents["numbers"], next(map(read_joint, joint), None)
    judged = judge_rows(display, values_of(contents), known) if display else {}
    codebook = read_codebook(variables, scales, missing, *derived)
    labels = dict(read_written(themes)[["code", "label"]].to_numpy())
    varied = {path.stem.removesuffix(VARIED).replace("-", "_"): read_rows(path) for path in specifications}
    for table in plotted:
        figure = table.stem.removeprefix(PARTIAL)
        declared = read_figure(figures, figure)
        numbers = Numbers(known, declared, specifications=varied, joint=display, judged=judged)
        drawing = draw(declared, numbers, Words(codebook, labels, declared))
        files = {path.suffix[1:]: path for path in drawings if path.stem.removeprefix(PARTIAL) == figure}
        save_figure(drawing, files)
        write_plotted(numbers, table)


def draw(declared: Declared, numbers: Numbers, words: Words) -> Figure:
    """Return the figure, in this house's style. Raises ProblemsFound as draw_figures does."""
    set_style()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # check_glyphs tells of all at once, by name
        drawing = KINDS[declared.entry["kind"]](declared, numbers, words)
    raise_problems(numbers.problems)
    check_glyphs(drawing, declared)
    return drawing


def save_figure(figure: Figure, files: Mapping[str, Path]) -> None:
    """Write the figure at its own size, as format (a key of FORMATS) -> file."""
    for kind, path in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with letters_alone():
            figure.savefig(path, format=kind, metadata=FORMATS[kind])


def check_glyphs(figure: Figure, declared: Declared) -> None:
    """Raise ProblemsFound for each text with a character that no font has: it would be drawn as a box."""
    problems = []
    for text in figure.findobj(Text):
        drawn = text.get_text()  # type: ignore[attr-defined]
        known = _letters(text.get_fontproperties())  # type: ignore[attr-defined]
        missing = sorted(
            {one for one in drawn if one != "\n" and not any(ord(one) in letters for letters in known)}
        )
        if missing:
            place = f"{declared.file.as_posix()}, {declared.entry['id']}"
            found = f"the text {' '.join(drawn.split())!r} with {', '.join(map(name_character, missing))}"
            remedy = "give other words under labels, or correct the codebook"
            problems.append(Problem(place, found, LETTERS, remedy))
    raise_problems(sorted(problems))


def _letters(asked: FontProperties) -> list[frozenset[int]]:
    """Return the letters of each font that a text is drawn with."""
    faces = [asked.copy() for _ in asked.get_family()]
    for face, family in zip(faces, asked.get_family(), strict=True):
        face.set_family(family)
    return [_charmap(font_manager.findfont(face)) for face in faces]


@functools.cache
def _charmap(file: str) -> frozenset[int]:
    return frozenset(font_manager.get_font(file).get_charmap())


if __name__ == "__main__":
    run(draw_figures)
