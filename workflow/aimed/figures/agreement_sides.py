"""The two sides of an agreement scale, and what of each group's answers may be drawn."""

from dataclasses import dataclass

from aimed.figures.declared import Declared, DrawnItem
from aimed.figures.plotted_numbers import Numbers, Plotted
from aimed.messages.problems import Problem, raise_problems
from aimed.study.codebook import Codebook

STUB = 5.0  # points of percent: how long a withheld share is drawn, whatever its value


@dataclass(frozen=True)
class ScaleEnd:
    """One end of a scale: its coarser code with its label, and its levels from the centre outwards."""

    code: str
    label: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Scale:
    """An agreement scale: the sides, and the coarser code of its middle where it has one."""

    negative: ScaleEnd
    positive: ScaleEnd
    middle: str | None


@dataclass(frozen=True)
class SideAnswers:
    """The shares of one side that are drawn, from the centre outwards, and the share of the whole side."""

    drawn: tuple[Plotted, ...]
    whole: Plotted

    @property
    def length(self) -> float:
        """Return how far the side reaches, in points of percent."""
        return sum(STUB if one.value is None else one.value for one in self.drawn)

    @property
    def split(self) -> bool:
        """Return whether the levels are drawn one by one."""
        return self.drawn != (self.whole,)


@dataclass(frozen=True)
class DivergingBar:
    """One group's answers to one item: the negative and the positive side, the middle, the count apart."""

    item: DrawnItem
    group: str
    sides: tuple[SideAnswers, SideAnswers]
    middle: Plotted | None
    apart: Plotted | None


def read_scale(codebook: Codebook, items: list[DrawnItem], declared: Declared) -> Scale:
    """Return the scale that the items share, divided by its coarser codes.

    Raises ProblemsFound for items without a scale of two or three coarser codes, or of different scales.
    """
    variables = codebook.variables
    scales = {item: str(variables.at[item.name, "scale"]) for item in items if item.name in variables.index}
    known = {item for item in scales if scales[item] in codebook.scales}
    fit = {item for item in known if len(codebook.collapsed(item.name)) in (2, 3)}
    expected = "variables of one scale that has two or three coarser codes"
    remedy = "leave the item out, or give its scale coarser codes in data/codebook/scales.csv"
    raise_problems(
        Problem(declared.place(item.keys), f"{item.name} in a figure of kind diverging", expected, remedy)
        for item in items
        if item not in fit or scales[item] != scales[items[0]]
    )
    first = items[0].name
    sides = list(codebook.collapsed(first).items())
    (low, below), (high, above) = sides[0], sides[-1]
    negative = ScaleEnd(low, codebook.coarser_label(first, low), tuple(reversed(below)))
    positive = ScaleEnd(high, codebook.coarser_label(first, high), tuple(above))
    return Scale(negative, positive, sides[1][0] if len(sides) == 3 else None)


def list_rows(
    declared: Declared, numbers: Numbers, items: list[DrawnItem], scale: Scale
) -> list[DivergingBar]:
    """Return one row per item and group, in order, taking what will be drawn and nothing else."""
    rows = []
    for item in items:
        for group in declared.entry["groups"]:
            both = (scale.negative, scale.positive)
            negative, positive = (_answers(numbers, item, group, side) for side in both)
            middle = apart = None
            if scale.middle:
                middle = numbers.of_item(item, group, f"collapsed.{scale.middle}.pct")
            if "apart" in declared.entry:
                apart = numbers.of_item(item, group, f"missing.{declared.entry['apart']}.count")
            rows.append(DivergingBar(item, group, (negative, positive), middle, apart))
    return rows


def _answers(numbers: Numbers, item: DrawnItem, group: str, side: ScaleEnd) -> SideAnswers:
    whole = numbers.of_item(item, group, f"collapsed.{side.code}.pct")
    names = [f"level.{code}.pct" for code in side.levels]
    if all(numbers.look_up(item, group, name).public for name in names):
        return SideAnswers(tuple(numbers.of_item(item, group, name) for name in names), whole)
    return SideAnswers((whole,), whole)
