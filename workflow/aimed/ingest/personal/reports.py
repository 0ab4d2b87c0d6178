"""What the personal data gate says: where, how many, of which kind, masked, with the line to add."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from aimed.ingest.personal.knowledge import Knowledge
from aimed.ingest.personal.patterns import Found
from aimed.ingest.personal.suspect_columns import HeadColumn
from aimed.ingest.personal.written_files import WRITTEN
from aimed.messages.problems import Problem
from aimed.study.cohort_file import columns_needed
from aimed.study.pseudonyms import count_kind, mask

UNDECIDED = "undecided_personal_data"


@dataclass
class Tally:
    """Finds of one kind at one place: how many, the first rows or turns, and a sample, shown masked."""

    source: str
    count: int = 0
    first: list[int] = field(default_factory=list)
    sample: str = ""
    aside: int = 0

    def add(self, sample: str, count: int, rows: list[int], source: str) -> None:
        """Count finds in cells or turns; `rows` are the first of them."""
        self.source = source if not self.count else self.source
        self.count += count
        self.first = sorted({*self.first, *rows})[:3]
        self.sample = self.sample or sample

    def add_aside(self, sample: str) -> None:
        """Count a find beside the cells or turns: in a label, above the first turn."""
        self.count += 1
        self.aside += 1
        self.sample = self.sample or sample

    @classmethod
    def of(cls, head: HeadColumn) -> Self:
        """Return the cells of a column whose head says what they are."""
        return cls(head.source, head.matched, head.first, head.sample)

    def say(self, kind: str, unit: str) -> str:
        """Return the finds as a message shows them: "128 e-mail addresses, as a***@***, rows 2, 3, 4 ..."."""
        shown = f"{count_kind(kind, self.count)}, as {mask(kind, self.sample)}"
        beside = "labels" if unit == "row" else "the lines above the first turn"
        places = [f"{self.aside} in {beside}"] if self.aside else []
        if self.first:
            more = " and more" if self.count - self.aside > len(self.first) else ""
            numbers = ", ".join(map(str, self.first))
            places.append(f"{unit}{'s' if len(self.first) > 1 else ''} {numbers}{more}")
        return ", ".join([shown, *places])


def name_problem(name: str, kind: str, tally: Tally, gate: tuple[Knowledge, dict[str, int]]) -> Problem:
    """Return the problem of finds in a column, with the line that decides it ready to paste."""
    known, filled = gate
    place = f"{tally.source}, column {name}" if tally.source else f"column {name}"
    path = known.decisions.path.as_posix()
    if name == known.described["respondent_id"]:
        said = tally.say(kind, "row") if tally.count else "a column of the platform that tells who answered"
        found = f"respondent ids that are personal: {said}"
        remedy = "have ids made of them, or take the participants of the roster: "
        remedy += known.decisions.paste(name, kind, "pseudonym")
        return Problem(place, found, "pseudonymous ids", remedy, kind=UNDECIDED)
    mostly = tally.count * 2 > filled.get(name, 0) and name not in columns_needed(known.described)
    paste = known.decisions.paste(name, kind, "drop" if mostly else "pseudonym")
    expected = f"a reviewed line for {kind} at {name} in {path}"
    remedy = f"decide drop, pseudonym or allow (with reason and reviewer), and {paste}"
    return Problem(place, tally.say(kind, "row"), expected, remedy, kind=UNDECIDED)


def name_transcript_problem(name: str, kind: str, tally: Tally, known: Knowledge) -> Problem:
    """Return the problem of finds in a transcript, with the line that decides it ready to paste."""
    expected = f"a reviewed line for {kind} at {name} in {known.decisions.path.as_posix()}"
    paste = known.decisions.paste(name, kind, "pseudonym")
    remedy = f"decide pseudonym or allow (with reason and reviewer), and {paste}"
    return Problem(tally.source, tally.say(kind, "turn"), expected, remedy, kind=UNDECIDED)


def name_file_problem(known: Knowledge) -> Problem:
    """Return the problem of a file that is called after a person: its name would go everywhere."""
    found, expected = (
        "a file under files that is called after a person, [name]",
        "names of files that name nobody",
    )
    return Problem(known.cohort_file.as_posix(), found, expected, "rename the file, as P5.docx, here too")


def name_label_problem(path: Path, found: Found) -> Problem:
    """Return the problem of a find in the label that a statistics package's file has as a whole."""
    shown = f"{count_kind(found.kind, 1)}, as {mask(found.kind, found.value)}, in the label of the file"
    expected, remedy = "a label without personal data", "take it out of the file, and save it again"
    return Problem(path.as_posix(), shown, expected, remedy)


def needs_column(known: Knowledge, dropped: dict[str, str], columns: Collection[str]) -> list[Problem]:
    """Return a problem for each dropped column that cohort.yaml reads, and for ids that a line drops."""
    problems = []
    found = "a column that is read here and dropped as personal data"
    for name, kind in dropped.items():
        if name in columns_needed(known.described):
            place, paste = known.cohort_file.as_posix(), known.decisions.paste(name, kind, "pseudonym")
            remedy = f"keep it as pseudonyms, equal ones for equal cells: {paste}"
            problems.append(Problem(f"{place}, column {name}", found, "a column that passes", remedy))
    respondent = known.described["respondent_id"]
    for line in known.decisions.lines.values():
        if line.place == respondent and line.decision == "drop" and respondent in columns:
            place = f"{known.decisions.path.as_posix()}, line {line.line}"
            found, remedy = f"drop of the respondents' ids, {respondent}", "it makes ids that tell nothing"
            problems.append(Problem(place, found, "pseudonym or allow", f"write pseudonym: {remedy}"))
    return problems


def name_unknown_place(known: Knowledge, columns: set[str], transcripts: list[str]) -> list[Problem]:
    """Return a problem for each line whose place is neither a column nor a transcript."""
    names = columns | {Path(path).stem for path in transcripts} | {"*", *WRITTEN}
    expected = "a column of the survey, a transcript (its file without the ending), a written file or *"
    path, remedy = known.decisions.path.as_posix(), "correct the place, or take the line out"
    return [
        Problem(f"{path}, line {line.line}", f"place {line.place}", expected, remedy)
        for line in known.decisions.lines.values()
        if line.place not in names
    ]
