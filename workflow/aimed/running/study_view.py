"""The study as its files are called, where Snakemake has copies of files that lie elsewhere."""

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aimed.running.run_records import STORAGE, is_stored_copy, spell_in_study

SHOWN = ("", "workflow", "workflow/schemas")  # folders of which a step may read anything


@contextmanager
def stand_in_view(inputs: Collection[Path]) -> Iterator[dict[Path, Path]]:
    """Stand in a folder in which inputs have the names that the study gives them; give path -> name.

    Steps write names of files into results, which must not depend on where the files lay. Without copies of
    remote files the folder is the study's own, and nothing is renamed.
    """
    if not any(map(is_stored_copy, inputs)):
        yield {}
        return
    study = Path.cwd()
    names = {path: Path(spell_in_study(path) or path) for path in inputs}
    with TemporaryDirectory(dir=study / STORAGE[0], prefix="view-") as folder:
        view = Path(folder)
        for path, name in names.items():
            (view / name).parent.mkdir(parents=True, exist_ok=True)
            _link(path, view / name)
        _link_rest(study, view)
        os.chdir(view)
        try:
            yield names
        finally:
            os.chdir(study)


def _link(path: Path, name: Path) -> None:
    """Let a file have another name too; a symbolic link that leads out of its cohort would be refused."""
    try:
        os.link(path, name)
    except OSError:  # across file systems, or where there are no such links
        shutil.copy2(path, name)


def _link_rest(study: Path, view: Path) -> None:
    """Link what the view lacks of the study and its code; of data and results a step sees its inputs."""
    for folder in SHOWN:
        if (view / folder).is_dir() and not (view / folder).is_symlink():
            for entry in (study / folder).iterdir():
                if not (view / folder / entry.name).exists():
                    (view / folder / entry.name).symlink_to(entry)
