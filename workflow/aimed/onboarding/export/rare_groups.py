"""Who could be told by a rare combination: a warning before answers leave their home."""

from collections.abc import Iterator

import pandas as pd

from aimed.study.codebook import Codebook

SHOWN = 5


def find_rare_groups(
    responses: pd.DataFrame, codebook: Codebook, withheld: list[str], smallest: int
) -> Iterator[str]:
    """Yield a sentence for each group variable with rare values, and for all of them together.

    Group variables have the role `group`. A value, or a combination of values, is rare when fewer than
    `smallest` respondents have it.
    """
    roles = codebook.variables["role"]
    names = [str(n) for n in roles.index[roles == "group"] if n in responses.columns and n not in withheld]
    for name in names:
        counts = responses[name].value_counts(dropna=True)
        rare = counts[counts < smallest].sort_index()
        if len(rare):
            listed = ", ".join(f"{_shown(value)} {n}" for value, n in rare.head(SHOWN).items())
            more = f" and {len(rare) - SHOWN} more" if len(rare) > SHOWN else ""
            values = f"{len(rare)} value{'s' * (len(rare) != 1)}"
            yield f"{name}: {values} with fewer than {smallest} respondents ({listed}{more})"
    if len(names) > 1 and len(responses):
        sizes = responses.groupby(names, dropna=False)[names[0]].transform("size")
        few = int((sizes < smallest).sum())
        if few:
            yield (
                f"{', '.join(names)} together: {few} of {len(responses)} respondents share their"
                f" combination with fewer than {smallest} people"
            )


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
