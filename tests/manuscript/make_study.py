"""The miniature study of these tests: a ledger written by hand, turns of two speakers, one drawn figure."""

import json
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import pandas as pd
from aimed.files.tables import write_table

HERE = Path(__file__).parent / "study"
ROOT = Path(__file__).parents[2]
INTERVALS = {("all", "pct"): ("56.2", "83.5"), ("north_vs_south", "difference"): ("−10.1", "42.3")}


def label_of(middle: list[str], statistic: str) -> str:
    words = {"north_vs_south": "North against South", "north": "North", "south": "South", "all": ""}
    return ", ".join(filter(None, [*(words.get(part, part) for part in middle), statistic]))


def number(identifier: str, value: float, shown: str, **more: Any) -> tuple[str, dict[str, Any]]:
    _, *middle, statistic = identifier.split(".")
    groups = ("all", "north", "south", "far_east", "north_vs_south")
    at = next(i for i, part in enumerate(middle) if part in groups)
    group = middle[at]
    low, high = INTERVALS.get((group, statistic), (None, None))
    entry = {
        "value": value, "shown": shown, "shown_bare": shown.rstrip("%"), "unit": "count",
        "n": 40, "low": None, "high": None, "shown_low": low, "shown_high": high, "method": "count",
        "shown_level": "95" if low else None,
        "public": True, "item": ".".join(middle[:at]), "group": group,
        "statistic": ".".join([*middle[at + 1 :], statistic]), "label": label_of(middle, statistic),
    }  # fmt: skip
    return identifier, entry | more


PERCENT = {"unit": "percent", "method": "Wilson score interval"}
NUMBERS = dict(
    [
        number("support.view.all.n", 40, "40"),
        number("support.view.all.count", 28, "28"),
        number("support.view.all.pct", 71.79, "71.8%", **PERCENT),
        number("support.view.north.n", 30, "30"),
        number("support.view.north.count", 23, "23"),
        number("support.view.north.pct", 76.7, "76.7%", **PERCENT),
        number("support.view.south.n", 10, "10"),
        number("support.view.south.count", 6, "6"),
        number("support.view.south.pct", 60.0, "60.0%", **PERCENT),
        number("support.view.far_east.count", 3, "3", public=False),
        number("support.view.far_east.pct", 75.0, "75.0%", public=False, **PERCENT),
        number(
            "support.view.north_vs_south.difference", 16.7, "16.7 points", shown_bare="16.7", unit="points"
        ),
        number("support.view.north_vs_south.p", 0.0002, "<0.001", unit="p"),
        number("support.view.north_vs_south.p_adjusted", 0.0004, "<0.001", unit="p"),
        number("support.topic.milk.all.pct", 50.0, "50.0%", **PERCENT),
        number("people.age.all.median", 24, "24", unit="years"),
        number("people.age.all.q1", 22, "22", unit="years"),
        number("people.age.all.q3", 27, "27", unit="years"),
        number("people.age.all.n", 39, "39"),
        number("people.age.all.missing.refused.count", 1, "1", public=False),
        number("people.view.all.n", 40, "40"),
        number("people.view.all.level.disagree.count", 12, "12"),
        number("people.view.all.level.disagree.pct", 30.0, "30.0%", **PERCENT),
        number("people.view.all.level.agree.count", 28, "28"),
        number("people.view.all.level.agree.pct", 70.0, "70.0%", **PERCENT),
        number("people.view.north.level.disagree.count", 4, "4", public=False),
        number("people.view.north.level.disagree.pct", 13.3, "13.3%", public=False, **PERCENT),
        number("people.view.north.level.agree.count", 26, "26", public=False),
        number("people.view.north.level.agree.pct", 86.7, "86.7%", public=False, **PERCENT),
        number("flow.raw.all.count", 52, "52"),
        number("flow.at_consent.all.count", 12, "12"),
        number("flow.no_consent.all.count", 12, "12"),
        number("flow.kept.all.count", 40, "40"),
        number("themes.turns.all.count", 31, "31"),
        number("themes.taste.all.turns", 9, "9"),
        number("themes.taste.bitter.all.turns", 7, "7"),
    ]
)
LEDGER = {"study": {"synthetic": 1, "cohorts": 1, "respondents": 40}, "numbers": NUMBERS}
KNOWN_VIEW = [["view", "known", None]]
AGREED = [*KNOWN_VIEW, ["view", "in", ["agree"]]]
NORTH = [["region", "is", "north"]]
ROW_SETS = {
    name: {"table": table, "where": where, "n": n, "digest": name}
    for name, table, where, n in [
        ("everybody", "responses", [], 42),
        ("known", "responses", KNOWN_VIEW, 40),
        ("agreed", "responses", AGREED, 28),
        ("north_known", "responses", [*NORTH, *KNOWN_VIEW], 30),
        ("north_agreed", "responses", [*NORTH, *AGREED], 23),
        ("far", "responses", [["region", "is", "far_east"], *AGREED], 3),
        ("refused", "missing", [["variable", "is", "view"], ["reason", "is", "refused"]], 2),
        ("raw", "exclusions", [], 52),
        ("no_consent", "exclusions", [["kept", "is", False], ["reason", "is", "no_consent"]], 12),
        ("kept", "participants", [["kept", "is", True]], 40),
    ]
}


