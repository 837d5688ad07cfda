r"""Reads RTF files: text in any code page, tables, notes, comments and tracked changes.

Tracked changes (\revised, \deleted) stay in the text as redlines with author and date. Notes and
boxes follow their paragraph, running heads come first and feet last, once each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from itrvault.errors import FileDamaged, FileEmpty
from itrvault.readers import base
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.kinds import extension
from itrvault.readers.rtf_body import Body
from itrvault.readers.sections import Block, Sections

NAME = "rtf/2"
MEDIA_TYPE = "application/rtf"

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\?\\rtf")
_REDLINE = re.compile(rb"\\strike(?:d1)?(?![a-z0-9])|[\s}]\(?(?:ADD|MOD)\)?[\s\\]")


def score(head: bytes, name: str) -> int:
    """Sure by the first sign of the format."""
    if _START.match(head):
        return 95
    return 15 if extension(name) == "rtf" else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield sections, metadata and warnings."""
    if not data:
        raise FileEmpty
    start = _START.match(data)
    if not start:
        raise FileDamaged(reason="it does not start as an RTF file does")
    body = _body(data)
    sections = Sections(context)
    for block in body.blocks():
        yield from sections.add(block)
    yield from sections.close()
    yield from sections.marks()
    yield from sections.links()
    yield from (Metadata(key, value) for key, value in body.info.stated())
    if body.hidden:
        yield base.Warning("Some words are marked as hidden in it; they are shown here.")
    if not body.whole:
        yield base.Warning("The file ends in the middle; what was there was read.")


def rtf_blocks(data: bytes) -> Iterator[Block]:
    """The paragraphs of RTF that is part of something else, such as a message."""
    return _body(data).blocks()


def _body(data: bytes) -> Body:
    return Body(data, underline_inserts=_REDLINE.search(data) is not None)
