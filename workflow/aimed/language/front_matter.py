"""The front matter of a manuscript: what stands between its first --- and the next, as YAML."""

from typing import Any

import yaml

from aimed.language.prose_regions import FRONT_MATTER, LOADER

ENGLISH = "en-GB"


def read_front_matter(text: str) -> dict[str, Any]:
    """Return the front matter of a document as a mapping; an empty one where it is none that can be read."""
    found = FRONT_MATTER.match(text)
    try:
        content = yaml.load(found[1], Loader=LOADER) if found else {}  # noqa: S506 - LOADER is a safe one
    except (yaml.YAMLError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def read_language(text: str, otherwise: str = ENGLISH) -> str:
    """Return a document's language as its front matter says under lang (BCP 47), or `otherwise`."""
    written = read_front_matter(text).get("lang")
    return written.strip() if isinstance(written, str) and written.strip() else otherwise
