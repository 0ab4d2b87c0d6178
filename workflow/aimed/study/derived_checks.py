"""Hold derived variables to the codebook: names, kinds of parts, scales, bands and ranges."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aimed.files.yaml_json import line_of
from aimed.messages.nearest import find_nearest
from aimed.messages.problems import Problem
from aimed.study.declarations import as_code
from aimed.study.derived_ranges import find_wrong_range
from aimed.study.derived_variables import COLLECTED, KEYS, OF_CODES, OF_SOME_KINDS, DerivedVariable

Row = Mapping[str, str]
Scales = Mapping[str, Mapping[str, float | None]]  # scale -> code -> its score
_Keys = list[str | int]
_Finding = tuple[_Keys, str, str, str]
NUMERIC = "a number, or codes with a score"
GIVE_SCORE = "give each code of scale {} a score in data/codebook/scales.csv, or leave the part out"


@dataclass(frozen=True)
class PartContent:
    """What a column of responses holds. codes: of its scale; scores: of each code, where it has them.

    low and high: its ends, as far as they are known. whole: whether its numbers have no decimals for certain.
    """

    type: str
    scale: str = ""
    codes: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    whole: bool = False

    @property
    def numeric(self) -> bool:
        """Whether it can be added up."""
        return self.type == "number" or bool(self.scores)


@dataclass
class DerivedChecks:
    """Looks at derived variables one after the other; what each one holds is known to those that follow."""

    path: Path
    scales: Scales
    parts: dict[str, PartContent] = field(default_factory=dict)

    def add_written(self, row: Row) -> None:
        """Take in a variable of variables.csv, or its options."""
        codes = self.scales.get(row["scale"], {})
        if row["type"] == "multi":
            self.parts |= {f"{row['variable']}__{code}": PartContent("multi") for code in codes}
            return
        scores = tuple(score for score in codes.values() if score is not None)
        low, high = (float(row[end]) if row[end] else None for end in ("min", "max"))
        if scores:
            low, high = min(scores), max(scores)
        self.parts[row["variable"]] = PartContent(
            row["type"],
            row["scale"],
            tuple(codes),
            scores,
            -math.inf if low is None else low,
            math.inf if high is None else high,
            whole=bool(scores) and all(score.is_integer() for score in scores),
        )

    def check(self, one: DerivedVariable) -> list[Problem]:
        """Return what is wrong with a variable; what it holds is known from then on."""
        findings = list(self._find(one))
        if one.name in self.parts:
            found, expected = f"{one.name}, which variables.csv has too", "each name once"
            findings.append(([], found, expected, "rename it, or delete the line of variables.csv"))
        else:
            self.parts[one.name] = self._hold(one)
        return [
            Problem(f"{self.path.as_posix()}:{line_of(self.path, [one.name, *keys])}", *said)
            for keys, *said in findings
        ]

    def _find(self, one: DerivedVariable) -> Iterator[_Finding]:
        for key in one.written:
            if key in OF_SOME_KINDS and key not in KEYS[one.kind]:
                expected = f"keys of a {one.kind}: {', '.join(KEYS[one.kind])}"
                yield (
                    [key],
                    f"{key} of {one.name}, a {one.kind}",
                    expected,
                    "delete the key, or change the kind",
                )
        unknown = [part for part in one.parts if part not in self.parts]
        for part in unknown:
            near = find_nearest(part, self.parts)
            remedy = f"write {near[0]}" if near else "correct the name or add the variable"
            yield [], f"{one.name} is made from {part}", "a variable of data/codebook", remedy
        if one.kind in OF_CODES and one.written["scale"] not in self.scales:
            found = f"scale {one.written['scale']} of {one.name}"
            yield ["scale"], found, "a scale of data/codebook/scales.csv", "add its codes there"
        elif not unknown:
            yield from _CHECKS[one.kind](self, one)
        compared = one.written.get("compare_with")
        if compared and (compared not in self.parts or self.parts[compared].type != "number"):
            found, expected = f"compare_with {compared}", "a number of variables.csv"
            yield ["compare_with"], found, expected, "correct the name or delete the key"

    def _hold(self, one: DerivedVariable) -> PartContent:
        if one.kind in OF_CODES:
            codes = self.scales.get(str(one.written["scale"]), {})
            scores = tuple(score for score in codes.values() if score is not None)
            low, high = (min(scores), max(scores)) if scores else (-math.inf, math.inf)
            kind = one.as_variable()["type"]
            return PartContent(kind, str(one.written["scale"]), tuple(codes), scores, low, high)
        low, high = (float(one.written[end]) for end in ("min", "max"))
        return PartContent("number", low=low, high=high, whole=self._is_whole(one))

    def _is_whole(self, one: DerivedVariable) -> bool:
        if one.kind in ("count", "age") or one.written.get("round"):
            return True
        factors = [one.written.get("times", 1), *one.written.get("weights", {}).values()]
        parts = all(part in self.parts and self.parts[part].whole for part in one.parts)
        adds = one.kind in ("sum", "weighted_sum", "difference") and not one.most_missing
        return adds and parts and all(float(factor).is_integer() for factor in factors)

    def check_numbers(self, one: DerivedVariable) -> Iterator[_Finding]:
        """Yield what does not fit of a sum, mean, weighted sum, difference or ratio."""
        for part in one.parts:
            if not self.parts[part].numeric:
                held = self.parts[part]
                remedy = GIVE_SCORE.format(held.scale) if held.scale else "leave the part out"
                yield ["of"], f"{part}, {_describe(held)}, in a {one.kind}", NUMERIC, remedy
        if one.kind in ("difference", "ratio") and len(one.parts) != 2:
            yield ["of"], f"{len(one.parts)} parts of a {one.kind}", "two parts", "name the first and second"
        if one.written.get("missing") == "none":
            found, expected = f"missing: none of a {one.kind}", "all, or at_most of a sum or mean"
            yield ["missing"], found, expected, "correct the rule"
        elif one.most_missing >= len(one.parts):
            expected = f"at most {len(one.parts) - 1}, so that one part is known"
            yield ["missing"], f"at_most: {one.most_missing} of {len(one.parts)} parts", expected, "lower it"
        for part in one.reversed:
            if part not in one.parts:
                expected = f"one of {', '.join(one.parts)}"
                yield ["reversed"], f"{part} among the reversed", expected, "correct the name"
            elif math.isinf(self.parts[part].low) or math.isinf(self.parts[part].high):
                expected, remedy = "min and max, which it is turned round by", "add them in variables.csv"
                yield ["reversed"], f"{part} reversed, without its ends", expected, remedy
        if all(self.parts[part].numeric for part in one.parts):
            yield from find_wrong_range(one, self.parts)

    def check_bands(self, one: DerivedVariable) -> Iterator[_Finding]:
        """Yield what does not fit of bands: part, codes, gaps, overlaps."""
        part, bands = self.parts[one.parts[0]], one.written["bands"]
        if len(one.parts) != 1 or not part.numeric:
            found = f"bands of {', '.join(one.parts)}, {_describe(part)}"
            yield ["of"], found, f"one variable: {NUMERIC}", "name the number that is cut"
            return
        for at, band in enumerate(bands):
            yield from self._check_code(one, ["bands", at], band["code"])
            if at + 1 < len(bands):
                yield from _check_border(one, at, part)
        first, last = bands[0], bands[-1]
        if first["from"] > part.low:
            found, expected = f"bands from {first['from']:g}", f"the lowest from {part.low:g}, the smallest"
            yield ["bands"], f"{found} of {one.parts[0]}", expected, "let the first band begin there"
        end = last.get("to", last.get("below", math.inf))
        if end < part.high or ("below" in last and end == part.high):
            expected = f"the highest to {part.high:g}, the largest, or without an end"
            yield ["bands"], f"bands up to {end:g} of {one.parts[0]}", expected, "let the last band end there"

    def check_recode(self, one: DerivedVariable) -> Iterator[_Finding]:
        """Yield what does not fit of a recode: part, and codes on either side."""
        part = self.parts[one.parts[0]]
        if len(one.parts) != 1 or not part.codes:
            found = f"a recode of {', '.join(one.parts)}, {_describe(part)}"
            yield ["of"], found, "one variable with a scale", "name it; bands cut a number"
            return
        for code in one.codes:
            if code not in part.codes:
                expected = f"one of {', '.join(part.codes)}"
                yield ["codes"], f"code {code} of {one.parts[0]}", expected, "correct the code"
        left = [code for code in part.codes if code not in one.codes]
        if left:
            found = f"nothing for {', '.join(left)} of {one.parts[0]}"
            yield ["codes"], found, "a code for each code of the part", "add what they become"
        for code in dict.fromkeys(one.codes.values()):
            yield from self._check_code(one, ["codes"], code)

    def check_count(self, one: DerivedVariable) -> Iterator[_Finding]:
        """Yield what does not fit of conditions: comparisons and values."""
        allowed = one.written["missing"]
        if isinstance(allowed, dict):
            yield ["missing"], f"missing: {_say(allowed)} of a count", "all or none", "correct the rule"
        yield from find_wrong_range(one, self.parts)
        for at, (name, comparison, value) in enumerate(one.written["conditions"]):
            part = self.parts[name]
            keys: _Keys = ["conditions", at]
            values = [as_code(v) for v in (value if isinstance(value, list) else [value])]
            numbers = [v for v in values if not _is_number(v)]
            if comparison in ("at_least", "at_most"):
                if not part.numeric or numbers or isinstance(value, list):
                    remedy = GIVE_SCORE.format(part.scale) if part.scale else "use is, in or not_in"
                    yield keys, f"{name} {comparison} {_say(value)}", f"{NUMERIC}, and a number", remedy
            elif comparison in ("in", "not_in") and not isinstance(value, list):
                yield keys, f"{name} {comparison} {_say(value)}", "a list", "write [..., ...]"
            else:
                known = part.codes or (("yes", "no") if part.type == "multi" else ())
                for unknown in (v for v in values if known and v not in known):
                    expected = f"one of {', '.join(known)}"
                    yield keys, f"{name} {comparison} {unknown}", expected, "correct the code"

    def check_age(self, one: DerivedVariable) -> Iterator[_Finding]:
        """Yield what does not fit of an age: days that are none, and its range."""
        yield from find_wrong_range(one, self.parts)
        for key in ("from", "until"):
            name = one.written[key]
            if name not in COLLECTED and self.parts[name].type != "date":
                found = f"{key}: {name}, {_describe(self.parts[name])}"
                yield [key], found, "a variable of type date", "name the one with the day"

    def _check_code(self, one: DerivedVariable, keys: _Keys, code: str | bool) -> Iterator[_Finding]:
        known = self.scales[str(one.written["scale"])]
        if as_code(code) not in known:
            expected = f"a code of scale {one.written['scale']}: {', '.join(known)}"
            yield keys, f"{as_code(code)} of {one.name}", expected, "correct the code or add it to the scale"


def _check_border(one: DerivedVariable, at: int, part: PartContent) -> Iterator[_Finding]:
    """Yield a finding where a band and the next leave a gap or overlap."""
    band, after = one.written["bands"][at : at + 2]
    codes = f"{as_code(band['code'])} and {as_code(after['code'])}"
    if ("to" in band) == ("below" in band):
        yield ["bands", at], f"band {as_code(band['code'])}", "either to or below", "say where it ends"
        return
    begins = band["to"] + 1 if "to" in band else band["below"]
    ends = f"to {band['to']:g}" if "to" in band else f"below {band['below']:g}"
    if after["from"] != begins or band["from"] > begins:
        what = "a gap" if after["from"] > begins else "an overlap"
        found = f"{what} between the bands {codes}: {ends}, then from {after['from']:g}"
        yield (
            ["bands", at + 1],
            found,
            f"a band from {begins:g}",
            "let each band begin where the one before ends",
        )
    elif "to" in band and not part.whole:
        found = f"{one.parts[0]} may lie between the bands {codes}: {ends}, then from {after['from']:g}"
        remedy = f"write below: {after['from']:g}, or round the number"
        yield ["bands", at], found, "whole numbers, or a band that ends below the next", remedy


def _describe(part: PartContent) -> str:
    if part.codes and not part.scores:
        return f"a variable of type {part.type} without scores"
    return f"a variable of type {part.type}"


def _say(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {one}" for key, one in value.items())
    return as_code(value)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


_CHECKS: dict[str, Callable[[DerivedChecks, DerivedVariable], Iterator[_Finding]]] = {
    **dict.fromkeys(("sum", "mean", "weighted_sum", "difference", "ratio"), DerivedChecks.check_numbers),
    "bands": DerivedChecks.check_bands,
    "recode": DerivedChecks.check_recode,
    "count": DerivedChecks.check_count,
    "age": DerivedChecks.check_age,
}
