"""Compound files, the container of old Office files and Outlook messages (MS-CFB), and the
property sets in them (MS-OLEPS).

Read here without a library: the common one walks the directory by recursion, gives up on a file
that was cut off, and counts for hours through a doctored property set.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from itrvault.errors import FileDamaged
from itrvault.readers.base import Metadata
from itrvault.readers.encoding import decode
from itrvault.readers.sections import clean

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Path = tuple[str, ...]
"""Names of storages and the stream in them, in lower case."""

_LAST_SECTOR = 0xFFFFFFFA  # numbers above mean "end", "free" and the like
_NOTHING = 0xFFFFFFFF
_ENTRY = struct.Struct("<64sHBBIII16sI8s8sII")
_ENTRY_SIZE = 128
_MOST_ENTRIES = 200_000
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class _Sectors:
    """The chains of sectors a compound file is made of; a file may end in the middle of one."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(OLE) or len(data) < 512:
            raise FileDamaged(reason="it ends within its first page")
        self.data = data
        self._shift = 12 if int.from_bytes(data[30:32], "little") == 12 else 9
        self.table = self._read_table()

    def sector(self, number: int) -> bytes:
        """The bytes of one sector; fewer where the file ends."""
        start = (number + 1) << self._shift
        return self.data[start : start + (1 << self._shift)]

    def _read_table(self) -> tuple[int, ...]:
        """Which sector follows which."""
        size = 1 << self._shift
        most = len(self.data) // size + 1
        places = list(struct.unpack_from("<109I", self.data, 76))
        following = int.from_bytes(self.data[68:72], "little")
        seen: set[int] = set()
        while following < _LAST_SECTOR and following not in seen and len(places) < most:
            seen.add(following)
            page = self.sector(following)
            if len(page) < size:
                break
            numbers = struct.unpack(f"<{size // 4}I", page)
            places += numbers[:-1]
            following = numbers[-1]
        pages = [self.sector(place) for place in places[:most] if place < _LAST_SECTOR]
        table = b"".join(page.ljust(size, b"\xff") for page in pages)[: 4 * most]
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def chain(self, start: int, most: int) -> bytes:
        """The bytes of a chain, at most so many of them."""
        pages: list[bytes] = []
        length, at = 0, start
        while at < len(self.table) and length < most and len(pages) <= len(self.table):
            page = self.sector(at)
            pages.append(page)
            length += len(page)
            at = self.table[at]
        return b"".join(pages)[:most]


def _entries(directory: bytes) -> list[tuple[str, int, int, int, int, int, int]]:
    """Name, kind, left, right, child, start and size of each entry of a directory."""
    found = []
    for at in range(0, min(len(directory), _MOST_ENTRIES * _ENTRY_SIZE), _ENTRY_SIZE):
        if at + _ENTRY_SIZE > len(directory):
            break
        name, length, kind, _, left, right, child, _, _, _, _, start, size = _ENTRY.unpack_from(
            directory, at
        )
        shown = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        found.append((shown, kind, left, right, child, start, size))
    return found


def ole_names(data: bytes) -> tuple[str, ...]:
    """The names at the top of a compound file, () when none can be made out."""
    if len(data) < 512:
        return ()
    sectors = _Sectors(data)
    start = int.from_bytes(data[48:52], "little")
    entries = _entries(sectors.chain(start, 1 << 20))
    return tuple(entries[at][0] for at in _siblings(entries, entries[0][4])) if entries else ()


def _siblings(entries: list[tuple[str, int, int, int, int, int, int]], first: int) -> Iterator[int]:
    """The entries beside each other in one storage."""
    waiting, seen = [first], set[int]()
    while waiting:
        at = waiting.pop()
        if at >= len(entries) or at in seen:
            continue
        seen.add(at)
        yield at
        waiting += entries[at][2:4]


