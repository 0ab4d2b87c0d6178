"""Every example of docs/writing.md: what is written, bound and filtered, gives what the page says is read."""

import json
import re
import subprocess

import pypandoc
import pytest
from aimed.files.people_tables import read_people_csv
from aimed.files.yaml_json import read_yaml
from aimed.language.relative_ids import complete_document
from aimed.manuscript.bind_document import bind_texts
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.manuscript.engines.pandoc import FILTERS
from aimed.manuscript.tables.cells import Study
from aimed.study.codebook import read_codebook
from make_study import PERCENT, ROOT, number
from toy_study import STYLES, TOY

PAGE = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```markdown\n(.*?)```\n```text\n(.*?)```", PAGE, re.S)
AGREED = PERCENT | {"shown_low": "83.4", "shown_high": "94.0", "shown_level": "95"}
NUMBERS = dict(
    [
        number("support.core_curriculum.all.n", 128, "128"),
        number("support.core_curriculum.all.count", 115, "115"),
        number("support.core_curriculum.all.pct", 89.84, "89.8%", **AGREED),
        number("support.core_curriculum.north_vs_south.p", 0.0001, "<0.001"),
    ]
)
NUMBERS["support.core_curriculum.hic_vs_lmic.p"] = NUMBERS["support.core_curriculum.north_vs_south.p"]
SPOKEN = "I want to learn, first of all, how to judge it."
TURN = {"cohort": "demo", "transcript": "fg1", "turn": 7, "participant": "demo:a", "text": SPOKEN}
SPEAKER = {"kept": True, "in_focus_groups": True, "consent_quotation": True, "income_group": "lower_middle"}


@pytest.fixture
def binding():
    house = read_yaml(STYLES / "forms.yaml")
    data = TOY / "data" / "codebook"
    study = Study(
        numbers=NUMBERS,
        forms=house["forms"],
        codebook=read_codebook(*(data / f"{name}.csv" for name in ("variables", "scales", "missing"))),
        analyses={},
        themes=read_people_csv(data / "themes.csv", ("code", "label")),
        smallest_cell=5,
    )
    values = {name: entry["value"] for name, entry in NUMBERS.items()} | {"study.synthetic": 1.0}
    people = [SPEAKER | {"participant": f"demo:{name}"} for name in "abcde"]
    return Binding(study, values, house, [TURN], people, ("income_group",))


@pytest.mark.parametrize(("written", "read"), EXAMPLES)
def test_example(written, read, binding, tmp_path):
    supplement = "::: {#tbl-more}\nMore.\n\n| a |\n|---|\n| b |\n:::\n"
    texts = {"paper.qmd": written, "supplement.qmd": supplement}
    bound = bind_texts(texts, binding, {"table": {}, "figure": {}}, ("tables.yaml", "figures.yaml"))
    assert binding.problems == []
    (tmp_path / "binding.json").write_text(json.dumps(bound | {"study": {"banner": ""}}), encoding="utf-8")
    chosen = [f"--lua-filter={ROOT}/workflow/aimed/manuscript/filters/{name}.lua" for name in FILTERS]
    command = [pypandoc.get_pandoc_path(), "--from=markdown", "--to=plain", "--wrap=none", *chosen]
    done = subprocess.run(
        command, input=complete_document(written).encode(), cwd=tmp_path, capture_output=True, check=True
    )
    shown = done.stdout.decode().replace("\u00a0", " ")
    assert squeeze(shown) == squeeze(read)


def squeeze(text):
    """Column widths and rules of a plain table are the writer's business, not the example's."""
    return re.sub(r"[-\s]+|\{#\S+\}", " ", text).strip()


def test_the_page_has_examples_of_every_mark():
    written = " ".join(example for example, _ in EXAMPLES)
    for mark in (".num", ".claim", ".quote", ".literal", ".when", "#tbl-", "as=word", "as=bare"):
        assert mark in written
