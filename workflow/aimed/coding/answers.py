"""The coded answers of one cohort to text questions: each answer is a turn that codings are held to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from aimed.ingest.coding.code_map import read_code_map
from aimed.ingest.coding.codes import list_codes
from aimed.ingest.coding.project import CodedProject, Source, TextSelection
from aimed.ingest.coding.read import CodingRead, Known, add_project, gather_known
from aimed.ingest.coding.recognise import read_coded_project
from aimed.ingest.coding.transcripts import CodedText, find_text, part_sources
from aimed.messages.problems import Problem
from aimed.study.codebook import Codebook
from aimed.study.declarations import (
    ANSWERS,
    CohortDescription,
    LeftOut,
    list_coded_answers,
    list_codings,
)
from aimed.study.written_tables import read_written

TURN_TYPES = {
    **dict.fromkeys(("transcript", "speaker", "participant", "role", "material", "text"), "string"),
    **dict.fromkeys(("turn", "char_start", "char_end", "source_line"), "int64"),
    "source_file": "string",
}
NOT_COUNTED = "codings of answers by people who are left out, or who gave none"
REASON = "they are not counted anywhere in the study"


@dataclass(frozen=True)
class AnsweredCohort:
    """What codings of a cohort's answers are held to: its answers as harmonised, and all its respondents.

    `files` are its coded projects, in the order of cohort.yaml.
    """

    cohort: str
    description: CohortDescription
    cohort_file: Path
    files: tuple[Path, ...]
    responses: pd.DataFrame
    people: set[str]


def read_coded_answers(
    asked: AnsweredCohort, codebook: Codebook, transcripts: set[str], themes: Path, code_map: Path | None
) -> tuple[pd.DataFrame, CodingRead]:
    """Return one turn (TURN_TYPES) per answer, and the codings of them with what is wrong with these.

    `transcripts` are the names that a question may not have; `themes` is the codebook's table.
    """
    described, place = asked.description, asked.cohort_file
    named = list_coded_answers(described)
    wrong = list(check_variables(described, place, codebook, transcripts))
    if wrong:
        return list_answers(asked.responses, []), CodingRead(problems=wrong)
    answers = list_answers(asked.responses, named)
    texts = [CodedAnswers(asked.cohort, name, answers, asked.people) for name in named]
    codes = list_codes(read_written(themes))
    mapped = read_code_map(code_map, codes)
    known = gather_known(described, place, [one.text for one in texts], mapped, (codes, themes))
    unquoted = replace(known, may_quote=False)  # answers are never shown, not in messages either
    read = read_answers(described, asked.files, unquoted, texts)
    read.problems = read.problems or name_uncoded(described, place, read)
    return answers, read


def check_variables(
    described: CohortDescription, cohort_file: Path, codebook: Codebook, transcripts: set[str]
) -> Iterator[Problem]:
    """Yield a problem for each variable that is none of words, or has the name of a transcript."""
    types = codebook.variables["type"]
    words = [str(name) for name in types.index[types == "text"]]
    place = f"{cohort_file.as_posix()}, files, coding, answers"
    for name in list_coded_answers(described):
        if name not in words:
            near = get_close_matches(name, words, n=1)
            expected = (
                f"a variable of type text of data/codebook/variables.csv ({', '.join(words) or 'none'})"
            )
            yield Problem(place, name, expected, f"write {near[0]}" if near else "correct the name")
        elif name in transcripts:
            found, expected = f"{name}, which is a transcript, too", "one name for one text"
            yield Problem(place, found, expected, "give the transcript's file another name")


def list_answers(responses: pd.DataFrame, variables: list[str]) -> pd.DataFrame:
    """Return one turn (TURN_TYPES) per answer with words, in the order of the survey's rows.

    The variable's name is its transcript; runs of blanks and line ends are one blank. Offsets count in the
    answers one below the other.
    """
    tables = []
    for name in variables:
        table = responses[["respondent", "source_file", "source_row"]].copy()
        written = responses[name] if name in responses else pd.Series(None, responses.index, dtype="object")
        table["text"] = written.astype("string").str.split().str.join(" ")
        table = table[table["text"].fillna("") != ""].reset_index(drop=True)
        ends = (table["text"].str.len() + 1).cumsum().astype("int64")
        table["char_start"], table["char_end"] = ends - table["text"].str.len() - 1, ends - 1
        table["speaker"] = table["respondent"].str.split(":", n=1).str[-1]
        table["transcript"], table["turn"] = name, range(1, len(table) + 1)
        tables.append(table.rename(columns={"respondent": "participant", "source_row": "source_line"}))
    if not tables:
        return pd.DataFrame(columns=list(TURN_TYPES))
    answers = pd.concat(tables, ignore_index=True).assign(role="participant", material=ANSWERS)
    return answers[list(TURN_TYPES)]


@dataclass(frozen=True)
class CodedAnswers:
    """The answers of a cohort to one question, and all respondents that its survey has, counted or not."""

    cohort: str
    variable: str
    answers: pd.DataFrame
    people: set[str]

    @property
    def own(self) -> pd.DataFrame:
        """Return the turns of this question."""
        return self.answers[self.answers["transcript"] == self.variable]

    @property
    def text(self) -> CodedText:
        """Return its answers as a text that codings are held to."""
        spans = tuple(zip(self.own["char_start"].tolist(), self.own["char_end"].tolist(), strict=True))
        written = "".join(f"{answer}\n" for answer in self.own["text"])
        return CodedText(self.variable, written, "", spans, frozenset({self.variable}))

    def locate(self, source: Source, file: str, problems: list[Problem]) -> tuple[Source, int]:
        """Return a source with offsets for what names its respondent, and how many codings do not count."""
        turns = {row.participant: row for row in self.own.itertuples()}
        kept, left = [], 0
        for selection in source.selections:
            person = f"{self.cohort}:{selection.respondent.removeprefix(f'{self.cohort}:')}"
            turn = turns.get(person)
            place = f"{file}, {selection.place}"
            if not selection.respondent:
                kept.append(selection)
            elif person not in self.people:
                found, expected = f"respondent {selection.respondent!r}", "an id of the survey"
                problems.append(Problem(place, found, expected, "correct the id"))
            elif turn is None:
                left += len(selection.codings)
            elif (words := " ".join(selection.quoted.split())) not in turn.text:
                found = f"words that are not in the answer of {selection.respondent} to {self.variable}"
                remedy = "correct the words, or leave the cell blank for the whole answer"
                problems.append(Problem(place, found, "words of this answer", remedy))
            else:
                kept.append(_place(selection, turn.char_start, turn.text, words))
        return replace(source, selections=tuple(kept)), left


def _place(selection: TextSelection, begin: int, answer: str, words: str) -> TextSelection:
    """Return a selection with offsets: its words where they stand first, the whole answer without any."""
    start = begin + answer.index(words)
    return replace(selection, start=start, end=start + len(words or answer), quoted=words)


def read_answers(
    described: CohortDescription, files: tuple[Path, ...], known: Known, texts: list[CodedAnswers]
) -> CodingRead:
    """Return what the cohort's projects give of codings of answers."""
    read = CodingRead()
    for path, entry in zip(files, list_codings(described), strict=True):
        if entry.get("answers"):
            _, project = part_sources(read_coded_project(path, entry), entry)
            located = _locate(project, known, texts, read.problems)
            decided: list[LeftOut] = [*entry.get("left_out", []), {"kind": NOT_COUNTED, "reason": REASON}]
            add_project(located, {**entry, "left_out": decided}, known, read)
    return read


def _locate(
    project: CodedProject, known: Known, texts: list[CodedAnswers], problems: list[Problem]
) -> CodedProject:
    by_name = {one.variable: one for one in texts}
    sources, left_out = [], dict(project.left_out)
    for source in project.sources:
        found = find_text(source, known.texts)
        if not found:
            sources.append(source)
            continue
        located, left = by_name[found[0].transcript].locate(source, project.path.as_posix(), problems)
        sources.append(located)
        left_out |= {NOT_COUNTED: left_out.get(NOT_COUNTED, 0) + left} if left else {}
    return replace(project, sources=tuple(sources), left_out=left_out)


def name_uncoded(described: CohortDescription, cohort_file: Path, read: CodingRead) -> list[Problem]:
    """Return a problem for each variable that no project has a source of."""
    coded = {source["transcript"] for one in read.accounts for source in one["sources"]}
    return [
        Problem(
            f"{cohort_file.as_posix()}, files, coding, answers",
            f"{name}, of which no project has codings",
            f"a source, or rows with the document, {name}",
            "name the source so, or take the variable out",
        )
        for name in list_coded_answers(described)
        if name not in coded
    ]
