"""What is said of personal data in the files that people write about a cohort, and in the names of files."""

from pathlib import Path

from aimed.ingest.personal.knowledge import Knowledge
from aimed.ingest.personal.reports import UNDECIDED, Tally, name_file_problem
from aimed.ingest.personal.written_files import find_line, list_file_names, list_written_files, read_written
from aimed.messages.problems import Problem

EXPECTED = "no personal data in a file that git takes"


def name_written(known: Knowledge) -> list[Problem]:
    """Return all that stops a cohort for what is written about it; what was found is masked.

    A line of personal_data.csv with the file's name as its place may allow a kind in it.
    """
    files = list_written_files(known.cohort_file.parent)
    tallies: dict[tuple[Path, str], Tally] = {}
    for path in files:
        for place, text in read_written(path):
            for found in known.find(text):
                tally = tallies.setdefault((path, found.kind), Tally(path.as_posix()))
                tally.add(found.value, 1, [find_line(path, place)], path.as_posix())
    problems = [
        _name_text(path, kind, tally, known)
        for (path, kind), tally in tallies.items()
        if known.decisions.use(path.name, kind) != "allow"
    ]
    if any(
        known.names_person(Path(part).stem)
        for name in list_file_names(known.described)
        for part in Path(name).parts
    ):
        problems.append(name_file_problem(known))
    return problems + known.decisions.unused({path.name for path in files}, everywhere=False)


def _name_text(path: Path, kind: str, tally: Tally, known: Knowledge) -> Problem:
    remedy = "write it without, as by role or id; or allow it (with reason and reviewer): "
    remedy += known.decisions.paste(path.name, kind, "allow")
    line = tally.first[0]
    place = (
        f"{path.as_posix()}:{line}" if path.suffix in (".md", ".yaml") else f"{path.as_posix()}, line {line}"
    )
    return Problem(place, tally.say(kind, "line"), EXPECTED, remedy, kind=UNDECIDED)
