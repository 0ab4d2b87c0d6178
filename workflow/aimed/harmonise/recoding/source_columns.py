"""The source columns of a survey, with what the crosswalk and the file itself say of each."""

import functools
from dataclasses import dataclass

import pandas as pd

from aimed.harmonise.recoding.values import CrosswalkLine, CrosswalkLines
from aimed.ingest.survey.labels import ColumnDescription, SurveyLabels
from aimed.study.codebook import Codebook


@dataclass(frozen=True)
class SourceColumns:
    """rows: the survey's, by source column. path: of the crosswalk. described: the survey's labels.json."""

    rows: pd.DataFrame
    crosswalk: pd.DataFrame
    codebook: Codebook
    path: str
    described: SurveyLabels

    @functools.cached_property
    def said(self) -> dict[str, list[CrosswalkLine]]:
        """The lines of the crosswalk by source column, in its order."""
        lines: dict[str, list[CrosswalkLine]] = {}
        for line in self.crosswalk.to_dict("records"):
            lines.setdefault(line["source_variable"], []).append(line)
        return lines

    @functools.cached_property
    def ticked(self) -> dict[str, list[str]]:
        """The columns of the survey that stand for one option each, by the variable of the options."""
        columns: dict[str, list[str]] = {}
        for name, lines in self.said.items():
            for line in lines:
                if line["rule"] == "ticked" and name in self.rows.columns:
                    columns.setdefault(self.codebook.variable_of(line["variable"]), []).append(name)
        return columns

    def list_sources(self, column: str) -> list[str]:
        """Return the source columns that the crosswalk names for a column, in the survey or not."""
        own = {column, self.codebook.variable_of(column)}
        return [name for name, lines in self.said.items() if own & {line["variable"] for line in lines}]

    def lines(self, source: str, column: str) -> CrosswalkLines:
        """Return what the crosswalk says of a source column for a column."""
        variable = self.codebook.variable_of(column)
        own = [line for line in self.said[source] if line["variable"] in (column, variable)]
        options: dict[str, dict[str, CrosswalkLine]] = {}
        for line in self.said[source]:
            if line["source_value"] and self.codebook.variable_of(line["variable"]) == variable:
                options.setdefault(line["source_value"], {})[line["variable"]] = line
        of_blanks = [line["missing_reason"] for line in own if not (line["source_value"] or line["rule"])]
        return CrosswalkLines(
            listed={line["source_value"]: line for line in own[::-1]},
            rules=[line for line in own if line["rule"] and not line["source_value"]],
            options=options,
            kept_out=find_markers(self.rows[source], self.described.get("columns", {}).get(source, {})),
            of_blanks=next(filter(None, of_blanks), None),
        )

    def list_wordings(self, source: str, column: str) -> set[str]:
        """Return what many may answer: what the file declares of a column, the scale's codes, reasons."""
        said = self.described.get("columns", {}).get(source, {})
        variable = self.codebook.variable_of(column)
        codes = self.codebook.codes(variable)
        scale = {*codes, *(self.codebook.label(variable, code) for code in codes)}
        options = [] if said.get("guessed") else said.get("options", [])
        declared = {*(said.get("values") or {}), *(said.get("values") or {}).values(), *options}
        return scale | set(map(str, declared)) | {*self.codebook.missing.values()}

    def unticked(self, source: str, variable: str) -> pd.Series:
        """Return per row whether this option was left blank while another option of its question was not."""
        beside = self.ticked.get(variable, [])
        if source not in beside:
            return pd.Series(False, index=self.rows.index)
        return self.rows[beside].notna().any(axis=1) & self.rows[source].isna()

    def absent(self, sources: list[str]) -> pd.Series:
        """Return per row whether its file has none of these columns: what was not in it was not asked."""
        columns = {entry["path"]: set(entry["columns"]) for entry in self.described.get("files", [])}
        lacking = {path for path, names in columns.items() if not names & set(sources)}
        return self.rows["source_file"].isin(lacking)


def find_markers(cells: pd.Series, description: ColumnDescription) -> frozenset[str]:
    """Return the cells that the file itself says stand for a missing answer; no rule may read those.

    Declared missing codes and ranges, and the platform's own words for not shown and seen but unanswered.
    """
    marked = {*description.get("not_shown", []), *description.get("seen_unanswered", [])}
    for lowest, highest in description.get("missing", []):
        marked |= {cell for cell in cells.dropna().unique() if _is_between(str(cell), lowest, highest)}
    return frozenset(marked)


def _is_between(cell: str, lowest: str, highest: str) -> bool:
    try:
        return float(lowest) <= float(cell) <= float(highest)
    except ValueError:
        return cell in (lowest, highest)
