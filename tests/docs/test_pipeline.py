"""The picture of the pipeline: tidy, the same for the same rules, and compared without being written."""

from pathlib import Path

import pytest
from aimed.docs import pipeline
from aimed.messages.problems import ProblemsFound

MERMAID = """---
title: DAG
---
flowchart TB
\tid0[all]
\tid1[bind_text]
\tid2[read_survey]
\tid3[count_answers]
\tstyle id0 fill:#D97157,stroke-width:2px,color:#333333
\tid1 --> id0
\tid2 --> id0
\tid3 --> id1
\tid2 --> id3
\tid2 --> id1
"""
PICTURE = """```mermaid
flowchart TB
  subgraph room_ingest["ingest"]
    read_survey["read survey"]
  end
  subgraph room_stats["stats"]
    count_answers["count answers"]
  end
  subgraph room_manuscript["manuscript"]
    bind_text["bind text"]
  end
  read_survey --> count_answers
  count_answers --> bind_text
```"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rules = {"ingest": "read_survey", "stats": "count_answers", "manuscript": "bind_text"}
    (tmp_path / "workflow/rules").mkdir(parents=True)
    for room, rule in rules.items():
        text = f'rule {rule}:\n    """A rule."""\n\n\nrule never_asked_for:\n    """Another."""\n'
        (tmp_path / f"workflow/rules/{room}.smk").write_text(text)
    includes = "".join(f'include: "workflow/rules/{room}.smk"\n' for room in rules)
    (tmp_path / "Snakefile").write_text(includes)
    (tmp_path / "README.md").write_text(f"Before\n{pipeline.BEGIN}\nold\n{pipeline.END}\nAfter\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "ask_snakemake", lambda: MERMAID)
    return tmp_path


def test_the_picture_stands_between_its_marks(tree: Path) -> None:
    pipeline.redraw()
    expected = f"Before\n{pipeline.BEGIN}\n{PICTURE}\n{pipeline.END}\nAfter\n"
    assert (tree / "README.md").read_text() == expected
    pipeline.redraw(check=True)


def test_check_names_the_first_line_that_differs_and_writes_nothing(tree: Path) -> None:
    pipeline.redraw()
    text = (tree / "README.md").read_text().replace('"count answers"', '"count"')
    (tree / "README.md").write_text(text)
    with pytest.raises(ProblemsFound) as problems:
        pipeline.redraw(check=True)
    assert str(problems.value) == (
        "README.md:9\n"
        """  found:    'count_answers["count"]' in the picture of the pipeline\n"""
        """  expected: 'count_answers["count answers"]', as the rules are today\n"""
        "  to do:    make pipeline"
    )
    assert (tree / "README.md").read_text() == text


def test_a_readme_without_marks(tree: Path) -> None:
    (tree / "README.md").write_text("A page\n")
    with pytest.raises(ProblemsFound) as problems:
        pipeline.redraw()
    assert str(problems.value) == (
        "README.md\n"
        "  found:    no place for the picture of the pipeline\n"
        "  expected: a line <!-- pipeline:begin --> and after it a line <!-- pipeline:end -->, once each\n"
        "  to do:    put the two lines where it should stand"
    )


def test_an_edge_that_a_longer_way_implies_is_dropped() -> None:
    edges = {("a", "b"), ("b", "c"), ("c", "d"), ("a", "d"), ("a", "c"), ("e", "d")}
    assert pipeline.drop_detours(edges) == {("a", "b"), ("b", "c"), ("c", "d"), ("e", "d")}
