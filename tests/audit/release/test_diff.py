"""Old against new on the worked example of four raw rows; what must be seen is worked out by hand."""

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from aimed.audit.release.change_reports import escape_markdown
from aimed.audit.release.changed_numbers import find_flags, find_ranks, is_same
from aimed.audit.release.diff import compare, print_diff, read_side
from aimed.audit.release.provenance import describe_changed, find_causes, find_changed
from aimed.audit.release.published_files import read_manifest, read_numbers
from aimed.files.digests import digest_file
from aimed.files.yaml_json import write_json
from aimed.ledger.public_numbers import write_numbers
from aimed.messages.problems import ProblemsFound

HEADER = "id,value,shown,n,low,high,unit\n"
OLD = (
    HEADER
    + "flow.kept.all.count,3,3,4,,,count\n"
    + "support.core.all.count,1,1,1,,,count\n"
    + "support.core.all.n,1,1,1,,,count\n"
    + "support.core.all.pct,100,100.0%,1,20.7,100,count\n"
    + "support.gone.all.count,7,7,9,,,count\n"
)


def number(value: float, unit: str, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    return {"value": value, "shown": f"{value:g}", "unit": unit, "n": 9, "low": low, "high": high}


@pytest.mark.parametrize(
    ("name", "old", "new", "flags"),
    [
        ("a.b.x_vs_y.r", number(0.2, "effect"), number(-0.1, "effect"), ["changed sign"]),
        ("a.b.x_vs_y.odds_ratio", number(1.2, "effect"), number(0.9, "effect"), ["changed sides of 1"]),
        (
            "a.b.x_vs_y.difference",
            number(9, "points", 2, 16),
            number(7, "points", -1, 15),
            ["the interval now crosses no effect (0)"],
        ),
        (
            "a.b.x_vs_y.odds_ratio",
            number(2, "effect", 0.9, 4),
            number(2.1, "effect", 1.01, 4),
            ["the interval no longer crosses no effect (1)"],
        ),
        (
            "a.b.x_vs_y.p",
            number(0.049, "p"),
            number(0.05, "p"),
            ["the decision flips: p is now not below 0.05"],
        ),
        (
            "a.b.x_vs_y.p_adjusted",
            number(0.06, "p"),
            number(0.04, "p"),
            ["the decision flips: p is now below 0.05"],
        ),
        ("a.b.all.pct", number(2, "percent", 0, 5), number(3, "percent", 1, 6), []),
        ("a.b.x_vs_y.r", number(0.2, "effect", 0.1, 0.3), number(0.3, "effect", 0.2, 0.4), []),
    ],
)
def test_flags(name: str, old: dict[str, Any], new: dict[str, Any], flags: list[str]) -> None:
    assert find_flags(name, old, new) == flags


def test_ranks_are_those_of_the_items_that_both_sides_have() -> None:
    named = {"analysis": "a", "group": "all", "statistic": "pct"}
    names = {f"a.{item}.all.pct": named for item in "bcde"} | {"a.b.all.p": named | {"statistic": "p"}}
    old = {
        f"a.{item}.all.pct": number(value, "percent") for item, value in zip("bcd", (50, 40, 30), strict=True)
    }
    new = {
        f"a.{item}.all.pct": number(value, "percent")
        for item, value in zip("bcde", (50, 20, 30, 90), strict=True)
    }
    assert find_ranks(old, new, names) == {
        "a.c.all.pct": "rank 2 -> 3 of 3",
        "a.d.all.pct": "rank 3 -> 2 of 3",
    }


def test_the_last_digit_of_a_sum_is_no_change() -> None:
    third = number(1 / 3, "effect")
    assert is_same(third, third | {"value": 1 / 3 + 1e-12}, 1e-9)
    assert not is_same(third, third | {"value": 1 / 3 + 1e-8}, 1e-9)
    assert is_same(number(0.0, "statistic"), number(1e-17, "statistic") | {"shown": "0"}, 1e-9)
    assert not is_same(third, third | {"n": 8}, 1e-9)


def test_as_text(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "old.csv").write_text(OLD)
    assert print_diff("old.csv", "current", "text") == 0
    assert capsys.readouterr().out == (
        "old.csv -> current: 1 changed, 1 came, 1 went, 3 are the same\n"
        "cause: not known, since only releases and the current results say what they came from\n"
        "\n"
        "flow.kept.all.count: 3 -> 2\n"
        "  kept, number\n"
        "  manuscript/paper.qmd:4:3: 2 students answered.\n"
        "\n"
        "support.country.all.distinct: came, 2\n"
        "\n"
        "support.gone.all.count: went, 7\n"
    )


def test_a_number_that_is_not_public_is_on_no_side(study: Path) -> None:
    assert "support.core.norway.pct" in json.loads(Path("results/ledger/ledger.json").read_text())["numbers"]
    assert "support.core.norway.pct" not in read_side("current").numbers


def test_as_a_comment(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "old.csv").write_text(OLD)
    print_diff("old.csv", "current", "markdown")
    assert capsys.readouterr().out == (
        "**old.csv -&gt; current: 1 changed, 1 came, 1 went, 3 are the same**\n"
        "\n"
        "cause: not known, since only releases and the current results say what they came from\n"
        "\n"
        "| number | old | new | flags | where it stands |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| flow.kept.all.count | 3 | 2 |  | manuscript/paper.qmd:4:3 2 students answered. |\n"
        "\n"
        "Came: `support.country.all.distinct`.\n"
        "\n"
        "Went: `support.gone.all.count`.\n"
    )


def test_text_of_others_is_shown_as_it_is(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "old.csv").write_text(OLD.replace("3,3,4", "3,<script>x</script>,4"))
    print_diff("old.csv", "current", "html")
    page = capsys.readouterr().out
    assert "<script>" not in page
    assert "<td>&lt;script&gt;x&lt;/script&gt;</td><td>2</td>" in page
    assert "://" not in page
    (study / "new.csv").write_text(OLD.replace("3,3,4", "3,<script>x</script>,4"))
    (study / "old.csv").write_text(OLD)
    print_diff("old.csv", "new.csv", "html")
    assert "<td>3</td><td>&lt;script&gt;x&lt;/script&gt;</td>" in capsys.readouterr().out
    assert escape_markdown("a|b *c* @all <img>\n\x1b[1m") == (r"a\|b \*c\* @<!-- -->all &lt;img&gt; \[1m")


def test_commits(study: Path) -> None:
    def git(*arguments: str) -> None:
        own = ("-c", "user.name=A", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *own, *arguments], check=True, capture_output=True)

    git("init", "-q")
    for text in (OLD, OLD.replace("count,3,3,4", "count,5,5,6")):
        (study / "manuscript/published.csv").write_text(text)
        git("add", "manuscript/published.csv")
        git("commit", "-q", "-m", "release")
    difference = compare("HEAD~1", "HEAD")
    assert [(c.identifier, c.old["value"], c.new["value"]) for c in difference.changed] == [
        ("flow.kept.all.count", 3.0, 5.0)
    ]
    assert compare("HEAD", "published").changed == ()
    git("rm", "-q", "manuscript/published.csv")
    git("commit", "-q", "-m", "without")
    with pytest.raises(ProblemsFound) as problems:
        compare("HEAD", "HEAD~1")
    assert str(problems.value) == (
        "HEAD\n"
        "  found:    no manuscript/published.csv in this commit\n"
        "  expected: a commit with a release\n"
        "  to do:    name a commit after a release"
    )


