"""List the keys that a JSON Schema knows: where each stands, its type, whether required, its meaning."""

import json
from collections.abc import Iterator
from typing import Any

HEADS = ("key", "type", "required", "meaning")
TYPES = {"string": "text", "integer": "whole number", "boolean": "true/false", "array": "list"}
TYPES |= {"object": "mapping"}
SHAPE = {"type", "enum", "const", "$ref"}
Schema = dict[str, Any]
Key = tuple[str, str, str, str]


def list_keys(schema: Schema) -> list[Key]:
    """Return the keys in order, one row each; `*` stands for any key, `[]` for each entry of a list.

    What may stand alone or in a list is in the rows of the list.
    """
    rows = list(dict.fromkeys(_walk(schema, schema, "")))
    listed = {row[0].replace("[]", "") for row in rows if "[]" in row[0]}
    return [row for row in rows if row[0] not in listed]


def list_rules(schema: Any) -> list[str]:
    """Return what holds between keys: the descriptions of branches that ask for some."""
    if not isinstance(schema, dict | list):
        return []
    rules = []
    if isinstance(schema, dict):
        for name, between in (("allOf", "\n"), ("anyOf", " or "), ("oneOf", " or ")):
            branches = [part for part in schema.get(name, []) if not SHAPE & part.keys()]
            asked = [part["description"] for part in branches if {"required", "then"} & part.keys()]
            rules += between.join(dict.fromkeys(asked)).splitlines()
    inner = schema.values() if isinstance(schema, dict) else schema
    return list(dict.fromkeys([*rules, *(rule for part in inner for rule in list_rules(part))]))


def name_type(schema: Schema, root: Schema) -> str:
    """Return the type of a schema in words, or the values that it lists."""
    names: list[str] = []
    for part in _shapes(schema, root):
        values = part.get("enum", [part["const"]] if "const" in part else [])
        kinds = part.get("type", [])
        words = [TYPES.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
        if words[:1] == ["list"] and part.get("items"):
            words[0] = f"list of {name_type(part['items'], root)}"
        spelled = [json.dumps(value).strip('"') for value in values]
        names += [", ".join(f"`{value}`" for value in spelled)] if values else words
    return " or ".join(dict.fromkeys(names)) or "any"


def _walk(schema: Schema, root: Schema, place: str) -> Iterator[Key]:
    """Yield the keys below a schema, whose own place is given."""
    for part in _shapes(schema, root):
        must, may = part.get("required", []), _required_somewhere(part)
        for name, inner in _name_inner(part):
            key = f"{place}.{name}".lstrip(".")
            required = "yes" if name in must else "sometimes" if name in may else "no"
            told = _resolve(inner, root)
            meaning = told.get("description", "")
            meaning += f" For kind {', '.join(told['kinds'])}." if "kinds" in told else ""
            yield f"`{key}`", name_type(inner, root), required, meaning
            yield from _walk(inner, root, key)
        if isinstance(part.get("items"), dict):
            yield from _walk(part["items"], root, f"{place}[]")


def _name_inner(schema: Schema) -> list[tuple[str, Schema]]:
    """Return the keys of a mapping with their schemas: those with a name, with a pattern, and all others."""
    patterns = {name.strip("^$"): inner for name, inner in schema.get("patternProperties", {}).items()}
    others = schema.get("additionalProperties")
    named = schema.get("properties", {}) | patterns
    return list((named | ({"*": others} if isinstance(others, dict) else {})).items())


def _shapes(schema: Schema, root: Schema) -> Iterator[Schema]:
    """Yield the schemas that one stands for: itself, or those that it leaves a choice of."""
    whole = _resolve(schema, root)
    choices = [part for name in ("anyOf", "oneOf") for part in whole.get(name, []) if SHAPE & part.keys()]
    if "type" not in whole and "then" in whole:
        choices += [whole["if"] | whole["then"], whole["else"]]
    if not choices:
        yield whole
    for part in choices:
        yield from _shapes(part, root)


def _resolve(schema: Schema, root: Schema) -> Schema:
    """Return a schema with what it refers to; its own description counts before that."""
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    return root["$defs"][name] | schema if name else schema


def _required_somewhere(schema: Schema) -> set[str]:
    """Return the keys that a branch of the schema asks for."""
    parts = [part for name in ("allOf", "anyOf", "oneOf") for part in schema.get(name, [])]
    parts += [schema[name] for name in ("then", "else") if name in schema]
    return {key for part in parts for key in [*part.get("required", []), *_required_somewhere(part)]}
