"""Write a cohort with transcripts into a test's folder, and run the transcript step on it."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from aimed.files.tables import read_table
from aimed.ingest.transcripts.read import ingest_transcripts

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_cohort(
    folder: Path,
    transcripts: Mapping[str, bytes | str],
    speakers: dict[str, dict[str, str]],
    options: Mapping[str, Any] | None = None,
    *,
    formats: bool = True,
    of_all: Mapping[str, Any] | None = None,
) -> Path:
    """Write the files and a cohort.yaml; each transcript's format is the ending of its name.

    Without `formats` none is declared. `options` are those of each transcript, `of_all` of all of them.
    """
    for name, content in transcripts.items():
        folder.joinpath(name).write_bytes(content.encode() if isinstance(content, str) else content)
    cohort = {
        "title": "Demo",
        "countries": ["GBR"],
        "collected": {"from": "2020-03-01", "to": "2020-03-07"},
        "languages": ["en"],
        "synthetic": True,
        "files": {
            "survey": {"path": "survey.sav"},
            "transcripts": [
                {"path": name} | ({"format": name.rsplit(".", 1)[1]} if formats else {}) | dict(options or {})
                for name in transcripts
            ],
            **(of_all or {}),
        },
        "respondent_id": "id",
        "consent": {"analysis": True, "quotation": True, "deposit": True},
        "speakers": speakers,
    }
    path = folder / "cohort.yaml"
    path.write_text(yaml.safe_dump(cohort, allow_unicode=True))
    return path


def read_transcripts(cohort_file: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run the step on all files beside cohort.yaml; return its two tables."""
    folder = cohort_file.parent
    made = folder / "made-transcripts.parquet", folder / "made-turns.parquet"
    files = tuple(sorted(path for path in folder.iterdir() if path.suffix not in (".yaml", ".parquet")))
    ingest_transcripts(
        cohort="demo", cohort_file=cohort_file, files=files, transcripts=made[0], turns=made[1]
    )
    return read_table(made[0]), read_table(made[1])


def docx(body: str) -> bytes:
    """Return a .docx of the given paragraphs in WordprocessingML."""
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed({"word/document.xml": document})


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive of the members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()
