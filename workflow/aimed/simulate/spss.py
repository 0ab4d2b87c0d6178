"""Write a simulated survey as SPSS .sav with labels and declared missing codes, free of the clock."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from aimed.simulate.answers import DesignColumn, SurveyDesign, columns_of

# The header of a .sav: 92 bytes, then the creation date "dd mmm yy" and the time "hh:mm:ss"
# (PSPP developers' guide, "File Header Record").
CREATED = slice(92, 109)
MOMENT = b"01 Jan 2000:00:00"


def write_spss(rows: pd.DataFrame, design: SurveyDesign, output: Path) -> None:
    """Write rows (columns as the design names them) to `output`; the same rows are the same bytes."""
    described = {name: column for column in design.written["columns"] for name in columns_of(column)}
    frame = pd.DataFrame({name: _typed(rows[name], described[name]) for name in rows.columns})
    labels: list[str | None] = []
    for column in design.written["columns"]:
        options = column["options"] if column["kind"] == "options" else [None]
        labels += [f"{column['label']} - {option}" if option else column["label"] for option in options]
    coded = [name for name in frame.columns if frame[name].dtype == float]
    kinds = {name: described[name]["kind"] for name in frame.columns}
    measures = {name: "scale" if kind == "number" else "nominal" for name, kind in kinds.items()}
    output.parent.mkdir(parents=True, exist_ok=True)
    pyreadstat.write_sav(
        frame,
        output,
        file_label=design.written["label"][:64],
        column_labels=labels,
        variable_value_labels={n: v for n in coded if (v := design.labels(described[n]))},
        missing_ranges={n: m for n in coded if (m := _declared(design, described[n]))},
        variable_format=dict.fromkeys(coded, "F4.0"),
        variable_measure=measures,
        row_compress=True,
    )
    neutralise_clock(output)


def neutralise_clock(path: Path) -> None:
    """Overwrite the creation date and time in a .sav header by a fixed moment."""
    content = bytearray(path.read_bytes())
    content[CREATED] = MOMENT
    path.write_bytes(content)


def _typed(cells: pd.Series, column: DesignColumn) -> pd.Series:
    """Return a question's cells as float for codes and counts, else as text with None for blanks."""
    if column["kind"] in ("choice", "number", "options") and not column.get("written"):
        return cells.astype(float)
    return cells.astype(object).where(cells.notna(), None)


def _declared(design: SurveyDesign, column: DesignColumn) -> list[Any]:
    scale = design.written["scales"].get(column.get("scale"), {})
    return [float(code) for code in scale.get("missing", [])]