def evidence_of(
    rows: str | None, base: str | None = None, kind: str = "count", **more: Any
) -> dict[str, Any]:
    nothing = {"distinct": None, "formula": None, "numbers": []}
    return {"kind": kind, "rows": rows, "base": base or rows, **nothing, **more}


PAIR = ["support.view.north.count", "support.view.far_east.count", "support.view.south.count"]
EVIDENCE = {
    "row_sets": ROW_SETS,
    "numbers": {
        "support.view.all.n": evidence_of("known", "everybody"),
        "support.view.all.count": evidence_of("agreed", "known"),
        "support.view.all.pct": evidence_of(
            "agreed", "known", "proportion", formula="100 * count / n", numbers=["support.view.all.count"]
        ),
        "support.view.north.count": evidence_of("north_agreed", "north_known"),
        "support.view.far_east.count": evidence_of("far", "known"),
        "support.view.north_vs_south.difference": evidence_of(
            None, kind="derived", formula="first - second", numbers=PAIR
        ),
        "people.age.all.missing.refused.count": evidence_of("refused"),
        "flow.raw.all.count": evidence_of("raw"),
        "flow.no_consent.all.count": evidence_of("no_consent", "raw"),
        "flow.kept.all.count": evidence_of("kept"),
    },
}
TURN_COLUMNS = ("cohort", "transcript", "turn", "participant", "role", "text")
TURNS = [
    dict(zip(TURN_COLUMNS, row, strict=True))
    for row in [
        ("demo", "g1", 1, None, "moderator", "What do you think of tea?"),
        ("demo", "g1", 2, "demo:a", "participant", "Well, I don’t like it so much, but warm milk helps."),
        ("demo", "g1", 3, "demo:b", "participant", "Nobody asked me about tea before."),
        ("demo", "g1", 4, "demo:c", "participant", "My hundred cups a day."),
    ]
]
PEOPLE_COLUMNS = ("participant", "kept", "in_focus_groups", "consent_quotation", "region")
PARTICIPANTS = [
    dict(zip(PEOPLE_COLUMNS, row, strict=True))
    for row in [
        *((f"demo:{name}", True, True, True, "north") for name in "adefg"),
        ("demo:b", True, True, False, "south"),
        ("demo:c", True, True, True, "south"),
    ]
]
CODED_COLUMNS = ("cohort", "transcript", "turn", "participant", "code", "coders")
CODED_TURNS = [
    dict(zip(CODED_COLUMNS, row, strict=True))
    for row in [
        ("demo", "g1", 2, "demo:a", "taste", 2),
        ("demo", "g1", 2, "demo:a", "taste.bitter", 1),
        ("demo", "g1", 3, "demo:b", "taste", 1),
    ]
]
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120" width="400" height="120">'
    '<rect width="280" height="40" y="40" fill="#1f4e79"/><rect x="280" y="40" width="120" height="40" '
    'fill="#d0d0d0"/></svg>\n'
)


