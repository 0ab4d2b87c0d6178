"""A release: what it writes, what it keeps back, when it refuses."""

import csv
import json
from pathlib import Path

import pytest
from aimed.audit.release.publish import make_release
from aimed.build.up_to_date import is_unchanged
from aimed.files.yaml_json import read_json, write_json
from aimed.messages.problems import ProblemsFound
from toy_study import run_aimed

PUBLISHED = Path("manuscript/published.csv")
MANIFEST = Path("manuscript/published.json")
CHANGES = Path("manuscript/CHANGES.md")
LEDGER = Path("results/ledger/ledger.json")
TABLE = (
    "id,value,shown,n,low,high,unit\n"
    "flow.kept.all.count,2,2,4,,,count\n"
    "support.core.all.count,1,1,1,,,count\n"
    "support.core.all.n,1,1,1,,,count\n"
    "support.core.all.pct,100,100.0%,1,20.7,100,count\n"
    "support.country.all.distinct,2,2,2,,,count\n"
)


@pytest.fixture
def up_to_date(study: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The worked example, as if its last build had ended well."""
    monkeypatch.setattr("aimed.audit.release.publish.is_unchanged", lambda target: target == "paper")
    monkeypatch.setattr("aimed.build.stale.find_stale", lambda config: [])
    return study


def test_only_public_numbers_are_written(up_to_date: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_release() == 0
    assert capsys.readouterr().out.endswith("Release 1: 5 numbers in manuscript/published.csv\n")
    assert PUBLISHED.read_bytes().decode() == TABLE
    manifest = read_json(MANIFEST)
    assert manifest.pop("origins").keys() == {"data", "code", "plan", "environment"}
    assert manifest == {
        "release": 1,
        "cohorts": ["demo"],
        "numbers": 5,
        "tolerance": 1e-9,
        # sha256sum of the table above
        "sha256": "a92ad889284768c9f104c94bca0aec7c8fb7a69a988136f34739fd76085b1939",
    }
    assert CHANGES.read_text() == (
        "# Changes of the published numbers\n"
        "\n"
        "## Release 1\n"
        "\n"
        "Cohorts: demo.\n"
        "\n"
        "The first release: 5 numbers.\n"
    )


@pytest.mark.parametrize("renamed", [0, 1, 2])
def test_a_release_that_is_cut_short_is_finished_under_its_number(
    renamed: int, up_to_date: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = (CHANGES, MANIFEST, PUBLISHED)
    make_release()
    before = [path.read_bytes() for path in files]
    ledger = read_json(LEDGER)
    ledger["numbers"]["flow.kept.all.count"] |= {"value": 3.0, "shown": "3"}
    write_json(ledger, LEDGER)
    make_release()
    whole = [path.read_bytes() for path in files]
    for path, content in zip(files, before, strict=True):
        path.write_bytes(content)
    done, rename = [], Path.replace

    def stop_after_some(here: Path, path: Path) -> Path:
        if len(done) == renamed:
            raise KeyboardInterrupt
        done.append(path)
        return rename(here, path)

    monkeypatch.setattr(Path, "replace", stop_after_some)
    with pytest.raises(KeyboardInterrupt):
        make_release()
    monkeypatch.setattr(Path, "replace", rename)
    assert [path.read_bytes() for path in files] == whole[:renamed] + before[renamed:]
    assert make_release() == 0
    assert [path.read_bytes() for path in files] == whole


def test_the_next_release_says_what_changed(up_to_date: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_release()
    make_release()
    assert capsys.readouterr().out.endswith("nothing has changed since release 1\n")
    ledger = read_json(LEDGER)
    ledger["numbers"]["flow.kept.all.count"] |= {"value": 3.0, "shown": "3"}
    write_json(ledger, LEDGER)
    assert make_release() == 0
    assert read_json(MANIFEST)["release"] == 2
    assert PUBLISHED.read_text() == TABLE.replace("flow.kept.all.count,2,2", "flow.kept.all.count,3,3")
    assert CHANGES.read_text() == (
        "# Changes of the published numbers\n"
        "\n"
        "## Release 2\n"
        "\n"
        "Cohorts: demo.\n"
        "\n"
        "**published -&gt; current: 1 changed, 0 came, 0 went, 4 are the same**\n"
        "\n"
        "what differs: none found: data, code, plan and environment are the same\n"
        "\n"
        "| number | old | new | flags | where it stands |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| flow.kept.all.count | 2 | 3 |  | manuscript/paper.qmd:4:3 3 students answered. |\n"
        "\n"
        "## Release 1\n"
        "\n"
        "Cohorts: demo.\n"
        "\n"
        "The first release: 5 numbers.\n"
    )


def test_results_out_of_date_are_not_released(study: Path) -> None:
    with pytest.raises(ProblemsFound) as problems:
        make_release()
    assert str(problems.value) == (
        "results/\n"
        "  found:    results that may be out of date\n"
        "  expected: a build of all documents after the last change\n"
        "  to do:    make paper, then make release"
    )


def test_an_error_of_the_check_stops_it(up_to_date: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = Path("manuscript/paper.qmd")
    paper.write_text(paper.read_text().replace("Another sentence.", "Another 7 sentences."))
    assert make_release() == 1
    assert capsys.readouterr().out.endswith(
        "1 error, 0 warnings (stage release)\nNo release: correct the errors first.\n"
    )
    assert not PUBLISHED.exists()
    assert not MANIFEST.exists()
    assert not CHANGES.exists()


@pytest.mark.slow
def test_the_built_toy_is_released_and_stays_up_to_date(built_toy: Path) -> None:
    done = run_aimed(built_toy, "release")
    assert done.returncode == 0, done.stdout + done.stderr
    numbers = read_json(LEDGER)["numbers"]
    with PUBLISHED.open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    assert rows.keys() == {name for name, entry in numbers.items() if entry["public"]}
    assert len(rows) < len(numbers)
    assert all(float(row["value"]) == numbers[name]["value"] for name, row in rows.items())
    manifest = json.loads(MANIFEST.read_text())
    assert manifest["cohorts"] == ["toy"]
    assert {"data/cohorts/toy/survey.sav", "data/cohorts/toy/transcripts/talk.txt"} < manifest["origins"][
        "data"
    ].keys()
    assert {"analyses/support.yaml", "config.yaml"} < manifest["origins"]["plan"].keys()
    assert {"Snakefile", "workflow/aimed/harmonise/recoding/recode.py"} < manifest["origins"]["code"].keys()
    assert "workflow/aimed/figures/bars.py" not in manifest["origins"]["code"]
    assert {"python", "pandas", "pingouin"} < manifest["origins"]["environment"].keys()
    assert is_unchanged("paper")
