"""Whoosh's codec for the vault: how a segment lies in the blobs, and the reader of one segment.

Made for two things Whoosh's own codec does not give: no pickles anywhere (a vault may come from a
stranger), and postings that are read as whole arrays instead of one Python call each (see
`occurrences.py`). Segments are immutable; deletions are kept beside them in the catalogue. They are
written by `builder.py`, never through a Whoosh writer.

Files of a segment: `.terms` (sorted terms, their frequencies and offsets), `.posts` (postings),
`.units` (a row for every unit), `.stems` (forms of one word).
"""

from __future__ import annotations

import json
import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from whoosh.codec import base
from whoosh.fields import ID, NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import Storage
from whoosh.formats import Format, Positions
from whoosh.matching import ListMatcher, Matcher
from whoosh.reading import SegmentReader, TermInfo, TermNotFound

from itrvault.search.damage import IndexDamaged
from itrvault.search.edges import WIDTH
from itrvault.search.postings import Postings
from itrvault.search.segment_files import COLUMNS, EDGES, POSTS, STEMS, TERMS, TYPES, UNITS
from itrvault.search.table import Keys, unpack_numbers

if TYPE_CHECKING:
    from itrvault.search.columns import Mask

FIELD = "text"
SCHEMA = Schema(text=TEXT(), row=NUMERIC(), document=NUMERIC(), language=ID())
"""What a segment holds, in Whoosh's words; only `text` is indexed, the rest are columns."""

_RECENT = 2 << 20
"""Bytes of postings that are kept: a query asks for a word alone, for telling its language, and
then for all its forms together."""
_NEAR = 16 << 10
"""Bytes between two postings that are read along, rather than asking twice."""


