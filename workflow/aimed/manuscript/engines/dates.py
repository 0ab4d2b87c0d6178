"""The date of a document: files carry it instead of the clock's, so that the same text is the same bytes."""

import datetime

from aimed.language.front_matter import read_front_matter

NO_DATE = "1980-01-01"


def date_of(text: str) -> int:
    """Return the document's date in its front matter as seconds since 1970; 1980-01-01 where it has none."""
    try:
        day = datetime.date.fromisoformat(str(read_front_matter(text).get("date", NO_DATE)))
    except ValueError:
        day = datetime.date.fromisoformat(NO_DATE)
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())