class Compound:
    """An open compound file. Raises FileDamaged when it has no directory."""

    def __init__(self, data: bytes) -> None:
        self._sectors = _Sectors(data)
        self._cutoff = int.from_bytes(data[56:60], "little")
        entries = _entries(
            self._sectors.chain(int.from_bytes(data[48:52], "little"), _MOST_ENTRIES * _ENTRY_SIZE)
        )
        if not entries:
            raise FileDamaged(reason="its table of contents is missing")
        self._streams: dict[Path, tuple[int, int]] = {}
        self._storages: dict[Path, list[str]] = {(): []}
        self._walk(entries)
        small = int.from_bytes(data[60:64], "little")
        chain = self._sectors.chain(small, len(data))
        self._small_table = struct.unpack(f"<{len(chain) // 4}I", chain[: len(chain) // 4 * 4])
        self._small = self._sectors.chain(entries[0][5], len(data))
        self.short = False
        """Whether some stream read so far ended before its size."""

    def _walk(self, entries: list[tuple[str, int, int, int, int, int, int]]) -> None:
        waiting: list[tuple[Path, int]] = [((), entries[0][4])]
        seen: set[int] = set()
        while waiting:
            folder, first = waiting.pop()
            for at in _siblings(entries, first):
                if at in seen:
                    continue
                seen.add(at)
                name, kind, _, _, child, start, size = entries[at]
                path = (*folder, name.lower())
                self._storages[folder].append(name)
                if kind == _STREAM:
                    self._streams[path] = (start, size)
                elif kind == _STORAGE and len(path) < 64:
                    self._storages.setdefault(path, [])
                    waiting.append((path, child))

    def has(self, *path: str) -> bool:
        """Whether there is such a stream."""
        return tuple(name.lower() for name in path) in self._streams

    def listed(self, *path: str) -> list[str]:
        """The names in a storage, sorted, as they stand there."""
        return sorted(self._storages.get(tuple(name.lower() for name in path), ()))

    def is_storage(self, *path: str) -> bool:
        """Whether there is such a storage."""
        return tuple(name.lower() for name in path) in self._storages

    def data(self, *path: str) -> bytes:
        """A stream's bytes, b"" for one that is not there. A file cut off gives what it has."""
        start, size = self._streams.get(tuple(name.lower() for name in path), (0, 0))
        if not size:
            return b""
        if size >= self._cutoff:
            found = self._sectors.chain(start, size)
        else:
            pages: list[bytes] = []
            at, left = start, size
            while at < len(self._small_table) and left > 0:
                pages.append(self._small[at << 6 : (at + 1) << 6][:left])
                left -= 64
                at = self._small_table[at]
            found = b"".join(pages)
        self.short |= len(found) < size
        return found

    def tree(self, *path: str) -> dict[Path, bytes]:
        """All streams below a storage, by their names as they stand there."""
        found: dict[Path, bytes] = {}
        waiting: list[Path] = [()]
        while waiting:
            folder = waiting.pop()
            for name in self.listed(*path, *folder):
                inner = (*folder, name)
                if self.is_storage(*path, *inner):
                    waiting.append(inner)
                else:
                    found[inner] = self.data(*path, *inner)
        return found


# -- what a file says about itself ---------------------------------------------------------------

_SUMMARY = {
    2: "title", 4: "author", 3: "subject", 6: "description", 5: "keywords",
    8: "last modified by", 12: "created", 13: "modified", 9: "revision",
}  # fmt: skip
_MORE = {2: "category", 15: "company"}
_LPSTR, _LPWSTR, _FILETIME, _SHORT = 30, 31, 64, 2


def stated(file: Compound) -> Iterator[Metadata]:
    """Title, author, dates ... of an old Office file."""
    for stream, keys in (
        ("\x05SummaryInformation", _SUMMARY), ("\x05DocumentSummaryInformation", _MORE),
    ):  # fmt: skip
        values = _properties(file.data(stream))
        for number, key in keys.items():
            if said := values.get(number, ""):
                yield Metadata(key, said)


def _properties(data: bytes) -> dict[int, str]:
    """The words and dates of a property set's first section, by number."""
    section = int.from_bytes(data[44:48], "little")
    count = int.from_bytes(data[section + 4 : section + 8], "little")
    places: dict[int, int] = {}
    for index in range(min(count, 200)):
        entry = data[section + 8 + 8 * index : section + 16 + 8 * index]
        if len(entry) == 8:
            number, place = struct.unpack("<II", entry)
            places.setdefault(number, section + place)
    page = data[places[1] + 4 : places[1] + 6] if 1 in places else b""
    codec = codec_of(int.from_bytes(page, "little"))
    found = {number: _property(data, place, codec) for number, place in places.items()}
    return {number: value for number, value in found.items() if value}


def _property(data: bytes, at: int, codec: str) -> str:
    kind, size = (int.from_bytes(data[at + n : at + n + 4], "little") for n in (0, 4))
    if kind == _FILETIME:
        return when(int.from_bytes(data[at + 4 : at + 12], "little"))
    if kind == _LPSTR:
        raw = data[at + 8 : at + 8 + min(size, 4000)]
        text = words(raw if codec == "utf-16-le" else raw.partition(b"\0")[0], codec)
    elif kind == _LPWSTR:
        text = data[at + 8 : at + 8 + min(2 * size, 4000)].decode("utf-16-le", "replace")
    else:
        return ""
    return " ".join(clean(text.partition("\0")[0]).split())[:1000]


def when(ticks: int) -> str:
    """A Windows time (tenths of microseconds since 1601) as ISO in UTC; "" for none."""
    try:
        moment = _EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment.year >= 1901 else ""


_CODECS = {
    1200: "utf-16-le", 65001: "utf-8", 10000: "mac_roman", 10006: "mac_greek",
    10007: "mac_cyrillic", 10029: "mac_latin2", 10081: "mac_turkish", 20127: "ascii",
    20866: "koi8_r", 21866: "koi8_u", 936: "gb18030", 54936: "gb18030", 950: "big5",
    51932: "euc_jp", 50220: "iso2022_jp", 51949: "euc_kr", 52936: "hz", 20932: "euc_jp",
    **{28590 + part: f"iso8859_{part}" for part in (*range(1, 12), *range(13, 17))},
    **{
        page: f"cp{page}"
        for page in (437, 720, 737, 775, 850, 852, 855, 857, 860, 861, 862, 863, 864, 865, 866,
                     869, 874, 932, 949, *range(1250, 1259))
    },
}  # fmt: skip


def codec_of(page: int) -> str:
    """Python's name for a Windows code page, "" for one it does not have."""
    return _CODECS.get(page, "")


def words(raw: bytes, codec: str) -> str:
    """Bytes as text; by the code page stated, or the likeliest where there is none."""
    if raw.isascii() and codec != "utf-16-le":
        return raw.decode("ascii")
    if codec:
        return raw.decode(codec, "replace")
    try:
        return decode(raw)[0]
    except FileDamaged:  # it starts like a marked encoding and is none
        return raw.decode("cp1252", "replace")
