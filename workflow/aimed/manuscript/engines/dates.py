"""The date of a document: files carry it instead of the clock's, so that the same text is the same bytes."""

import datetime
import re

import yaml

NO_DATE = "1980-01-01"


def date_of(text: str) -> int:
    """Return the document's date in its front matter as seconds since 1970; 1980-01-01 where it has none."""
    front = re.match(r"---\n(.*?)\n(?:---|\.\.\.)\n", text, re.S)
    written = NO_DATE
    if front:
        try:
            written = str((yaml.safe_load(front[1]) or {}).get("date", NO_DATE))
        except yaml.YAMLError:
            written = NO_DATE
    try:
        day = datetime.date.fromisoformat(written)
    except ValueError:
        day = datetime.date.fromisoformat(NO_DATE)
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())
