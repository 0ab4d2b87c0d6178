"""Find turns that a quotation for a code could come from, those of speakers who are quoted least first."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypedDict

from aimed.audit.lookup.built_study import Row, TracedStudy
from aimed.files.yaml_json import read_yaml
from aimed.language.marks import scan_marks
from aimed.manuscript.binding.carried_codes import THEMES, count_coders, count_noun
from aimed.manuscript.binding.quotations import (
    attribute_person,
    list_speakers,
    plain,
    write_attribution,
)
from aimed.messages.findings import shorten
from aimed.messages.nearest import hint_nearest
from aimed.messages.problems import ProblemsFound
from aimed.study.codebook import read_study_codebook
from aimed.study.declarations import ANSWERS, MATERIAL, read_config
from aimed.study.written_tables import read_written_rows

LONGEST = 300  # letters of a turn


class QuotableTurn(TypedDict):
    """A turn that may be quoted. speaker: as attributions call them; quoted: how often they are already."""

    turn: str
    speaker: str
    words: int
    coders: int
    quoted: int
    text: str


def list_quotable(code: str, study: TracedStudy) -> tuple[list[QuotableTurn], int]:
    """Return the turns with a code whose speakers agreed to be quoted, and how many others there are.

    Raises ProblemsFound for a code that the codebook does not have.
    """
    codes = [row["code"] for row in read_written_rows(study.root / THEMES).rows]
    if code not in codes:
        expected = f"a code of the codebook{hint_nearest(code, codes)}"
        raise ProblemsFound.at(THEMES, f"no code {code}", expected, "use a code as it stands there")
    people = study.all(Path("results/harmonise/pooled/participants.parquet"))
    allowed = {one["participant"]: one for one in people if one["kept"] and one["consent_quotation"]}
    spoken = {_place(row): row for row in list_spoken(study)}
    carried = [row for row in study.rows("coded_turns", [["code", "is", code]]) if _place(row) in spoken]
    quoted = count_quoted(study, spoken)
    called = name_speakers(people, study)
    found: list[QuotableTurn] = [
        {
            "turn": "/".join(map(str, _place(row))),
            "speaker": called[row["participant"]],
            "words": int(spoken[_place(row)]["words"]),
            "coders": int(row["coders"]),
            "quoted": quoted[row["participant"]],
            "text": plain(spoken[_place(row)]["text"]),
        }
        for row in carried
        if row["participant"] in allowed
    ]
    return sorted(found, key=lambda one: (one["quoted"], -one["coders"])), len(carried) - len(found)


def list_spoken(study: TracedStudy) -> list[Row]:
    """Return the participants' turns in focus groups: coded answers of the survey are never quoted."""
    turns = study.rows("turns", [["role", "is", "participant"]])
    return [row for row in turns if row.get(MATERIAL) != ANSWERS]


def count_quoted(study: TracedStudy, spoken: dict[tuple[str, str, int], Any]) -> Counter[str]:
    """Return participant -> how many quotations of the documents are theirs. spoken: turn -> its row."""
    turns = {"/".join(map(str, place)): row["participant"] for place, row in spoken.items()}
    marks = (mark for text in study.texts.values() for mark in scan_marks(text) if mark.kind == "quote")
    return Counter(turns[name] for mark in marks if (name := mark.attributes.get("turn")) in turns)


def name_speakers(people: Sequence[dict[str, Any]], study: TracedStudy) -> dict[str, str]:
    """Return participant -> what a quotation of theirs is attributed to, of the kept speakers."""
    config, speakers = read_config(study.root / "config.yaml"), list_speakers(people)
    codebook = read_study_codebook(study.root)
    wording = read_yaml(study.root / "manuscript/forms.yaml")["attribution"]
    columns, least = config["manuscript"].get("attribution", []), int(config["smallest_cell"])
    called = {}
    for one in speakers:
        column, code = attribute_person(one, speakers, columns, least)
        label = codebook.label(column, code) if code is not None else None
        called[one["participant"]] = write_attribution(column, label, wording)
    return called


def print_quotes(root: Path, code: str, *, every: bool, as_json: bool) -> int:
    """Print the turns that may be quoted for a code, with `every` in full; of others their number alone."""
    found, withheld = list_quotable(code, TracedStudy(root))
    if as_json:
        print(
            json.dumps(
                {"code": code, "turns": found, "without_consent": withheld}, ensure_ascii=False, indent=2
            )
        )
        return 0
    of = "turns carry" if len(found) + withheld != 1 else "turn carries"
    print(f"{len(found) + withheld} {of} {code}; {len(found)} of speakers who agreed to be quoted")
    for one in found:
        told = (
            one["speaker"],
            count_noun(one["words"], "word"),
            count_coders(one["coders"]),
            _tell_quoted(one),
        )
        print(f"\n{one['turn']}  {', '.join(told)}")
        print(f"  {one['text'] if every else shorten(one['text'], LONGEST)}")
    return 0


def _tell_quoted(one: QuotableTurn) -> str:
    return (
        f"speaker quoted {count_noun(one['quoted'], 'time')}" if one["quoted"] else "speaker not quoted yet"
    )


def _place(row: dict[str, Any]) -> tuple[str, str, int]:
    return row["cohort"], row["transcript"], int(row["turn"])
