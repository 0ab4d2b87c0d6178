"""Take turns and segments through the steps of the room, from files to files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from aimed.coding.compare_coders import compare_coders
from aimed.coding.count_codes import count_codes
from aimed.files.tables import read_table, write_table

CODES = ("ethics", "ethics.bias", "ethics.bias.skin", "access")
PEOPLE = [
    ("one:a1", True, True, "high"),
    ("one:a2", True, True, "low"),
    ("one:a3", False, True, "low"),
    ("one:a4", True, False, "low"),
    ("two:b1", True, True, None),
]
CODEBOOK = {
    "variables": "variable,label,type,scale,unit,min,max,role,personal,shown_if\n"
    "gender,Gender,category,gender,,,,group,no,\nage,Age,number,,years,,,group,no,\n"
    "wish,Wish,multi,wish,,,,outcome,no,\ncoders,Coders,category,gender,,,,outcome,no,\n"
    "remark,Remark,text,,,,,comment,yes,\n",
    "scales": "scale,code,order,label,collapsed\ngender,f,1,Female,\ngender,m,2,Male,\nwish,x,1,X,\n",
    "reasons": "reason,label\nnot_asked,Not asked\nno_answer,No answer\nnot_released,Not released\n",
}
ANSWERS = [  # a3 withdrew; b1 has no row
    ("one:a1", "f", 22.0, True, "f"),
    ("one:a2", "m", None, None, "m"),
    ("one:a4", "f", 30.0, False, None),
]
TURN_COLUMNS = ["transcript", "turn", "speaker", "participant", "role", "char_start", "char_end"]
SEGMENT_COLUMNS = ["coder", "code", "transcript", "char_start", "char_end"]
Rows = dict[str, list[tuple[Any, ...]]]
MADE = ("kept_turns", "read_turns", "given_codes", "coded_turns", "counts")
COMPARED = ("agreement", "ratings", "disagreements")


def run(
    folder: Path,
    turns: Rows,
    segments: Rows,
    coders: dict[str, str] | None = None,
    coded_by: str = "either",
    answers: tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]] | None = None,
    prepare: Callable[[], None] = lambda: None,
) -> dict[str, pd.DataFrame]:
    for cohort in turns:
        spoken = pd.DataFrame(turns[cohort], columns=TURN_COLUMNS).assign(text="two words")
        coded = pd.DataFrame(segments[cohort], columns=SEGMENT_COLUMNS).assign(text="")
        write_table(
            spoken.astype({"turn": int, "char_start": int, "char_end": int}), folder / cohort / "turns"
        )
        write_table(coded.astype({"char_start": int, "char_end": int}), folder / cohort / "segments")
    beside: tuple[Path, ...] = ()
    if answers:  # turns and segments of cohort one
        beside = (folder / "answers" / "one",)
        own = pd.DataFrame(answers[0], columns=TURN_COLUMNS).assign(text="two words", material="answers")
        write_table(own, beside[0] / "turns")
        write_table(pd.DataFrame(answers[1], columns=SEGMENT_COLUMNS).assign(text=""), beside[0] / "segments")
    people = pd.DataFrame(PEOPLE, columns=["participant", "kept", "consent_analysis", "income_group"])
    write_table(people.assign(country="NOR", who_region="EUR"), folder / "people")
    folder.joinpath("themes.csv").write_text("\n".join(["code,label", *(f"{code},{code}" for code in CODES)]))
    for name, text in CODEBOOK.items():
        folder.joinpath(f"{name}.csv").write_text(text, encoding="utf-8")
    answered = pd.DataFrame(ANSWERS, columns=["respondent", "gender", "age", "wish__x", "coders"])
    write_table(answered, folder / "responses")
    for cohort, lines in (coders or {}).items():
        folder.joinpath(cohort, "coders.csv").write_text(lines, encoding="utf-8")
    made = {name: folder / f"made-{name}" for name in (*MADE, *COMPARED)}
    prepare()  # what a test changes in the files
    segments_of = tuple(folder / cohort / "segments" for cohort in turns)
    count_codes(
        turns=tuple(path / "turns" for path in (*(folder / cohort for cohort in turns), *beside)),
        segments=(*segments_of, *(path / "segments" for path in beside)),
        coders=tuple(folder / cohort / "coders.csv" for cohort in coders or {}),
        coded_by=coded_by,
        participants=folder / "people",
        responses=folder / "responses",
        **{name: folder / f"{name}.csv" for name in CODEBOOK},
        themes=folder / "themes.csv",
        **{name: made[name] for name in MADE},
    )
    compare_coders(
        turns=made["kept_turns"],
        read_turns=made["read_turns"],
        given_codes=made["given_codes"],
        segments=(*segments_of, *(path / "segments" for path in beside)),
        themes=folder / "themes.csv",
        **{name: made[name] for name in COMPARED},
    )
    return {name: read_table(path) for name, path in made.items()}


@pytest.fixture(scope="session")
def take() -> Callable[..., dict[str, pd.DataFrame]]:
    """Return what writes tables of turns and segments, runs the steps, and returns what they made."""
    return run
