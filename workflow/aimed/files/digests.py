"""Digests of files and texts: what is compared when dates cannot be trusted."""

import hashlib
from pathlib import Path


def digest_file(path: Path) -> str:
    """Return the sha256 of a file's bytes as hexadecimal text."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_text(text: str) -> str:
    """Return the sha256 of a text in UTF-8 as hexadecimal text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
