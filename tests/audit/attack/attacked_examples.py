"""Take each documented example, and a second analysis by gender, into a copy of the study, and attack it.

For `make audit`: returns 1 where public numbers bound a hidden count more tightly than the ledger says.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
COMMAND = re.compile(r"^aimed (cohort new (\S+) --survey docs/examples/(\S+?)/.*)$", re.M)
AIMED = Path(sys.executable).with_name("aimed")
BY_GENDER = """question: Do women and men feel differently prepared?
planned: no
kind: distribution
outcomes: [prepared_use, prepared_appraise]
event: {prepared_use: agree, prepared_appraise: agree}
by: gender
compare: [woman, man]
"""
AGE_ALONE = """title: Sixty students who were asked their age alone
countries: [CHE]
collected: {from: "2021-03-01", to: "2021-03-31"}
languages: [en]
synthetic: yes
files: {survey: {path: survey.csv}}
respondent_id: id
consent: {analysis: yes, quotation: yes, deposit: yes}
exclusions: []
"""


def list_changes() -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Yield what is added to the study, and how it is added to a copy."""
    page = (ROOT / "docs/adding-a-cohort.md").read_text(encoding="utf-8")
    for words, cohort, example in COMMAND.findall(page):
        yield cohort, lambda study, w=words, c=cohort, e=example: add_cohort(study, w, c, e)
    yield "a cohort that was asked its age alone", add_age_alone
    yield "by_gender", lambda study: add_plan(study, "by_gender", BY_GENDER)


def add_cohort(study: Path, words: str, cohort: str, example: str) -> None:
    subprocess.run([AIMED, *words.split()], cwd=study, check=True, capture_output=True)
    folder = study / "docs/examples" / example
    for file in [*sorted((folder / "finished").iterdir()), *folder.glob("raw/roster.csv")]:
        shutil.copy(file, study / "data/cohorts" / cohort)


def add_age_alone(study: Path) -> None:
    folder = study / "data/cohorts/age-alone"
    folder.mkdir()
    ages = "".join(f"s{at:02},{20 + at % 7}\n" for at in range(60))
    (folder / "survey.csv").write_text("id,age\n" + ages, encoding="utf-8")
    (folder / "cohort.yaml").write_text(AGE_ALONE, encoding="utf-8")
    crosswalk = (
        "source_variable,source_value,variable,value,missing_reason,rule,note\nid,,,,,,\nage,,age,,,number,\n"
    )
    (folder / "crosswalk.csv").write_text(crosswalk, encoding="utf-8")


def add_plan(study: Path, name: str, text: str) -> None:
    (study / "analyses" / f"{name}.yaml").write_text(text, encoding="utf-8")


def run(study: Path, words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([AIMED, *words.split()], cwd=study, check=False, capture_output=True, text=True)


def main() -> int:
    """Print what the attack found with each addition."""
    code = 0
    for name, add in list_changes():
        with tempfile.TemporaryDirectory() as folder:
            study = Path(folder) / "study"
            subprocess.run(["git", "clone", "-q", ROOT, study], check=True)
            add(study)
            built, attacked = (run(study, words) for words in ("build --target numbers", "attack"))
        stopped = built.stdout + built.stderr if built.returncode else ""
        print(f"with {name}: {stopped}{attacked.stdout}{attacked.stderr}", flush=True)
        code = code or built.returncode or attacked.returncode
    return code


if __name__ == "__main__":
    sys.exit(main())
