"""Tell what a survey file is from its bytes, and never from its name."""

import zipfile
from pathlib import Path

from aimed.files.yaml_json import read_beside
from aimed.messages.problems import ProblemsFound

KNOWN = read_beside(__file__)
FORMATS, STRANGERS = ({start.encode("latin1"): name for start, name in one.items()} for one in KNOWN.values())
OLD_STATA = range(0x69, 0x74)  # formats 105 to 115 begin with their number, then the byte order
PORTABLE = b"SPSSPORT"
EXPECTED = "a survey export: SPSS, Stata, SAS, Excel, OpenDocument, CSV or TSV"


def recognise_format(path: Path) -> str:
    """Return spss, spss_portable, stata, sas, sas_transport, workbook or delimited, from a file's content.

    Raises ProblemsFound for an absent or empty file, a folder or pipe, and for what is no survey export.
    """
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        what = "a folder" if path.is_dir() else "no file, but a pipe or the like"
        raise _refuse(path, what, "name a file under `path` in cohort.yaml")
    try:
        with path.open("rb") as stream:
            start = stream.read(1024)
    except FileNotFoundError:
        remedy = "restore it, or correct the name in cohort.yaml"
        raise ProblemsFound.at(path, "no such file", EXPECTED, remedy, kind="absent_file") from None
    if not start:
        raise _refuse(path, "an empty file", "export or copy it again")
    for magic, name in FORMATS.items():
        if start.startswith(magic):
            return name
    if start.startswith(b"PK"):
        return _look_into_archive(path)
    if start[0] in OLD_STATA and start[1:2] in (b"\x01", b"\x02") and start[2:3] == b"\x01":
        return "stata"
    if PORTABLE in bytes(start.translate(None, b"\r\n")[:600]):
        return "spss_portable"
    for magic, name in STRANGERS.items():
        if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(magic):
            raise _refuse(
                path, name, "name the export under survey; a questionnaire file goes under questionnaire"
            )
    return "delimited"


def _look_into_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        raise _refuse(path, "an archive that cannot be opened", "export or copy it again") from None
    if any(name.startswith("xl/") for name in names) or b"spreadsheet" in kind:
        return "workbook"
    if any(name.startswith("word/") for name in names) or b"text" in kind:
        raise _refuse(path, "a text document", "name the survey's export")
    raise _refuse(path, "a ZIP archive", "unpack it, and name the export that is inside")


def _refuse(path: Path, found: str, remedy: str) -> ProblemsFound:
    return ProblemsFound.at(path, found, EXPECTED, remedy)
