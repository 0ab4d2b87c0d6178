"""Statistics in rendered text that do not cohere: n/N and percentage, p and test, estimate and interval."""

import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from aimed.audit.distributions import p_of_chi_square, p_of_f, p_of_r, p_of_t, p_of_z
from aimed.audit.rendered_text import COUNTED, Paragraph, read_paragraphs
from aimed.findings import Finding
from aimed.problems import Problem, ProblemsFound

RENDERED = Path("results/manuscript")
NUM = r"[-−–]?(?:\d{1,3}(?:[,   ]\d{3})+|\d+)?(?:[.·]\d+)?(?<=\d)"
WHOLE = r"\d{1,3}(?:[,   ]\d{3})+|\d+"
SHARE = re.compile(
    rf"(?<![\w.,/])(?P<n>{WHOLE})\s*(?:of(?:\s+the)?|out\s+of|/)\s*(?P<of>{WHOLE})(?!\s*[/\d])"
    rf"(?:\s+[^\W\d_][\w-]*){{0,3}}\s*[(,\[;]\s*(?P<pct>{NUM})\s*%"
)
OF = r"\s*\(\s*(?P<df>[\d.]+)\s*(?:,\s*(?P<df2>[\d.]+)\s*)?(?:,\s*[nN]\s*=\s*[\d,]+\s*)?\)\s*"
TEST = re.compile(
    rf"(?<!\w)(?P<name>t|F|r|z|Z|χ2|χ²|chi2|chi-squared?|X2|X²|H)(?:{OF}|\s*)=\s*(?P<value>{NUM})"
    rf"\s*[,;]\s*(?:[^.;()=<>]{{0,40}}[,;]\s*)?[pP]\s*(?P<sign>[=<>≤≥])\s*(?P<p>{NUM})"
)
INTERVAL = re.compile(
    rf"(?<![\w.])(?P<value>{NUM})\s*%?(?:\s+(?:percentage\s+points|points|years|hours))?"
    rf"\s*[(,\[;]\s*(?:95|90|99)\s*%\s*(?:CI|confidence\s+interval)s?\s*[:=,]?\s*[\[(]?"
    rf"(?P<low>{NUM})\s*%?\s*(?:to|,|;|[-–—])\s*(?P<high>{NUM})"
)
MEAN = re.compile(
    rf"(?<!\w)(?:[mM]ean|M)\s*(?:=|of|was|:)?\s*(?P<mean>{NUM})[^.;\n]{{0,60}}?(?<!\w)[nN]\s*=\s*(?P<n>{WHOLE})"
    r"(?P<rest>[^.\n]{0,60})"
)
INTEGERS = re.compile(r"\b(?:integers?|whole[- ]number|Likert|points? scale|-point|rating)", re.I)


def list_rendered(root: Path) -> list[Path]:
    """Return the rendered HTML documents of the study at `root`. Raises ProblemsFound where there is none."""
    found = sorted((root / RENDERED).glob("*.html"))
    if not found:
        place = RENDERED.as_posix()
        raise ProblemsFound([Problem(place, "no rendered document", "paper.html", "make paper")])
    return found


def check_rendered(path: Path) -> list[Finding]:
    """Return the statistics of a rendered document that contradict themselves, in order of place.

    Raises ProblemsFound for a document that cannot be read.
    """
    return check_paragraphs(path.as_posix(), read_paragraphs(path), COUNTED.get(path.suffix.lower(), ""))


def check_paragraphs(path: str, paragraphs: list[Paragraph], counted: str = "") -> list[Finding]:
    """Return the findings in (place, text) paragraphs; values are taken as rounded to what they show.

    A place is the line of the file, or the number of what `counted` names (paragraph, page).
    """
    findings = []
    for place, text in paragraphs:
        for check in (_shares, _tests, _intervals, _means):
            for written, found, expected in check(text):
                where = f"{counted} {place}: " if counted else ""
                line = 0 if counted else place
                findings.append(
                    Finding(path, line, 0, "rendered", f'{where}"{written}": {found}', expected, REMEDY)
                )
    return findings


