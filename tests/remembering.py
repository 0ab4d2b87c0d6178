"""Steps of the build in process that are not done twice for the same bytes: 100 builds take seconds."""

import copyreg
import io
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from aimed.stats import describe_groups
from aimed.study.codebook import Codebook

KNOWN: dict[tuple[str, bytes], Any] = {}


class _Bytes(pickle.Pickler):
    """Writes arguments as bytes; the codebook, which no change touches, by which it is."""

    dispatch_table = copyreg.dispatch_table.copy()
    dispatch_table[Codebook] = lambda codebook: (int, (id(codebook),))


def bytes_of(arguments: Any) -> bytes:
    """Return arguments as bytes: two that are alike to the byte are alike."""
    stream = io.BytesIO()
    _Bytes(stream, protocol=pickle.HIGHEST_PROTOCOL).dump(arguments)
    return stream.getvalue()


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that is asked once for the same bytes; what it yields is kept as a list."""

    @wraps(function)
    def ask(*arguments: Any) -> Any:
        key = (function.__qualname__, bytes_of(arguments))
        if key not in KNOWN:
            found = function(*arguments)
            KNOWN[key] = list(found) if isinstance(found, Iterator) else found
        return KNOWN[key]

    return ask


@contextmanager
def remembering() -> Iterator[None]:
    """Within, one item of one group is described once for the same answers."""
    with patch.object(describe_groups, "describe_item", remembered(describe_groups.describe_item)):
        yield
