"""The ids of the ledger's numbers."""

import re

_SHAPE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


def slug(code: str) -> str:
    """Return a code as ids spell it: in small letters, hyphens as underscores."""
    return code.lower().replace("-", "_")


def number_id(analysis: str, item: str, group: str, statistic: str) -> str:
    """Return `analysis.item.group.statistic` in lower case, hyphens as underscores.

    Item and statistic may themselves be dotted (topic.ethics, level.agree.count).
    Raises ValueError for an id that is not of the shape `[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*`.
    """
    name = slug(".".join((analysis, item, group, statistic)))
    if not _SHAPE.fullmatch(name):
        raise ValueError(f"{name!r} cannot be the id of a number: letters, digits, underscores and dots only")
    return name
