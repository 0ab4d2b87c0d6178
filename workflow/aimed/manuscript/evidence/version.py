"""Which study in which version a document was made from, as its last line says."""

import hashlib
from collections.abc import Mapping
from typing import Any

from aimed import __version__
from aimed.ledger.contents import Ledger
from aimed.ledger.public_numbers import select_public, write_numbers
from aimed.manuscript.evidence.conditions import Words


def tell_version(wishes: Mapping[str, Any], ledger: Ledger, words: Words) -> dict[str, str | bool]:
    """Return the last line under version, and line_numbers where config.yaml's `manuscript` asks for them.

    The line has repository and version of the study, and the digest of the public numbers: that of
    results/ledger/public.csv, and of the published.csv that a release would write.
    """
    public = select_public(ledger)
    digest = hashlib.sha256(write_numbers(public).encode("utf-8")).hexdigest()
    where = [f"{words['repository']}: {wishes['repository']}"] if wishes.get("repository") else []
    where += [f"{words['version']} {wishes['version']}"] if wishes.get("version") else []
    told = ", ".join(where)
    told = f"{told[:1].upper()}{told[1:]}. " if told else ""
    told += f"{words['public_numbers']}: {len(public):,}, sha256 {digest[:16]}. "
    told += f"{words['made_with']} aimed {__version__}."
    return {"version": told} | ({"line_numbers": True} if wishes.get("line_numbers") else {})
