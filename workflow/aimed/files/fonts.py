"""The fonts of figures and documents: they come with packages, so that every machine draws alike."""

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # found and not imported (the second would set itself up on import), yet counted as used
    import matplotlib  # noqa: F401
    import matplotlib_fontja  # noqa: F401

# family -> the package that ships it and the file in it; a letter is drawn by the first family that has it
FAMILIES = {
    "DejaVu Sans": ("matplotlib", "mpl-data/fonts/ttf/DejaVuSans.ttf"),
    "IPAexGothic": ("matplotlib_fontja", "fonts/ipaexg.ttf"),
}
LETTERS = "Latin, Greek, Cyrillic, Arabic, Hebrew or Japanese letters and common signs"


def font_files() -> dict[str, Path]:
    """Return family -> font file, in the order in which they are asked. Raises ModuleNotFoundError."""
    files = {}
    for family, (package, file) in FAMILIES.items():
        found = importlib.util.find_spec(package)
        if found is None or not found.submodule_search_locations:
            raise ModuleNotFoundError(package)
        files[family] = Path(found.submodule_search_locations[0], file)
    return files
