"""Statistics in rendered text that do not cohere: n/N and percentage, p and test, estimate and interval."""

import math
import re
from collections.abc import Iterator
from pathlib import Path

from aimed.audit.coherence.documents.numbers import (
    NO_POWER,
    NUM,
    WHOLE,
    agrees,
    decimals_of,
    half_of,
    value_of,
)
from aimed.audit.coherence.documents.ranks import CRAMER, U, W, find_cramers, find_rank_tests
from aimed.audit.coherence.documents.text import COUNTED, Paragraph, read_paragraphs
from aimed.audit.coherence.p_values import p_of_chi_square, p_of_f, p_of_r, p_of_t, p_of_z
from aimed.messages.findings import Finding
from aimed.messages.problems import ProblemsFound

RENDERED = Path("results/manuscript")
REMEDY = "correct the value that is wrong, at its source"
Found = Iterator[tuple[str, str, str]]  # what is written, found, expected
COUNTER = r"\b(?i:week|day|month|year|visit|grade|stage|group|arm|model|phase|level|wave|quartile)"
SHARE = re.compile(
    rf"(?<![\w.,/])(?P<n>{WHOLE})\s*(?P<of>of(?:\s+the)?|out\s+of|/)\s*(?P<all>{WHOLE})(?!\s*[/\d])"
    rf"(?:\s+[^\W\d_][\w-]*){{0,3}}\s*[(,\[;]\s*(?P<pct>{NUM})\s*%"
    r"(?!\s*(?:CI|CrI|confidence|credible|interval|uncertainty))"
    r"(?!\s+(?!of\s+(?:all|them|the\s+total)\b|(?:in\s+total|overall|and|or)\b)[^\W\d_])"  # (70% women)
)
THE_NTH = re.compile(rf"{COUNTER}\s*$")  # "Wave 2 of 3 (65%)": the second, and not two of them
SCALE = re.compile(r"\b(?:criteria|symptoms|years|months|weeks|days)\b")  # "with 3 of 10 criteria (45%)"
OF = r"\s*\(\s*(?P<df>[\d.,]*\d)\s*(?:,\s*(?P<df2>[\d.]+)\s*)?(?:,\s*[nN]\s*=\s*[\d,]+\s*)?\)\s*"
BESIDE = rf"(?:[^.;()=<>]{{0,40}}|df\s*=\s*(?P<df_behind>[\d.]*\d)|[^\W\d_][\w²]{{0,9}}\s*=\s*{NUM})"
TEST = re.compile(
    rf"(?<!\w)(?P<name>t|F|r|z|Z|χ2|χ²|chi2|chi-squared?|X2|X²|H)(?:{OF}|\s*)=\s*(?P<value>{NUM})"
    rf"\s*[,;]\s*(?:{BESIDE}[,;]\s*)?[pP](?:[- ]values?)?\s*(?P<sign>[=<>≤≥])\s*(?P<p>{NUM}){NO_POWER}"
)
CORRECTED = re.compile(
    r"Bonferroni|Holm|Tukey|Scheff|Benjamini|\bFDR\b|false discovery|(?:correct|adjust)ed|adjustment"
    r"|Greenhouse|Huynh|multiple (?:comparisons|test)|permutation|bootstrap",
    re.I,
)
AROUND = 200  # letters before and behind a test in which a correction of its p is named
INTERVAL = re.compile(
    rf"(?<![\w.])(?P<value>{NUM})\s*%?(?:\s+(?:percentage\s+points|points|years|hours|per\s+(?:{WHOLE})))?"
    rf"\s*[(,\[;]\s*(?:95|90|99)\s*%\s*(?:CI|confidence\s+interval)s?\s*[:=,]?\s*[\[(]?"
    rf"(?P<low>{NUM})\s*%?\s*(?:to|,|;|[-–—])\s*(?P<high>{NUM})"
)
NO_ESTIMATE = re.compile(
    r"(?:(?<!\w)(?:p|P|n|N|SE|SD|s\.e\.|df|t|F|z|Z|H|U|W|χ2|χ²|I2|I²)\s*(?:\([^()]*\)\s*)?[=<>≤≥:]"
    r"|/|\b(?:of|of the|out of|vs\.?|v|versus|against|with|than|in|and|per)|\d\s*%?\s+to"
    rf"|{COUNTER})\s*$"
)
MEAN = re.compile(
    r"(?<!\w)(?:[mM]ean(?:\s+(?:score|rating|answer|response|agreement))?|M)\s*(?:=|of|was|:)?"
    rf"\s*(?P<mean>{NUM})[^.;\n]{{0,60}}?(?<!\w)[nN]\s*=\s*(?P<n>{WHOLE})"
    r"(?P<rest>[^.\n]{0,60})"
)
INTEGERS = re.compile(r"\b(?:integers?|whole[- ]number|Likert|points? scale|-point|rating)", re.I)
ITEMS = re.compile(
    r"\b(?P<items>\d+|two|three|four|five|six|seven|eight|nine|ten)[- ](?:\w+ )?"
    r"(?:items?|questions|statements)\b",
    re.I,
)
COMPOSED = re.compile(
    r"averag|composite|sub-?scale|\bitems\b|weighted|imputed|adjusted|standardi[sz]ed", re.I
)
NUMERALS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


