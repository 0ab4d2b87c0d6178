"""Follow a quotation to the turn it was spoken in."""

from typing import Any

from aimed.audit.lookup.built_study import TracedStudy
from aimed.messages.problems import ProblemsFound

GROUPS = ("country", "income_group", "who_region")


def trace_turn(name: str, study: TracedStudy) -> dict[str, Any]:
    """Return the turn `<cohort>/<transcript>/<turn>`: file, line, text, and who may be named as its speaker.

    Raises ProblemsFound when there is no such turn.
    """
    parts = name.split("/")
    built = len(parts) == 3 and (study.root / "results/ingest" / parts[0] / "turns.parquet").is_file()
    turn = study.turns(parts[0]).get((parts[1], int(parts[2]))) if built and parts[2].isdecimal() else None
    if turn is None:
        expected = "<cohort>/<transcript>/<turn> of this study"
        raise ProblemsFound.at(name, "no such turn", expected, "correct the turn of the quotation")
    file = study.originals(parts[0]).get(parts[1])
    original = {} if file is None else {"original_place": f"{file}, line {turn['original_line']}"}
    original |= {} if file is None else {"original_text": turn["original_text"]}
    people = study.rows("participants", [["participant", "is", turn["participant"]]])
    person = people[0] if people and turn["participant"] else {}
    return {
        "turn": name,
        "place": f"{turn['source_file']}, line {turn['source_line']}",
        "text": turn["text"],
        **original,
        "participant": turn["participant"],
        "kept": person.get("kept"),
        "consent_quotation": person.get("consent_quotation"),
        "groups": {column: person.get(column) for column in GROUPS if column in person},
    }


def narrate_turn(traced: dict[str, Any]) -> str:
    """Return a turn as text."""
    consent = "agreed to be quoted" if traced["consent_quotation"] else "did NOT agree to be quoted"
    speaker = f"{traced['participant']} ({consent})" if traced["participant"] else "nobody who takes part"
    groups = ", ".join(f"{column} {value}" for column, value in traced["groups"].items())
    lines = [
        f"turn {traced['turn']}",
        f"  {traced['place']}",
        f"  spoken by {speaker}",
        *([f"  {groups}"] if groups else []),
        f"  {traced['text']}",
    ]
    if "original_text" in traced:
        lines += [f"  translated from {traced['original_place']}", f"  {traced['original_text']}"]
    return "\n".join(lines)
