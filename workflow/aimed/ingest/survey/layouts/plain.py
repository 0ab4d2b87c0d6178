"""A table with one header row and no platform's marks."""

from pathlib import Path

from aimed.ingest.survey.export import ExportLayout, name_columns

NAME = "plain"


def recognise(head: list[list[str]]) -> bool:
    """Return whether this layout may be meant: any table may."""
    return bool(head)


def describe(head: list[list[str]], questionnaire: Path | None) -> ExportLayout:
    """Return the columns as the first row names them; a head is its own label."""
    names = name_columns(head[0])
    return ExportLayout(NAME, 1, [(name, {"label": name}) for name in names])
