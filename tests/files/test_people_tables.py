"""The tables that people write, however a program saved them, in every command that reads them.

Expected: what the same cells say as UTF-8 with commas; the words of what is refused were written by hand.
"""

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from aimed.audit.check.command import print_check
from aimed.audit.check.kept import KEPT
from aimed.audit.impact.command import print_impact
from aimed.audit.lookup.numbers import print_numbers
from aimed.audit.trace.command import print_trace
from aimed.files.people_tables import read_people_csv, read_people_table
from aimed.messages.problems import MASK, ProblemsFound
from aimed.onboarding.check.command import check_cohort
from aimed.onboarding.diff.command import diff_cohorts
from aimed.onboarding.export.release_rules import read_release_rules
from aimed.onboarding.new.command import read_study_words
from aimed.study.codebook import read_codebook
from saved_tables import AUDITED, BOOK, COMMA, DEMO, FORMS, TOY, save, save_all, toy_tables
from toy_study import REPOSITORY, run_aimed
from workbooks import write_workbook

SECRETS = ("secret words", "x@y.z", "Brandström", "zoe@uni.ac.ke", "More please")


def say(command: Callable[[], object], capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a user reads of a command: what it prints and returns, or its problems."""
    read_study_words.cache_clear()
    try:
        told = str(command())
    except ProblemsFound as found:
        told = str(found)
    return capsys.readouterr().out + told


def ask_study(what: str) -> dict[str, Callable[[], object]]:
    return {
        f"trace {what}": lambda: print_trace(Path(), what, every=True, as_json=False),
        f"impact {what}": lambda: print_impact(Path(), what, every=True, as_json=False),
    }


LINES = ("variables.csv:4", "scales.csv:4", "missing.csv:2", "themes.csv:2", "countries.csv:2")
LINES = (*LINES, "income_groups.csv:2", "who_regions.csv:2", *(f"crosswalk.csv:{n}" for n in (2, 3, 5, 7, 8)))
PLACES = ("support.core.all.pct", "support.country.all.distinct", "survey.sav:2", "survey.sav:3", "demo:a2")
STUDY_COMMANDS = {
    "check": lambda: print_check(Path(), None),
    "numbers": lambda: print_numbers(Path(), ("core",)),
    **{name: run for what in (*LINES, *PLACES) for name, run in ask_study(what).items()},
}


def check_toy() -> str:
    lines, code = check_cohort("toy")
    return "\n".join([*lines, str(code), Path("logs/cohorts/toy.html").read_text(encoding="utf-8")])


def read_toy_release() -> object:
    codebook = read_codebook(*(BOOK / f"{name}.csv" for name in ("variables", "scales", "missing")))
    return read_release_rules("toy", codebook)


TOY_COMMANDS = {
    "cohort check": check_toy,
    "cohort diff": lambda: diff_cohorts("toy", "toy"),
    "cohort export": read_toy_release,
}


def say_all(commands: dict[str, Callable[[], object]], capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    told = {name: say(command, capsys) for name, command in commands.items()}
    assert not {(name, secret) for name, text in told.items() for secret in SECRETS if secret in text}
    return told


@pytest.mark.slow
def test_trace_impact_check_and_numbers_read_every_form_alike(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_all(AUDITED, [COMMA] * 20)
    told = say_all(STUDY_COMMANDS, capsys)
    assert f"q9 = {MASK} → remark = {MASK}" in told["trace survey.sav:3"]
    assert f"crosswalk.csv:7  q9 = {MASK} → remark = {MASK}" in told["trace crosswalk.csv:7"]
    assert f"crosswalk.csv:8  email = {MASK} → (not used)" in told["trace crosswalk.csv:8"]
    assert "variables.csv:4  variable country; label Country;" in told["impact variables.csv:4"]
    assert "scales.csv:4  scale agreement; code agree;" in told["trace scales.csv:4"]
    for name, form in FORMS.items():
        save_all(AUDITED, [form] * 20)
        assert (name, say_all(STUDY_COMMANDS, capsys)) == (name, told)


@pytest.mark.slow
def test_the_commands_of_cohorts_read_every_form_alike(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = toy_tables()
    save_all(tables, [COMMA] * 20)
    told = say_all(TOY_COMMANDS, capsys)
    assert "a reviewed line for name at q9" in told["cohort check"]
    assert "email" not in told["cohort check"]
    assert "['age', 'remark']" in told["cohort export"]
    for name, form in FORMS.items():
        save_all(tables, [form] * 20)
        assert (name, say_all(TOY_COMMANDS, capsys)) == (name, told)


def twice(text: str) -> tuple[str, str]:
    """Return a table whose last heading is its first, with that heading."""
    head, _, rows = text.partition("\n")
    first = head.partition(",")[0]
    body = "".join(f"{row},x\n" for row in rows.splitlines()) if '"' not in rows else ""
    return f"{head},{first}\n{body}", first


READ_BY = {
    "variables.csv": ("check", "trace survey.sav:2", "trace variables.csv:4", "impact scales.csv:4"),
    "scales.csv": ("check", "trace scales.csv:4", "impact scales.csv:4"),
    **{
        f"{name}.csv": (f"trace {name}.csv:2", f"impact {name}.csv:2")
        for name in ("missing", "themes", "crosswalk", "countries", "income_groups", "who_regions")
    },
}
OF_COHORTS = ("cohort check", "cohort diff", "cohort export")
TOY_READS = {
    **{f"{name}.csv": OF_COHORTS for name in ("variables", "scales", "missing")},
    "countries.csv": ("cohort check", "cohort diff"),
    **{f"{name}.csv": ("cohort check",) for name in ("income_groups", "who_regions", "crosswalk")},
    **{f"{name}.csv": ("cohort check",) for name in ("withdrawals", "personal_data", "roster")},
    "export.csv": ("cohort export",),
}


def refuse_twice(
    tables: dict[Path, str],
    reads: dict[str, tuple[str, ...]],
    commands: dict[str, Callable[[], object]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    for path, text in tables.items():
        changed, heading = twice(text)
        for encoding, separator in (COMMA, *FORMS.values()):
            save(path, changed, encoding, separator)
            for name in reads.get(path.name, ()):
                assert (
                    f"{path.as_posix()}, line 1\n  found:    the heading {heading} twice\n"
                    "  expected: each heading once\n"
                    "  to do:    take one of the columns out, or rename it"
                ) in say(commands[name], capsys), (name, path, encoding)
        save(path, text, *COMMA)


def test_a_heading_that_comes_twice_is_refused_by_trace_impact_and_check(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_all(AUDITED, [COMMA] * 20)
    assert {path.name for path in AUDITED} == set(READ_BY)
    refuse_twice(AUDITED, READ_BY, STUDY_COMMANDS, capsys)


@pytest.mark.slow
def test_a_heading_that_comes_twice_is_refused_by_the_commands_of_cohorts(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = toy_tables()
    save_all(tables, [COMMA] * 20)
    assert {path.name for path in tables} == {*TOY_READS, "themes.csv"}
    refuse_twice(tables, TOY_READS, TOY_COMMANDS, capsys)


def test_a_first_line_that_is_no_header_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("Zoë Brandström,Zoë Brandström,a2\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_people_table(path, ("name",))
    assert str(found.value) == (
        f"{path}\n  found:    no column name\n  expected: the columns name\n"
        "  to do:    add the column to the header"
    )


def test_the_column_of_lines_is_the_readers_own(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nname;line\nx;1\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_people_csv(path)
    assert str(found.value) == (
        f"{path}, line 2\n  found:    the heading line\n"
        "  expected: another name: this one is kept for the lines of the file\n  to do:    rename the column"
    )


@pytest.mark.slow
def test_a_build_and_an_export_of_tables_in_every_form_are_the_same(built_toy: Path) -> None:
    tables = toy_tables()
    tables[TOY / "personal_data.csv"] += "q9,name,pseudonym,,,\n"
    before = build_and_export(tables, [COMMA] * 20)
    after = build_and_export(tables, [*FORMS.values()] * 2)
    assert len(before) > 40
    assert [name for name in before if before[name] != after.get(name)] == []


def build_and_export(tables: dict[Path, str], forms: list[tuple[str, str]]) -> dict[str, bytes]:
    """Return results and exported files by path, without records of how they were made and of digests."""
    shutil.rmtree("harmonised_away", ignore_errors=True)
    save_all(tables, forms)
    for line in ("build", "gate", "recompute", "cohort export toy --to harmonised_away"):
        done = run_aimed(Path(), *line.split())
        assert done.returncode == 0, done.stdout + done.stderr
        assert not [secret for secret in SECRETS if secret in done.stdout + done.stderr]
    paths = [path for folder in ("results", "harmonised_away") for path in Path(folder).rglob("*")]
    return {
        path.as_posix(): path.read_bytes()
        for path in paths
        if path.is_file() and not path.name.endswith(".record.json") and path.name != KEPT.name
    }


def test_tables_that_excel_keeps_are_read_by_trace_and_by_the_check_of_a_cohort(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_all(AUDITED, [COMMA] * 20)
    rows = list(csv.reader(io.StringIO(AUDITED[DEMO / "crosswalk.csv"])))
    (DEMO / "crosswalk.csv").unlink()
    write_workbook(DEMO / "crosswalk.xlsx", rows)
    told = say(STUDY_COMMANDS["trace survey.sav:2"], capsys)
    assert f"email = {MASK}" in told
    assert "data/cohorts/demo/crosswalk.xlsx:6  q9 = " in say(
        ask_study("crosswalk.xlsx:6")["trace crosswalk.xlsx:6"], capsys
    )
    assert "data/cohorts/demo/crosswalk.xlsx:3  q7_1 = 4" in say(
        STUDY_COMMANDS["trace support.core.all.pct"], capsys
    )


@pytest.mark.slow
def test_who_withdrew_in_a_workbook_is_left_out_by_the_check_of_a_cohort(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = say(TOY_COMMANDS["cohort check"], capsys)
    assert "11 respondents are kept, 5 left out." in told
    (TOY / "withdrawals.csv").unlink()
    write_workbook(TOY / "withdrawals.xlsx", [["participant", "date", "scope"], ["a9", "2020-04-02", "all"]])
    assert "11 respondents are kept, 5 left out." in say(TOY_COMMANDS["cohort check"], capsys)


def test_no_other_module_reads_csv_by_itself() -> None:
    """What the workflow itself wrote may be read so: figures' points and published.csv.

    `road` is the second road of what is declared, which must not share the first one's reader.
    """
    paths = (REPOSITORY / "workflow/aimed").rglob("*.py")
    found = {path.stem for path in paths if re.search(r"csv\.(reader|DictReader)\(", path.read_text("utf-8"))}
    assert found == {"delimited", "affected_text", "published_files", "road"}
