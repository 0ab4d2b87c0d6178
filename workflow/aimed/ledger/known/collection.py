"""What the cohorts say of themselves: days of collection, transcripts, languages and coders."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from aimed.files.people_tables import read_people_table
from aimed.files.yaml_json import line_of
from aimed.ledger.known.quantities import DATE, WHOLE, KnownQuantity, slug
from aimed.study.declarations import CohortDescription

CODER = "coder"
YEAR_NAMES = ("year of data collection", "year of collection")
DATE_NAMES = ("dates of data collection", "days of data collection", "dates of collection")
CODER_NAMES, GROUP_NAMES = ("number of coders",), ("number of focus groups", "number of transcripts")


def list_collection(
    files: tuple[Path, ...], described: Mapping[str, CohortDescription], coders: tuple[Path, ...]
) -> Iterator[KnownQuantity]:
    """Yield what each cohort says of itself, and what all of them say together.

    files: the cohort.yaml of each cohort; described: cohort -> its content; coders: the coders.csv there are.
    """
    sources = tuple(path.as_posix() for path in files)
    yield KnownQuantity("study.cohorts", len(described), "count", "number of cohorts", sources, "counted")
    names: dict[str, set[str]] = {}
    for path in coders:
        listed = {row[CODER] for row in read_people_table(path, (CODER,)).rows if row[CODER]}
        names[path.parent.name] = listed
        what, rule = "number of coders", "different coders, counted"
        place: tuple[str, ...] = (path.as_posix(),)
        name = f"cohorts.{slug(path.parent.name)}.coders"
        yield KnownQuantity(name, len(listed), "count", what, place, rule, CODER_NAMES)
    if every := set().union(*names.values()):
        place = tuple(path.as_posix() for path in coders)
        rule = "different coders of all cohorts, counted"
        yield KnownQuantity("study.coders", len(every), "count", "number of coders", place, rule, CODER_NAMES)
    for path in files:
        yield from _of_cohort(path, described[path.parent.name])
    yield from _of_all(files, described)


def _of_cohort(path: Path, described: CohortDescription) -> Iterator[KnownQuantity]:
    name, file = f"cohorts.{slug(path.parent.name)}", path.as_posix()
    transcripts = (described.get("files") or {}).get("transcripts") or []
    if transcripts:
        place: tuple[str, ...] = (f"{file}:{line_of(path, ['files', 'transcripts'])}",)
        what = "number of transcripts"
        yield KnownQuantity(
            f"{name}.transcripts", len(transcripts), "count", what, place, "entries", GROUP_NAMES
        )
    if languages := described.get("languages"):
        place = (f"{file}:{line_of(path, ['languages'])}",)
        yield KnownQuantity(
            f"{name}.languages", len(languages), "count", "number of languages", place, "entries"
        )
    days = _days(described)
    if days:
        place = tuple(f"{file}:{line_of(path, ['collected', end])}" for end in ("from", "to"))
        yield from _of_days(f"{name}.collected", *days, place)


def _of_all(files: tuple[Path, ...], described: Mapping[str, CohortDescription]) -> Iterator[KnownQuantity]:
    """Yield how many transcripts and languages there are, and the first and last day of all cohorts."""
    sources = tuple(path.as_posix() for path in files)
    transcripts = sum(len((one.get("files") or {}).get("transcripts") or []) for one in described.values())
    if transcripts:
        what, rule = "number of transcripts", "entries of all cohorts, counted"
        yield KnownQuantity("study.transcripts", transcripts, "count", what, sources, rule, GROUP_NAMES)
    languages = {language for one in described.values() for language in one.get("languages") or []}
    if languages:
        what, rule = "number of languages", "different languages of all cohorts, counted"
        yield KnownQuantity("study.languages", len(languages), "count", what, sources, rule)
    spans = [days for one in described.values() if (days := _days(one))]
    if spans and len(spans) == len(described):
        first, last = min(start for start, _ in spans), max(end for _, end in spans)
        yield from _of_days("study.collected", first, last, sources)


def _days(described: CohortDescription) -> tuple[date, date] | None:
    told = dict(described.get("collected") or {})
    try:
        return date.fromisoformat(str(told["from"])), date.fromisoformat(str(told["to"]))
    except (KeyError, ValueError):
        return None


def _of_days(name: str, first: date, last: date, sources: tuple[str, ...]) -> Iterator[KnownQuantity]:
    """Yield the first and last day, their days of the month, their year where it is one, and their number."""
    for end, day in (("first", first), ("last", last)):
        label, value = f"{end} day of data collection", float(day.toordinal())
        yield KnownQuantity(f"{name}.{end}", value, DATE, label, sources, "as declared", (), day.isoformat())
        label = f"{end} day of data collection, in its month"
        yield KnownQuantity(
            f"{name}.{end}_day", day.day, WHOLE, label, sources, "the day of the date", DATE_NAMES
        )
    number = (last - first).days + 1
    yield KnownQuantity(f"{name}.days", number, "count", "days of data collection", sources, "days counted")
    if first.year == last.year:
        label, rule = "year of data collection", "the year of both dates"
        yield KnownQuantity(f"{name}.year", first.year, WHOLE, label, sources, rule, YEAR_NAMES)
