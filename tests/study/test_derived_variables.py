"""What is wrong with a derived.yaml, and in which order its variables are derived."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from aimed.messages.problems import ProblemsFound
from aimed.study.codebook import Codebook, read_study_codebook
from aimed.study.derived_checks import GIVE_SCORE
from aimed.study.derived_variables import list_affected, trace_parts
from toy_study import SCORED

PLACE = "data/codebook/derived.yaml"
SUM = "kind: sum, unit: points, min: 0, max: 12, missing: all"


WRONG = {
    "a circle": (
        f"a: {{label: A, {SUM}, of: [b]}}\nb: {{label: B, {SUM}, of: [c]}}\nc: {{label: C, {SUM}, of: [a]}}",
        f"{PLACE}:1\n"
        "  found:    a circle: a follows from b follows from c follows from a\n"
        "  expected: variables that follow from others than themselves\n"
        "  to do:    take one of them out of the parts",
    ),
    "an unknown name": (
        f"a: {{label: A, {SUM}, of: [s1, wantde]}}",
        f"{PLACE}:1\n"
        "  found:    a is made from wantde\n"
        "  expected: a variable of data/codebook\n"
        "  to do:    write wanted",
    ),
    "no scores": (
        f"a:\n  label: A\n  {SUM.replace(', ', chr(10) + '  ')}\n  of: [s1, view]",
        f"{PLACE}:8\n"
        "  found:    view, a variable of type ordered without scores, in a sum\n"
        "  expected: a number, or codes with a score\n"
        "  to do:    give each code of scale view a score in data/codebook/scales.csv, or leave the part out",
    ),
    "a day in a sum": (
        f"a: {{label: A, {SUM}, of: [s1, born]}}",
        f"{PLACE}:1\n"
        "  found:    born, a variable of type date, in a sum\n"
        "  expected: a number, or codes with a score\n"
        "  to do:    leave the part out",
    ),
    "a range too small": (
        f"a: {{label: A, {SUM.replace('12', '9')}, of: [s1, s2, s3, s4]}}",
        f"{PLACE}:1\n"
        "  found:    min 0 and max 9 of a\n"
        "  expected: min at most 0 and max at least 12, as the parts add up\n"
        "  to do:    correct min and max, or the parts",
    ),
    "too many may be missing": (
        f"a: {{label: A, {SUM.replace('all', '{at_most: 2}')}, of: [s1, s2]}}",
        f"{PLACE}:1\n"
        "  found:    at_most: 2 of 2 parts\n"
        "  expected: at most 1, so that one part is known\n"
        "  to do:    lower it",
    ),
    "a rule of another kind": (
        f"a: {{label: A, {SUM.replace('all', 'none')}, of: [s1, s2]}}",
        f"{PLACE}:1\n"
        "  found:    missing: none of a sum\n"
        "  expected: all, or at_most of a sum or mean\n"
        "  to do:    correct the rule",
    ),
    "reversed without ends": (
        f"a: {{label: A, {SUM}, of: [s1, hours], reversed: [hours]}}",
        f"{PLACE}:1\n"
        "  found:    hours reversed, without its ends\n"
        "  expected: min and max, which it is turned round by\n"
        "  to do:    add them in variables.csv",
        {"variables": ("hours,0,50", "hours,,")},
    ),
    "reversed and no part": (
        f"a: {{label: A, {SUM}, of: [s1, s2], reversed: [s3]}}",
        f"{PLACE}:1\n"
        "  found:    s3 among the reversed\n"
        "  expected: one of s1, s2\n"
        "  to do:    correct the name",
    ),
    "a name taken": (
        f"s1: {{label: A, {SUM}, of: [s2]}}",
        f"{PLACE}:1\n"
        "  found:    s1, which variables.csv has too\n"
        "  expected: each name once\n"
        "  to do:    rename it, or delete the line of variables.csv",
    ),
    "an unknown scale": (
        "a: {label: A, kind: recode, of: [sex], scale: sexes, codes: {f: x, m: y}}",
        f"{PLACE}:1\n"
        "  found:    scale sexes of a\n"
        "  expected: a scale of data/codebook/scales.csv\n"
        "  to do:    add its codes there",
    ),
    "codes left out and unknown": (
        "a: {label: A, kind: recode, of: [view], scale: two, codes: {no: fine, possibly: fine, yes: bad}}",
        f"{PLACE}:1\n"
        "  found:    code possibly of view\n"
        "  expected: one of no, perhaps, yes\n"
        "  to do:    correct the code\n"
        f"{PLACE}:1\n"
        "  found:    nothing for perhaps of view\n"
        "  expected: a code for each code of the part\n"
        "  to do:    add what they become\n"
        f"{PLACE}:1\n"
        "  found:    bad of a\n"
        "  expected: a code of scale two: fine, strained\n"
        "  to do:    correct the code or add it to the scale",
    ),
    "ages of no days": (
        "a: {label: A, kind: age, from: hours, until: collected.to, unit: years, min: 0, max: 99}",
        f"{PLACE}:1\n"
        "  found:    from: hours, a variable of type number\n"
        "  expected: a variable of type date\n"
        "  to do:    name the one with the day",
    ),
    "conditions": (
        "a: {label: A, kind: count, missing: all, unit: n, min: 0, max: 3,\n"
        " conditions: [[view, at_least, 2], [s1, in, often], [s2, is, seldom]]}",
        f"{PLACE}:2\n"
        "  found:    view at_least 2\n"
        "  expected: a number, or codes with a score, and a number\n"
        f"  to do:    {GIVE_SCORE.format('view')}\n"
        f"{PLACE}:2\n"
        "  found:    s1 in often\n"
        "  expected: a list\n"
        "  to do:    write [..., ...]\n"
        f"{PLACE}:2\n"
        "  found:    s2 is seldom\n"
        "  expected: one of never, sometimes, often, always\n"
        "  to do:    correct the code",
    ),
    "a key of another kind": (
        "a: {label: A, kind: count, missing: none, unit: n, min: 0, max: 3, times: 2,\n"
        " conditions: [[s1, at_least, 2], [s2, at_least, 2]]}",
        f"{PLACE}:1\n"
        "  found:    times of a, a count\n"
        "  expected: keys of a count: conditions, missing, unit, min, max, compare_with\n"
        "  to do:    delete the key, or change the kind",
    ),
    "no unit and no range": (
        "a: {label: A, kind: sum, of: [s1], missing: all}",
        f"{PLACE}:1\n"
        "  found:    'unit' is a required property\n"
        "  expected: unit, min and max for a number\n"
        "  to do:    see workflow/schemas/derived.schema.yaml\n"
        f"{PLACE}:1\n"
        "  found:    'min' is a required property\n"
        "  expected: unit, min and max for a number\n"
        "  to do:    see workflow/schemas/derived.schema.yaml\n"
        f"{PLACE}:1\n"
        "  found:    'max' is a required property\n"
        "  expected: unit, min and max for a number\n"
        "  to do:    see workflow/schemas/derived.schema.yaml",
    ),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_said(
    read: Callable[..., Codebook], case: tuple[str, str] | tuple[str, str, dict[str, tuple[str, str]]]
) -> None:
    derived, said, *replaced = case
    with pytest.raises(ProblemsFound) as found:
        read(derived, **(replaced[0] if replaced else {}))
    assert str(found.value) == said


BANDS = {
    "a gap": (
        "{code: low, from: 0, to: 3}, {code: middle, from: 5, to: 7}, {code: high, from: 8, to: 12}",
        "  found:    a gap between the bands low and middle: to 3, then from 5\n"
        "  expected: a band from 4\n"
        "  to do:    let each band begin where the one before ends",
    ),
    "an overlap": (
        "{code: low, from: 0, to: 3}, {code: middle, from: 3, to: 7}, {code: high, from: 8, to: 12}",
        "  found:    an overlap between the bands low and middle: to 3, then from 3\n"
        "  expected: a band from 4\n"
        "  to do:    let each band begin where the one before ends",
    ),
    "outside the scale": (
        "{code: low, from: 0, to: 7}, {code: severe, from: 8, to: 12}",
        "  found:    severe of a\n"
        "  expected: a code of scale level: low, middle, high\n"
        "  to do:    correct the code or add it to the scale",
    ),
    "too late": (
        "{code: low, from: 1, to: 7}, {code: high, from: 8, to: 12}",
        "  found:    bands from 1 of total\n"
        "  expected: the lowest from 0, the smallest\n"
        "  to do:    let the first band begin there",
    ),
    "too early": (
        "{code: low, from: 0, to: 7}, {code: high, from: 8, below: 12}",
        "  found:    bands up to 12 of total\n"
        "  expected: the highest to 12, the largest, or without an end\n"
        "  to do:    let the last band end there",
    ),
    "two ends": (
        "{code: low, from: 0, to: 3, below: 4}, {code: high, from: 4}",
        "  found:    band low\n  expected: either to or below\n  to do:    say where it ends",
    ),
}


@pytest.mark.parametrize("case", BANDS.values(), ids=BANDS)
def test_bands_have_neither_gap_nor_overlap(read: Callable[..., Codebook], case: tuple[str, str]) -> None:
    total = f"total: {{label: T, {SUM}, of: [s1, s2, s3, s4]}}\n"
    with pytest.raises(ProblemsFound) as found:
        read(f"{total}a: {{label: A, kind: bands, of: [total], scale: level, bands: [{case[0]}]}}")
    assert str(found.value) == f"{PLACE}:2\n{case[1]}"


def test_bands_of_a_number_with_decimals_end_below_the_next(read: Callable[..., Codebook]) -> None:
    bands = "a: {label: A, kind: bands, of: [total], scale: level, bands: [{code: low, from: 0, %s}, %s]}"
    some = f"total: {{label: T, {SUM.replace('all', '{at_most: 1}')}, of: [s1, s2, s3, s4]}}\n"
    with pytest.raises(ProblemsFound) as found:
        read(some + bands % ("to: 3", "{code: high, from: 4}"))
    assert str(found.value) == (
        f"{PLACE}:2\n"
        "  found:    total may lie between the bands low and high: to 3, then from 4\n"
        "  expected: whole numbers, or a band that ends below the next\n"
        "  to do:    write below: 4, or round the number"
    )
    taught = some.replace("{at_most: 1}", "all").replace("12", "62").replace("[s1,", "[hours, s1,")
    with pytest.raises(ProblemsFound, match="total may lie between the bands"):
        read(taught + bands % ("to: 3", "{code: high, from: 4}"))
    read(some + bands % ("below: 4", "{code: high, from: 4}"))
    rounded = some.replace("kind: sum", "kind: sum, round: yes")
    read(rounded + bands % ("to: 3", "{code: high, from: 4}"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "None is not of type 'object'"),
        ("a: {label: A\n", "did not find expected ',' or '}'"),
        ("a: {label: 'caf\xe9', kind: sum}", "text that is not UTF-8"),
    ],
)
def test_a_file_that_is_none(read: Callable[..., Codebook], text: str, said: str) -> None:
    read(f"a: {{label: A, {SUM}, of: [s1]}}")
    Path(PLACE).write_bytes(text.encode("cp1252"))
    with pytest.raises(ProblemsFound) as found:
        read_study_codebook()
    assert found.value.problems[0].found == said


def test_variables_come_after_those_that_they_follow_from(read: Callable[..., Codebook]) -> None:
    written = yaml.safe_load((SCORED / PLACE).read_text(encoding="utf-8"))
    backwards = yaml.safe_dump(dict(reversed(written.items())), sort_keys=False)
    codebook = read(backwards)
    order = list(codebook.derived)
    for name, one in codebook.derived.items():
        assert all(order.index(part) < order.index(name) for part in one.parts if part in order)
    assert trace_parts(codebook.derived.values())["strained"] == ["s1", "s2", "s3", "s4"]
    assert [one.name for one in list_affected(codebook.derived.values(), ["hours"])] == [
        "times_hours",
        "more_hours",
    ]


def test_what_follows_from_a_personal_variable_is_personal_unless_it_says_no(
    read: Callable[..., Codebook],
) -> None:
    text = (SCORED / PLACE).read_text(encoding="utf-8")
    assert read(text).variables.at["age", "personal"] == "no"
    assert read(text.replace("  personal: no\n", "")).variables.at["age", "personal"] == "yes"
    assert read(text).variables.at["strain", "personal"] == "no"
