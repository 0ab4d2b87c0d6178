"""Measure conversations: transcripts and their coding read, anchored, counted, compared and analysed."""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from aimed.bench.processes import run_python
from aimed.coding.compare_coders import compare_coders
from aimed.coding.count_codes import count_codes
from aimed.files.formula_cells import write_csv
from aimed.files.tables import write_table
from aimed.files.yaml_json import read_beside
from aimed.ingest.coding.read import ingest_coding
from aimed.ingest.transcripts.read import ingest_transcripts
from aimed.onboarding.export.refi_qda import CodedWords, CodingProject, WrittenText, write_coding_project
from aimed.simulate.scripts import CodedStretch, Script, SpokenTurn
from aimed.stats.conversations.state import state_conversations
from aimed.stats.count_themes import count_themes

SIZES = (5_000, 10_000, 20_000)  # codings; 20,000 are in 1,000,000 words, or 100 hours
GOAL, GOAL_ANALYSED = 60.0, 20.0  # CPU seconds of the largest: all, and what follows reading and anchoring
WORDS_PER_CODING, WORDS_PER_TRANSCRIPT, WORDS_PER_TURN = 50, 10_000, 33
CODES = [f"theme{theme}.code{code}" for theme in range(6) for code in range(5)]
THEMES = sorted({code.partition(".")[0] for code in CODES} | set(CODES))
READING = ("transcripts", "coding")
WRITTEN: dict[str, list[str]] = read_beside(__file__)  # the codebook, and plans


def measure_coding() -> None:
    """Print what each step costs at each size, and the exponent of its last growth (1 is linear)."""
    costs = [measure_size(size) for size in SIZES]
    print(
        f"\n{'CPU s of each step, by codings':<40}",
        *(f"{size:>8,}" for size in SIZES),
        "   grows as n to the",
    )
    for step in costs[-1]:
        seconds = [cost[step] for cost in costs]
        print(f"{step:<40}", *(f"{one:8.2f}" for one in seconds), f"   {fit_growth(seconds)}")
    largest = costs[-1]
    analysed = sum(one for step, one in largest.items() if step not in READING)
    print(f"{'all steps':<40} {sum(largest.values()):26.2f}   goal {GOAL:g} s")
    print(f"{'after reading and anchoring':<40} {analysed:26.2f}   goal {GOAL_ANALYSED:g} s")


