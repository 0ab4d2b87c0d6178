"""Read one cohort's coded projects, and verify each coding against the canonical text of its transcript."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from aimed.files.tables import read_table, write_table
from aimed.files.yaml_json import read_beside, write_json
from aimed.ingest.coding.account import account_for, judge_project, notice, show_words
from aimed.ingest.coding.anchor import BY_TIMES
from aimed.ingest.coding.code_map import CodeMap, map_codes, read_code_map
from aimed.ingest.coding.codes import (
    find_code,
    list_codes,
    name_same_labels,
    name_undecided,
    name_unknown_codes,
)
from aimed.ingest.coding.placing import PlacedProject, place_project
from aimed.ingest.coding.project import CodedProject
from aimed.ingest.coding.recognise import read_coded_project
from aimed.ingest.coding.recordings import place_recordings
from aimed.ingest.coding.transcripts import CodedText, list_texts, part_sources
from aimed.ingest.personal.knowledge import Knowledge, read_knowledge
from aimed.ingest.transcripts.declared_files import list_transcripts
from aimed.ingest.transcripts.personal_gate import TranscriptGate
from aimed.ingest.transcripts.read import read_unedited
from aimed.messages.collector import Collector
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.running.run_step import InputFile, InputFiles, OutputFile, run
from aimed.study.cohort_file import is_asked
from aimed.study.declarations import CodingEntry, CohortDescription, list_codings, read_cohort_file
from aimed.study.written_tables import read_written

SEGMENT_TYPES: dict[str, str] = read_beside(__file__)
ORDER = ["transcript", "char_start", "char_end", "coder", "code"]
NOBODY = "not named"  # who gave a code that names no coder


@dataclass(frozen=True)
class Known:
    """What codings are held to: the texts that may have been coded, and the codebook's codes by path.

    `codes` maps a dotted path of codes, and one of labels, to the code. `gate` knows the personal data that
    no message may show.
    """

    texts: list[CodedText]
    codes: dict[str, str]
    themes: Path
    gate: Knowledge
    code_map: CodeMap
    may_quote: bool = True

    def show(self, words: str) -> str:
        """Return words as a message may show them."""
        if not self.may_quote:
            return f"{len(words)} characters"
        kinds = {found.kind for found in self.gate.find(words)}
        return show_words(self.gate.pseudonymise(words, kinds))


@dataclass
class CodingRead:
    """What the projects of a cohort gave: rows of segments, accounts, what stops them, what to look at."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    accounts: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    noticed: list[Problem] = field(default_factory=list)

    def segments(self) -> pd.DataFrame:
        """Return one row per coder, code and coded span (SEGMENT_TYPES)."""
        frame = pd.DataFrame(self.rows, columns=list(SEGMENT_TYPES)).astype(SEGMENT_TYPES)
        return frame.drop_duplicates().sort_values(ORDER, ignore_index=True)


def ingest_coding(
    *,
    cohort_file: InputFile,
    files: InputFiles,
    raw: InputFiles = (),
    personal: InputFiles = (),
    transcripts: InputFile,
    turns: InputFile,
    themes: InputFile,
    code_map: InputFiles = (),
    segments: OutputFile,
    account: OutputFile,
) -> None:
    """Write one row per coder, code and coded span (SEGMENT_TYPES), and the account of each project.

    `raw` are the transcripts' files: read again where words were replaced, since the coded texts have them.
    Raises ProblemsFound for projects that cannot be read, sources that are no transcript, offsets that
    cannot be understood, codes that the codebook does not have, and too many words that are not found.
    """
    tables = read_table(transcripts), read_table(turns)
    read = read_coding(read_cohort_file(cohort_file), cohort_file, files, raw, *tables, themes, *code_map)
    raise_problems(read.problems)
    write_table(read.segments(), segments)
    write_json({"projects": read.accounts}, account)


