"""What marks are resolved against, read from the results and the declarations of a study."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aimed.files.tables import read_rows
from aimed.files.yaml_json import read_yaml
from aimed.ledger.contents import Ledger, list_quotable, read_ledger, values_of
from aimed.ledger.joint.rows import read_joint
from aimed.ledger.joint.verdicts import judge_rows
from aimed.manuscript.binding.carried_codes import read_coded
from aimed.manuscript.binding.quotations import read_quotable
from aimed.manuscript.binding.resolve_marks import Binding
from aimed.manuscript.binding.speakers import number_speakers, read_quoting
from aimed.manuscript.binding.unplanned_marks import SIGNS
from aimed.manuscript.tables.cells import Study, slug
from aimed.study.codebook import read_codebook
from aimed.study.declarations import StudyConfig, read_planned
from aimed.study.written_tables import read_written


def read_open_binding(
    ledger: Path,
    forms: Path,
    codebook: tuple[Path, ...],
    analyses: tuple[Path, ...],
    spoken: tuple[Path, Path, Path],
    settings: StudyConfig,
    optional: tuple[tuple[Path, ...], tuple[Path, ...]] = ((), ()),
) -> Binding:
    """Return what marks are resolved against, with none resolved yet.

    spoken: turns, participants, coded turns. optional: keys and joint as in bind_manuscript.
    """
    house = read_yaml(forms, schema="forms")
    contents = read_ledger(ledger)
    study = read_study(contents, house, codebook, analyses, int(settings["smallest_cell"]))
    wishes = settings["manuscript"]
    attribution = tuple(wishes.get("attribution", []))
    turns, participants = read_quotable(spoken[0]), read_rows(spoken[1])
    secrets = {key.parent.name: key.read_bytes().strip() for key in optional[0]}
    joint = next(map(read_joint, optional[1]), None)
    values = values_of(contents)
    return Binding(
        study=study,
        values=values,
        house=house,
        turns=turns,
        participants=participants,
        attribution=attribution,
        unplanned=wishes.get("unplanned", SIGNS),
        coded=read_coded(spoken[2]),
        codes=dict(study.themes[["code", "label"]].to_numpy()),
        quoting=read_quoting(wishes),
        speakers=number_speakers(participants, secrets, attribution, study.smallest_cell),
        joint=joint,
        judged=judge_rows(joint, values, study.numbers) if joint else {},
    )


def read_study(
    ledger: Ledger,
    house: Mapping[str, Any],
    codebook: tuple[Path, ...],
    analyses: tuple[Path, ...],
    smallest_cell: int,
) -> Study:
    """Return what tables and marks are resolved against, from the codebook's and the plans' files."""
    *tables, themes = codebook
    return Study(
        numbers=list_quotable(ledger),
        titles=ledger.get("titles", {}),
        forms=house["forms"],
        codebook=read_codebook(*tables),
        analyses={slug(path.stem): read_planned(path) for path in analyses},
        themes=read_written(themes),
        smallest_cell=smallest_cell,
        frozen=ledger.get("plans"),
    )
