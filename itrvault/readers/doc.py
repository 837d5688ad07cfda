"""Reads old Word files (.doc, .dot): Word 97 to 2007, 6 and 95, and the bare text of Word 1 and 2.

Tracked insertions and deletions stay in the text as redlines with author and date. Notes follow the
paragraph that refers to them, comments stand at the end of their section (and are marks on the
words they are about), running heads come first and feet last, once each. Of a field its result is
read, never what it is told to do.
"""

from __future__ import annotations

from collections.abc import Iterator

from itrvault.errors import FileDamaged, FileEmpty
from itrvault.readers import base
from itrvault.readers.base import ReadContext, Record
from itrvault.readers.doc_body import Body
from itrvault.readers.doc_head import WORD_2, WORD_6, WORD_97, Head, is_word_2, open_head
from itrvault.readers.encoding import decode
from itrvault.readers.kinds import ole_kind
from itrvault.readers.ole import OLE, codec_of, stated
from itrvault.readers.sections import Sections

NAME = "doc/1"
MEDIA_TYPE = "application/msword"

_CODE_PAGES = {
    0x01: 1256, 0x04: 936, 0x05: 1250, 0x08: 1253, 0x0D: 1255, 0x0E: 1250, 0x11: 932, 0x12: 949,
    0x15: 1250, 0x18: 1250, 0x19: 1251, 0x1A: 1250, 0x1B: 1250, 0x1C: 1250, 0x1E: 874, 0x1F: 1254,
    0x20: 1256, 0x22: 1251, 0x23: 1251, 0x24: 1250, 0x25: 1257, 0x26: 1257, 0x27: 1257, 0x29: 1256,
    0x2A: 1258, 0x2F: 1251,
}  # fmt: skip
"""Code pages by language (the low ten bits of Windows' language ids); all others write 1252."""
_CHINESE_TRADITIONAL = (0x0404, 0x0C04, 0x1404)


def score(head: bytes, name: str) -> int:
    """Sure by the stream that holds Word's text, or the first bytes of Word 1 and 2."""
    if head.startswith(OLE):
        return 95 if ole_kind(head) == "Word 97-2003 document" else 0
    return 80 if is_word_2(head) else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield metadata, sections, comments as marks, and warnings."""
    if not data:
        raise FileEmpty
    if not data.startswith(OLE) and not is_word_2(data):
        raise FileDamaged(reason="it does not start as a Word file does")
    head = open_head(data)
    if head.file is not None:
        yield from stated(head.file)
    body = Body(head, _codec(head))
    sections = Sections(context)
    for block in body.blocks():
        yield from sections.add(block)
    yield from sections.close()
    yield from sections.marks()
    yield from sections.links()
    if body.hidden:
        yield base.Warning("Some words are marked as hidden in Word; they are shown here.")
    if body.pictures and sections.length < 200:
        yield base.Warning("It holds pictures, whose words were not read.")
    if body.cut or (head.file is not None and head.file.short):
        yield base.Warning("The file ends in the middle; what was there was read.")
    if head.version != WORD_97:
        age = "Word 6 or 95" if head.version == WORD_6 else "Word 1 or 2"
        lost = "its tracked changes were read without their authors"
        if head.version == WORD_2:
            lost = "only its plain text was read"
        yield base.Warning(f"The file is from {age}; {lost}.")


def _codec(head: Head) -> str:
    """The code page of letters of one byte; "" for the Western one."""
    if head.version == WORD_97:
        return ""  # other letters have two bytes
    if head.language in _CHINESE_TRADITIONAL:
        return "big5"
    if page := _CODE_PAGES.get(head.language & 0x3FF):
        return codec_of(page)
    if head.wide:
        return ""
    sample = head.main[head.first : head.first + min(sum(head.lengths), 200_000)]
    high = sum(byte >= 0xC0 for byte in sample)
    letters = sum(chr(byte).isalpha() for byte in sample)
    if head.version in (WORD_6, WORD_2) and high > letters * 0.3:
        found = decode(sample.translate(None, bytes(range(9))))[1]
        return "" if found in ("cp1252", "utf-8", "ascii") else found
    return ""
