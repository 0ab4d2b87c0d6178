"""Which results are stale: what their run records say was read is compared with what is there, by content."""

import shlex
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimed.files.digests import digest_file
from aimed.files.yaml_json import read_json
from aimed.messages.problems import ProblemsFound
from aimed.running.code_dependencies import digest_code, list_installed
from aimed.running.long_lists import MARK, name_list
from aimed.running.rule_inputs import list_records
from aimed.running.run_records import RESULTS, RunRecord, read_record
from aimed.study.declarations import StudyConfig
from aimed.study.layout import FROZEN

LEDGER = "aimed.ledger.make"  # the step that reads the freeze of the plans, where there is one
TEXTS = ("manuscript", "audit")  # rooms whose results are made of the texts that people write
SHOWN = 10  # causes that are told
METADATA = Path(".snakemake/metadata")  # what Snakemake knows of options and lists of inputs


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
            why = next(_find_reasons(record, known), None) or _compare_options(path, record)
            outputs = tuple(record["outputs"])
        except (FileNotFoundError, ProblemsFound, KeyError, TypeError, AttributeError):  # absent or broken
            continue
        if why:
            found.append(StaleResult(path, outputs, why))
    return found


def find_stale_numbers(config: StudyConfig) -> list[StaleResult]:
    """Return the stale runs of which documents show something, not those of the documents themselves."""
    return [one for one in find_stale(config) if one.record.parts[1] not in TEXTS]


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
    if record["step"] == LEDGER and FROZEN.is_file() and FROZEN.as_posix() not in record["inputs"]:
        yield f"{FROZEN.as_posix()} is new"
    if record.get("code") != _digest_code(record["step"], known):
        yield "the code has changed"
    if not list_installed().issuperset(record["versions"].split()):
        yield "the version of a package has changed"


def _compare_options(path: Path, record: RunRecord) -> str | None:
    """Return why a run is not the one that Snakemake knows of, as when results of another day were put back.

    Snakemake compares the command that it ran last with today's, and does not look into the results.
    """
    noted = METADATA / b64encode(path.as_posix().encode()).decode()
    try:
        options = read_command(read_json(noted)["shellcmd"])
    except (OSError, ProblemsFound, ValueError, KeyError, TypeError, AttributeError):  # it knows of none
        return None
    made = {name: listed for name, value in record["options"].items() if (listed := _listed(value))}
    options = {name: words for name, words in options.items() if words != [name_list(())]}
    listed_in_files = {name for name, words in options.items() if words[0].startswith(MARK)}
    made |= {name: [name_list(made.get(name, []))] for name in listed_in_files & record["options"].keys()}
    return None if options == made else f"{path.as_posix()} was made with other options or files"


def read_command(command: str) -> dict[str, list[str]]:
    """Return option -> values of a step's command `... > log`, without its records and what has no value.

    A list in a file has no value where the list is empty.
    """
    options: dict[str, list[str]] = {}
    values: list[str] = []
    for word in shlex.split(command.rpartition(" > ")[0]):
        if word.startswith("--"):
            values = options.setdefault(word[2:].replace("-", "_"), [])
        else:
            values.append(word)
    nothing: tuple[list[str], ...] = ([], [name_list([])])
    return {
        n: found for n, found in options.items() if found not in nothing and n not in ("records", "record")
    }


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [] if value is None else [str(value)]


def _digest_code(step: str, known: dict[str, str]) -> str:
    if step not in known:
        try:
            known[step] = digest_code(step)
        except ModuleNotFoundError:
            known[step] = ""
    return known[step]
