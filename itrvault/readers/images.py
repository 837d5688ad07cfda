"""Reads pictures as documents: PNG, JPEG, TIFF with all its pages, GIF, BMP, JPEG 2000 and others.

A page is a picture with no text; its words come by OCR, later. The size of a page is that of the
paper, where the file says how fine it was scanned.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any

import pymupdf

from itrvault.errors import FileDamaged, FileEmpty, ReaderOverLimit
from itrvault.model.document import Doubt, Unit, UnitKind
from itrvault.model.geometry import PageLayout
from itrvault.readers import base
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.pdf_text import PAGE_FAILURES, page_size
from itrvault.sandbox.records import clean_line

NAME = f"image/1 pymupdf {pymupdf.VersionBind}"
MEDIA_TYPE = "image/png"
CAN_SKIP = True

PIXELS = 250_000_000
"""A picture of more is refused before it is unpacked: A3 at 1,200 dots an inch has 278 million."""

_KINDS: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png", "png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg", "jpeg"),
    (re.compile(rb"II\*\0|MM\0\*|II\+\0|MM\0\+"), "image/tiff", "tiff"),
    (re.compile(rb"GIF8[79]a"), "image/gif", "gif"),
    (re.compile(rb"BM....\0\0\0\0", re.DOTALL), "image/bmp", "bmp"),
    (re.compile(rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51"), "image/jp2", "jp2"),
    (re.compile(rb"II\xbc[\x00\x01]"), "image/vnd.ms-photo", "jxr"),
)


def score(head: bytes, name: str) -> int:
    """Sure by the first bytes."""
    return 95 if _kind(head) else 0


def media_type(head: bytes, name: str) -> str:
    """The type of this picture."""
    kind = _kind(head)
    return kind[0] if kind else MEDIA_TYPE


def _kind(head: bytes) -> tuple[str, str] | None:
    """Media type and MuPDF's name of a picture's format."""
    for pattern, kind, ending in _KINDS:
        if pattern.match(head):
            return kind, ending
    return None


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield a page for each picture, then metadata and warnings."""
    document = open_image(data)
    try:
        broken = []
        claimed = document.page_count
        for number in range(min(claimed, context.max_units)):
            if context.careful or number < base.ALWAYS_SAID:
                yield base.At(number)
            unread = number in context.skip or not _can_be_drawn(document, number)
            if unread:
                broken.append(number + 1)
            yield Unit(
                number, UnitKind.PAGE, str(number + 1), "",
                PageLayout(*page_size(document, number)),
                doubt=Doubt.UNREAD if unread else Doubt.IMAGE,
            )  # fmt: skip
        if len(broken) == min(claimed, context.max_units):
            raise FileDamaged(reason="the picture cannot be unpacked")
        yield from stated(data)
        if broken:
            listed = ", ".join(map(str, broken[:20]))
            yield base.Warning(f"{len(broken)} of {claimed} pictures cannot be drawn: {listed}.")
        if claimed > context.max_units:
            yield base.Warning(
                f"The file claims {claimed:,} pages; only the first {context.max_units:,} were "
                "read."
            )
    finally:
        document.close()
        pymupdf.TOOLS.store_shrink(100)


def open_image(data: bytes) -> Any:
    """Open as a document. Raises `FileEmpty`, `FileDamaged`, `ReaderOverLimit`."""
    if not data:
        raise FileEmpty
    kind = _kind(data[:64])
    _check_dots(_claimed_dots(data[:64]))
    try:
        document = pymupdf.open(stream=data, filetype=kind[1] if kind else None)
        pages = document.page_count
    except PAGE_FAILURES as error:
        raise FileDamaged(reason="the picture cannot be unpacked") from error
    if document.is_pdf or pages < 1:
        raise FileDamaged(reason="the picture cannot be unpacked")
    return document


