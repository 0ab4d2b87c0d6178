"""What a check reads: the documents as written, and the ledger, codebook and turns they are held to."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from aimed.audit.check.kept import (
    CODED_TURNS,
    EVIDENCE,
    LEDGER,
    PARTICIPANTS,
    RESPONSES,
    TURNS,
    KeptReading,
    Parts,
)
from aimed.audit.claims.unbound.wording import SILENT
from aimed.audit.coherence.ledger_numbers import read_whole_items
from aimed.audit.lookup.declarations import StudyDeclarations, read_design
from aimed.files.tables import read_rows
from aimed.files.yaml_json import read_yaml
from aimed.ledger.contents import (
    KnownEvidence,
    Ledger,
    LedgerNumber,
    Protection,
    list_quotable,
    read_evidence,
    read_ledger,
    values_of,
)
from aimed.ledger.joint.rows import JOINT, read_joint
from aimed.ledger.joint.verdicts import judge_rows
from aimed.ledger.known.published import citations_of
from aimed.manuscript.binding.carried_codes import read_coded
from aimed.manuscript.binding.quotations import read_quotable
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.manuscript.binding.speakers import read_quoting
from aimed.manuscript.binding.unplanned_marks import SIGNS
from aimed.manuscript.tables.cells import Study
from aimed.study.codebook import Codebook
from aimed.study.written_tables import CODEBOOK, read_written_rows

THEMES = CODEBOOK / "themes.csv"
QUOTED_TURN = re.compile(r"turn=[\"']?([^\s\"'{}]+)")
MANUSCRIPT = Path("manuscript")
BIBLIOGRAPHY_ENTRY = re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+\s*\{\s*([^\s,}]+)\s*,", re.M | re.I)


@dataclass(frozen=True)
class Material:
    """The texts to check, by path, the paper first, and what they may name.

    declarations: table, figure or joint -> (path, text, ids) of tables.yaml, figures.yaml, joint.yaml.
    bibliography: the keys of all .bib files, None where there is none. binding is None without a ledger.
    design: the plans, the names of groups and the words that compare. whole: the items whose answers are
    whole numbers. protection: how tightly the public numbers bound the hidden counts. known, stands: the
    declared numbers, and where they stand. published: published.<id> -> the key of its citation.
    """

    texts: dict[str, str]
    declarations: dict[str, tuple[str, str, list[str]]]
    bibliography: list[str] | None
    binding: Binding | None
    shown: dict[str, list[str]] = field(default_factory=dict)
    design: StudyDeclarations = field(default_factory=StudyDeclarations)
    whole: frozenset[str] = frozenset()
    protection: Protection | None = None
    known: dict[str, LedgerNumber] = field(default_factory=dict)
    stands: dict[str, KnownEvidence] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)


def read_material(root: Path, kept: KeptReading | None = None) -> Material:
    """Return all that a check of the study at `root` reads, some of it as it was kept.

    Raises ProblemsFound for broken YAML or CSV.
    """
    kept = kept or KeptReading()
    SILENT.update(kept.parts.get("silent", ()))
    paths = sorted((root / MANUSCRIPT).glob("*.qmd"), key=lambda path: (path.stem != "paper", path.stem))
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    ledger = read_ledger(root / LEDGER) if (root / LEDGER).is_file() else None
    tables = _read_declared(root, MANUSCRIPT / "tables.yaml")
    evidence = kept.parts.get("evidence") or _read_evidence(root)
    quoted = QUOTED_TURN.findall("".join([*texts.values(), tables[1]]))
    return Material(
        texts=texts,
        declarations={
            "table": tables,
            "figure": _read_declared(root, MANUSCRIPT / "figures.yaml"),
            "joint": _read_declared(root, JOINT),
        },
        bibliography=_read_bibliography(root),
        binding=_read_binding(root, ledger, quoted, kept) if ledger else None,
        shown=_shown_forms(ledger["numbers"], "".join(texts.values())) if ledger else {},
        design=read_design(root),
        whole=frozenset(kept.parts["whole"])
        if kept.has("whole")
        else read_whole_items(root, ledger["numbers"])
        if ledger
        else frozenset(),
        protection=evidence["protection"],
        known=ledger.get("known", {}) if ledger else {},
        stands=evidence["known"],
        published=citations_of(root),
    )


def list_parts(root: Path, material: Material) -> Parts:
    """Return what is worth keeping of all that was read: name -> content, and the files that it is of."""
    parts: dict[str, tuple[Any, tuple[Path, ...]]] = {
        "whole": (sorted(material.whole), (LEDGER, RESPONSES)),
        "silent": (sorted(SILENT), ()),
        "evidence": ({"protection": material.protection, "known": material.stands}, (EVIDENCE,)),
    }
    if material.binding and material.binding.turns:
        parts |= {
            "turns": (material.binding.turns, (TURNS,)),
            "participants": (material.binding.participants, (PARTICIPANTS, TURNS)),
        }
        if (root / CODED_TURNS).is_file():  # of all turns: a text may quote another one
            parts["coded"] = read_coded(root / CODED_TURNS), (CODED_TURNS,)
    return parts


def _read_evidence(root: Path) -> dict[str, Any]:
    if not (root / EVIDENCE).is_file():
        return {"protection": None, "known": {}}
    evidence = read_evidence(root / EVIDENCE)
    return {"protection": evidence.get("protection"), "known": evidence.get("known", {})}


def _read_declared(root: Path, path: Path) -> tuple[str, str, list[str]]:
    if not (root / path).is_file():
        return path.as_posix(), "", []
    content = read_yaml(root / path) or {}
    entries = content.get("rows", []) if isinstance(content, dict) and "rows" in content else content
    names = list(entries) if isinstance(entries, dict) else [entry["id"] for entry in entries]
    return path.as_posix(), (root / path).read_text(encoding="utf-8"), names


def _read_bibliography(root: Path) -> list[str] | None:
    paths = sorted((root / MANUSCRIPT).glob("*.bib"))
    if not paths:
        return None
    return [key for path in paths for key in BIBLIOGRAPHY_ENTRY.findall(path.read_text(encoding="utf-8"))]


def _read_binding(root: Path, ledger: Ledger, quotes: list[str], kept: KeptReading) -> Binding:
    """Return what marks are resolved against; turns, codes and who speaks only when something is quoted."""
    config = read_yaml(root / "config.yaml")
    house = read_yaml(root / MANUSCRIPT / "forms.yaml")
    study = Study(
        numbers=list_quotable(ledger),
        forms=house["forms"],
        codebook=cast(Codebook, None),  # labels are for tables and attributions, which a check does not write
        analyses={},
        themes=cast(Any, None),
        smallest_cell=int(config["smallest_cell"]),
        frozen=ledger.get("plans"),
    )
    wishes = config.get("manuscript") or {}
    joint = read_joint(root / JOINT, at_once=True) if (root / JOINT).is_file() else None
    values = values_of(ledger)
    there = quotes and (root / TURNS).is_file() and (root / PARTICIPANTS).is_file()
    return Binding(
        study=study,
        values=values,
        house=house,
        turns=(kept.parts.get("turns") or read_quotable(root / TURNS)) if there else [],
        participants=(kept.parts.get("participants") or _read_speakers(root)) if there else [],
        attribution=(),
        unplanned=wishes.get("unplanned", SIGNS),
        coded=_read_coded(root, quotes, kept) if there else {},
        codes={row["code"]: row["label"] for row in read_written_rows(root / THEMES).rows} if there else {},
        quoting=read_quoting(wishes),
        joint=joint,
        judged=judge_rows(joint, values, ledger["numbers"]) if joint else {},
    )


def _read_speakers(root: Path) -> list[dict[str, Any]]:
    speaks = "participant IN (SELECT participant FROM read_parquet(?))"
    return read_rows(root / PARTICIPANTS, speaks, [str(root / TURNS)])


def _read_coded(root: Path, quotes: list[str], kept: KeptReading) -> dict[str, dict[str, int]]:
    """Return the codes of the turns that are quoted."""
    if kept.has("coded"):
        return {turn: kept.parts["coded"][turn] for turn in quotes if turn in kept.parts["coded"]}
    return read_coded(root / CODED_TURNS, quotes) if (root / CODED_TURNS).is_file() else {}


def _shown_forms(numbers: dict[str, LedgerNumber], text: str) -> dict[str, list[str]]:
    """Return shown form -> ids of public numbers: those in the text first, then those of everybody."""
    written = set(re.findall(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+", text))
    shown: dict[str, list[str]] = {}
    for name in sorted(numbers, key=lambda n: (n not in written, numbers[n]["group"] != "all", n)):
        if numbers[name]["public"]:
            for form in {numbers[name]["shown"], numbers[name].get("shown_bare")}:
                shown.setdefault(str(form), []).append(name)
    return shown
