"""How long each turn took, of transcripts whose turns all have times."""

import pandas as pd

PLACE = ["cohort", "transcript"]
BEGIN, END = "time_start", "time_end"
DIGITS = 3  # captions have thousandths of a second


def find_seconds(turns: pd.DataFrame) -> pd.Series:
    """Return the seconds of each turn (Float64), from its begin to its end, else to the begin of the next.

    `turns` are all turns of the transcripts (cohort, transcript, turn, time_start, time_end), those too that
    do not count. Null are all turns of a transcript in which a turn has no begin, a last turn without an
    end, and a turn that ends before it begins (as where a recording was taken up again).
    """
    if BEGIN not in turns:
        return pd.Series(pd.NA, turns.index, dtype="Float64")
    ordered = turns[[*PLACE, "turn"]].assign(
        begin=pd.to_numeric(turns[BEGIN]).astype("Float64"), end=pd.to_numeric(turns[END]).astype("Float64")
    )
    ordered = ordered.sort_values([*PLACE, "turn"])
    by_transcript = ordered.groupby(PLACE, sort=False)["begin"]
    timed = by_transcript.transform("count") == by_transcript.transform("size")
    seconds = ordered["end"].fillna(by_transcript.shift(-1)) - ordered["begin"]
    return seconds.where(timed & (seconds >= 0)).round(DIGITS).reindex(turns.index)