READ = (
    ("shares", (SHARE,)),
    ("tests", (TEST, U, W, CRAMER)),
    ("intervals", (INTERVAL,)),
    ("means", (MEAN,)),
)


def list_rendered(root: Path) -> list[Path]:
    """Return the rendered HTML documents of the study at `root`. Raises ProblemsFound where there is none."""
    found = sorted((root / RENDERED).glob("*.html"))
    if not found:
        place = RENDERED.as_posix()
        raise ProblemsFound.at(place, "no rendered document", "paper.html", "make paper")
    return found


def check_rendered(path: Path) -> list[Finding]:
    """Return the statistics of a rendered document that contradict themselves, in order of place.

    Raises ProblemsFound for a document that cannot be read.
    """
    return check_paragraphs(path.as_posix(), read_paragraphs(path), COUNTED.get(path.suffix.lower(), ""))


def count_statistics(path: Path) -> str:
    """Return how many statistics of each kind are read in a rendered document: `12 percentages, 3 tests`."""
    texts = [text for _, text in read_paragraphs(path)]
    counted = {name: sum(len(form.findall(text)) for form in forms for text in texts) for name, forms in READ}
    return ", ".join(f"{n} {name}" for name, n in counted.items())


def check_paragraphs(path: str, paragraphs: list[Paragraph], counted: str = "") -> list[Finding]:
    """Return the findings in (place, text) paragraphs; values are taken as rounded to what they show.

    A place is the line of the file, or the number of what `counted` names (paragraph, page).
    """
    findings = []
    for place, text in paragraphs:
        for check in (_shares, _tests, _intervals, _means, find_rank_tests, find_cramers):
            for written, found, expected in check(text):
                line, where = (0, f"{counted} {place}: ") if counted else (place, "")
                told = f'{where}"{written}": {found}'
                findings.append(Finding(path, line, 0, "rendered", told, expected, REMEDY))
    return findings


def _shares(text: str) -> Found:
    for match in SHARE.finditer(text):
        n, of, shown = value_of(match["n"]), value_of(match["all"]), value_of(match["pct"])
        if not of or _is_no_share(match, n, of) or THE_NTH.search(text, 0, match.start()):
            continue
        share = 100 * n / of
        if not abs(share - shown) <= half_of(match["pct"]) + 1e-9:
            digits = decimals_of(match["pct"])
            yield match[0], f"{n:g}/{of:g} is {share:.{digits}f}%", "a percentage that is n/N"


