"""What the build has read and found of the documents: a check takes it where the same was read.

Nothing goes by dates. The step of the build writes down the sha256 of each file that findings rest on, its
run record names the code. What has changed since is read and found anew.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aimed.files import yaml_json
from aimed.files.digests import digest_file
from aimed.files.yaml_json import read_json
from aimed.messages.findings import Finding
from aimed.messages.problems import ProblemsFound
from aimed.running.code_dependencies import digest_code, list_installed
from aimed.running.run_records import read_record

Parts = Mapping[str, tuple[Any, tuple[Path, ...]]]
STEP = "aimed.audit.check.manuscript"
KEPT = Path("results/audit/kept.json")
RECORD = Path("results/audit/findings.record.json")
LEDGER = Path("results/ledger/ledger.json")
EVIDENCE = Path("results/ledger/evidence.json")
TURNS = Path("results/coding/turns.parquet")
CODED_TURNS = Path("results/coding/coded_turns.parquet")
PARTICIPANTS = Path("results/harmonise/pooled/participants.parquet")
RESPONSES = Path("results/harmonise/pooled/responses.parquet")
READ = (  # all that findings of documents rest on, beside the code
    *("config.yaml", "manuscript/*.qmd", "manuscript/*.yaml", "manuscript/*.bib"),
    *("manuscript/published_values.csv", "analyses/*.yaml", "data/codebook/*"),
    *(
        "data/cohorts/*/cohort.yaml",
        *(f"workflow/schemas/{name}_words.yaml" for name in ("comparison", "verdict")),
    ),
    *(path.as_posix() for path in (LEDGER, EVIDENCE, TURNS, CODED_TURNS, PARTICIPANTS, RESPONSES)),
)


@dataclass(frozen=True)
class KeptReading:
    """What the last build kept, as far as it is of today's files. read: path -> sha256 of each of these.

    parts: what was read of tables and of the ledger, each with the files that it is of. findings: None where
    a file is another.
    """

    read: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] | None = None

    def has(self, name: str) -> bool:
        """Return whether a part was kept of the files that there are."""
        return name in self.parts


def describe_read(root: Path) -> dict[str, str]:
    """Return path -> sha256 of all files that the findings of the documents of a study may rest on."""
    found = sorted({path for pattern in READ for path in root.glob(pattern) if path.is_file()})
    return {path.relative_to(root).as_posix(): digest_file(path) for path in found}


def read_kept(root: Path) -> KeptReading:
    """Return what the last build kept of the study at `root`; nothing where its code is not today's.

    YAML files that were held to their schema and are as they were, are not held to it again.
    """
    read = describe_read(root)
    try:
        record = read_record(root / RECORD)
        same = record["code"] == digest_code(STEP)
        same = same and list_installed().issuperset(record["versions"].split())
        same = same and record["outputs"][KEPT.as_posix()] == digest_file(root / KEPT)
        kept = read_json(root / KEPT) if same else None
    except (
        OSError,
        ProblemsFound,
        KeyError,
        TypeError,
        AttributeError,
        ValueError,
    ):  # nothing built, or half
        kept = None
    if not kept:
        return KeptReading(read)
    yaml_json.HELD.update(kept["held"])
    was = kept["read"]
    parts = {
        name: part["content"]
        for name, part in kept["parts"].items()
        if all(was.get(path) == read.get(path) for path in part["of"])
    }
    findings = [Finding(**one) for one in kept["findings"]] if was == read else None
    return KeptReading(read, parts, findings)


def write_kept(read: dict[str, str], findings: Iterable[Finding], parts: Parts, path: Path) -> None:
    """Write what a check may take. parts: name -> what was read, and the files that it is of."""
    content = {
        "read": read,
        "findings": [vars(finding) for finding in findings],
        "parts": {
            name: {"content": told, "of": [one.as_posix() for one in of]}
            for name, (told, of) in parts.items()
            if _is_plain(told)
        },
        "held": sorted(yaml_json.HELD),
    }
    yaml_json.write_json(content, path)


def _is_plain(told: Any) -> bool:
    """Return whether JSON gives back what was read: a date of a table it would not."""
    try:
        return bool(json.loads(json.dumps(told)) == told)
    except (TypeError, ValueError):
        return False
