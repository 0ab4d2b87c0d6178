"""The page as one file, its style and its pictures within it; Pandoc reads all of the page anew for that."""

import re
from base64 import b64encode
from pathlib import Path

STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
PICTURE = re.compile(r'(<img [^>]*?\bsrc=")((?!data:)[^"]*)(")')
# whatever else loads something: tags with another file than a picture, and styles that name one
LOADING = re.compile(
    r"<(?:script|link|source|video|audio|embed|iframe|object|input|track|image|use)\b[^>]*?"
    r"\s(?:src|href|data|poster|xlink:href)\s*=|<img[^>]*\ssrc\s*=\s*(?!\")",
    re.I,
)
KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
LOADING_WORDS = ("srcset", "url(", "@import")


def put_in_one(page: str, folder: Path) -> str | None:
    """Return a page with the style and the pictures that lie in `folder`.

    None where it loads anything else, or a file that is not there: that is Pandoc's to do, or to tell.
    """
    styles, pictures = STYLE.findall(page), {match[2] for match in PICTURE.finditer(page)}
    if not all(Path(name).suffix in KINDS for name in pictures):
        return None
    if not all(":" not in name and (folder / name).is_file() for name in (*styles, *pictures)):
        return None
    styled = STYLE.sub(
        lambda match: f"<style>\n{(folder / match[1]).read_text(encoding='utf-8')}</style>", page
    )
    if LOADING.search(styled) or any(word in styled for word in LOADING_WORDS):
        return None
    return PICTURE.sub(lambda match: f"{match[1]}{_as_data(folder / match[2])}{match[3]}", styled)


def _as_data(path: Path) -> str:
    return f"data:{KINDS[path.suffix]};base64,{b64encode(path.read_bytes()).decode('ascii')}"
