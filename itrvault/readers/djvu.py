"""Reads DjVu files: scanned pages, often with a text layer.

To be drawn they become a PDF in memory. The library is written in Rust without unsafe code. A file
that keeps its pages in other files beside it can't be read: only the file itself is here.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from itrvault.errors import FileDamaged, FileEmpty, FileUnsupported, ReaderOverLimit
from itrvault.model.document import Doubt, Unit, UnitKind
from itrvault.model.geometry import PageLayout
from itrvault.readers import base
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.pdf_text import LETTER, sane_size
from itrvault.sandbox.records import clean_text

NAME = "djvu/1 djvu-rs"
MEDIA_TYPE = "image/vnd.djvu"
CAN_SKIP = True

DOTS = ((100, 300), (400, 200))
"""Up to so many pages: dots an inch that they are drawn with, at most. OCR wants no more than 300,
and a whole book is drawn before its first page is shown."""

_FEWEST_DOTS = 150

PIXELS = 250_000_000
"""A page of more is refused before it is unpacked, as a picture is."""

_MAGIC = b"AT&TFORM"
_KINDS = (b"DJVU", b"DJVM", b"PM44", b"BM44")
_STATED = ("title", "author", "subject", "publisher", "year", "keywords")
_LONGEST = 2_000
_MOST_OF_IT = 0.9
_MOST_WORDS = 50_000
_DEEPEST = 8  # page, column, region, paragraph, line, word, character


def score(head: bytes, name: str) -> int:
    """Sure by the first bytes."""
    return 95 if is_djvu(head) else 0


def is_djvu(head: bytes) -> bool:
    """Whether the first bytes are those of a DjVu file."""
    return head.startswith(_MAGIC) and head[12:16] in _KINDS


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield the pages in order, then metadata and warnings."""
    document = _open(data)
    try:
        claimed = document.page_count()
        broken: list[int] = []
        for number in range(min(claimed, context.max_units)):
            if context.careful or number < base.ALWAYS_SAID:
                yield base.At(number)
            unit = None if number in context.skip else _unit(document, number)
            if unit is None:
                broken.append(number + 1)
                layout = PageLayout(*LETTER)
                unit = Unit(number, UnitKind.PAGE, str(number + 1), "", layout, doubt=Doubt.UNREAD)
            yield unit
        if len(broken) == min(claimed, context.max_units):
            raise FileDamaged(reason="none of its pages could be read")
        yield from _stated(document)
    except _library().Error as error:
        raise FileDamaged(reason="its pages cannot be unpacked") from error
    if broken:
        listed = ", ".join(map(str, broken[:20]))
        yield base.Warning(f"{len(broken)} of {claimed:,} pages could not be read: {listed}.")
    if claimed > context.max_units:
        yield base.Warning(
            f"The file claims {claimed:,} pages; only the first {context.max_units:,} were read."
        )


def as_pdf(data: bytes) -> bytes:
    """The same pages as a PDF, for drawing. Raises FileDamaged and ReaderOverLimit."""
    document = _open(data)
    try:
        pages = [document.page(number) for number in range(document.page_count())]
        if any(page.width * page.height > PIXELS for page in pages):
            raise ReaderOverLimit(
                reason=f"a picture of more than {PIXELS // 1_000_000:,} million dots"
            )
        most = next((dots for count, dots in DOTS if len(pages) <= count), _FEWEST_DOTS)
        dots = min(most, max(page.dpi for page in pages))
        return bytes(document.to_pdf(dpi=max(72, dots), ccitt_g4=True))
    except _library().Error as error:
        raise FileDamaged(reason="its pages cannot be unpacked") from error


def _open(data: bytes) -> Any:
    if not data:
        raise FileEmpty
    djvu = _library()
    try:
        document = djvu.Document.from_bytes(data)
        count = document.page_count()
    except djvu.Error as error:
        if "indirect" in str(error):
            raise FileDamaged(
                reason="its pages lie in other files beside it; put them into one with djvmcvt -b"
            ) from error
        raise FileDamaged(reason="its pages cannot be found") from error
    if count < 1:
        raise FileDamaged(reason="it holds no page that could be found")
    return document


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    block: int
    line: int
    box: tuple[float, float, float, float]


def _unit(document: Any, number: int) -> Unit | None:
    """A page with its text layer; None when it cannot be read."""
    try:
        page = document.page(number)
        zoom = 72 / max(1, page.dpi)
        width, height = sane_size(page.width * zoom, page.height * zoom)
        layer = page.text_layer()
    except _library().Error:
        return None
    words = _words(layer["zones"], zoom) if layer else []
    text, layout = _composed(words, width, height)
    whole = clean_text(layer["text"]).strip() if layer else ""
    if len("".join(text.split())) < _MOST_OF_IT * len("".join(whole.split())):
        text, layout = whole, PageLayout(width, height)  # words without places can be found, too
    doubt = Doubt.NONE if text.strip() else Doubt.IMAGE
    return Unit(number, UnitKind.PAGE, str(number + 1), text, layout, doubt=doubt)


def _composed(words: Sequence[_Word], width: float, height: float) -> tuple[str, PageLayout]:
    """The text of a page, with its lines and paragraphs, and where its words stand."""
    pieces: list[str] = []
    starts, ends, lines, boxes = array("I"), array("I"), array("I"), array("f")
    at = number = 0
    before: _Word | None = None
    for word in words:
        gap = "" if before is None else " "
        if before is not None and word.line != before.line:
            gap = "\n" if word.block == before.block else "\n\n"
            number += 1
        pieces += (gap, word.text)
        starts.append(at + len(gap))
        at += len(gap) + len(word.text)
        ends.append(at)
        lines.append(number)
        boxes.extend(word.box)
        before = word
    return "".join(pieces), PageLayout(width, height, starts, ends, lines, boxes)


def _words(zones: Sequence[Any], zoom: float) -> list[_Word]:
    """The words of a text layer: a line or larger piece that does not part them is shared out."""
    words: list[_Word] = []
    block = line = 0
    waiting = [(zone, 0) for zone in reversed(zones)]
    while waiting and len(words) < _MOST_WORDS:
        zone, depth = waiting.pop()
        kind = zone["kind"]
        block += kind in ("Column", "Region", "Para")
        line += kind == "Line"
        parts = zone["children"]
        if parts and parts[0]["kind"] != "Character" and depth < _DEEPEST:
            waiting += [(part, depth + 1) for part in reversed(parts)]
            continue
        tokens = clean_text(zone["text"]).split()
        length = sum(map(len, tokens)) + len(tokens) - 1
        box, at = zone["rect"], 0
        y0, y1 = box["y"] * zoom, (box["y"] + box["height"]) * zoom
        for token in tokens:
            x0 = box["x"] + box["width"] * at / length
            x1 = box["x"] + box["width"] * (at + len(token)) / length
            words.append(_Word(token, block, line, (x0 * zoom, y0, x1 * zoom, y1)))
            at += len(token) + 1
    return words


def _library() -> Any:
    try:
        import djvu_rs
    except ImportError as error:  # there is no build of it for every Python
        raise FileUnsupported(kind="DjVu document") from error
    return djvu_rs


def _stated(document: Any) -> Iterator[Metadata]:
    stated = document.metadata() or {}
    for key in _STATED:
        if value := str(stated.get(key) or "").strip():
            yield Metadata(key, value[:_LONGEST])
