"""Lines of code_map.csv for the codes that a coded project goes on calling by their old names."""

from pathlib import Path

from aimed.files.yaml_json import read_yaml
from aimed.ingest.coding.code_map import join_names, read_code_map
from aimed.ingest.coding.codes import find_code, list_codes
from aimed.ingest.coding.recognise import read_coded_project
from aimed.onboarding.rename.ids import IdRenaming
from aimed.onboarding.rename.written_words import TextEdit, list_cells
from aimed.study.declarations import list_codings
from aimed.study.written_tables import CODEBOOK, read_written

HEAD = "name,code,note"
THEMES = CODEBOOK / "themes.csv"


def list_coding_maps(root: Path) -> list[Path]:
    """Return where the code_map.csv of each cohort with a coded project is, or would be."""
    described = sorted((root / "data/cohorts").glob("*/cohort.yaml"))
    return [path.parent / "code_map.csv" for path in described if list_codings(read_yaml(path))]


def add_names(path: Path, text: str, root: Path, ids: IdRenaming) -> set[TextEdit]:
    """Return what is added to a code_map.csv: a line for each name of a project that means a renamed code.

    None for names that the codebook goes on knowing, as labels, nor for those that have a line. Raises
    ProblemsFound for projects that cannot be read.
    """
    records = list(list_cells(text)) if text else []
    names = [value.strip() for value, _, _ in records[0]] if records else HEAD.split(",")
    end = "\r\n" if "\r\n" in text else "\n"
    separator = max(",;\t", key=text.partition("\n")[0].count) if records else ","
    lines = [] if records else [HEAD]
    for written, renamed in sorted(_list_renamed(path, root, ids).items()):
        cells = {"name": written, "code": renamed, "note": "called otherwise in the codebook since"}
        lines.append(separator.join(cells.get(name, "") for name in names))
    before = end if text and not text.endswith(("\n", "\r")) else ""
    words = before + "".join(f"{line}{end}" for line in lines)
    added = len(lines) > (0 if records else 1)
    return {TextEdit(len(text), len(text), words)} if added else set()


def _list_renamed(path: Path, root: Path, ids: IdRenaming) -> dict[str, str]:
    """Return name in the cohort's projects -> the new code that it means."""
    table = read_written(root / THEMES)
    known = list_codes(table)
    kept = list_codes(
        table.assign(**{name: table[name].map(ids.rename_theme) for name in ("code", "parent")})
    )
    mapped = read_code_map(path if path.is_file() else None, known)
    found: dict[str, str] = {}
    for entry in list_codings(read_yaml(path.parent / "cohort.yaml")):
        project = read_coded_project(path.parent / entry["path"], entry)
        selections = [one for source in project.sources for one in source.selections]
        for names in {names for one in selections for _, names in one.codings}:
            if mapped.find(names, known) != names:
                continue
            code = find_code(names, known)
            renamed = ids.rename_theme(code) if code else code
            if renamed and renamed != code and find_code(names, kept) != renamed:
                found[join_names(names)] = renamed
    return found
