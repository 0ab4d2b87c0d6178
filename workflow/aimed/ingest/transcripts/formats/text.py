"""Read a transcript of plain text, or of Markdown, whose marks are taken off: the words were spoken."""

import html
import re
import string
from collections.abc import Iterator
from pathlib import Path

from aimed.ingest.transcripts.utterances import Utterance, need_words, read_lines

HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
# a rule, the underline of a heading, a fence of code: lines that hold no words
NO_WORDS = re.compile(r" {0,3}(?:(?:[-*_][ \t]*){3,}|=+[ \t]*|-+[ \t]*|(?:```|~~~)\w*[ \t]*)$")
# numbers of lists stay: "2020. That year" was spoken
BEFORE_WORDS = re.compile(r"(?:[ \t]*(?:>|[-+*][ \t]))*[ \t]*")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# what stands between two marks holds no third: the search must not grow with the square of a line
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]+?)(?<=[^\s*])\1(?!\*)")
UNDERLINED = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_]+?)(?<=[^\s_])\1(?![\w_])")
# escaped characters are put aside as noncharacters until all marks are gone
NONCHARACTERS = map(chr, range(0xFDD0, 0xFDF0))
ASIDE = dict(zip(string.punctuation, NONCHARACTERS, strict=True))
BACK = {ord(aside): character for character, aside in ASIDE.items()}


def read_text(path: Path, encoding: str | None = None) -> list[Utterance]:
    """Return the lines of a .txt transcript that hold words. Raises ProblemsFound as `read_lines` does."""
    return [
        Utterance(line.strip(), number)
        for number, line in enumerate(read_lines(path, encoding), start=1)
        if line.strip()
    ]


def read_markdown(path: Path, encoding: str | None = None) -> list[Utterance]:
    """Return the lines of a .md transcript that hold words, without Markdown's marks.

    A heading is marked as one. Emphasis, quotation, list and escape marks are taken off; links, tables
    and HTML stay as written. Raises ProblemsFound as `read_lines` does.
    """
    return need_words(list(_read(read_lines(path, encoding))), path)


def _read(lines: list[str]) -> Iterator[Utterance]:
    matter = _front_matter(lines)
    for number, line in enumerate(lines, start=1):
        heading = HEADING.match(line)
        if number <= matter:
            if line.strip() not in ("---", "...", ""):
                yield Utterance(line.strip(), number, kind="title")
        elif heading:
            words = _plain(CLOSING.sub("", line[heading.end() :]))
            if words:
                yield Utterance(words, number, kind="heading")
        elif not NO_WORDS.match(line):
            begin = BEFORE_WORDS.match(line)
            words = _plain(line[begin.end() if begin else 0 :])
            if words:
                yield Utterance(words, number)


def _front_matter(lines: list[str]) -> int:
    """Return the number of lines of the YAML block at the top, 0 when there is none."""
    if lines[0].rstrip() != "---":
        return 0
    return next((n for n, line in enumerate(lines[1:], start=2) if line.rstrip() in ("---", "...")), 0)


def _plain(words: str) -> str:
    """Return words without marks of emphasis, escapes and entities."""
    if not BACK.keys().isdisjoint(map(ord, words)):
        return words.strip()
    held = ESCAPED.sub(lambda found: ASIDE[found[1]], words.strip())
    held = held.removesuffix("\\").rstrip()
    for mark in (EMPHASIS, EMPHASIS, UNDERLINED, UNDERLINED):
        held = mark.sub(r"\2", held)
    return html.unescape(held).translate(BACK).strip()
