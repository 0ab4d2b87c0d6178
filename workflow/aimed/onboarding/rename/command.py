"""`aimed rename OLD NEW`: the lines that change, and the files written whole."""

from dataclasses import dataclass
from pathlib import Path

from aimed.files.written_whole import write_whole
from aimed.messages.problems import Problem, ProblemsFound, raise_problems
from aimed.onboarding.rename.coding_maps import add_names, list_coding_maps
from aimed.onboarding.rename.ids import IdRenaming
from aimed.onboarding.rename.names import Renaming, find_renaming, read_names
from aimed.onboarding.rename.places import list_edits
from aimed.onboarding.rename.written_words import TextEdit, apply_edits

FILES = (
    *("config.yaml", "data/codebook/*.csv", "data/codebook/derived.yaml", "analyses/*.yaml"),
    *("data/cohorts/*/cohort.yaml", "data/cohorts/*/crosswalk.csv", "data/cohorts/*/own_words.csv"),
    *("data/cohorts/*/code_map.csv", "manuscript/*.qmd", "manuscript/tables.yaml", "manuscript/figures.yaml"),
    *("manuscript/joint.yaml", "manuscript/forms.yaml"),
)
WORKBOOKS = ("data/cohorts/*/crosswalk.xlsx", "data/cohorts/*/code_map.xlsx")
KEPT = "manuscript/published.csv and analyses/frozen.json keep the names of their day"


@dataclass(frozen=True)
class ChangedFile:
    """A file with its edits. target: its path afterwards. encoding: in which it is read and written."""

    path: Path
    target: Path
    text: str
    edits: tuple[TextEdit, ...]
    encoding: str

    def lines(self) -> list[str]:
        """Return file:line and the new line, of each line that changes or is added."""
        firsts = [(self.text.count("\n", 0, one.start) + 1, one.words) for one in self.edits]
        numbers = sorted({first + more for first, words in firsts for more in range(words.count("\n") or 1)})
        new = apply_edits(self.text, list(self.edits)).split("\n")
        return [f"{self.path.as_posix()}:{number}: {_shorten(new[number - 1])}" for number in numbers]


def rename(old: str, new: str, root: Path = Path(), *, dry_run: bool = False) -> list[str]:
    """Rename a thing of the study at `root`, and return what was changed, line by line.

    Nothing is written with `dry_run`. Raises ProblemsFound for a name that is unknown, no name or taken,
    and for files that cannot be read; then nothing is written either.
    """
    study = read_names(root)
    one = find_renaming(old, new, study)
    _refuse_workbooks(root)
    changed = _list_changed(root, IdRenaming(study, one), one)
    told = [line for file in changed for line in file.lines()]
    told += [
        f"{file.path.as_posix()}: now {file.target.as_posix()}"
        for file in changed
        if file.path != file.target
    ]
    if not dry_run:
        _write(root, changed)
    places = sum(len(file.edits) for file in changed)
    did = "would change" if dry_run else "changed"
    return [*told, f"{places} places of {len(changed)} files {did}; {KEPT}"]


def _list_changed(root: Path, ids: IdRenaming, one: Renaming) -> list[ChangedFile]:
    paths = {path for pattern in FILES for path in root.glob(pattern) if path.is_file()}
    mapped = list_coding_maps(root) if one.kind == "theme" else []
    changed = []
    for path in sorted({*paths, *mapped}):
        content = path.read_bytes() if path.is_file() else b""
        encoding = _encoding(content, path)
        text = content.decode(encoding)
        found = list_edits(path, text, ids) | (add_names(path, text, root, ids) if path in mapped else set())
        edits = tuple(sorted(found, key=lambda edit: edit.start))
        here = path.relative_to(root)
        moved = one.kind == "analysis" and here == Path(f"analyses/{one.old}.yaml")
        target = Path(f"analyses/{one.new}.yaml") if moved else here
        if edits or moved:
            changed.append(ChangedFile(here, target, text, edits, encoding))
    return changed


def _encoding(content: bytes, path: Path) -> str:
    """Return UTF-8, or for a table in another encoding one in which every byte stays what it is."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if path.suffix == ".csv" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "latin-1"
        line = content.count(b"\n", 0, error.start) + 1
        place = f"{path.as_posix()}:{line}"
        raise ProblemsFound.at(
            place, "bytes that are not UTF-8", "text in UTF-8", "save the file in UTF-8"
        ) from None
    return "utf-8"


def _refuse_workbooks(root: Path) -> None:
    found = sorted(path for pattern in WORKBOOKS for path in root.glob(pattern))
    expected, remedy = (
        "a table as .csv, of which single cells can be changed",
        "save it as .csv, and delete it",
    )
    raise_problems(
        Problem(path.relative_to(root).as_posix(), "a workbook", expected, remedy) for path in found
    )


def _write(root: Path, changed: list[ChangedFile]) -> None:
    with write_whole(*(root / file.target for file in changed)) as beside:
        for file, here in zip(changed, beside, strict=True):
            here.write_bytes(apply_edits(file.text, list(file.edits)).encode(file.encoding))
    for file in changed:
        if file.target != file.path:
            (root / file.path).unlink()


def _shorten(line: str, most: int = 90) -> str:
    words = line.strip()
    return words if len(words) <= most else f"{words[: most - 3]}..."
