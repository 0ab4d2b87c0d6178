"""What was recoded, as tables: one row per respondent, one per missing reason."""

import numpy as np
import pandas as pd

from aimed.harmonise.recoding.recode import Recoding
from aimed.study.codebook import Codebook

TYPES = {"multi": "boolean", "number": "float64"}
AS_TEXT = {"text", "country", "date"}


def list_responses(
    recoding: Recoding, rows: pd.DataFrame, exclusions: pd.DataFrame, name: str
) -> pd.DataFrame:
    """Return the kept respondents with their file and row, and one column per codebook column."""
    heads = pd.DataFrame(
        {
            "respondent": exclusions.loc[exclusions["kept"], "respondent"].to_numpy(),
            "cohort": name,
            "source_file": rows["source_file"].array,
            "source_row": rows["source_row"].to_numpy(),
        },
        index=rows.index,
    )
    return pd.concat([heads, _typed(recoding.responses)], axis=1).reset_index(drop=True)


def _typed(values: pd.DataFrame) -> pd.DataFrame:
    """Return the columns as float, boolean or text, whichever their values are."""
    typed = {}
    for column in values.columns:
        if values[column].dtype == "category":
            typed[column] = values[column]
            continue
        kinds = set(map(type, values[column].dropna()))
        kind = "boolean" if kinds == {bool} else "float64" if kinds == {float} else "string"
        typed[column] = values[column].astype(kind)
    return pd.DataFrame(typed, index=values.index)


def find_types(crosswalk: pd.DataFrame, codebook: Codebook) -> dict[str, str]:
    """Return column of responses -> boolean, float64 or string, as what some rule keeps as text."""
    types = {}
    for variable in codebook.variables.index:
        kind = TYPES.get(str(codebook.variables.at[variable, "type"]), "string")
        for column in codebook.columns(variable):
            rules = crosswalk.loc[crosswalk["variable"].isin({column, variable}), "rule"]
            names = {rule.partition(":")[0] for rule in rules}
            types[column] = kind if names.isdisjoint(AS_TEXT) else "string"
    return types


def list_missing(recoding: Recoding, responses: pd.DataFrame) -> pd.DataFrame:
    """Return one row per missing reason, column by column; `variable` and `reason` as texts and codes."""
    columns = recoding.reasons.columns
    given = [pd.Categorical(recoding.reasons[column]) for column in columns]
    texts = pd.Index(sorted({text for one in given for text in one.categories}), dtype="str")
    codes = [one.set_categories(texts).codes for one in given]
    variables, rows = np.nonzero(np.stack(codes) >= 0) if codes else (np.array([], dtype=int),) * 2
    reasons = np.stack(codes)[variables, rows] if codes else variables
    return pd.DataFrame(
        {
            "respondent": responses["respondent"].array.take(rows),
            "variable": pd.Categorical.from_codes(variables, columns),
            "reason": pd.Categorical.from_codes(reasons, texts),
        }
    )
