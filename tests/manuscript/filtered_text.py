"""A binding written by hand, and short texts that Pandoc reads through the filters with it."""

import json
import shutil
import subprocess

import pypandoc
from aimed.manuscript.binding.fixed_words import words_in
from aimed.manuscript.engines.pandoc import FILTERS
from make_study import ROOT

FOLDER = ROOT / "workflow/aimed/manuscript/filters"
METHODS = ROOT / "workflow/aimed/manuscript/layout/methods.bib"


def cell(text, *ids):
    return {"text": text, "ids": list(ids)}


BINDING = {
    "numbers": {
        "a.n": {"text": "128", "ids": ["a.n"]},
        "a.k|word": {"text": "forty-eight", "start": "Forty-eight", "ids": ["a.k"]},
        "a|count_pct": {"text": "3 (2%)", "ids": ["a.count", "a.pct"]},
    },
    "evidence": {
        "a.n": {"label": "All & sundry", "shown": "128", "n": "128", "interval": "", "method": "count"},
        "a.k": {"label": "K", "shown": "48", "n": "", "interval": "40 to 50", "method": ""},
        "a.count": {"label": "Count", "shown": "3", "n": "", "interval": "", "method": "Count"},
        "a.pct": {"label": "Percent", "shown": "2%", "n": "", "interval": "", "method": "Wilson"},
    },
    "conditions": {"a.n > 100 and a.k < 50": True, "a.n > 200": False},
    "quotes": {"c/t/1": "Student, low-income country"},
    "references": {
        "tbl-one": {"label": "Table 1", "document": "paper"},
        "fig-one": {"label": "Figure 1", "document": "paper"},
        "tbl-far": {"label": "Table S3", "document": "supplement"},
    },
    "tables": {
        "one": {
            "columns": [cell("What"), cell("All (n = 3)", "a.n")],
            "align": ["left", "right"],
            "rows": [
                {"level": 0, "heading": True, "cells": [cell("Group"), cell("")]},
                {"level": 1, "heading": False, "cells": [cell("B*b*"), cell("7", "a.k")]},
            ],
            "notes": ["A note."],
        }
    },
    "figures": {"one": {"stem": "figures/one", "alt": "A picture."}},
    "study": {"banner": ""},
    "language": {"tag": "en-GB", "words": words_in("en-GB")},
}  # fmt: skip


def filter_text(folder, text, target="plain", filters=FILTERS, **more):
    """Return a text as Pandoc writes it after the filters, with binding.json written into a folder."""
    (folder / "binding.json").write_text(json.dumps(BINDING | more), encoding="utf-8")
    (folder / "layout").mkdir(exist_ok=True)
    shutil.copy(METHODS, folder / "layout")
    chosen = [f"--lua-filter={FOLDER / name}.lua" for name in filters]
    command = [pypandoc.get_pandoc_path(), "--from=markdown", f"--to={target}", "--wrap=none", *chosen]
    done = subprocess.run(command, input=text.encode(), cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()