def draw_png() -> bytes:
    """Return a small grey PNG: signature, header, one compressed block of rows, end."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    rows = b"".join(b"\0" + b"\xa0" * 400 for _ in range(120))
    header = struct.pack(">IIBBBBB", 400, 120, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def make_study(folder: Path) -> Path:
    """Write the miniature study into `folder`, laid out as a study is, and return it."""
    (folder / "workflow").mkdir(parents=True)
    shutil.copytree(ROOT / "workflow" / "schemas", folder / "workflow" / "schemas")
    for name in ("codebook", "analyses"):
        shutil.copytree(HERE / name, folder / name)
    (folder / "manuscript").mkdir()
    for file in sorted(HERE.iterdir()):
        if file.is_file() and file.name != "config.yaml":
            shutil.copyfile(file, folder / "manuscript" / file.name)
    shutil.copyfile(HERE / "config.yaml", folder / "config.yaml")
    for name in ("vancouver.csl", "_quarto.yml"):
        shutil.copyfile(ROOT / "tests" / "toy_before" / "manuscript" / name, folder / "manuscript" / name)
    (folder / "figures").mkdir()
    (folder / "figures" / "support.svg").write_text(PICTURE, encoding="utf-8")
    (folder / "figures" / "support.png").write_bytes(draw_png())
    (folder / "ledger.json").write_text(json.dumps(LEDGER), encoding="utf-8")
    (folder / "public.csv").write_text("id,value\n", encoding="utf-8")
    (folder / "evidence.json").write_text(json.dumps(EVIDENCE), encoding="utf-8")
    write_table(pd.DataFrame(TURNS), folder / "turns.parquet")
    write_table(pd.DataFrame(PARTICIPANTS), folder / "participants.parquet")
    write_table(pd.DataFrame(CODED_TURNS), folder / "coded_turns.parquet")
    return folder


def bind(*documents: str) -> Path:
    """Run the binding step on the miniature study in the current folder."""
    from aimed.manuscript.bind_document import bind_manuscript

    manuscript = Path("manuscript")
    names = documents or ("paper.qmd", "supplement.qmd")
    bind_manuscript(
        documents=tuple(manuscript / name for name in names),
        ledger=Path("ledger.json"),
        forms=manuscript / "forms.yaml",
        tables=manuscript / "tables.yaml",
        figures=manuscript / "figures.yaml",
        turns=Path("turns.parquet"),
        participants=Path("participants.parquet"),
        coded_turns=Path("coded_turns.parquet"),
        joint=tuple(manuscript.glob("joint.yaml")),
        codebook=tuple(Path("codebook", f"{n}.csv") for n in ("variables", "scales", "missing", "themes")),
        analyses=tuple(sorted(Path("analyses").glob("*.yaml"))),
        config=Path("config.yaml"),
        evidence=(Path("evidence.json"),),
        binding=Path("binding.json"),
    )
    return Path("binding.json")


def read_binding(*documents: str) -> dict[str, Any]:
    """Return binding.json of the miniature study."""
    return json.loads(bind(*documents).read_text(encoding="utf-8"))


def write_paper(body: str, front: str = "title: Tea") -> None:
    """Replace the paper by a short one."""
    Path("manuscript/paper.qmd").write_text(f"---\n{front}\n---\n\n{body}\n", encoding="utf-8")


def render(name: str = "paper", engine: str = "pandoc") -> dict[str, Path]:
    """Run the render step on one document of the miniature study in the current folder."""
    from aimed.manuscript.render_document import render_document

    layout = sorted(ROOT.glob("workflow/aimed/manuscript/[fl][ia]*/*"))
    made = {kind: Path(f"{name}.{kind}") for kind in ("html", "pdf", "docx")}
    made |= {"annotated": Path(f"{name}-annotated.docx"), "evidence": (Path(f"{name}-evidence.pdf"),)}
    render_document(
        document=Path("manuscript", f"{name}.qmd"),
        binding=Path("binding.json"),
        figures=(Path("figures/support.svg"), Path("figures/support.png")),
        bibliography=Path("manuscript/references.bib"),
        style=Path("manuscript/vancouver.csl"),
        layout=tuple(layout),
        quarto=Path("manuscript/_quarto.yml"),
        public=Path("public.csv"),
        engine=engine,
        engine_used=Path(f"{name}.engine.json"),
        **made,
    )
    return made | {"evidence": made["evidence"][0]}


def stage_article(folder: Path, name: str = "paper") -> Path:
    """Stage one bound document of the miniature study for JATS, and return its source."""
    from aimed.manuscript.engines.staging import stage_document

    manuscript = Path("manuscript")
    layout = sorted(ROOT.glob("workflow/aimed/manuscript/[fl][ia]*/*"))
    library, style = manuscript / "references.bib", manuscript / "vancouver.csl"
    stage_document(folder, manuscript / f"{name}.qmd", Path("binding.json"), ((), layout), library, style)
    return manuscript / f"{name}.qmd"


def shown(table):
    """Return the heads, then the rows, as texts; a label is indented by two blanks per level."""
    lines = [[cell["text"] for cell in table["columns"]]]
    for row in table["rows"]:
        texts = [cell["text"] for cell in row["cells"]]
        lines.append(["  " * row["level"] + texts[0], *texts[1:]])
    return lines
