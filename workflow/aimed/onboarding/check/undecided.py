"""Personal data that nobody has decided on are kept out of what a check goes on to show."""

import numpy as np
import pandas as pd

from aimed.ingest.survey.personal_gate import PersonalDataGate
from aimed.messages.problems import MASK


def mask_undecided(survey: pd.DataFrame, gate: PersonalDataGate) -> pd.DataFrame:
    """Return a survey, after the gate's problems, with a mask for each cell that no line decides about.

    Equal cells have equal masks, so that respondents stay apart. Where the heading says what a column
    holds, all its cells are masked.
    """
    kinds: dict[str, set[str]] = {}
    decided = gate.known.decisions.of
    for (name, kind), tally in gate.tallies.items():
        if tally.count and name in survey.columns and not decided(name, kind, own=name == gate.respondent):
            kinds.setdefault(name, set()).add(kind)
    return survey.assign(
        **{name: _mask(survey[name], open_kinds, gate) for name, open_kinds in kinds.items()}
    )


def _mask(cells: pd.Series, kinds: set[str], gate: PersonalDataGate) -> pd.Series:
    name = str(cells.name)
    whole = name in gate.heads and gate.heads[name].kind in kinds
    places, values = pd.factorize(cells)
    shown = [
        f"{MASK} {at}" if whole or any(found.kind in kinds for found in gate.hits.get(value, ())) else value
        for at, value in enumerate(values, start=1)
    ]
    return pd.Series(np.asarray([*shown, None], dtype=object)[places], index=cells.index, dtype="string")
