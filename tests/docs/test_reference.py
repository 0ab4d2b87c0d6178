"""The pages made from the code are current, and what Markdown would interpret stands as it was written."""

import re
from pathlib import Path

import pypandoc
import pytest
from aimed.docs import pipeline, reference
from aimed.docs.commands import list_arguments, list_commands
from aimed.docs.markdown import escape, write_table
from aimed.docs.schema_keys import list_keys, list_rules
from toy_study import REPOSITORY

pytestmark = pytest.mark.filterwarnings("ignore:get_parser:DeprecationWarning")
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
COMMANDS = list_commands()


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


@pytest.mark.parametrize("page", reference.PAGES)
def test_page_is_current(page: str, at_home: None) -> None:
    problems = reference.compare_page(page)
    assert not problems, "\n".join(map(str, problems))


def test_a_page_that_is_not_current_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "PAGES", {"docs/reference/a.md": lambda: "# A\n\nnew words\n"})
    monkeypatch.setattr(pipeline, "redraw", lambda: None)
    monkeypatch.chdir(tmp_path)
    reference.write_reference()
    page = tmp_path / "docs/reference/a.md"
    assert page.read_text() == "# A\n\nnew words\n"
    assert reference.compare_page("docs/reference/a.md") == []
    page.write_text("# A\n\nold words\n")
    assert [str(problem) for problem in reference.compare_page("docs/reference/a.md")] == [
        "docs/reference/a.md:3\n"
        "  found:    'old words' in a page made from the code\n"
        "  expected: 'new words', as the code is today\n"
        "  to do:    make reference"
    ]
    assert page.read_text() == "# A\n\nold words\n"


def test_markdown_shows_what_was_written() -> None:
    """Pandoc reads the page as GitHub does, and finds the words as they were."""
    words = "a_b _c_ *d* [e](f) <g> h|i &lt; \\j ~~k~~ 1 < 2"
    table = write_table(("head",), [(words,), ("`l|m` _n_",)])
    read = pypandoc.convert_text(table, "plain", format="gfm", extra_args=["--columns=200"])
    assert [line.strip() for line in read.splitlines() if line.strip("- ")] == ["head", words, "l|m _n_"]
    for first in ("> quoted", "# head", "- item", "+ item"):
        assert pypandoc.convert_text(escape(first), "plain", format="gfm").strip() == first


def test_keys_of_a_schema() -> None:
    schema = {
        "type": "object",
        "required": ["one"],
        "allOf": [{"description": "two beside one", "if": {}, "then": {"required": ["two"]}}],
        "properties": {
            "one": {"description": "First.", "enum": ["a", False]},
            "two": {"description": "Second.", "$ref": "#/$defs/whole"},
            "three": {
                "description": "Third.",
                "anyOf": [
                    {"type": "array", "items": {"$ref": "#/$defs/pair"}},
                    {"$ref": "#/$defs/pair"},
                ],
            },
        },
        "additionalProperties": {"description": "Others.", "type": ["string", "null"]},
        "$defs": {
            "whole": {"description": "A number.", "type": "integer"},
            "pair": {"type": "object", "properties": {"left": {"description": "Left.", "type": "boolean"}}},
        },
    }
    assert list_keys(schema) == [
        ("`one`", "`a`, `false`", "yes", "First."),
        ("`two`", "whole number", "sometimes", "Second."),
        ("`three`", "list of mapping or mapping", "no", "Third."),
        ("`three[].left`", "true/false", "no", "Left."),
        ("`*`", "text or null", "no", "Others."),
    ]
    assert list_rules(schema) == ["two beside one"]


def test_arguments_are_read_as_help_reads_them() -> None:
    assert list_arguments("aimed diff", COMMANDS["aimed diff"]) == [
        ("OLD", "published, current, a ledger.json, a published.csv, or a commit with a release. (required)"),
        ("NEW", "the same. (required)"),
        (
            "--format {text,html,markdown,json}",
            "text, one HTML file, a Markdown comment for a pull request, or JSON. (default: text)",
        ),
        ("--json", "Print JSON instead of text."),
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_command_and_options_are_explained_where_people_read(command: str) -> None:
    """Each option stands in a section of README.md or docs/ that names its command, too."""
    sections = [
        part for page in PAGES for part in re.split(r"^#", page.read_text(encoding="utf-8"), flags=re.M)
    ]
    own = "\n".join(part for part in sections if re.search(rf"{command}(?![\w-])", part))
    assert own, f"{command}: in none of README.md and docs/*.md"
    options = [written.split()[0] for written, _ in list_arguments(command, COMMANDS[command])]
    lost = [name for name in options if name.startswith("--") and not re.search(rf"{name}(?![\w-])", own)]
    assert lost == [], f"{command}: explain these in a section that names the command"
