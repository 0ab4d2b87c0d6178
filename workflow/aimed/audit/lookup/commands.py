"""The commands that look up what people said and how it was coded; they import what they need when run."""

from pathlib import Path
from typing import Annotated, Optional

import tyro

Document = Optional[Path]  # noqa: UP045 - over `Path | None` tyro imports a type checker
Words = tyro.conf.Positional[tuple[str, ...]]
Json = Annotated[bool, tyro.conf.arg(name="json", help="Print JSON instead of text.")]
All = Annotated[bool, tyro.conf.arg(name="all", help="Print every row instead of the first ten.")]


def quotes(code: tyro.conf.Positional[str], /, every: All = False, as_json: Json = False) -> int:
    """List the turns that could be quoted for a code, those of speakers who are quoted least first.

    Args:
        code: a code of the codebook, as it stands in data/codebook/themes.csv.
    """
    from aimed.audit.lookup.quotes import print_quotes

    return print_quotes(Path(), code, every=every, as_json=as_json)


def concordance(words: Words = (), /, code: str = "", against: str = "", as_json: Json = False) -> int:
    """Show where participants say words (* for any letters), and around what; for this machine alone.

    Args:
        code: only turns with this code.
        against: only turns with a code that speaks against this one, its negative cases.
    """
    from aimed.audit.lookup.concordance import print_concordance

    return print_concordance(Path(), " ".join(words), code=code, against=against, as_json=as_json)


def disagreements(code: str = "", to: Document = None) -> int:
    """List the turns and codes that coders differ in, to be resolved; for this machine alone.

    Args:
        code: only this code and those below it.
        to: a new .csv file, from where you stand, with a column for the decision.
    """
    from aimed.audit.lookup.disagreements import print_disagreements

    return print_disagreements(Path(), code, to)