@pytest.mark.parametrize("name", ["nonsense", "--help", "a b"])
def test_a_name_of_nothing(study: Path, name: str) -> None:
    with pytest.raises(ProblemsFound) as problems:
        read_side(name)
    assert str(problems.value) == (
        f"{name}\n"
        "  found:    no file and no commit\n"
        "  expected: published, current, a ledger.json, a published.csv or a commit\n"
        "  to do:    correct the name; git log lists the commits"
    )


def test_files_that_are_no_numbers(study: Path) -> None:
    (study / "other.json").write_text("[1]")
    with pytest.raises(ProblemsFound) as problems:
        read_side("other.json")
    assert str(problems.value) == (
        "other.json\n"
        "  found:    a file that is no ledger\n"
        "  expected: results/ledger/ledger.json of a study\n"
        "  to do:    give a ledger.json or a published.csv"
    )
    with pytest.raises(ProblemsFound) as problems:
        read_side("published")
    assert str(problems.value) == (
        "manuscript/published.csv\n"
        "  found:    no such file\n"
        "  expected: numbers to compare\n"
        "  to do:    make release"
    )


def test_a_table_edited_by_hand_is_told_by_line() -> None:
    text = f"{HEADER}a.b.all.n,nan,3,4,,,count\na.b.all.n,3,3,4,,,count\na.b.all.n,3,3,4,,,count\n"
    with pytest.raises(ProblemsFound) as problems:
        read_numbers(text, "published.csv", {})
    assert str(problems.value) == (
        "published.csv:2\n"
        "  found:    a cell that is no number\n"
        "  expected: numbers in value, n, low and high\n"
        "  to do:    restore the file as the release wrote it\n"
        "published.csv:4\n"
        "  found:    a.b.all.n a second time\n"
        "  expected: each id once\n"
        "  to do:    take one of them out"
    )
    with pytest.raises(ProblemsFound, match="found:    columns id, value\n"):
        read_numbers("id,value\n", "published.csv", {})


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"release": "1"}'])
def test_a_manifest_edited_by_hand(text: str) -> None:
    with pytest.raises(ProblemsFound) as problems:
        read_manifest(text, "published.json")
    assert str(problems.value) == (
        "published.json\n"
        "  found:    a file that no release wrote\n"
        "  expected: JSON with the keys release, cohorts, tolerance, sha256, origins\n"
        "  to do:    restore the file as the release wrote it"
    )


