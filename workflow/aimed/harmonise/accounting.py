"""Nothing disappears silently: every row and every cell that came in is accounted for, or the step stops."""

import pandas as pd

from aimed.harmonise.survey_rows import PLACE
from aimed.messages.problems import Problem


def account(
    received: tuple[int, list[str]],
    exclusions: pd.DataFrame,
    recodes: pd.DataFrame,
    crosswalk: pd.DataFrame,
    deciding: list[str],
) -> dict[str, dict[str, int]]:
    """Return where every row and cell of the survey went; `received` is its rows and its columns.

    rows: received = kept + excluded. cells (of source columns, source_file and source_row left out):
    received = recoded (each used cell of a kept row, as the recodes count them) + excluded (cells of
    excluded rows) + deciding (kept cells of columns that only decide who is counted) + not_used.
    """
    rows = received[0]
    columns = [c for c in received[1] if c not in PLACE]
    used = set(crosswalk.loc[crosswalk["variable"] != "", "source_variable"])
    kept = int(exclusions["kept"].sum())
    first = recodes.drop_duplicates(["source_variable", "variable"]).drop_duplicates("source_variable")
    counted = recodes.merge(first[["source_variable", "variable"]])
    only_deciding = [c for c in columns if c in deciding and c not in used]
    return {
        "rows": {"received": rows, "kept": kept, "excluded": rows - kept},
        "cells": {
            "received": rows * len(columns),
            "recoded": int(counted["n"].sum()),
            "excluded": (rows - kept) * len(columns),
            "deciding": kept * len(only_deciding),
            "not_used": kept * len([c for c in columns if c not in used and c not in only_deciding]),
        },
    }


def find_losses(accounts: dict[str, dict[str, int]], place: str) -> list[Problem]:
    """Return a problem for rows, and for cells, that the accounts do not add up to."""
    remedy = "this is a fault of the workflow: report it with the crosswalk"
    problems = []
    for what, parts in accounts.items():
        received, known = parts["received"], sum(parts.values()) - parts["received"]
        found = f"{received} {what} received and {known} accounted for"
        problems += [Problem(place, found, "every one accounted for", remedy)] if received != known else []
    return problems
