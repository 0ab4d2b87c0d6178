"""Which results are stale: what their run records say was read is compared with what is there, by content."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aimed.files.digests import digest_file
from aimed.messages.problems import ProblemsFound
from aimed.running.code_dependencies import digest_code, list_installed
from aimed.running.rule_inputs import list_records
from aimed.running.run_records import RESULTS, RunRecord, read_record
from aimed.study.declarations import StudyConfig

SHOWN = 10  # causes that are told


@dataclass(frozen=True)
class StaleResult:
    """A run whose results are not those of today's study; `why` is a clause, the same for the same cause."""

    record: Path
    outputs: tuple[str, ...]
    why: str


def find_stale(config: StudyConfig) -> list[StaleResult]:
    """Return the runs of today's study that read something else than what is there now, whatever its date.

    Runs without a whole record are not among them (`inspect_results` names these), nor those that follow
    from a stale one: Snakemake makes both again. Changes nothing.
    """
    known: dict[str, str] = {}
    found = []
    for path in map(Path, list_records(config)):
        try:
            record = read_record(path)
            why = next(_find_reasons(record, known), None)
            outputs = tuple(record["outputs"])
        except (FileNotFoundError, ProblemsFound, KeyError, TypeError, AttributeError):  # absent or broken
            continue
        if why:
            found.append(StaleResult(path, outputs, why))
    return found


def tell_causes(stale: list[StaleResult]) -> list[str]:
    """Return why results are stale as sentences, each cause once."""
    causes = list(dict.fromkeys(one.why for one in stale))
    more = [f"and {len(causes) - SHOWN} more causes like these"] if len(causes) > SHOWN else []
    return [f"{why}: what follows from it is made again" for why in causes[:SHOWN]] + more


def _find_reasons(record: RunRecord, known: dict[str, str]) -> Iterator[str]:
    """Yield why a run is stale. known: path -> sha256 of what was digested before, which grows."""
    for name, digest in record["inputs"].items():
        if name not in known:
            known[name] = digest_file(Path(name)) if Path(name).is_file() else ""
        if not known[name]:
            if Path(name).parts[:1] != RESULTS.parts:  # a result that is gone is made again anyway
                yield f"{name} is gone"
        elif known[name] != digest:
            yield f"{name} has changed"
    if record.get("code") != _digest_code(record["step"], known):
        yield "the code has changed"
    if not list_installed().issuperset(record["versions"].split()):
        yield "the version of a package has changed"


def _digest_code(step: str, known: dict[str, str]) -> str:
    if step not in known:
        try:
            known[step] = digest_code(step)
        except ModuleNotFoundError:
            known[step] = ""
    return known[step]