def measure_size(codings: int) -> dict[str, float]:
    """Return step -> its CPU seconds, of a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "workflow").symlink_to(Path("workflow").absolute())
        done = run_python(Path(folder), "-m", "aimed.bench.coding", str(codings))
        if done.failed:
            raise RuntimeError(done.said)
    found: dict[str, float] = json.loads(done.said.splitlines()[-1])
    return found


def fit_growth(seconds: list[float]) -> str:
    """Return the exponent from the second size to the third; a dash where that is less than 0.2 s."""
    _, middle, large = seconds
    if large - middle < 0.2:
        return "-"
    return f"{np.log(large / middle) / np.log(SIZES[2] / SIZES[1]):.2f}"


def write_corpus(folder: Path, codings: int, words_per_transcript: int = WORDS_PER_TRANSCRIPT) -> None:
    """Write transcripts of eight speakers each, their coding by two coders, and all that the steps read.

    The same call writes the same bytes.
    """
    draw = np.random.default_rng(codings)
    many = max(1, codings * WORDS_PER_CODING // words_per_transcript)
    scripts = [
        _write_script(f"fg{at:03d}", draw, codings // many, words_per_transcript) for at in range(many)
    ]
    themes = pd.DataFrame({"code": THEMES, "label": THEMES, "definition": "."})
    themes["parent"] = [code.rpartition(".")[0] for code in THEMES]
    for name, lines in WRITTEN.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    written = write_csv([themes.columns, *themes.to_numpy().tolist()])
    (folder / "themes.csv").write_text(written, encoding="utf-8", newline="")
    project = CodingProject("large", "2020-03-31T12:00:00Z", {"one": "One", "two": "Two"}, themes)
    texts = [
        WrittenText(one.name, one.text, tuple(CodedWords(m.start, m.end, m.coder, m.code) for m in one.marks))
        for one in scripts
    ]
    (folder / "coding.qdpx").write_bytes(write_coding_project(project, texts))
    for script in scripts:
        (folder / f"{script.name}.txt").write_text(script.text, encoding="utf-8")
    (folder / "cohort.yaml").write_text(yaml.safe_dump(_describe(scripts)), encoding="utf-8")
    people = [f"large:{script.name}p{at}" for script in scripts for at in range(8)]
    sex = [("f", "m")[at % 2] for at, _ in enumerate(people)]
    write_table(pd.DataFrame({"respondent": people, "gender": sex}), folder / "responses.parquet")
    known = {"participant": people, "country": "NOR", "income_group": "high", "who_region": "eur"}
    write_table(
        pd.DataFrame({**known, "kept": True, "consent_analysis": True}), folder / "participants.parquet"
    )


def _write_script(name: str, draw: np.random.Generator, codings: int, words: int) -> Script:
    """Return a transcript: turns of 10 to 56 words, and stretches of a turn, half of them by each coder."""
    sizes = draw.integers(10, 2 * WORDS_PER_TURN - 9, words // WORDS_PER_TURN)
    said = [" ".join(f"w{word}" for word in draw.integers(0, 3000, size)) for size in sizes]
    speakers = ["Moderator" if at % 6 == 0 else f"P{draw.integers(8)}" for at in range(len(said))]
    turns = tuple(SpokenTurn(*one) for one in zip(speakers, said, strict=True))
    starts = [0, *accumulate(len(f"{turn.speaker}: {turn.text}\n") for turn in turns)]
    marks: list[CodedStretch] = []
    for at in draw.integers(0, len(turns), codings).tolist():
        parts = turns[at].text.split(" ")
        first = int(draw.integers(0, len(parts) - 5))
        last = min(len(parts), first + int(draw.integers(5, 30)))
        begins = starts[at] + len(turns[at].speaker) + 2 + len(" ".join(parts[:first])) + (first > 0)
        ends = begins + len(" ".join(parts[first:last]))
        marks.append(CodedStretch(("one", "two")[len(marks) % 2], begins, ends, str(draw.choice(CODES))))
    return Script(name, turns, tuple(sorted(set(marks))))


def _describe(scripts: list[Script]) -> dict[str, object]:
    speakers = {one.name: {turn.speaker for turn in one.turns} for one in scripts}
    named = {
        name: {who: who.lower() if who == "Moderator" else f"{name}{who.lower()}" for who in sorted(labels)}
        for name, labels in speakers.items()
    }
    transcripts = [{"path": f"{one.name}.txt"} for one in scripts]
    return {
        "title": "Large",
        "countries": ["NOR"],
        "collected": {"from": "2020-03-01", "to": "2020-03-07"},
        "languages": ["en"],
        "synthetic": True,
        "files": {
            "survey": {"path": "survey.csv"},
            "transcripts": transcripts,
            "coding": {"path": "coding.qdpx"},
        },
        "respondent_id": "id",
        "consent": {"analysis": True, "quotation": True, "deposit": True},
        "speakers": named,
    }


def run_steps(folder: Path) -> dict[str, float]:
    """Run all steps on a corpus that `write_corpus` wrote; return step -> CPU seconds."""
    at = {name: folder / f"{name}.parquet" for name in ("kept_turns", "read_turns", "given_codes", "counts")}
    at |= {
        name: folder / f"{name}.parquet" for name in ("coded_turns", "agreement", "ratings", "disagreements")
    }
    own = {name: folder / "large" / f"{name}.parquet" for name in ("turns", "segments")}
    book: dict[str, Any] = {name: folder / f"{name}.csv" for name in ("variables", "scales", "reasons")}
    texts, themes = tuple(sorted(folder.glob("fg*.txt"))), folder / "themes.csv"
    cohort, transcripts = folder / "cohort.yaml", folder / "transcripts.parquet"
    counted: dict[str, Any] = {
        name: at[name] for name in ("kept_turns", "read_turns", "given_codes", "coded_turns", "counts")
    }
    people: dict[str, Any] = {name: folder / f"{name}.parquet" for name in ("participants", "responses")}
    compared: dict[str, Any] = {
        name: at[name] for name in ("read_turns", "given_codes", "agreement", "ratings", "disagreements")
    }
    asked: dict[str, Any] = {
        **book,
        "themes": themes,
        "turns": at["kept_turns"],
        "coded_turns": at["coded_turns"],
    }
    steps: dict[str, Callable[[], None]] = {
        "transcripts": lambda: ingest_transcripts(
            cohort="large", cohort_file=cohort, files=texts, transcripts=transcripts, turns=own["turns"]
        ),
        "coding": lambda: ingest_coding(
            cohort_file=cohort, files=(folder / "coding.qdpx",), transcripts=transcripts, themes=themes,
            turns=own["turns"], segments=own["segments"], account=folder / "coding_account.json",
        ),
        "count codes": lambda: count_codes(
            turns=(own["turns"],), segments=(own["segments"],), themes=themes, **people, **book, **counted
        ),
        "compare coders": lambda: compare_coders(
            turns=at["kept_turns"], segments=(own["segments"],), themes=themes, **compared
        ),
    }  # fmt: skip
    steps |= _list_plans(folder, asked)
    return {name: _time(step) for name, step in steps.items()}


def _list_plans(folder: Path, asked: dict[str, Any]) -> dict[str, Callable[[], None]]:
    """Return plan -> its step."""
    steps: dict[str, Callable[[], None]] = {}
    for path in sorted(folder.glob("plans/*.yaml")):
        step = count_themes if path.stem == "codes" else state_conversations
        made = folder / f"{path.stem}.parquet"
        steps[path.stem] = partial(step, analysis=path.stem, plan=path, statistics=made, **asked)
    return steps


def _time(step: Callable[[], None]) -> float:
    started = time.process_time()
    step()
    return time.process_time() - started


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write_corpus(Path(), int(sys.argv[1]))
        print(json.dumps(run_steps(Path())))
    else:
        measure_coding()
