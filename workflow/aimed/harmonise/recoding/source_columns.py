"""The source columns of a survey, with what the crosswalk and the file itself say of each."""

import functools
import operator
from dataclasses import dataclass, field

import pandas as pd

from aimed.harmonise.recoding.blanks import find_not_shown, find_unopened
from aimed.harmonise.recoding.several_answers import SeveralAnswers
from aimed.harmonise.recoding.values import CrosswalkLine, CrosswalkLines
from aimed.ingest.survey.labels import ColumnDescription, SurveyLabels
from aimed.ingest.survey.layouts.plain import NAME as PLAIN
from aimed.study.codebook import Codebook


@dataclass(frozen=True)
class SourceColumns:
    """rows: the survey's, by source column. path: of the crosswalk. described: the survey's labels.json.

    known: variable -> per row whether its question was answered, as it was found.
    """

    rows: pd.DataFrame
    crosswalk: pd.DataFrame
    codebook: Codebook
    path: str
    described: SurveyLabels
    several: SeveralAnswers
    known: dict[str, pd.Series] = field(default_factory=dict)

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

    @functools.cached_property
    def unopened(self) -> dict[str, pd.Series]:
        """Column -> per row whether its form was never opened."""
        return find_unopened(self.rows, self.described)

    def not_shown(self, source: str) -> pd.Series:
        """Return per row whether a column is blank because nobody was shown its question."""
        hidden = find_not_shown(self.rows, self.described.get("columns", {}), source)
        form = self.unopened.get(source)
        return hidden if form is None else hidden | (form & self.rows[source].isna())

    def unticked(self, source: str, variable: str) -> pd.Series:
        """Return per row whether this option was left blank, and its question was answered all the same.

        Any column of the question says so, "None of these" and "Other" too, whether the crosswalk uses it.
        """
        if source not in self.ticked.get(variable, []):
            return pd.Series(False, index=self.rows.index)
        return self._answered(variable) & self.rows[source].isna() & ~self.absent([source])

    def left_open(self, source: str, variable: str) -> pd.Series:
        """Return per row whether a platform wrote this option as not ticked, and no column says anything.

        Nobody can tell then who wanted none from who left the question out.
        """
        if source not in self.several.columns.get(variable, []):
            return pd.Series(False, index=self.rows.index)
        return self._unticked_box(source) & ~self._answered(variable)

    def has_tick(self, variable: str) -> pd.Series:
        """Return per row whether some option of a question is ticked in a column of its own."""
        ticks = []
        for name in self.several.columns.get(variable, []):
            yes = [line["source_value"] for line in self.said[name] if line["value"] == "yes"]
            other = [line["source_value"] for line in self.said[name] if line["value"] != "yes"]
            ruled = name in self.ticked.get(variable, [])
            ticks.append(
                self._says(name) & (~self.rows[name].isin(other) if ruled else self.rows[name].isin(yes))
            )
        return self._any(ticks)

    def says_why(self, variable: str) -> pd.Series:
        """Return per row whether a column of the question, as "I don't know", gives a missing reason."""
        whys = []
        for name in self.several.beside.get(variable, []):
            lines = [line for line in self.said.get(name, []) if line["variable"] == variable]
            cells = [line["source_value"] for line in lines if line["missing_reason"]]
            whys += [self.rows[name].isin(cells)] if any(cells) else []
        return self._any(whys)

    def _answered(self, variable: str) -> pd.Series:
        if variable not in self.known:
            beside = [name for name in self.several.beside.get(variable, []) if name in self.rows.columns]
            self.known[variable] = self._any([self._says(name) for name in beside])
        return self.known[variable]

    def _says(self, name: str) -> pd.Series:
        """Return per row whether a cell is filled, and not with what means no answer or no tick there."""
        cells, said = self.rows[name], self.described.get("columns", {}).get(name, {})
        return cells.notna() & ~cells.isin(list(find_markers(cells, said))) & ~self._unticked_box(name)

    def _unticked_box(self, name: str) -> pd.Series:
        """Return per row whether a cell is what the platform writes for a box that was not ticked.

        A table without a platform may hold the answers to a yes or no for each option.
        """
        unticked = self.described.get("columns", {}).get(name, {}).get("unticked", [])
        return self.rows[name].isin(unticked) & self.rows["source_file"].isin(self.of_platforms)

    @functools.cached_property
    def of_platforms(self) -> list[str]:
        """The files in the layout of a platform."""
        files = self.described.get("files", [])
        return [file["path"] for file in files if file.get("layout", PLAIN) != PLAIN]

    def _any(self, of_each: list[pd.Series]) -> pd.Series:
        nothing = pd.Series(False, index=self.rows.index)
        return functools.reduce(operator.or_, of_each, nothing).astype(bool)

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
