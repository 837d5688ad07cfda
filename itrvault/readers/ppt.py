"""Reads old PowerPoint files (.ppt, .pps, PowerPoint 97 to 2003): one section a slide.

The title is the section's heading; the other texts follow as they lie on the slide, then the
speaker's notes, then comments with their authors.
"""

from __future__ import annotations

from collections.abc import Iterator

from itrvault.errors import FileDamaged, FileEmpty, FileLocked, FileUnsupported
from itrvault.readers import base
from itrvault.readers.base import ReadContext, Record
from itrvault.readers.kinds import ole_kind
from itrvault.readers.ole import OLE, Compound, stated
from itrvault.readers.ppt_slides import Show
from itrvault.readers.sections import Sections

NAME = "ppt/1"
MEDIA_TYPE = "application/vnd.ms-powerpoint"

_LOCKED_TOKEN = b"\xdf\xc4\xd1\xf3"


def score(head: bytes, name: str) -> int:
    """Sure by the stream that holds the slides."""
    return 95 if head.startswith(OLE) and ole_kind(head) == "PowerPoint 97-2003 slides" else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield metadata, one section a slide, and warnings."""
    if not data:
        raise FileEmpty
    if not data.startswith(OLE):
        raise FileDamaged(reason="it does not start as a PowerPoint file does")
    file = Compound(data)
    stream = file.data("PowerPoint Document")
    user = file.data("Current User")
    if user[12:16] == _LOCKED_TOKEN or file.has("EncryptedSummary"):
        raise FileLocked
    if not stream:
        raise FileDamaged(reason="its slides are missing")
    show = Show(stream, user)
    if not show.slides:
        raise FileUnsupported(kind="PowerPoint file without slides")
    yield from stated(file)
    sections = Sections(context, parts=True)
    for block in show.blocks():
        yield from sections.add(block)
    yield from sections.close()
    yield from (base.Warning(sentence) for sentence in show.warnings())
    if file.short:
        yield base.Warning("The file ends in the middle; what was there was read.")