REMEDY = "correct the value that is wrong, at its source"
Found = Iterator[tuple[str, str, str]]


def _shares(text: str) -> Found:
    for match in SHARE.finditer(text):
        n, of, shown = _value(match["n"]), _value(match["of"]), _value(match["pct"])
        if not of:
            continue
        share = 100 * n / of
        if not abs(share - shown) <= _half(match["pct"]) + 1e-9:
            digits = _decimals(match["pct"])
            yield match[0], f"{n:g}/{of:g} is {share:.{digits}f}%", "a percentage that is n/N"


def _tests(text: str) -> Found:
    for match in TEST.finditer(text):
        value, half = _value(match["value"]), _half(match["value"])
        try:
            edges = [_p_of(match, size) for size in (max(abs(value) - half, 0.0), abs(value) + half)]
        except (TypeError, ValueError, ZeroDivisionError, OverflowError):
            continue
        low, high = min(edges), max(edges)
        if not _agrees(match["sign"], match["p"], low, high, match["name"] in "tzZr"):
            p = _p_of(match, abs(value))
            shown = f"{p:.3f}" if p >= 0.0005 else f"{p:.1g}"
            yield match[0], f"the statistic gives p = {shown}", "a p-value that follows (two-sided)"


def _p_of(match: re.Match[str], size: float) -> float:
    """Return p of a statistic by the test that the text names. Raises TypeError when its df is not given."""
    name = match["name"]
    if name in ("z", "Z"):
        return p_of_z(size)
    df = float(match["df"])
    if name == "F":
        return p_of_f(size, df, float(match["df2"]))
    one: dict[str, Callable[[float, float], float]] = {"t": p_of_t, "r": p_of_r}
    return one.get(name, p_of_chi_square)(size, df)


def _agrees(sign: str, shown: str, low: float, high: float, one_sided: bool) -> bool:
    """Return whether a p as written can hold for a two-sided p from low to high, or for half of it."""
    value, half = _value(shown), _half(shown)
    for factor in (1, 0.5) if one_sided else (1,):
        if sign == "=" and low * factor - half - 1e-9 <= value <= high * factor + half + 1e-9:
            return True
        if sign in "<≤" and low * factor < value + 1e-12:
            return True
        if sign in ">≥" and high * factor > value - 1e-12:
            return True
    return False


def _intervals(text: str) -> Found:
    for match in INTERVAL.finditer(text):
        value, low, high = (_value(match[name]) for name in ("value", "low", "high"))
        slack = [_half(match["value"]) + _half(match[name]) + 1e-9 for name in ("low", "high")]
        if not low - slack[0] <= value <= high + slack[1]:
            found = f"the interval {match['low']} to {match['high']} misses {match['value']}"
            yield match[0], found, "an interval that holds its estimate"


def _means(text: str) -> Found:
    """Yield the means of integer answers that no sum of n integers gives (GRIM, Brown & Heathers 2017)."""
    for match in MEAN.finditer(text):
        n, half, mean = _value(match["n"]), _half(match["mean"]), _value(match["mean"])
        about = text[max(0, match.start() - 80) : match.end()]
        if not INTEGERS.search(about) or not n:
            continue
        nearest = round(mean * n)
        if all(abs(total / n - mean) > half + 1e-9 for total in (nearest - 1, nearest, nearest + 1)):
            digits = _decimals(match["mean"])
            near = " or ".join(f"{total / n:.{digits}f}" for total in _around(mean * n))
            yield (
                match[0].removesuffix(match["rest"]),
                f"{n:g} whole numbers give {near}, not {match['mean']}",
                "a mean that n whole numbers can have",
            )


def _around(total: float) -> tuple[int, int]:
    return math.floor(total), math.ceil(total)


def _value(written: str) -> float:
    return float(re.sub(r"[,   ]", "", written).replace("−", "-").replace("–", "-").replace("·", "."))


def _decimals(written: str) -> int:
    return len(re.split(r"[.·]", written)[1]) if re.search(r"[.·]", written) else 0


def _half(written: str) -> float:
    """Return half a unit of the last digit shown."""
    return float(0.5 * 10 ** -_decimals(written))