def _claimed_dots(head: bytes) -> int:
    """Width times height where the head states them at a fixed place, else 0."""
    if len(head) < 26:
        return 0
    if head.startswith(b"\x89PNG"):
        width, height = struct.unpack_from(">II", head, 16)
    elif head.startswith(b"GIF8"):
        width, height = struct.unpack_from("<HH", head, 6)
    elif head.startswith(b"BM"):
        width, height = map(abs, struct.unpack_from("<ii", head, 18))
    else:
        return 0
    return int(width * height)


def _check_dots(dots: float) -> None:
    if dots > PIXELS:
        raise ReaderOverLimit(reason=f"a picture of more than {PIXELS // 1_000_000:,} million dots")


def _can_be_drawn(document: Any, number: int) -> bool:
    """Whether the picture can be unpacked, tried on a small one. Raises ReaderOverLimit."""
    try:
        page = document.load_page(number)
        dots = page.rect.width * page.rect.height  # at least: there is a dot a point or more
        if dots <= PIXELS // 2:
            pictures = page.get_image_info()
            dots = sum(picture["width"] * picture["height"] for picture in pictures)
    except PAGE_FAILURES:
        return False
    _check_dots(dots)
    try:
        area = max(1.0, page.rect.width * page.rect.height)
        zoom = min(1.0, (10_000 / area) ** 0.5)
        page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csGRAY)
    except MemoryError:
        raise
    except PAGE_FAILURES:
        return False
    return True


# -- what it says about itself -------------------------------------------------------------------

_TAGS = {
    0x010D: "title", 0x010E: "subject", 0x010F: "camera maker", 0x0110: "camera",
    0x0131: "creator", 0x0132: "modified", 0x013B: "author", 0x8298: "copyright",
    0x9003: "created",
}  # fmt: skip
"""Text entries of TIFF and EXIF."""
_EXIF_FOLDER = 0x8769
_PNG_WORDS = {
    b"Title": "title", b"Author": "author", b"Description": "subject", b"Software": "creator",
    b"Creation Time": "created", b"Copyright": "copyright", b"Comment": "comment",
}  # fmt: skip
_DATE = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")


def stated(data: bytes) -> Iterator[Metadata]:
    """Title, author, dates and device, where the file tells them. Never raises."""
    found: dict[str, str] = {}
    if data.startswith(b"\x89PNG"):
        found = _of_png(data)
    elif data.startswith(b"\xff\xd8"):
        at = data[:65536].find(b"Exif\0\0")
        if at >= 0:
            found = _of_tiff(data[at + 6 : at + 6 + 65536])
    elif data[:2] in (b"II", b"MM"):
        found = _of_tiff(data)
    for key, value in found.items():
        yield Metadata(key, clean_line(_DATE.sub(r"\1-\2-\3T\4", value), 2_000))


def _of_png(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 8
    for _ in range(200):
        if at + 8 > len(data):
            break
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + min(length, 4096)]
        if kind == b"tEXt":
            key, _, value = body.partition(b"\0")
            if key in _PNG_WORDS and value.strip():
                found.setdefault(_PNG_WORDS[key], value.decode("latin-1"))
        if kind in (b"IDAT", b"IEND"):
            break
        at += 12 + length
    return found


def _of_tiff(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    order = "<" if data[:2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(order + "I", data, 4)
        folders = [first]
        for at in folders:  # grows by the folder of EXIF, once
            (count,) = struct.unpack_from(order + "H", data, at)
            for entry in range(min(count, 200)):
                tag, kind, length, value = struct.unpack_from(
                    order + "HHII", data, at + 2 + 12 * entry
                )
                if tag == _EXIF_FOLDER and len(folders) == 1:
                    folders.append(value)
                elif kind == 2 and tag in _TAGS and 0 < length < 4096:
                    place = at + 2 + 12 * entry + 8 if length <= 4 else value
                    words = data[place : place + length].split(b"\0")[0]
                    text = words.decode("utf-8", "replace").strip()
                    if text:
                        found.setdefault(_TAGS[tag], text)
    except struct.error:
        pass  # cut off: what was found stands
    return found
