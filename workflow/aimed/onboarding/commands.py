"""The commands under `aimed cohort`. They import what they need when they run."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, Optional

import tyro

SUMMARY = "Take a cohort in: draft its tables, check them, compare two waves, let one out, or what was coded."
Id = tyro.conf.Positional[str]
Report = Annotated[
    Literal["text", "json"], tyro.conf.arg(name="format", help="How what is wrong is written.")
]
Document = Optional[Path]  # noqa: UP045 - over `Path | None` tyro imports a type checker

Json = Annotated[bool, tyro.conf.arg(name="json", help="Write what is wrong as JSON.")]
Said = Optional[str]  # noqa: UP045


def new(
    cohort: Id,
    /,
    survey: Annotated[
        tuple[Path, ...],
        tyro.conf.arg(help="The survey's export: one file or several; else those of its cohort.yaml."),
    ] = (),
    questionnaire: Document = None,
    transcripts: Document = None,
    coding: Annotated[
        tuple[Path, ...], tyro.conf.arg(help="What was coded: projects or tables of coding programs.")
    ] = (),
    layout: Said = None,
    sheet: Said = None,
    encoding: Said = None,
) -> int:
    """Copy a collaborator's files into data/cohorts/<id>/ and draft cohort.yaml, crosswalk.csv and README.md.

    What is there already is kept, and a draft of what is not there obeys the cohort.yaml that is.

    Args:
        cohort: the id of the cohort, as kenya-2025.
        questionnaire: the platform's questionnaire file (.qsf, .lss, data dictionary, XLSForm).
        transcripts: a folder with transcripts.
        layout: the platform whose layout the export has, as qualtrics; found when nothing is said.
        sheet: the sheet of a workbook; the first with cells when nothing is said.
        encoding: the encoding of a text file, as cp1252; found when nothing is said.
    """
    from aimed.onboarding.new.command import make_cohort
    from aimed.study.declarations import SurveyOptions

    told = SurveyOptions(
        **{  # type: ignore[typeddict-item]
            name: said
            for name, said in (("layout", layout), ("sheet", sheet), ("encoding", encoding))
            if said is not None
        }
    )
    print("\n".join(make_cohort(cohort, survey, questionnaire, transcripts, told, coding)))
    return 0


def check(cohort: Id, /, form: Report = "text", as_json: Json = False) -> int:
    """Tell everything that is wrong with a cohort at once, here and on one page, without a build.

    Args:
        cohort: the id of the cohort.
    """
    from aimed.onboarding.check.command import check_cohort

    lines, code = check_cohort(cohort, "json" if as_json else form)
    print("\n".join(lines))
    return code


def diff(old: Id, new: Id, /) -> int:
    """Compare what two waves asked: renamed, re-used, reworded and reversed items, values, missing codes.

    Args:
        old: a cohort, a survey's export, or a questionnaire file (.qsf, .lss).
        new: the same.
    """
    from aimed.onboarding.diff.command import diff_cohorts

    lines, code = diff_cohorts(old, new)
    print("\n".join(lines))
    return code


def export(cohort: Id, /, to: Path, keep_ids: bool = False, with_turns: bool = False) -> int:
    """Write a cohort harmonised, for a study that may not have its raw data.

    Args:
        cohort: the id of a cohort that was built here.
        to: a new folder, from where you stand.
        keep_ids: leave the respondents their ids and their order.
        with_turns: let the transcripts of the focus groups leave, too.
    """
    from aimed.onboarding.export.command import export_cohort

    return export_cohort(cohort, to, keep_ids=keep_ids, with_turns=with_turns)


def coding(cohort: Id, /, to: Path, keep_ids: bool = False) -> int:
    """Write what was coded for coding programs: a REFI-QDA project (.qdpx), or the codes alone (.qdc).

    Args:
        cohort: the id of a cohort that was built here.
        to: a new file, .qdpx or .qdc, from where you stand.
        keep_ids: leave the speakers the ids of the survey.
    """
    from aimed.onboarding.export.coded_words import export_coding

    return export_coding(cohort, to, keep_ids=keep_ids)


COMMANDS: dict[str, Callable[..., Any]] = {
    "new": new,
    "check": check,
    "diff": diff,
    "export": export,
    "coding": coding,
}
