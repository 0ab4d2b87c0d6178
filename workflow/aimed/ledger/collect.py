"""Collect the statistics of all analyses under their ids; one id is one number."""

import pandas as pd

from aimed.messages.problems import Problem, raise_problems
from aimed.study.number_ids import number_id


def collect_numbers(analyses: list[tuple[str, pd.DataFrame]], adjusted: pd.DataFrame) -> pd.DataFrame:
    """Return the statistics tables of all analyses as one, with the columns analysis and id.

    Statistics without a value are left out. Raises ProblemsFound for two numbers of one id.
    """
    frames = [table.assign(analysis=name) for name, table in analyses]
    frames = [frame for frame in [*frames, adjusted] if len(frame)]
    table = pd.concat([frame.astype(object) for frame in frames], ignore_index=True)
    table = table[table["value"].notna()].reset_index(drop=True)
    parts = zip(table["analysis"], table["item"], table["group"], table["statistic"], strict=True)
    table["id"] = [number_id(*map(str, part)) for part in parts]
    raise_problems(
        Problem(
            f"analyses/{rows['analysis'].iloc[0]}.yaml",
            f"{len(rows)} numbers with the id {name}",
            "one number per id",
            "rename the analysis, the variable or the code that collides",
        )
        for name, rows in table[table.duplicated("id", keep=False)].groupby("id", sort=True)
    )
    return table