def _is_no_share(match: re.Match[str], n: float, of: float) -> bool:
    """Return whether a text means something else: 24/7, 2019/2020, 115 of 128 in "Table 2 115 of 128"."""
    if SCALE.search(match[0]):
        return True
    if match["of"] == "/" and 1800 <= n <= 2100 and of in (n + 1, n % 100 + 1):
        return True
    return n > of and (match["of"] == "/" or " " in match["n"])


def _tests(text: str) -> Found:
    for match in TEST.finditer(text):
        value, half = value_of(match["value"]), half_of(match["value"])
        try:
            edges = [_p_of(match, size) for size in (max(abs(value) - half, 0.0), abs(value) + half)]
        except (AttributeError, TypeError, ValueError, ZeroDivisionError, OverflowError):
            continue
        low, high = min(edges), max(edges)
        if CORRECTED.search(text, max(0, match.start() - AROUND), match.end() + AROUND):
            high = 1.0  # a correction makes p larger
        if not agrees(match["sign"], match["p"], low, high, match["name"] in "tzZr"):
            p = _p_of(match, abs(value))
            shown = f"{p:.3f}" if p >= 0.0005 else f"{p:.1g}"
            yield match[0], f"the statistic gives p = {shown}", "a p-value that follows (two-sided)"


def _p_of(match: re.Match[str], size: float) -> float:
    """Return p of a statistic by the test that the text names.

    Raises TypeError or ValueError where its degrees of freedom are not given or cannot be read.
    """
    name = match["name"]
    if name in ("z", "Z"):
        return p_of_z(size)
    written = match["df"] or match["df_behind"]
    if name == "F":
        first, second = (written, match["df2"]) if match["df2"] else written.split(",", 1)
        return p_of_f(size, float(first), value_of(second))
    if name in ("t", "r"):
        if re.fullmatch(NUM, written) is None:
            raise ValueError(f"degrees of freedom of {name}: {written}")
        return (p_of_t if name == "t" else p_of_r)(size, value_of(written))
    return p_of_chi_square(size, float(written.partition(",")[0]))  # behind a comma stands N


def _intervals(text: str) -> Found:
    for match in INTERVAL.finditer(text):
        if NO_ESTIMATE.search(text, max(0, match.start() - 40), match.start()):
            continue
        value, low, high = (value_of(match[name]) for name in ("value", "low", "high"))
        slack = [half_of(match["value"]) + half_of(match[name]) + 1e-9 for name in ("low", "high")]
        if not low - slack[0] <= value <= high + slack[1]:
            found = f"the interval {match['low']} to {match['high']} misses {match['value']}"
            yield match[0], found, "an interval that holds its estimate"


def _means(text: str) -> Found:
    """Yield impossible means (GRIM; Brown and Heathers 2017), where answers are said to be whole numbers.

    A mean of several items has as many answers per person as the text says there are items; without their
    number it is not judged, nor are means that are weighted, adjusted or imputed.
    """
    for match in MEAN.finditer(text):
        n, half, mean = value_of(match["n"]), half_of(match["mean"]), value_of(match["mean"])
        about = text[max(0, match.start() - 80) : match.end()]
        items = ITEMS.search(about)
        if not INTEGERS.search(about) or not n or (COMPOSED.search(about) and not items):
            continue
        each = items["items"].lower() if items else "1"
        answers = n * (int(each) if each.isdecimal() else NUMERALS.index(each) + 2)
        nearest = round(mean * answers)
        if any(abs(total / answers - mean) <= half + 1e-9 for total in range(nearest - 1, nearest + 2)):
            continue
        digits = decimals_of(match["mean"])
        totals = (math.floor(mean * answers), math.ceil(mean * answers))
        near = " or ".join(f"{total / answers:.{digits}f}" for total in totals)
        written = match[0].removesuffix(match["rest"])
        found = f"{answers:g} whole numbers give {near}, not {match['mean']}"
        yield written, found, "a mean that n whole numbers can have"
