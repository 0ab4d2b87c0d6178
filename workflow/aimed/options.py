"""The commands with their options, as a command line names them."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, Optional

import tyro

from aimed import __version__
from aimed.audit.compare.asked import compare
from aimed.audit.lookup.commands import concordance, disagreements, quotes
from aimed.messages.nearest import tell_unknown
from aimed.onboarding.rename.entry import rename

VERSION = "--version"
SUMMARY = "Check, trace and build the study that the current folder belongs to."
Stage = Optional[str]  # noqa: UP045 - over `str | None` tyro imports a type checker, for a seventh of a second
Document = Optional[Path]  # noqa: UP045
Words = tyro.conf.Positional[tuple[str, ...]]
Json = Annotated[bool, tyro.conf.arg(name="json", help="Print JSON instead of text.")]
Form = Annotated[
    Literal["text", "json", "sarif", "github"],
    tyro.conf.arg(name="format", help="How findings are written."),
]
Report = Annotated[
    Literal["text", "json"], tyro.conf.arg(name="format", help="How what is wrong is written on stdout.")
]
All = Annotated[bool, tyro.conf.arg(name="all", help="Print every row instead of the first ten.")]


def check(
    stage: Stage = None,
    form: Form = "text",
    document: Document = None,
    rendered: bool = False,
    as_json: Json = False,
) -> int:
    """Check the manuscript against the ledger: numbers, claims, quotations, references; then the gate.

    Args:
        stage: draft, submission or release; config.yaml's when not given.
        document: check instead whether the statistics in this HTML, DOCX, PDF or text file cohere.
        rendered: check instead whether those in the rendered paper and supplement cohere.
    """
    from aimed.audit.check.command import print_check, print_rendered_check

    form = "json" if as_json else form
    if document or rendered:
        return print_rendered_check(Path(), document, stage, form)
    return print_check(Path(), stage, form)


def numbers(words: Words = (), /, as_json: Json = False) -> int:
    """List the ledger's numbers whose id or label has all the words, ready to paste as marks."""
    from aimed.audit.lookup.numbers import print_numbers

    return print_numbers(Path(), words, as_json=as_json)


def trace(what: Words, /, every: All = False, as_json: Json = False) -> int:
    """Follow what the manuscript shows down to raw cells, or what is raw up to what the manuscript shows.

    Args:
        what: an id, a shown value, paper.qmd:LINE, fig-ID, tbl-ID/ROW/COLUMN, a file, FILE:ROW:COLUMN,
            crosswalk.csv:LINE, COHORT:PERSON or COHORT/TRANSCRIPT/TURN.
    """
    from aimed.audit.trace.command import print_trace

    return print_trace(Path(), " ".join(what), every=every, as_json=as_json)


def impact(what: Words, /, every: All = False, as_json: Json = False) -> int:
    """Tell what would change with a file, cell, cohort or person, before anything is done.

    Args:
        what: a file, FILE:ROW:COLUMN, crosswalk.csv:LINE, a cohort, COHORT:PERSON or COHORT/TRANSCRIPT/TURN.
    """
    from aimed.audit.impact.command import print_impact

    return print_impact(Path(), " ".join(what), every=every, as_json=as_json)


def gate() -> int:
    """Compare raw files and results with what the runs recorded, before anything is made."""
    from aimed.build.gate import report_gate

    print("\n".join([*report_gate(), "the gate is open"]))
    return 0


def rebuild(files: Words, /) -> int:
    """Take these results away, so that the next build makes them again."""
    from aimed.build.clearing import discard_results
    from aimed.running.study_lock import hold_study

    with hold_study("aimed rebuild"):
        discard_results([Path(file) for file in files])
    print("\n".join(f"{file}: the next build makes it again" for file in files))
    return 0


def build(target: str = "paper", cores: int = 0, profile: str = "", form: Report = "text") -> int:
    """Make the paper: the gate, then Snakemake, then one page of problems.

    Args:
        target: a target or file of the Snakefile.
        cores: how many processors to use; 0 takes all there are.
        profile: where jobs run: a folder of profiles/, as slurm, or any folder with a profile of Snakemake's.
    """
    from aimed.build.paper import build_for_programs, build_paper

    make = build_paper if form == "text" else build_for_programs
    return make(cores=cores, target=target, profile=profile)


def preview(
    port: int = 0, browser: Annotated[bool, tyro.conf.arg(name="open", help="Open it in a browser.")] = False
) -> int:
    """Show the paper in a browser of this machine while it is written, drawn again at each save.

    Args:
        port: where on 127.0.0.1; 0 takes a free one.
    """
    from aimed.audit.preview.command import show_preview

    return show_preview(port, browser=browser)


