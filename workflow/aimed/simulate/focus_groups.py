"""Make a demonstration cohort's transcripts and coding project from written scripts."""

import sys
from datetime import datetime
from pathlib import Path

import tyro

from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import read_yaml
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.onboarding.export.refi_qda import CodedWords, CodingProject, WrittenText, write_coding_project
from aimed.simulate.scripts import CodedStretch, Script, read_script
from aimed.simulate.transcript_files import WRITERS

THEME_COLUMNS = ("code", "parent", "label", "definition")


def simulate_focus_groups(
    *, plan: Path, scripts: Path, themes: Path, transcripts: Path, coding: Path
) -> None:
    """Write one transcript per script of the plan into the folder `transcripts`, and the .qdpx `coding`.

    `plan` is a YAML file (schema focus_groups), `scripts` the folder with NAME.txt and NAME.coding.csv,
    `themes` the codebook's themes.csv. The same inputs give the same bytes. Raises ProblemsFound with
    the problems of all scripts, before anything is written.
    """
    planned = read_yaml(plan, schema="focus_groups")
    codebook = read_people_csv(themes, THEME_COLUMNS)
    below_a_theme = set(codebook.loc[codebook["parent"] != "", "code"])
    read = read_scripts(scripts, list(planned["transcripts"]), set(planned["coders"]), below_a_theme)
    made = datetime.fromisoformat(planned["made"])
    project = CodingProject(planned["project"], planned["made"], planned["coders"], codebook)
    texts = [WrittenText(one.name, one.text, tuple(_mark(stretch) for stretch in one.marks)) for one in read]
    files = {coding: write_coding_project(project, texts)}
    for script in read:
        options = planned["transcripts"][script.name]
        written = WRITERS[options["format"]](script, planned["project"], made, options)
        files[transcripts / f"{script.name}.{options['format']}"] = written
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _mark(stretch: CodedStretch) -> CodedWords:
    return CodedWords(stretch.start, stretch.end, stretch.coder, stretch.code)


def read_scripts(folder: Path, names: list[str], coders: set[str], codes: set[str]) -> list[Script]:
    """Return the scripts of the plan, in its order. Raises ProblemsFound with the problems of all."""
    scripts: list[Script] = []
    problems: list[Problem] = []
    for name in names:
        try:
            scripts.append(read_script(folder / f"{name}.txt", coders, codes))
        except ProblemsFound as found:
            problems += found.problems
    raise_problems(problems)
    return scripts


if __name__ == "__main__":
    try:
        tyro.cli(simulate_focus_groups)
    except ProblemsFound as problems:
        sys.exit(str(problems))
