"""What is known of those who speak: answers by which their turns can be grouped and selected."""

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from aimed.files.tables import as_texts, read_columns
from aimed.study.codebook import Codebook

TYPES_OF_COLUMNS = {"category": "string", "ordered": "string", "number": "Float64", "multi": "boolean"}


def list_attributes(codebook: Codebook, taken: Collection[str]) -> dict[str, str]:
    """Return column of responses -> its type, of what is not personal: categories, numbers and options.

    Words and dates are no attributes, and a column of `taken` has the name of another thing.
    """
    kinds = {str(name): str(codebook.variables.at[name, "type"]) for name in codebook.variables.index}
    return {
        column: TYPES_OF_COLUMNS[kind]
        for variable, kind in kinds.items()
        if kind in TYPES_OF_COLUMNS and not codebook.is_personal(variable)
        for column in codebook.columns(variable)
        if column not in taken
    }


def add_attributes(people: pd.DataFrame, responses: Path, attributes: dict[str, str]) -> pd.DataFrame:
    """Return the participants with the answers of each beside them, null for one without a survey row."""
    answers = as_texts(read_columns(responses, {"respondent", *attributes}))
    answers = answers[answers["respondent"].isin(people["participant"])].set_index("respondent")
    return people.join(answers.reindex(columns=list(attributes)).astype(attributes), on="participant")
