"""A turn that is a translation leads to the words as spoken and their file."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from aimed.audit.trace.sources import narrate_turn, trace_turn


def study_of(folder: Path, originals: dict[str, str]) -> Any:
    table = folder / "results/ingest/demo/turns.parquet"
    table.parent.mkdir(parents=True)
    table.touch()
    turn = {
        "participant": "demo:a1", "source_file": "fg1_en.docx", "unit": "line",
        "source_line": 3, "text": "Fine.",
        "original_text": "Bien.", "original_line": 5,
    }  # fmt: skip
    person = {"participant": "demo:a1", "kept": True, "consent_quotation": True, "country": "MEX"}
    return SimpleNamespace(
        root=folder,
        turns=lambda _cohort: {("fg1", 2): turn},
        originals=lambda _cohort: originals,
        rows=lambda _table, _where: [person],
    )


def test_a_translated_turn(tmp_path: Path) -> None:
    told = narrate_turn(trace_turn("demo/fg1/2", study_of(tmp_path, {"fg1": "fg1_es.docx"})))
    assert told == (
        "turn demo/fg1/2\n"
        "  fg1_en.docx, line 3\n"
        "  spoken by demo:a1 (agreed to be quoted)\n"
        "  country MEX\n"
        "  no code\n"
        "  Fine.\n"
        "  translated from fg1_es.docx, line 5\n"
        "  Bien."
    )


def test_the_codes_of_a_turn_the_deepest_alone(tmp_path: Path) -> None:
    study = study_of(tmp_path, {})
    (tmp_path / "results/coding").mkdir()
    (tmp_path / "results/coding/coded_turns.parquet").touch()
    codes = [{"code": code, "coders": n} for code, n in (("taste", 2), ("taste.bitter", 1), ("milk", 2))]
    people = study.rows
    study.rows = lambda table, where: codes if table == "coded_turns" else people(table, where)
    traced = trace_turn("demo/fg1/2", study)
    assert traced["codes"] == {"milk": 2, "taste.bitter": 1}
    assert "\n  coded milk (2 coders), taste.bitter (1 coder)\n" in narrate_turn(traced)


def test_a_turn_that_is_none(tmp_path: Path) -> None:
    assert "translated" not in narrate_turn(trace_turn("demo/fg1/2", study_of(tmp_path, {})))