def read_coding(
    described: CohortDescription,
    cohort_file: Path,
    files: tuple[Path, ...],
    raw: tuple[Path, ...],
    transcripts: pd.DataFrame,
    turns: pd.DataFrame,
    themes: Path,
    code_map: Path | None = None,
) -> CodingRead:
    """Return what the projects of a cohort give; of one with problems, as far as it could be read.

    transcripts and turns are the tables of the step before; themes is the codebook's table. Raises
    ProblemsFound for a code map that cannot be followed.
    """
    written = read_written(themes)
    wrong = [*name_same_labels(written, themes), *name_undecided(themes)]
    if not files or wrong:
        return CodingRead(problems=wrong)
    codes = list_codes(written)
    texts = list_texts(transcripts, turns)
    if "edits" in transcripts and transcripts["edits"].any():
        texts = restore_texts(texts, described, cohort_file, raw)
    mapped = read_code_map(code_map, codes)
    known = gather_known(described, cohort_file, texts, mapped, (codes, themes))
    entries = list_codings(described) or [CodingEntry(path=path.as_posix()) for path in files]
    read = CodingRead()
    for path, entry in zip(files, entries, strict=True):
        try:
            project, answers = part_sources(read_coded_project(path, entry), entry)
            if project.sources or not answers.sources:
                add_project(project, entry, known, read)
            map_codes(answers, mapped, codes)  # lines for names that answers alone have are used, too
        except ProblemsFound as found:
            read.problems += found.problems
    read.noticed += mapped.list_unused()
    return read


def gather_known(
    described: CohortDescription,
    cohort_file: Path,
    texts: list[CodedText],
    mapped: CodeMap,
    codebook: tuple[dict[str, str], Path],
) -> Known:
    """Return what the codings of a cohort are held to; `codebook` is its codes by path, and their table."""
    gate = read_knowledge(described, cohort_file, Collector())
    asked = described.get("consent", {}).get("quotation", True)
    return Known(texts, *codebook, gate, mapped, asked is not False and is_asked(asked))


def restore_texts(
    texts: list[CodedText], described: CohortDescription, cohort_file: Path, raw: tuple[Path, ...]
) -> list[CodedText]:
    """Return the same texts as they were coded, with the edits that lead to those written."""
    gate = TranscriptGate(read_knowledge(described, cohort_file, Collector()))
    files = list_transcripts(described, cohort_file, raw, gate.known.people)
    unedited = {file.transcript: read_unedited(file, gate) for file in files}
    return [
        text
        if text.own is not None
        else replace(
            text,
            text=unedited[text.transcript].text,
            before="\n".join(unedited[text.transcript].before),
            edits=unedited[text.transcript].edits,
        )
        for text in texts
    ]


def add_project(project: CodedProject, entry: CodingEntry, known: Known, read: CodingRead) -> None:
    """Add the rows, the account and the problems of one project."""
    path = project.path
    project = map_codes(project, known.code_map, known.codes)
    placed = place_recordings(place_project(project, entry, known.texts), known.texts)
    used = {names for one in placed.sources for s in one.source.selections for _, names in s.codings}
    unknown = list(name_unknown_codes(used, path, known.codes, known.themes))
    rows = list_rows(placed, known.codes)
    read.problems += [*unknown, *judge_project(placed, known.show)]
    read.noticed += notice(placed, known.show)
    if not entry.get("coder") and any(row["coder"] == NOBODY for row in rows):
        number = sum(row["coder"] == NOBODY for row in rows)
        found = f"{number} codings that name no coder, counted as those of one coder, {NOBODY}"
        remedy = "say who coded at the project in cohort.yaml: coder: NAME"
        read.noticed.append(Problem(path.as_posix(), found, "who gave each code", remedy))
    read.rows += rows
    counted = len({tuple(row.values()) for row in rows})
    read.accounts.append(account_for(placed, counted))


def list_rows(placed: PlacedProject, codes: dict[str, str]) -> list[dict[str, Any]]:
    """Return one row (SEGMENT_TYPES) per placed selection, coder and code, once per turn of a translation."""
    rows = []
    for source in placed.sources:
        text = source.text
        for one in source.anchored:
            if text is None or one.span is None:
                continue
            for start, end in [one.span] if one.how == BY_TIMES else text.carry(one.span):
                rows += [
                    {
                        "coder": coder or placed.entry.get("coder") or NOBODY,
                        "code": code,
                        "transcript": text.transcript,
                        "char_start": start,
                        "char_end": end,
                        "text": text.written[start:end],
                    }
                    for coder, names in one.selection.codings
                    if (code := find_code(names, codes))
                ]
    return rows


if __name__ == "__main__":
    run(ingest_coding)
