"""A large plain table read by columns: its rows that may be no people are looked at, the others counted."""

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from aimed.files.plain_text import NUMBER, PlainText
from aimed.files.tables import code_texts, quote_text
from aimed.ingest.survey.export import PART
from aimed.ingest.survey.rows.column_cells import fold
from aimed.ingest.survey.rows.no_people import END, FIRST_WORDS, SAMPLE, RowTests

FILLED = r"[^\x09-\x0d\x1c-\x20\x{85}\p{Z}]"  # a character that str.strip leaves
DIGITS = re.compile("[0-9]+")
MOST = 10_000  # doubtful rows, beyond which each row is looked at


def look_at_doubtful(plain: PlainText, tests: RowTests) -> bool:
    """Show the tests, in order, the first rows, the last ones, and each that is not plainly a person's.

    Of the first and the last so many that they remain enough where all doubtful rows are headings. Return
    False, for a table that is to be read row by row: with blank rows, or many that are doubtful.
    """
    first, *others = plain.columns
    shape = f"regexp_replace(coalesce({first}, ''), '[0-9]+', '0', 'g')"
    headings = {DIGITS.sub("0", one) for one in tests.names | FIRST_WORDS}
    shapes = [str(one) for (one,) in plain.ask(f"SELECT DISTINCT {shape} FROM records")]
    told = [one for one in shapes if fold(one) in headings or _first_word(one) in headings]
    rest = f"coalesce({', '.join([*others, 'NULL'])})"
    doubts = [f"NOT regexp_matches(coalesce({cell}, ''), {quote_text(FILLED)})" for cell in (first, rest)]
    doubts += [f"{shape} IN ({', '.join(map(quote_text, told))})"] if told else []
    doubtful = " OR ".join(doubts if others else ["true"])
    [(found,)] = plain.ask(f"SELECT count(*) FROM records WHERE {doubtful}")
    if (many := int(found or 0)) > MOST:
        return False
    top, end = len(tests.heads) + SAMPLE + many, plain.counted - (SAMPLE + END + many)
    wanted = f"{doubtful} OR {NUMBER} <= {top} OR {NUMBER} > {end}"
    rows = plain.ask(f"SELECT * FROM records WHERE {wanted} ORDER BY {NUMBER}")
    records = [(int(number or 0), [cell or "" for cell in cells]) for number, *cells in rows]
    if not all("".join(record).strip() for _, record in records):
        return False
    for number, record in records:
        tests.look(number, record)
    tests.rows = plain.counted
    return True


def _first_word(text: str) -> str:
    return (fold(text).split(maxsplit=1) or [""])[0].rstrip(":：=")


def cut_plain(
    plain: PlainText, header_rows: int, names: Sequence[str]
) -> Iterator[tuple[Sequence[int], pd.DataFrame]]:
    """Yield the records below the header, PART at a time, trimmed, blanks as null, as `cut_in_parts` does."""
    held = pd.DataFrame()
    for part in plain.parts():
        below = part[part[NUMBER] > header_rows]
        held = pd.concat([held, below], ignore_index=True) if len(held) else below
        while len(held) >= PART:
            yield _trim(held.iloc[:PART], names)
            held = held.iloc[PART:]
    yield _trim(held, names)


def _trim(part: pd.DataFrame, names: Sequence[str]) -> tuple[Sequence[int], pd.DataFrame]:
    cells = {name: _trim_cells(part[place]) for name, place in zip(names, part.columns[1:], strict=True)}
    return part[NUMBER].tolist(), pd.DataFrame(cells).reset_index(drop=True)


def _trim_cells(cells: pd.Series) -> pd.Series:
    """Return texts trimmed, blank ones as null; of codes each different text once."""
    if cells.dtype != "category":
        texts = [text.strip() or None if isinstance(text, str) else None for text in cells.tolist()]
        return pd.Series(texts, index=cells.index, dtype="string")
    trimmed = [str(text).strip() for text in cells.cat.categories]
    if all(trimmed) and trimmed == list(cells.cat.categories):
        return cells
    return pd.Series(code_texts(cells.cat.codes.to_numpy(), trimmed), index=cells.index)
