"""Rank statistics and Cramér's V in rendered sentences: what can be said without the ties and the table."""

import math
import re
from collections.abc import Iterator

from aimed.audit.coherence.documents.numbers import NO_POWER, NUM, WHOLE, agrees, half_of, value_of
from aimed.audit.coherence.p_values import list_cramers, p_range_of_u, p_range_of_w

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
U = re.compile(rf"(?<!\w)U\s*(?:\([^()]*\)\s*)?=\s*(?P<value>{NUM})")
W = re.compile(rf"(?<!\w)[WV]\s*(?:\([^()]*\)\s*)?=\s*(?P<value>{NUM})")
SIZE = re.compile(rf"(?<!\w)[nN](?:[_\s]?[\w\u2081\u2082]{{1,8}})?\s*=\s*(?P<n>{WHOLE})")
P = re.compile(rf"(?<!\w)[pP](?:[- ]values?)?\s*(?P<sign>[=<>≤≥])\s*(?P<p>{NUM}){NO_POWER}")
SIGNED = re.compile(r"signed[-\u2010\u2011 ]+ranks?|matched[- ]pairs", re.I)
ALL_DIFFER = re.compile(r"non-?zero|no (?:ties|zero)|without (?:ties|zero)", re.I)
RANK_SUM = re.compile(r"rank[-\u2010\u2011 ]+sum", re.I)
CRAMER = re.compile(
    rf"(?:χ2|χ²|chi-squared?|X2|X²)\s*\(\s*(?P<df>\d+)\s*,\s*[nN]\s*=\s*(?P<n>{WHOLE})\s*\)\s*=\s*(?P<chi>{NUM})"
    rf"[^;()]{{0,40}}?(?:[Cc]ram[eé]r['’]?s?\s+)?(?<!\w)(?P<name>V|φc?|phi)\s*=\s*(?P<v>{NUM})"
)
SMALLEST = 5  # below this many answers no approximation says anything
Found = Iterator[tuple[str, str, str]]


def find_rank_tests(text: str) -> Found:
    """Yield the p-values that U or a signed-rank W cannot have, for sentences with one of each and its sizes.

    Ties are not known, so p may be anything between its values without ties and with nearly all tied; W may
    rest on fewer differences than pairs, since those of zero, here up to a third, are left out.
    """
    for sentence in SENTENCE.split(text):
        sizes = [int(value_of(match["n"])) for match in SIZE.finditer(sentence)]
        values, tests = list(P.finditer(sentence)), list(U.finditer(sentence))
        signed = SIGNED.search(sentence)
        others = list(W.finditer(sentence)) if signed or RANK_SUM.search(sentence) else []
        if len(values) != 1 or len(tests) + len(others) != 1:
            continue
        test, p = (tests or others)[0], values[0]
        written = sentence[min(test.start(), p.start()) : max(test.end(), p.end())]
        if signed and others and len(sizes) == 1:
            all_differ = ALL_DIFFER.search(sentence) is not None
            yield from _signed_ranks(written, value_of(test["value"]), p, sizes[0], all_differ)
        elif not signed and len(sizes) == 2:
            yield from _two_groups(written, test, p, (sizes[0], sizes[1]))


def _two_groups(written: str, test: re.Match[str], p: re.Match[str], sizes: tuple[int, int]) -> Found:
    u, groups = value_of(test["value"]), f"groups of {sizes[0]} and {sizes[1]}"
    least, most = sorted(sizes)
    largest = least * most + (most * (most + 1) / 2 if test[0][0] == "W" else 0)
    if u > largest:
        found = f"{groups} have a {test[0][0]} of {largest:g} at most"
        yield written, found, "a statistic that groups can have"
    elif least >= SMALLEST and test[0][0] == "U":
        yield from _judge(written, p, p_range_of_u(u, *sizes), groups)


def _signed_ranks(written: str, w: float, p: re.Match[str], n: int, all_differ: bool) -> Found:
    largest = n * (n + 1) / 2
    if w > largest:
        yield written, f"{n} pairs have a W of {largest:g} at most", "a statistic that n pairs can have"
    elif n >= SMALLEST:
        fewest = n if all_differ else math.ceil(2 * n / 3)
        yield from _judge(written, p, p_range_of_w(w, n, fewest), f"{n} pairs")


def _judge(written: str, p: re.Match[str], fitting: tuple[float, float], sizes: str) -> Found:
    low, high = fitting
    if not agrees(p["sign"], p["p"], low, high, one_sided=True):
        bounds = f"from {max(low, 0):.2g} to {high:.2g}"
        yield written, f"{sizes} give p {bounds}, whatever the ties", "a p-value that follows (two-sided)"


def find_cramers(text: str) -> Found:
    """Yield the V (or phi) that chi-square, its degrees of freedom and N cannot give.

    Not judged: values corrected for bias, and those above it with one degree of freedom, since phi is
    computed without the correction for continuity that chi-square may have.
    """
    for match in CRAMER.finditer(text):
        df, n = int(match["df"]), value_of(match["n"])
        chi, v = value_of(match["chi"]), abs(value_of(match["v"]))
        if "bias" in text.lower() or not df or not n:
            continue
        fitting = list_cramers(chi, df, n)
        slack = half_of(match["v"]) + half_of(match["chi"]) / (2 * math.sqrt(max(chi, 0.01) * n)) + 1e-9
        if any(abs(v - one) <= slack for one in fitting) or (df == 1 and v > fitting[0]):
            continue
        shown = " or ".join(f"{one:.2f}" for one in fitting)
        yield match[0], f"chi-square and N give {match['name']} = {shown}", "an effect size that follows"
