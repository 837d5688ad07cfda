"""Which segments the index consists of, and which of their units were removed.

One blob of JSON per generation, named so that the newest is found by its name (with a random part,
since a transaction that is rolled back gives its generation back). Writing one inside the
vault's transaction publishes new segments together with the text they index. A reader of an
older generation keeps working as long as its segments are there.
"""

from __future__ import annotations

import json
import re
import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from itrvault.search.blobs import BlobFiles, read_blob
from itrvault.search.builder import Segment
from itrvault.search.codec import VaultSegment
from itrvault.search.damage import IndexDamaged, IndexMoved
from itrvault.search.segment_files import EXTENSIONS
from itrvault.search.stems import STEMMER_VERSION

FORMAT = 10
"""Rises with every change of the tokeniser, the folding or the files of a segment."""
INDEX_VERSION = f"{FORMAT}, {STEMMER_VERSION}"
_NAME = re.compile(r"itr_(\d{1,15})_[0-9a-f]{8}\.index\Z")
_SEGMENT = re.compile(r"itr_([0-9a-f]{16})(\.[a-z]+)\Z")
_LARGEST = 16 << 20
"""Bytes of a catalogue; ours have some hundred."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One segment: its name, units, removed units as half-open stretches, checksum of each file."""

    name: str
    count: int
    removed: tuple[tuple[int, int], ...]
    sums: tuple[tuple[str, int], ...]

    @property
    def removed_count(self) -> int:
        """How many units were removed."""
        return sum(end - start for start, end in self.removed)

    def segment(self) -> VaultSegment:
        """What Whoosh wants to know of it."""
        removed = (number for start, end in self.removed for number in range(start, end))
        return VaultSegment(self.name, self.count, removed)

    def without(self, numbers: set[int]) -> Entry:
        """The entry with more units removed."""
        gone = set(numbers)
        for start, end in self.removed:
            gone.update(range(start, end))
        stretches: list[tuple[int, int]] = []
        for number in sorted(gone):
            if stretches and stretches[-1][1] == number:
                stretches[-1] = (stretches[-1][0], number + 1)
            else:
                stretches.append((number, number + 1))
        return replace(self, removed=tuple(stretches))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The state of the index after one commit."""

    generation: int = 0
    name: str = ""
    version: str = INDEX_VERSION
    entries: tuple[Entry, ...] = ()


def newest(files: BlobFiles) -> str:
    """The name of the newest catalogue, "" when there is no index."""
    found = ((int(match[1]), name) for name in files.names() if (match := _NAME.match(name)))
    return max(found, default=(0, ""))[1]


def strangers(files: BlobFiles) -> list[str]:
    """Names that this program gives to no file of an index."""
    return [name for name in files.names() if not (_NAME.match(name) or _SEGMENT.match(name))]


def generation_of(name: str) -> int:
    """The generation a catalogue's name gives, 0 for none."""
    match = _NAME.match(name)
    return int(match[1]) if match else 0


def read_catalogue(files: BlobFiles, name: str) -> Catalogue:
    """The catalogue with this name; `IndexDamaged` when it is not one of ours."""
    try:
        length = files.length(name)
    except (KeyError, FileNotFoundError) as error:
        raise IndexMoved(name) from error
    if length > _LARGEST:
        raise IndexDamaged("the catalogue of the index is far too long")
    data = read_blob(files, name, 0, length)
    try:
        return _from_json(json.loads(data), name)
    except (ValueError, TypeError, KeyError, RecursionError, UnicodeDecodeError) as error:
        raise IndexDamaged("the catalogue of the index cannot be read") from error


def _from_json(value: dict[str, object], name: str) -> Catalogue:
    segments, generation = value["segments"], generation_of(name)
    if value["generation"] != generation or not isinstance(segments, list):
        raise ValueError("generation")
    version = str(value["version"])
    if version != INDEX_VERSION:
        return Catalogue(generation, name, version)
    return Catalogue(generation, name, version, tuple(_entry(one) for one in segments))


def _entry(value: dict[str, object]) -> Entry:
    name, count, removed, sums = (value[key] for key in ("name", "count", "removed", "sums"))
    if not (isinstance(name, str) and re.fullmatch("[0-9a-f]{16}", name)):
        raise ValueError("name")
    if not (isinstance(count, int) and 0 <= count < 1 << 31 and isinstance(sums, dict)):
        raise ValueError("count")
    assert isinstance(removed, list)
    stretches = tuple((int(start), int(end)) for start, end in removed)
    last = 0
    for start, end in stretches:
        if not last <= start < end <= count:
            raise ValueError("removed")
        last = end
    if set(sums) != set(EXTENSIONS) or not all(isinstance(one, int) for one in sums.values()):
        raise ValueError("sums")
    return Entry(name, count, stretches, tuple(sorted(sums.items())))


def write_catalogue(files: BlobFiles, generation: int, entries: Sequence[Entry]) -> None:
    """Publish a generation and drop what it no longer names. Call it inside a transaction."""
    published = f"itr_{generation}_{secrets.token_hex(4)}.index"
    value = {
        "generation": generation,
        "version": INDEX_VERSION,
        "segments": [
            {"name": e.name, "count": e.count, "removed": e.removed, "sums": dict(e.sums)}
            for e in entries
        ],
    }
    files.write(published, json.dumps(value).encode())
    kept = {entry.name for entry in entries}
    for name in list(files.names()):
        segment = _SEGMENT.match(name)
        if (_NAME.match(name) and name != published) or (
            segment is not None and segment[1] not in kept
        ):
            files.delete(name)


def write_segment(files: BlobFiles, segment: Segment) -> Entry:
    """Store the files of a segment; the entry that makes it part of a catalogue."""
    for extension, data in segment.files.items():
        files.write(f"itr_{segment.name}{extension}", data)
    sums = tuple(sorted((ext, zlib.crc32(data)) for ext, data in segment.files.items()))
    return Entry(segment.name, segment.count, (), sums)


def clear(files: BlobFiles) -> None:
    """Delete all files of the index, ours and whatever else lies among them."""
    for name in list(files.names()):
        files.delete(name)
