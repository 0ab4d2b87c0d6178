"""A program called quarto that notes how it was called: the real one cannot be had from the registry."""

import os
from pathlib import Path

import pytest

SCRIPT = """#!/bin/sh
if [ "$1" = --version ]; then echo 1.7.34; exit 0; fi
test -f _quarto.yml && test -f layout.typ && test -f filters/marks.lua && test -f reference.docx || exit 9
echo "$@ $SOURCE_DATE_EPOCH" >> ../calls
case "$4" in
  html) echo html > "${2%.qmd}.html" ;;
  typst) echo typst > "${2%.qmd}.typ" ;;
  docx) cp reference.docx "${2%.qmd}.docx" ;;
esac
grep -q Trouble "$2" && { printf '\\033[31mERROR: no\\nway\\033[39m\\n' >&2; exit 1; }
exit 0
"""


def put_on_path(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Write the stand-in below a folder, and let the path begin with it."""
    program = folder / "bin" / "quarto"
    program.parent.mkdir()
    program.write_text(SCRIPT, encoding="utf-8")
    program.chmod(0o755)
    patch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
