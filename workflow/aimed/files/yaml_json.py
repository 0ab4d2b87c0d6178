"""Read the YAML and JSON that people and steps write, and hold them to their schemas."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from aimed.files.digests import digest_text
from aimed.messages.problems import Problem, ProblemsFound, raise_problems

DEEPEST = 100  # levels of a YAML file
LEADING = re.compile(r"^[ \t?:-]*", re.M)  # before what stands in a line
OTHER_BREAKS = "\r\x85\u2028\u2029"  # at which a line of YAML may end, too
LARGEST = 1_000_000  # entries of a YAML file, aliases spelled out
SCHEMAS = Path("workflow/schemas")
TO_DECIDE = "TO DECIDE"  # what a drafted file holds where a person must write
HELD: set[str] = set()  # digests of texts beside the schemas that they keep to


def read_json(path: Path) -> Any:
    """Return the content of a JSON file. Raises ProblemsFound for one that is cut short or changed."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError):
        expected, remedy = "a whole JSON file", f"aimed rebuild {path.as_posix()}"
        raise ProblemsFound.at(path, "text that is not JSON", expected, remedy) from None


def write_json(content: Any, path: Path) -> None:
    """Write JSON with sorted keys, one entry a line: the same content is the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_lay_out(content, 2) + "\n", encoding="utf-8")


def _lay_out(content: Any, levels: int) -> str:
    """Return JSON text whose outer levels stand one entry a line."""
    if levels and isinstance(content, dict) and content:
        lines = (
            f"{json.dumps(key, ensure_ascii=False)}: {_lay_out(content[key], levels - 1)}"
            for key in sorted(content)
        )
        return "{\n" + ",\n".join(lines) + "\n}"
    return json.dumps(content, ensure_ascii=False, sort_keys=True, allow_nan=False)


def read_yaml(path: Path, schema: str | None = None) -> Any:
    """Return a YAML file's content, held to workflow/schemas/<schema>.schema.yaml when one is named.

    Dates stay text. Raises ProblemsFound for a file that is absent, broken or against its schema,
    with the line of each problem.
    """
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_depth(text)
        content = yaml.load(text, Loader=_TextDates)  # noqa: S506 - a SafeLoader
        size = _count_entries(content, {})
    except RecursionError:
        found, expected = "entries within entries without end", f"at most {DEEPEST} levels"
        raise ProblemsFound.at(path, found, expected, "write each value out where it stands") from None
    except FileNotFoundError:
        remedy = "write it or restore it"
        raise ProblemsFound.at(path, "no such file", "a YAML file", remedy, "absent_file") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        what = getattr(error, "problem", None) or "text that is not UTF-8"
        raise ProblemsFound.at(place, what, "valid YAML in UTF-8", "correct this line") from None
    if size > LARGEST:
        found = f"aliases (*name) that spell out {size:,} entries"
        expected, remedy = f"at most {LARGEST:,}", "write each value out where it stands"
        raise ProblemsFound.at(path, found, expected, remedy)
    if schema is not None:
        _hold_to_schema(content, text, path, schema)
    return content


def read_beside(module: str) -> Any:
    """Return what a module (its __file__) knows: the YAML that lies beside it under its own name."""
    return read_yaml(Path(module).with_suffix(".yaml"))


def line_of(path: Path, keys: list[str | int]) -> int:
    """Return the line, from 1, of the value that a path of keys leads to; of the last key there is, else."""
    return _line_of(yaml.compose(path.read_text(encoding="utf-8"), Loader=_TextDates), keys)


def place_of_keys(text: str, keys: list[str | int]) -> tuple[int, int]:
    """Return the line and column, from 1, of the value that a path of keys leads to in a text of YAML.

    Of the last value on the way where the path leads no further.
    """
    node = yaml.compose(text, Loader=_TextDates)
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            found = next((value for name, value in node.value if name.value == str(key)), None)
        else:
            inside = node.value if isinstance(node, yaml.SequenceNode) and isinstance(key, int) else []
            found = inside[int(key)] if inside else None
        if found is None:
            break
        node = found
    return (node.start_mark.line + 1, node.start_mark.column + 1) if node is not None else (0, 0)


def _refuse_depth(text: str) -> None:
    """Raise RecursionError for a text that is nested so deep that the loader would end the process."""
    deepest = 2 * (max(map(len, LEADING.findall(text))) + 1) + text.count("[") + text.count("{")
    if deepest <= DEEPEST and not any(one in text for one in OTHER_BREAKS):
        return  # at each column a mapping and a list may begin, at each bracket one of both
    depth = 0
    for event in yaml.parse(text, Loader=_TextDates):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise RecursionError


def _count_entries(content: Any, known: dict[int, int]) -> int:
    """Return the number of entries with each alias spelled out; RecursionError for one within itself."""
    if not isinstance(content, dict | list):
        return 1
    if id(content) not in known:
        inside = content.values() if isinstance(content, dict) else content
        known[id(content)] = 1 + sum(_count_entries(entry, known) for entry in inside)
    return known[id(content)]


def _hold_to_schema(content: Any, text: str, path: Path, schema: str) -> None:
    schema_text = (SCHEMAS / f"{schema}.schema.yaml").read_text(encoding="utf-8")
    if (digest := digest_text(f"{schema_text}\0{text}")) in HELD:
        return
    import jsonschema  # a tenth of a second, and most reading goes without

    rules = yaml.load(schema_text, Loader=_TextDates)  # noqa: S506 - a safe loader
    errors = sorted(
        jsonschema.Draft202012Validator(rules).iter_errors(content), key=lambda e: list(map(str, e.path))
    )
    undecided = list(_find_undecided(content))
    errors = [error for error in errors if list(error.absolute_path) not in undecided]
    foreign = _find_foreign_keys(content, rules)
    if not errors and not undecided and not foreign:
        HELD.add(digest)
        return
    tree = yaml.compose(text, Loader=_TextDates)
    problems = [_name_open_place(path, _line_of(tree, keys), keys) for keys in undecided]
    for error in errors:
        rule = error.schema if isinstance(error.schema, dict) else {"description": "a key"}
        expected = rule.get("description", "what the schema says")
        place = f"{path}:{_line_of(tree, list(error.absolute_path))}"
        remedy = f"see {SCHEMAS}/{schema}.schema.yaml"
        problems.append(Problem(place, error.message, expected, remedy, kind="schema"))
    for key, found, expected in foreign:
        remedy = f"delete {key}, or name another kind"
        problems.append(Problem(f"{path}:{_line_of(tree, [key])}", found, expected, remedy, kind="schema"))
    raise_problems(problems)


def _find_foreign_keys(content: Any, rules: Any) -> list[tuple[str, str, str]]:
    """Return key, what was found and what was expected of the keys that this kind of file does not use.

    In a schema `kinds` lists at a key which values of the key `kind` use it; without it all do.
    """
    known = rules.get("properties", {})
    kind = content.get("kind") if isinstance(content, dict) else None
    if not any("kinds" in rule for rule in known.values()) or kind not in known["kind"]["enum"]:
        return []
    own = [key for key, rule in known.items() if kind in rule.get("kinds", [kind])]
    expected = f"keys of kind {kind}: {', '.join(own)}"
    return [
        (key, f"the key {key} in a file of kind {kind}", expected)
        for key in content
        if key in known and key not in own
    ]


def _name_open_place(path: Path, line: int, keys: list[str | int]) -> Problem:
    """Return the problem with the names of the two outer keys: further in they may be people's labels."""
    named = " ".join(str(key) for key in keys[:2] if not isinstance(key, int))
    found, expected = f"{named}: {TO_DECIDE}, from the draft", "what a person decided"
    return Problem(
        f"{path}:{line}", found, expected, "write it; the note at the line says how", kind="undecided"
    )


def _find_undecided(content: Any, keys: tuple[str | int, ...] = ()) -> Iterator[list[str | int]]:
    """Yield the way to each place that a draft left to a person."""
    if isinstance(content, str) and content.startswith(TO_DECIDE):
        yield list(keys)
    inside = dict(enumerate(content)) if isinstance(content, list) else content
    for key, inner in inside.items() if isinstance(inside, dict) else ():
        yield from _find_undecided(inner, (*keys, key))


def _line_of(node: yaml.Node | None, keys: list[str | int]) -> int:
    """Return the line, from 1, of the value that a path of keys leads to."""
    line = node.start_mark.line + 1 if node is not None else 1
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(key)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            node = node.value[key]
            line = node.start_mark.line + 1
    return line


class _TextDates(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, with dates left as the text that was written."""


_TextDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