def diff(
    old: tyro.conf.Positional[str],
    new: tyro.conf.Positional[str],
    /,
    form: Annotated[Literal["text", "html", "markdown", "json"], tyro.conf.arg(name="format")] = "text",
    as_json: Json = False,
) -> int:
    """Show old and new of each number that changed, its sentence, its cause and what it turns over.

    Args:
        old: published, current, a ledger.json, a published.csv, or a commit with a release.
        new: the same.
        form: text, one HTML file, a Markdown comment for a pull request, or JSON.
    """
    from aimed.audit.release.diff import print_diff

    return print_diff(old, new, "json" if as_json else form)


def release() -> int:
    """Write the public numbers, what they came from and what changed, when the check has no errors."""
    from aimed.audit.release.publish import make_release
    from aimed.running.study_lock import hold_study

    with hold_study("aimed release"):
        return make_release()


def deposit(to: Path, document: str = "paper") -> int:
    """Write a document as journals' and archives' systems take it: JATS with its figures, and a MECA bundle.

    Args:
        to: a new folder, from where you stand.
        document: which document of manuscript/.
    """
    from aimed.audit.release.deposit import make_deposit

    return make_deposit(document, to)


def verify() -> int:
    """Make the numbers again from the raw files in a scratch copy, and compare with the release."""
    from aimed.audit.release.verify import verify_release
    from aimed.running.study_lock import hold_study

    with hold_study("aimed verify"):
        return verify_release()


def recompute(as_json: Json = False) -> int:
    """Recompute every number of the ledger by another road, and say how many agree."""
    from aimed.audit.recompute.command import print_audit

    return print_audit(Path(), as_json=as_json)


def attack(as_json: Json = False) -> int:
    """Bound every hidden small count by all public numbers, and say which are bounded too tightly."""
    from aimed.audit.attack.command import print_attack

    return print_attack(Path(), as_json=as_json)


def cohort(words: Words = (), /) -> int:
    """Take a cohort in: `aimed cohort new`, `check`, `diff` and `export`, each with --help."""
    return _run_group("cohort", list(words))


def study(words: Words = (), /) -> int:
    """Make a study of one's own: `aimed study new` and `update`, each with --help."""
    return _run_group("study", list(words))


def plan(words: Words = (), /) -> int:
    """Freeze the plans of the analyses: `aimed plan freeze` and `status`, each with --help."""
    return _run_group("plan", list(words))


GROUPS = {
    "cohort": "aimed.onboarding.commands",
    "study": "aimed.onboarding.founding.commands",
    "plan": "aimed.stats.freeze_plans",
}
OLD_NAMES = {"audit": "recompute"}  # deprecated: they go on working
LISTED = (
    *(check, compare, numbers, quotes, concordance, disagreements, trace, impact, gate),
    *(rebuild, build, preview, diff, release, deposit, verify, recompute, attack),
    *(rename, cohort, study, plan),
)
COMMANDS: dict[str, Callable[..., Any]] = {run.__name__: run for run in LISTED}


def run_command(arguments: list[str]) -> int:
    """Run the command that the arguments name; of the others, reading the command line builds nothing."""
    settings = (tyro.conf.FlagCreatePairsOff,)
    if arguments[:1] == [VERSION]:
        print(f"aimed {__version__}")
        return 0
    if arguments and arguments[0] in GROUPS:
        return _run_group(arguments[0], arguments[1:])
    first = OLD_NAMES.get(arguments[0], arguments[0]) if arguments else ""
    if tell_unknown([first, *arguments[1:]] if first else [], COMMANDS, "aimed"):
        return 2
    if named := COMMANDS.get(first):
        prog = f"aimed {first}"
        code: int = tyro.cli(named, prog=prog, args=arguments[1:], config=settings)
    else:
        code = tyro.extras.subcommand_cli_from_dict(
            COMMANDS, prog="aimed", description=SUMMARY, args=arguments, config=settings
        )
    return code


def _run_group(name: str, arguments: list[str]) -> int:
    """Run a command of a group, as `aimed cohort`."""
    group = importlib.import_module(GROUPS[name])
    if tell_unknown(arguments, group.COMMANDS, f"aimed {name}"):
        return 2
    code: int = tyro.extras.subcommand_cli_from_dict(
        group.COMMANDS,
        prog=f"aimed {name}",
        description=group.SUMMARY,
        args=arguments,
        config=(tyro.conf.FlagCreatePairsOff,),
    )
    return code
