"""Say why there is no value: what was not shown was not asked, all else that is blank was not answered."""

from typing import Any

import pandas as pd

from aimed.files.row_selection import Filter, select_rows
from aimed.ingest.survey.labels import ColumnDescription, SurveyLabels
from aimed.study.codebook import NO_ANSWER, NOT_ASKED, Codebook


def blank_unshown(rows: pd.DataFrame, described: SurveyLabels) -> pd.DataFrame:
    """Return the rows with blanks for options that a platform wrote as not ticked and that nobody saw.

    Those of a form that was never opened; and others where `asked_where` in labels.json, which is
    `described`, says where a question was asked. Where a person ticked an option all the same, and where a
    column of the condition is not in the file, the cells stay.
    """
    columns = described.get("columns", {})
    unopened, hidden = find_unopened(rows, described), {}
    for name in rows.columns.intersection([*columns]):
        ways = columns[name].get("asked_where")
        unseen = unopened.get(name) if columns[name].get("option") else None
        if ways and find_judged(rows, described, name).any():
            shown = pd.concat([_meet(rows, way) for way in ways], axis=1).any(axis=1)
            unticked = find_unticked(rows, columns, name)
            unmet = ~shown & unticked & find_judged(rows, described, name)
            unseen = unmet if unseen is None else unmet | unseen
        if unseen is not None:
            hidden[name] = unseen
    return rows.assign(**{name: rows[name].mask(cells) for name, cells in hidden.items()})


def find_unopened(rows: pd.DataFrame, described: SurveyLabels) -> dict[str, pd.Series]:
    """Return column -> per row whether nobody opened its form: not complete, and nothing in any question."""
    columns = described.get("columns", {})
    found: dict[str, pd.Series] = {}
    for file in described.get("files", []):
        for form, names in file.get("forms", {}).items():
            inside = [name for name in names if name in rows.columns]
            if form not in rows.columns:
                continue
            blank = rows["source_file"].eq(file["path"]) & (
                rows[form].isna() | rows[form].isin(["0", "Incomplete"])
            )
            for name in inside:
                blank &= rows[name].isna() | rows[name].isin(columns.get(name, {}).get("unticked", []))
            found |= {name: blank | found.get(name, False) for name in inside}
    return found


def _meet(rows: pd.DataFrame, way: list[list[Any]]) -> pd.Series:
    met = [
        (rows[column].isin(cells) | (rows[column].isna() & ("" in cells))) ^ (how == "not_in")
        for column, how, cells in way
    ]
    return pd.concat(met, axis=1).all(axis=1)


def find_judged(rows: pd.DataFrame, described: SurveyLabels, name: str) -> pd.Series:
    """Return per row whether the condition of a column was read, and its file has all that it names."""
    needed = {column for way in described["columns"][name].get("asked_where") or [] for column, _, _ in way}
    if not needed or not needed <= set(rows.columns):
        return pd.Series(False, index=rows.index)
    lacking = [one["path"] for one in described.get("files", []) if not needed <= set(one["columns"])]
    return ~rows["source_file"].isin(lacking)


def find_unticked(rows: pd.DataFrame, described: dict[str, ColumnDescription], name: str) -> pd.Series:
    """Return per row whether every option of the question of a column is not ticked."""
    unticked = [
        rows[one].isna() | rows[one].isin(described[one]["unticked"])
        for one in list_beside(rows, described, name)
    ]
    return pd.concat(unticked, axis=1).all(axis=1)


def find_not_shown(rows: pd.DataFrame, described: dict[str, ColumnDescription], name: str) -> pd.Series:
    """Return per row whether a column is blank because its question was not shown, as the platform has it.

    `described` are the columns of labels.json. An option counts only where all options of its question are
    blank; where a blank may also be an option that was not ticked, nothing tells.
    """
    said = described.get(name, {})
    if "" not in said.get("not_shown", []) or "" in said.get("unticked", []):
        return pd.Series(False, index=rows.index)
    return rows[list_beside(rows, described, name)].isna().all(axis=1)


def list_beside(rows: pd.DataFrame, described: dict[str, ColumnDescription], name: str) -> list[str]:
    """Return the columns of all options of the question that a column belongs to; else the column alone."""
    said = described.get(name, {})
    if not (said.get("option") and said.get("question")):
        return [name]
    own = (said["question"], said.get("shown_if"))
    return [
        other
        for other, beside in described.items()
        if beside.get("option") and "unticked" in beside and other in rows.columns
        if (beside.get("question"), beside.get("shown_if")) == own
    ] or [name]


def name_blanks(responses: pd.DataFrame, reasons: pd.DataFrame, codebook: Codebook) -> None:
    """Give every null its reason: not asked where shown_if says so, else as listed, else unanswered."""
    for variable in codebook.answered:
        written = str(codebook.variables.at[variable, "shown_if"])
        for column in codebook.columns(variable):
            unnamed = responses[column].isna() & reasons[column].isna()
            if not unnamed.any():
                continue
            if written:
                shown = select_rows(responses, (read_condition(written),)).index
                reasons.loc[unnamed & ~unnamed.index.isin(shown), column] = NOT_ASKED
                unnamed &= reasons[column].isna()
            reasons.loc[unnamed, column] = NO_ANSWER


def read_condition(written: str) -> Filter:
    """Return the filter that a shown_if says: `variable known`, `variable is a` or `variable in a|b`."""
    variable, comparison, *rest = written.split(maxsplit=2)
    if comparison == "known":
        return Filter(variable, "known")
    values = tuple(part.strip() for part in rest[0].split("|"))
    return Filter(variable, "in", values) if comparison == "in" else Filter(variable, comparison, rest[0])
