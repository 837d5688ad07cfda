"""Pictures are documents of pages without text, and are drawn."""

from __future__ import annotations

import struct
import zlib

import pymupdf
import pytest

from itrvault.errors import FileDamaged, FileEmpty, ReaderOverLimit
from itrvault.model.document import Doubt, Unit
from itrvault.readers import images, table
from itrvault.readers.base import Metadata, ReadContext
from itrvault.readers.pages import Pages

CONTEXT = ReadContext("scan.bin")


def picture(width: int = 300, height: int = 400, dots: int = 100) -> pymupdf.Pixmap:
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, width, height), False)
    pixmap.clear_with(255)
    pixmap.set_rect((0, 0, width // 2, height // 2), (255, 0, 0))  # red where up and left is
    pixmap.set_dpi(dots, dots)
    return pixmap


def tiff(frames: list[tuple[int, int]], software: bytes = b"Scan\0") -> bytes:
    """A grey TIFF with a page for each size, white with a black corner up and left."""
    out = bytearray(b"II*\0\0\0\0\0")
    link = 4
    for width, height in frames:
        strip = bytearray(b"\xff" * (width * height))
        for row in range(height // 2):
            strip[row * width : row * width + width // 2] = bytes(width // 2)
        at = len(out)
        out += strip + b"\0" * (len(strip) % 2)
        name = len(out)
        out += software + b"\0" * (len(software) % 2)
        ratio = len(out)
        out += struct.pack("<II", 72, 1)
        entries = [
            (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1),
            (262, 3, 1, 1), (273, 4, 1, at), (277, 3, 1, 1),
            (278, 4, 1, height), (279, 4, 1, len(strip)), (282, 5, 1, ratio),
            (283, 5, 1, ratio), (296, 3, 1, 2), (305, 2, len(software), name),
        ]  # fmt: skip
        struct.pack_into("<I", out, link, len(out))
        out += struct.pack("<H", len(entries))
        for entry in entries:
            out += struct.pack("<HHII", *entry)
        link = len(out)
        out += b"\0\0\0\0"
    return bytes(out)


def read(data: bytes) -> list[object]:
    return list(images.read(data, CONTEXT))


@pytest.mark.parametrize(("ending", "kind"), [("png", "image/png"), ("jpg", "image/jpeg")])
def test_a_picture_is_a_page_of_its_size_on_paper(ending: str, kind: str):
    data = picture().tobytes(ending)
    chosen = table.choose(data, "no-name")
    assert chosen.NAME == images.NAME
    assert table.media_type(chosen, data, "no-name") == kind
    (unit,) = [each for each in read(data) if isinstance(each, Unit)]
    assert (unit.text, unit.doubt) == ("", Doubt.IMAGE)
    assert unit.layout.width == pytest.approx(216)
    assert unit.layout.height == pytest.approx(288)


def test_a_tiff_has_a_page_for_each_picture():
    records = read(tiff([(40, 60), (80, 20), (10, 10)]))
    units = [each for each in records if isinstance(each, Unit)]
    assert [(u.label, u.layout.width, u.layout.height) for u in units] == [
        ("1", 40, 60), ("2", 80, 20), ("3", 10, 10),
    ]  # fmt: skip
    assert Metadata("creator", "Scan") in records


def test_a_picture_is_drawn():
    pages = Pages(picture().tobytes("png"), CONTEXT)
    drawn = pages.draw(0, 1.0, 1_000_000, night=False)
    assert (drawn.width, drawn.height) == (216, 288)
    assert drawn.rgb[:3] == b"\xff\0\0"
    assert drawn.rgb[-3:] == b"\xff\xff\xff"
    assert pages.glyphs(0)[0] == ""
    pages.close()


def test_a_photograph_held_upright_is_shown_upright():
    plain = picture(60, 40, 96).tobytes("jpg")
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x112, 3, 1, 6) + b"\0\0\0\0"
    data = plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]
    pages = Pages(data, CONTEXT)
    assert list(pages.sizes()) == [30, 45]
    drawn = pages.draw(0, 1.0, 1_000_000, night=False)
    left, right = drawn.rgb[:3], drawn.rgb[3 * drawn.width - 3 : 3 * drawn.width]
    assert left[1] > 200 > 60 > right[1]  # white, then red where up and left was
    pages.close()


def chunk(kind: bytes, body: bytes) -> bytes:
    """A piece of a PNG."""
    check = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + check


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims to be huge and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(ReaderOverLimit, match="million dots"):
        read(bomb(50_000, 50_000))


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff\xe0" + b"x" * 50, tiff([(9, 9)])[:40]],
)
def test_a_cut_picture_is_told_of(data: bytes):
    with pytest.raises(FileDamaged):
        read(data)


def test_nothing_is_no_picture():
    with pytest.raises(FileEmpty):
        read(b"")


def test_what_a_png_says_of_itself_is_kept():
    data = picture(20, 20).tobytes("png")
    body = b"Author\0A. Delegate"
    text = (
        struct.pack(">I", len(body))
        + b"tEXt"
        + body
        + struct.pack(">I", zlib.crc32(b"tEXt" + body))
    )
    told = data[:33] + text + data[33:]
    assert Metadata("author", "A. Delegate") in read(told)