def test_values_keep_all_their_digits() -> None:
    numbers = {"a.b.all.pct": number(100 / 3, "percent", 0.1 + 0.2, 1e-300)}
    text = write_numbers(numbers)
    assert text == f"{HEADER}a.b.all.pct,33.333333333333336,33.3333,9,0.30000000000000004,1e-300,percent\n"
    entry = read_numbers(text, "published.csv", {"percent": 2})["a.b.all.pct"]
    assert (entry["value"], entry["low"], entry["shown_low"]) == (100 / 3, 0.1 + 0.2, "0.30")


def test_causes_leave_out_the_plans_of_other_analyses() -> None:
    old = {
        "data": {"data/a.csv": "1"},
        "plan": {"analyses/one.yaml": "1", "analyses/two-b.yaml": "1"},
        "environment": {"pandas": "2.0"},
    }
    new = {
        "data": {"data/a.csv": "1", "data/b.csv": "1"},
        "plan": {"analyses/one.yaml": "2", "analyses/two-b.yaml": "2"},
        "environment": {"pandas": "3.0"},
    }
    changed = find_changed(old, new)
    rest = "environment (pandas 2.0 -> 3.0)"
    assert find_causes("two_b.x.all.pct", changed) == (
        f"data (data/b.csv is new); plan (analyses/two-b.yaml); {rest}"
    )
    both = f"data (data/b.csv is new); plan (analyses/one.yaml, analyses/two-b.yaml); {rest}"
    assert find_causes("two_b.x.a_vs_b.p_adjusted", changed) == both
    assert describe_changed(find_changed(old, old) or []) == (
        "none found: data, code, plan and environment are the same"
    )
    assert find_changed(None, new) is None


def test_two_ledgers_of_five_thousand_numbers_take_less_than_a_second(study: Path) -> None:
    numbers = json.loads(Path("results/ledger/ledger.json").read_text())["numbers"]
    for shift in (0, 1):
        for index in range(5000):
            entry = numbers["flow.kept.all.count"] | {
                "item": f"i{index}",
                "value": float(index % 70 * (1 - shift)),
            }
            numbers[f"flow.i{index}.all.count"] = entry
        Path(f"{shift}.json").write_text(json.dumps({"numbers": numbers}))
    start = time.process_time()
    assert len(compare("0.json", "1.json").changed) > 4900
    assert time.process_time() - start < 1


def test_results_older_than_their_data_are_told(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.csv").write_text(OLD, encoding="utf-8")
    read = {"config.yaml": digest_file(Path("config.yaml")), "data/reference/countries.csv": "another"}
    record = {"step": "aimed.ledger.make", "inputs": read, "versions": ""}
    write_json(record, Path("results/ledger/ledger.record.json"))
    print_diff("old.csv", "current", "text")
    assert capsys.readouterr().err == (
        "current: data/reference/countries.csv changed or gone since these numbers were made; "
        "make paper, then compare again\n"
    )
    write_json(
        record | {"inputs": {"config.yaml": read["config.yaml"]}}, Path("results/ledger/ledger.record.json")
    )
    print_diff("old.csv", "current", "text")
    assert capsys.readouterr().err == ""
