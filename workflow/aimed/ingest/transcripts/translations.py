"""Attach to each turn of a translation the turn that was spoken: one to one, by order and speaker."""

from aimed.ingest.transcripts.declared_files import TranscriptFile
from aimed.ingest.transcripts.turns import Turn
from aimed.messages.problems import Problem


def compare_turns(translated: list[Turn], original: list[Turn], file: TranscriptFile) -> list[Problem]:
    """Return the problem of the first turn of a translation that is not that of the original, or none.

    Turns belong together when they stand in the same order and their labels are declared as the same
    person; labels may be translated. `file` is the original's; without a translation both are the same.
    """
    who = file.speakers
    pairs = zip(translated, original, strict=False)
    at = next(
        (n for n, (turn, spoken) in enumerate(pairs) if who[turn.speaker] != who[spoken.speaker]),
        min(len(translated), len(original)),
    )
    if at == len(translated) == len(original):
        return []
    here = f'"{file.show(translated[at].speaker)}"' if at < len(translated) else "no turn any more"
    there = f'"{file.show(original[at].speaker)}"' if at < len(original) else "no turn any more"
    line = translated[min(at, len(translated) - 1)].line
    spoken_at = file.place(original[min(at, len(original) - 1)].line)
    return [
        Problem(
            (file.translation or file).place(line),
            f"turn {at + 1}: {here} in the translation, {there} in the original ({spoken_at}); "
            f"{len(translated)} turns, and {len(original)} in the original",
            "the same speakers in the same order in both files",
            "join or part the turns in one of the files as they are in the other",
        )
    ]
