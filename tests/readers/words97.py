"""Word 97 files made for tests, from runs of words and lists of properties (MS-DOC)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from itrvault.readers.doc_head import Part
from itrvault.readers.ole_write import write_compound

START = 2048
"""Where the text lies in the main stream."""

STAMP = 112 << 20 | 11 << 16 | 30 << 11 | 9 << 6 | 30  # 2012-11-30T09:30
WHEN = "2012-11-30T09:30:00"


def sprm(number: int, value: int) -> bytes:
    size = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}[number >> 13]
    return struct.pack("<H", number) + value.to_bytes(size, "little")


BOLD, STRUCK, UNDERLINED = sprm(0x0835, 1), sprm(0x0837, 1), sprm(0x2A3E, 1)
SPECIAL, HIDDEN, YELLOW = sprm(0x0855, 1), sprm(0x083C, 1), sprm(0x2A0C, 7)
IN_TABLE = sprm(0x2416, 1)
ROW_END = IN_TABLE + sprm(0x2417, 1)


def inserted(author: int) -> bytes:
    return sprm(0x0801, 1) + sprm(0x4804, author) + sprm(0x6805, STAMP)


def deleted(author: int) -> bytes:
    return sprm(0x0800, 1) + sprm(0x4863, author) + sprm(0x6864, STAMP)


@dataclass(frozen=True)
class P:
    """A paragraph: runs of words with properties, and its own style and properties."""

    runs: list[tuple[str, bytes]]
    style: int = 0
    stated: bytes = b""
    end: str = "\r"
    end_stated: bytes = b""


def p(text: str, style: int = 0, stated: bytes = b"", end: str = "\r") -> P:
    return P([(text, b"")], style, stated, end)


def units_of(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@dataclass
class Doc:
    """What goes into a file. Stories by name; `tables` by part, as bytes."""

    text: list[P]
    stories: dict[str, list[P]] = field(default_factory=dict)
    tables: dict[Part, bytes] = field(default_factory=dict)
    beside: dict[Part, bytes] = field(default_factory=dict)  # follows a table, not counted in it
    flags: int = 0x200
    narrow: bool = False

    def written(self) -> bytes:
        names = ("text", "footnotes", "heads", "macros", "comments", "endnotes", "boxes", "hbox")
        stories = {"text": self.text} | self.stories
        raw, looks, shapes, lengths = "", [], [], []
        for name in names:
            before = units_of(raw)
            for paragraph in stories.get(name, []):
                first = units_of(raw)
                for words, stated in [*paragraph.runs, (paragraph.end, paragraph.end_stated)]:
                    looks.append((units_of(raw), stated))
                    raw += words
                shapes.append((first, struct.pack("<H", paragraph.style) + paragraph.stated))
            lengths.append(units_of(raw) - before)
        if any(lengths[1:]):
            raw += "\r"
        width = 1 if self.narrow else 2
        body = raw.encode("cp1252" if self.narrow else "utf-16-le")
        total = units_of(raw)
        main = bytearray(START) + body
        main += bytes(-len(main) % 512)
        tables = dict(self.tables)
        for part, runs, paragraphs in (
            (Part.CHARACTERS, looks, False), (Part.PARAGRAPHS, shapes, True)
        ):  # fmt: skip
            places = [START + width * at for at, _ in runs] + [START + width * total]
            stated = [one for _, one in runs]
            tables[part] = pages(main, places, stated, paragraphs=paragraphs)
        offset = START * 2 | 1 << 30 if self.narrow else START
        tables[Part.PIECES] = b"\x02" + struct.pack("<IIIHIH", 16, 0, total, 0, offset, 0)
        head, table = bytearray(0x9A + 8 * 114), b""
        struct.pack_into("<HHHH", head, 0, 0xA5EC, 0xC1, 0, 0x409)
        struct.pack_into("<H", head, 0x0A, self.flags | 4)
        struct.pack_into("<II", head, 0x18, START, START + len(body))
        struct.pack_into("<8I", head, 0x4C, *lengths)
        struct.pack_into("<H", head, 0x98, 114)
        for part, data in tables.items():
            struct.pack_into("<II", head, 0x9A + 8 * part, len(table), len(data))
            table += data + self.beside.get(part, b"")
        main[: len(head)] = head
        return write_compound({("WordDocument",): bytes(main), ("1Table",): table,
                               ("Data",): bytes(5000)})  # fmt: skip


def pages(main: bytearray, places: list[int], stated: list[bytes], *, paragraphs: bool) -> bytes:
    """Properties in pages of 512 bytes, and the table that finds them."""
    size = 13 if paragraphs else 1
    starts, numbers = [], []
    at = 0
    while at < len(stated):
        count, room, cells = 0, 511 - 4, []
        for one in stated[at : at + 100]:
            cell = cell_of(one, paragraphs=paragraphs) if one else b""
            if room - 4 - size - len(cell) - 1 < 0:
                break
            room -= 4 + size + len(cell) + len(cell) % 2
            cells.append(cell)
            count += 1
        page = bytearray(512)
        page[511] = count
        struct.pack_into(f"<{count + 1}I", page, 0, *places[at : at + count + 1])
        end = 511 - 511 % 2
        for index, cell in enumerate(cells):
            if cell:
                end -= len(cell) + len(cell) % 2
                page[end : end + len(cell)] = cell
                page[4 * (count + 1) + size * index] = end // 2
        starts.append(places[at])
        numbers.append(len(main) // 512)
        main += page
        at += count
    return struct.pack(f"<{len(starts) + 1 + len(numbers)}I", *starts, places[-1], *numbers)


def cell_of(stated: bytes, *, paragraphs: bool) -> bytes:
    if not paragraphs:
        return bytes([len(stated)]) + stated
    padded = stated + bytes(len(stated) % 2)
    return bytes([0, len(padded) // 2]) + padded


def plc(places: list[int], entries: list[bytes]) -> bytes:
    return struct.pack(f"<{len(places)}I", *places) + b"".join(entries)


def names(*said: str, extra: bytes = b"") -> bytes:
    found = struct.pack("<HHH", 0xFFFF, len(said), len(extra))
    for one in said:
        found += struct.pack("<H", len(one)) + one.encode("utf-16-le") + extra
    return found


def xst(text: str) -> bytes:
    return struct.pack("<H", len(text)) + text.encode("utf-16-le")


def style(name: str, built_in: int = 0, base: int = 0xFFF, paragraph: bytes = b"",
          characters: bytes = b"") -> bytes:  # fmt: skip
    entry = struct.pack("<HHHHH", built_in, base << 4 | 1, 2, 0, 0) + xst(name) + b"\0\0"
    papx = b"\0\0" + paragraph
    entry += struct.pack("<H", len(papx)) + papx + bytes(len(papx) % 2)
    entry += struct.pack("<H", len(characters)) + characters + bytes(len(characters) % 2)
    return struct.pack("<H", len(entry)) + entry


def sheet(*styles: bytes) -> bytes:
    return struct.pack("<HHH", 18, len(styles), 10) + bytes(14) + b"".join(styles)


def level(pattern: str, form: int = 0, start: int = 1) -> bytes:
    places = [at + 1 for at, sign in enumerate(pattern) if sign < "\x09"]
    head = struct.pack("<iBB", start, form, 0) + bytes(places).ljust(9, b"\0") + bytes(13)
    return head + xst(pattern)