class VaultSegment(base.Segment):  # type: ignore[misc]
    """One segment: `segid`, its number of units, and those of them that were removed."""

    def __init__(self, segid: str, count: int, deleted: Iterable[int] = ()) -> None:
        super().__init__("itr")
        self.segid = segid
        self.count = count
        self.deleted = frozenset(deleted)

    def codec(self) -> VaultCodec:
        """How it is read."""
        return VaultCodec()

    def doc_count_all(self) -> int:
        """Units, removed ones too."""
        return self.count

    def deleted_count(self) -> int:
        """Removed units."""
        return len(self.deleted)

    def deleted_docs(self) -> Iterator[int]:
        """The numbers of the removed units."""
        return iter(self.deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Whether the unit was removed."""
        return docnum in self.deleted


class VaultCodec(base.Codec):  # type: ignore[misc]
    """Opens the parts of a segment."""

    def terms_reader(self, storage: Storage, segment: VaultSegment) -> VaultTerms:
        """The terms and their postings."""
        return VaultTerms(storage, segment)

    def per_document_reader(self, storage: Storage, segment: VaultSegment) -> VaultUnits:
        """The columns."""
        return VaultUnits(storage, segment)


class VaultUnits(base.PerDocumentReader):  # type: ignore[misc]
    """The columns of a segment: unit row, document row, number of positions, language."""

    def __init__(self, storage: Storage, segment: VaultSegment) -> None:
        self.segment = segment
        data = _whole(storage, segment.make_filename(UNITS))
        if len(data) < COLUMNS.size:
            raise IndexDamaged("the columns of the index are cut off")
        count, _ = COLUMNS.unpack_from(data)
        start, step = COLUMNS.size, 4 * count
        if count != segment.count or len(data) < start + 3 * step + count:
            raise IndexDamaged("the columns of the index do not have the length they should have")
        self.rows = unpack_numbers("I", data[start : start + step])
        self.document_rows = unpack_numbers("I", data[start + step : start + 2 * step])
        self.lengths = unpack_numbers("I", data[start + 2 * step : start + 3 * step])
        self.language_numbers = data[start + 3 * step : start + 3 * step + count]
        try:
            languages = json.loads(data[start + 3 * step + count :])
        except (ValueError, RecursionError) as error:
            raise IndexDamaged("the list of languages of the index is damaged") from error
        if not isinstance(languages, list) or not all(isinstance(x, str) for x in languages):
            raise IndexDamaged("the list of languages of the index is damaged")
        self.languages: list[str] = languages
        if count and max(self.language_numbers) >= len(languages):
            raise IndexDamaged("a unit of the index is in no language of the list")

    def doc_count(self) -> int:
        """Units that are not removed."""
        return int(self.segment.doc_count())

    def doc_count_all(self) -> int:
        """Units."""
        return self.segment.count

    def has_deletions(self) -> bool:
        """Whether any was removed."""
        return bool(self.segment.deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one was."""
        return self.segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        """All that were."""
        return self.segment.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Positions of a unit."""
        return self.lengths[docnum] if fieldname == FIELD else default

    def field_length(self, fieldname: str) -> int:
        """Positions of all units."""
        return sum(self.lengths) if fieldname == FIELD else 0

    def min_field_length(self, fieldname: str) -> int:
        """The shortest unit."""
        return min(self.lengths, default=0)

    def max_field_length(self, fieldname: str) -> int:
        """The longest unit."""
        return max(self.lengths, default=0)

    def stored_fields(self, docnum: int) -> dict[str, object]:
        """The columns of a unit by name."""
        return {
            "row": self.rows[docnum],
            "document": self.document_rows[docnum],
            "language": self.languages[self.language_numbers[docnum]],
        }


class VaultTerms(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment. The list is held in memory, postings are fetched when asked for."""

    def __init__(self, storage: Storage, segment: VaultSegment) -> None:
        self._segment = segment
        data = _whole(storage, segment.make_filename(TERMS))
        if len(data) < TYPES.size or not set(data[:2]) <= set(b"HI"):
            raise IndexDamaged("the terms of the index are cut off")
        self.types = data[:1].decode(), data[1:2].decode()
        self.keys = Keys(data[TYPES.size :])
        count, start = len(self.keys), TYPES.size + self.keys.size
        if len(data) != start + 4 * count + 8 * (count + 1):
            raise IndexDamaged("the terms of the index do not have the length they should have")
        self.frequencies = unpack_numbers("I", data[start : start + 4 * count])
        self._offsets = unpack_numbers("Q", data[start + 4 * count :])
        name = segment.make_filename(POSTS)
        self._length = storage.file_length(name)
        self._posts = storage.open_file(name)
        self._lock = threading.Lock()
        self._recent: OrderedDict[int, Postings] = OrderedDict()
        self._recent_size = 0

    def postings(self, index: int) -> Postings:
        """The occurrences of the term with this index in `keys`."""
        start, end = self._offsets[index], self._offsets[index + 1]
        if not start < end <= self._length:
            raise IndexDamaged("the index points outside its postings")
        record = self._posts.get(start, end - start)
        return Postings(record, self.frequencies[index], *self.types, self._segment.count)

    def many(self, terms: Sequence[bytes]) -> list[Postings | None]:
        """The occurrences of each of these terms, which ascend; None where there are none.

        Of neighbours (the forms of a word, all words with one beginning) the postings lie together
        and are read at once.
        """
        indexes = self.keys.find_many(terms)
        found: dict[int, Postings] = {}
        run: list[int] = []
        with self._lock:
            for index in set(indexes) - {-1}:
                if index in self._recent:
                    self._recent.move_to_end(index)
                    found[index] = self._recent[index]
        for index in sorted(set(indexes) - {-1} - set(found)):
            if run and self._offsets[index] > self._offsets[run[-1] + 1] + _NEAR:
                self._read_run(run, found)
                run = []
            run.append(index)
        if run:
            self._read_run(run, found)
        with self._lock:
            for index, postings in found.items():
                if index not in self._recent:
                    self._recent[index] = postings
                    self._recent_size += postings.size
            while self._recent_size > _RECENT:
                self._recent_size -= self._recent.popitem(last=False)[1].size
        return [found.get(index) for index in indexes]

    def _read_run(self, run: Sequence[int], found: dict[int, Postings]) -> None:
        """Read the postings of terms that lie near each other."""
        start, end = self._offsets[run[0]], self._offsets[run[-1] + 1]
        if not start < end <= self._length:
            raise IndexDamaged("the index points outside its postings")
        data = bytes(self._posts.get(start, end - start))
        for index in run:
            first, last = self._offsets[index] - start, self._offsets[index + 1] - start
            if not 0 <= first < last <= len(data):
                raise IndexDamaged("the index points outside its postings")
            found[index] = Postings(
                data[first:last], self.frequencies[index], *self.types, self._segment.count
            )

    def _find(self, fieldname: str, text: bytes) -> int:
        index = self.keys.find(text) if fieldname == FIELD else -1
        if index < 0:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return index

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return term[0] == FIELD and self.keys.find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        """The one field."""
        return [FIELD]

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms in order."""
        return ((FIELD, key) for key in self.keys)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """All terms from this one on."""
        places = range(self.keys.place(prefix), len(self.keys))
        return ((FIELD, self.keys[place]) for place in places)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same from this term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Statistics of a term as Whoosh wants them; reads its postings."""
        found = self.postings(self._find(fieldname, text))
        counts, units = found.counts, found.units
        return TermInfo(sum(counts), len(found), 1, 1, max(counts), units[0], units[-1])

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Occurrences of a term."""
        return sum(self.postings(self._find(fieldname, text)).counts)

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Units that hold a term."""
        return self.frequencies[self._find(fieldname, text)]

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: object = None
    ) -> Matcher:
        """The postings for Whoosh's own queries."""
        found = self.postings(self._find(fieldname, text))
        encode = Positions().encode
        return ListMatcher(
            list(found.units),
            [float(count) for _, count in found.frequencies()],
            [encode(list(places)) for _, places in found.by_unit()],
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def close(self) -> None:
        """Let the file go."""
        self._posts.close()


def _whole(storage: Storage, name: str) -> bytes:
    return bytes(storage.open_file(name).get(0, storage.file_length(name)))


class VaultReader(SegmentReader):  # type: ignore[misc]
    """One open segment: Whoosh's reader, and what our own search asks beyond it."""

    def __init__(self, storage: Storage, segment: VaultSegment) -> None:
        super().__init__(storage, SCHEMA, segment)
        self.segment_id = segment.segid
        self.shown: dict[str, Mask] = {}
        """Of languages that were asked for: the units whose small words show them, as a mask."""

    @property
    def terms(self) -> VaultTerms:
        """Terms and postings."""
        terms: VaultTerms = self._terms
        return terms

    @property
    def units(self) -> VaultUnits:
        """Columns."""
        units: VaultUnits = self._perdoc
        return units

    @cached_property
    def stems(self) -> Keys:
        """Sorted lines "language stem\\tform form": see `builder.py`."""
        segment: VaultSegment = self._segment
        return Keys(_whole(self._storage, segment.make_filename(STEMS)))

    @cached_property
    def edges(self) -> array[int]:
        """`WIDTH` numbers for each unit, as in `edges.py`. Read when a phrase first asks."""
        segment: VaultSegment = self._segment
        found = unpack_numbers("I", _whole(self._storage, segment.make_filename(EDGES)))
        if len(found) != WIDTH * segment.count:
            raise IndexDamaged("the index does not say of every page where its text begins")
        return found

    def postings_of(self, term: str) -> Postings | None:
        """The occurrences of a term, None when it stands nowhere."""
        index = self.terms.keys.find(term.encode())
        return self.terms.postings(index) if index >= 0 else None
