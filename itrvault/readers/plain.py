"""Reads plain text in any encoding: .txt, .md, .csv, .log and text without an ending.

Blank lines part paragraphs where the lines of the file are wrapped by hand; where they are not,
each line is a paragraph. Text that is no text (a program, a picture) is refused by its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from itrvault.errors import FileBlank, FileEmpty, FileLocked, FileUnsupported
from itrvault.model.geometry import ParagraphKind
from itrvault.readers import base
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.encoding import bom_of, decode, is_binary, is_guessed
from itrvault.readers.headings import heading_label, is_capitals, markdown_level
from itrvault.readers.kinds import extension, kind_by_name, kind_of
from itrvault.readers.sections import Block, Piece, Sections, clean

NAME = "plain/1"
MEDIA_TYPE = "text/plain"

_TEXT_ENDINGS = {"txt", "md", "markdown", "csv", "tsv", "log", "text", "rst", "asc", ""}
_TABLES = {"csv", "tsv", "log"}
_HEAD = re.compile(r"#\s*([a-z][a-z _-]{1,20}):\s*(\S.*)", re.I)
_HEAD_END = re.compile(r"#\s*-{2,}\s*")
_ITEM = re.compile(r"[ \t]*(?:[-*+•–]|\(?[a-z0-9]{1,3}[).])\s")
_XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE\s+(?!html)|[\w-]+:\w+\s+xmlns|svg[\s>])", re.I)
_HEAD_LINES = 40


def score(head: bytes, name: str) -> int:
    """Sure of nothing: takes what no other reader wants, gladly if it looks like text."""
    if bom_of(head)[0]:
        return 40
    if kind_of(head, name) or b"\x00" in head:
        return 2
    return 30 if extension(name) in _TEXT_ENDINGS else 10


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield metadata ("encoding", the file's own head lines), then the sections."""
    lines, encoding, lost = lines_of(data, context.name)
    yield Metadata("encoding", encoding)
    head = _head_lines(lines)
    for found in (_HEAD.match(line) for line in lines[:head]):
        if found:
            yield Metadata(found[1].strip().lower(), found[2].strip())
    sections = Sections(context)
    for block in blocks_of(lines, head, context.name):
        yield from sections.add(block)
    yield from sections.close()
    if lost:
        yield base.Warning(lost_letters(lost))


def lost_letters(count: int) -> str:
    """What to tell of letters that somebody lost before us."""
    return f"{count} characters were lost before it came here; they show as \ufffd."


def lines_of(data: bytes, name: str) -> tuple[list[str], str, int]:
    """The lines of a text, its encoding, and how many letters were lost before it came here.

    Raises for what is no text, and for one of blanks.
    """
    if not data:
        raise FileEmpty
    kind = kind_of(data[:4096], name)
    if kind.startswith(("Microsoft", "protected", "Excel", "PowerPoint", "Word 97")) and (
        "EncryptedPackage".encode("utf-16-le") in data
    ):
        raise FileLocked
    if kind and not bom_of(data)[0]:
        raise FileUnsupported(kind=kind)
    text, encoding = decode(data)
    if is_binary(text, guessed=is_guessed(encoding)):
        raise FileUnsupported(kind=_unknown(name))
    if _XML.match(text[:500]) or (kind := kind_of(text[:4096].encode(), name)):
        raise FileUnsupported(kind=kind or "XML data")
    lines = clean(text).split("\n")
    if not any(line.strip() for line in lines):
        raise FileBlank
    return lines, encoding, text.count("\ufffd")


def _unknown(name: str) -> str:
    if kind := kind_by_name(name):
        return kind
    ending = extension(name)
    return f".{ending}, binary data" if ending and ending not in _TEXT_ENDINGS else "binary data"


def _head_lines(lines: list[str]) -> int:
    """How many lines at the start are "# key: value" statements about the text."""
    count = 0
    for line in lines[:_HEAD_LINES]:
        if not (_HEAD.fullmatch(line) or (count and _HEAD_END.fullmatch(line))):
            break
        count += 1
    return count


def _is_wrapped(lines: list[str]) -> bool:
    """Whether paragraphs are broken into lines by hand: lines follow each other at one width."""
    sample = lines[:2000]
    followed = [len(line) for line, after in pairwise(sample) if line.strip() and after.strip()]
    if len(followed) < 5:
        return False
    full = sum(50 <= length <= 110 for length in followed)
    return full > 0.5 * len(followed) and max(followed) < 300


def blocks_of(lines: list[str], head: int = 0, name: str = "") -> Iterator[Block]:
    """The paragraphs, headings told from body text."""
    table = extension(name) in _TABLES
    for line in lines[:head]:
        yield Block([Piece(line)])
    wrapped = not table and _is_wrapped(lines[head:])
    waiting: list[str] = []
    previous = ""
    for index in range(head, len(lines)):
        line = lines[index].rstrip()
        after = lines[index + 1] if index + 1 < len(lines) else ""
        alone = not previous.strip() and not after.strip()
        level = 0 if table else _heading_level(line, alone=alone)
        if waiting and (level or not line or not wrapped or _ITEM.match(line)):
            yield _paragraph(waiting)
            waiting = []
        if level:
            yield Block([Piece(line)], ParagraphKind.HEADING, level)
        elif line:
            waiting.append(line)
        previous = line
    if waiting:
        yield _paragraph(waiting)


def _heading_level(line: str, *, alone: bool) -> int:
    """0 for body text."""
    if depth := markdown_level(line):
        return depth
    if heading_label(line):
        return 2
    return 3 if alone and is_capitals(line) else 0


def _paragraph(lines: Iterable[str]) -> Block:
    text = "\n".join(lines)
    if _ITEM.match(text):
        return Block([Piece(text)], ParagraphKind.ITEM, 1)
    return Block([Piece(text)])
