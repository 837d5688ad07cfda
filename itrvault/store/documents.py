"""Documents in the vault: adding, finding, reading, correcting, removing."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from itrvault.errors import NoSuchDocument, NoSuchUnit
from itrvault.model.document import Document, Extraction, Fact, Unit, UnitKind
from itrvault.model.journal import Change, Changed, ObjectKind
from itrvault.model.report import FileReport, ImportReport
from itrvault.model.search import IndexUnit
from itrvault.store import copying, references, units
from itrvault.store.corrections import checked_fact
from itrvault.store.following import Following
from itrvault.store.journal import Journal
from itrvault.store.originals import original_chunks, write_original
from itrvault.store.records import UNKNOWN, all_documents, document_by, to_json
from itrvault.store.unit_places import UnitPlaces
from itrvault.store.unread import UnreadFiles
from itrvault.store.vaultfile import VaultFile
from itrvault.store.versions import Versions

WRITTEN = Changed.DOCUMENTS | Changed.INDEX


class Documents:
    """The documents of one vault. `id` is always the SHA-256 of the file in hex."""

    def __init__(
        self, file: VaultFile, journal: Journal, versions: Versions, following: Following
    ) -> None:
        self._file = file
        self._journal = journal
        self._versions = versions
        self._following = following
        self._next_rows = (0, 0)
        self._reserving = threading.Lock()
        self._unread = UnreadFiles(file)
        self._places = UnitPlaces(file)

    # -- adding ----------------------------------------------------------------------------------

    def reserve(self, unit_count: int) -> tuple[int, int]:
        """Row numbers for a document and for the first of its units, never given to another.

        For those who build the index before (or while) the document is added. Numbers that are not
        used are lost, which does no harm.
        """
        # Outside of any transaction: those who build must not wait for one that is being written.
        with self._reserving:
            sequence: dict[str, int] = dict(
                self._file.reading.all("SELECT name, seq FROM sqlite_sequence")
            )
            document = max(self._next_rows[0], int(sequence.get("documents", 0)) + 1)
            unit = max(self._next_rows[1], int(sequence.get("units", 0)) + 1)
            self._next_rows = (document + 1, unit + unit_count)
            return document, unit

    def add(
        self,
        extraction: Extraction,
        facts: Mapping[str, Fact],
        data: bytes,
        paths: Sequence[str],
        name: str,
        *,
        rows: tuple[int, int] | None = None,
        signature: bytes | None = None,
    ) -> Document:
        """Store a file, all that was read out of it, and where it was found.

        The same bytes again are the same document: only the paths are added. `rows` are numbers
        from `reserve`; `signature` is that of `text/sameness.py`, made here when it is None, and
        links the document with others of nearly the same text. Raises DiskFull, VaultReadOnly.
        """
        key = hashlib.sha256(data).hexdigest()
        with self._file.transaction():
            present = self.find(key)
            if present is not None:
                for path in paths:
                    self.add_path(key, path)
                return document_by(self._file.writing, "row", present.row) or present
            document, first = rows or self.reserve(len(extraction.units))
            kinds = [unit.kind for unit in extraction.units]
            writing = self._file.writing
            writing.run(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    document, key, units.storable(name), extraction.media_type, len(data),
                    (kinds[0] if kinds else UnitKind.SECTION).value, len(kinds), _now(),
                    extraction.reader, _texts(extraction.metadata), _texts(extraction.warnings),
                ),
            )  # fmt: skip
            writing.many(
                "INSERT INTO facts VALUES (?, ?, ?, ?)",
                ((document, field, units.storable(fact.value), fact.source.value)
                 for field, fact in facts.items() if fact != UNKNOWN),
            )  # fmt: skip
            units.write_units(writing, document, first, extraction.units)
            if signature is None:
                signature = self._versions.signature(document)
            self._versions.sign(document, signature)
            write_original(writing, document, data)
            for path in paths:
                self._write_path(document, path)
            self._journal.note(ObjectKind.DOCUMENT, key, None, True, "Import")
            # Notes may have waited for this file, and it may be read in another way than it was.
            self._following.follow(key, label="Import")
            self._file.announce(Change(WRITTEN, (key,), "Import"))
            added = document_by(writing, "row", document)
            assert added is not None
            return added

    def add_path(self, key: str, path: str) -> Change:
        """Note another place the document was found at. Raises NoSuchDocument."""
        with self._file.transaction():
            self._write_path(self._row(key), path)
            return self._file.announce(Change(Changed.DOCUMENTS, (key,), ""))

    def copy_from(
        self, other: Documents, keys: Iterable[str], *, with_paths: bool = True
    ) -> list[Document]:
        """Add documents of another vault as they are stored there, nothing read again.

        Texts, layouts, originals and imported facts come along; corrections by hand are journal
        rows and come with those. Documents that are here already are passed over. Returns the new
        ones. Raises NoSuchDocument, DiskFull.
        """
        with self._file.transaction(), other._file.snapshot():
            added = []
            for key in dict.fromkeys(keys):
                if self.find(key) is not None:
                    continue
                source = other._row(key)
                count = int(
                    other._file.reading.value(
                        "SELECT count(*) FROM units WHERE document = ?", (source,)
                    )
                )
                rows = self.reserve(count)
                copying.copy_document(
                    other._file.reading, self._file.writing, source, rows, with_paths=with_paths
                )
                self._versions.renew(rows[0])  # not the other's: a stranger's may lie
                self._journal.note(ObjectKind.DOCUMENT, key, None, True, "Copy")
                self._file.announce(Change(WRITTEN, (key,), "Copy"))
                document = document_by(self._file.writing, "row", rows[0])
                assert document is not None
                added.append(document)
            return added

    def remove(self, key: str) -> Change:
        """Erase a document: file, text and index rows. This is not undone by `undo`.

        Notes on it stay in the journal and are there again when the same file is imported again.
        Raises NoSuchDocument.
        """
        with self._file.transaction():
            row = self._row(key)
            writing = self._file.writing
            # Overwrite with zeros what the file system would otherwise still hold.
            writing.run("PRAGMA secure_delete = ON")
            try:
                self._versions.drop(row)
                writing.run("DELETE FROM documents WHERE row = ?", (row,))
            finally:
                writing.run("PRAGMA secure_delete = FAST")
            self._journal.note(ObjectKind.DOCUMENT, key, True, None, "Remove document")
            what = WRITTEN | Changed.ANNOTATIONS
            return self._file.announce(Change(what, (key,), "Remove document"))

    # -- finding ---------------------------------------------------------------------------------

    def find(self, key: str) -> Document | None:
        """The document with exactly that id."""
        return document_by(self._file.reading, "id", key)

    def get(self, reference: str | int) -> Document:
        """What a person means by an id, the beginning of one, a row, a symbol, a name or a title.

        Raises NoSuchDocument, AmbiguousDocument.
        """
        if isinstance(reference, int):
            found = document_by(self._file.reading, "row", reference)
            if found is None:
                raise NoSuchDocument(reference=reference)
            return found
        return self.find(reference) or references.resolve(self.all(), reference)

    def all(self) -> list[Document]:
        """Every document, in order of import."""
        with self._file.snapshot():
            return all_documents(self._file.reading)

    def count(self) -> int:
        """How many there are."""
        return int(self._file.reading.value("SELECT count(*) FROM documents"))

    def unit_count(self) -> int:
        """How many units all documents have together."""
        return int(self._file.reading.value("SELECT count(*) FROM units"))

    def sizes(self) -> set[int]:
        """The sizes in bytes that documents have."""
        rows = self._file.reading.all("SELECT DISTINCT size FROM documents")
        return {size for (size,) in rows}

    def by_rows(self, rows: Iterable[int]) -> dict[int, Document]:
        """Row number to document; numbers that name none are left out."""
        found = {row: document_by(self._file.reading, "row", row) for row in rows}
        return {row: document for row, document in found.items() if document is not None}

    # -- reading ---------------------------------------------------------------------------------

    def units(self, key: str) -> list[Unit]:
        """Every unit with its layout, in order. Raises NoSuchDocument, VaultDamaged."""
        with self._file.snapshot():
            return units.read_units(self._file.reading, self._row(key))

    def unit(self, key: str, number: int) -> Unit:
        """One unit; numbers count from 0. Raises NoSuchDocument, NoSuchUnit, VaultDamaged."""
        with self._file.snapshot():
            unit = units.read_unit(self._file.reading, self._row(key), number)
            if unit is None:
                raise self._no_unit(key, number)
            return unit

    def text(self, key: str, number: int) -> str:
        """The text of one unit. Raises NoSuchDocument, NoSuchUnit."""
        with self._file.snapshot():
            text = self._file.reading.value(
                "SELECT text FROM units WHERE document = ? AND number = ?",
                (self._row(key), number),
            )
            if text is None:
                raise self._no_unit(key, number)
            units.typed(self._file.reading, (text,), str)
            return str(text)

    def texts(self, key: str) -> list[str]:
        """The text of every unit, in order, without layouts. Raises NoSuchDocument."""
        return [text for (text,) in self._columns(key, "text")]

    def labels(self, key: str) -> list[str]:
        """What a reader calls each unit, in order. Raises NoSuchDocument."""
        return [label for (label,) in self._columns(key, "label")]

    def all_labels(self) -> dict[str, list[str]]:
        """The same of every document, by its id."""
        rows = self._file.reading.all(
            "SELECT d.id, u.label FROM units u JOIN documents d ON d.row = u.document "
            "ORDER BY u.document, u.number"
        )
        labels: dict[str, list[str]] = {}
        for key, label in rows:
            labels.setdefault(key, []).append(label)
        return labels

    def original(self, key: str) -> bytes:
        """The file's bytes. Raises NoSuchDocument."""
        return b"".join(self.original_chunks(key))

    def original_chunks(self, key: str) -> Iterator[bytes]:
        """The file's bytes, a MiB at a time. Raises NoSuchDocument."""
        return original_chunks(self._file.reading, self._row(key))

    def unit_rows(self, keys: Iterable[str] | None = None) -> Iterator[IndexUnit]:
        """Units for the index, of some documents or of all, in order of row."""
        rows = None if keys is None else [self._row(key) for key in keys]
        return units.index_units(self._file.reading, rows)

    def unit_row(self, key: str, number: int) -> int:
        """The row of a unit. Raises NoSuchDocument, NoSuchUnit."""
        with self._file.snapshot():
            row = self._file.reading.value(
                "SELECT row FROM units WHERE document = ? AND number = ?", (self._row(key), number)
            )
            if row is None:
                raise self._no_unit(key, number)
            return int(row)

    def places_of(self, rows: Iterable[int]) -> list[tuple[str, int] | None]:
        """(document id, unit number) of each unit row, None where there is none; for many rows."""
        return self._places.of(rows)

    def units_by_row(self, rows: Iterable[int]) -> dict[int, tuple[str, int]]:
        """Unit row to (document id, unit number)."""
        found = units.by_rows(self._file.reading, "u.row, d.id, u.number", rows)
        return {row: (key, number) for row, key, number in found}

    def texts_by_row(self, rows: Iterable[int]) -> dict[int, IndexUnit]:
        """Unit row to its text and language."""
        reading = self._file.reading
        columns = "u.row, u.document, u.language, u.text, u.redlines"
        found = (units.index_unit(reading, row) for row in units.by_rows(reading, columns, rows))
        return {unit.row: unit for unit in found}

    def labels_by_row(self, rows: Iterable[int]) -> dict[int, str]:
        """Unit row to what a reader calls the page or section."""
        return dict(units.by_rows(self._file.reading, "u.row, u.label", rows))

    # -- correcting ------------------------------------------------------------------------------

    def set_fact(self, key: str, field: str, value: str, *, author: str = "") -> Change:
        """Correct a fact by hand; "" returns to what the document says.

        Raises NoSuchDocument, InvalidValue.
        """
        with self._file.transaction():
            self._row(key)
            value = checked_fact(field, value)
            label = f"Correct {field.replace('_', ' ')}"
            fields = {field: value or None}
            return self._journal.write(ObjectKind.DOCUMENT, key, fields, label=label, author=author)

    # -- what could not be imported --------------------------------------------------------------

    def add_reports(self, report: ImportReport) -> None:
        """Keep what failed, until the same path is imported after all."""
        with self._file.transaction():
            if self._unread.keep(report.rows):
                self._file.announce(Change(Changed.DOCUMENTS))

    def reports(self) -> list[FileReport]:
        """The files that could not be imported, by path."""
        return [unread.report for unread in self._unread.all()]

    # -- helpers ---------------------------------------------------------------------------------

    def _columns(self, key: str, column: str) -> list[tuple[str]]:
        """A column of every unit, whose place in the list is the unit's number."""
        with self._file.snapshot():
            reading = self._file.reading
            rows = reading.all(
                f"SELECT {column}, number FROM units WHERE document = ? ORDER BY number",  # noqa: S608
                (self._row(key),),
            )
            units.check_numbers(reading, [number for _, number in rows])
            return [units.typed(reading, (value,), str) for value, _ in rows]

    def _row(self, key: str) -> int:
        row = self._file.reading.value("SELECT row FROM documents WHERE id = ?", (key,))
        if row is None:
            raise NoSuchDocument(reference=key)
        return int(row)

    def _write_path(self, row: int, path: str) -> None:
        self._file.writing.run(
            "INSERT OR IGNORE INTO paths (document, path) VALUES (?, ?)",
            (row, units.storable(path)),
        )

    def _no_unit(self, key: str, number: int) -> NoSuchUnit:
        document = self.find(key)
        assert document is not None
        name = document.symbol or document.name
        return NoSuchUnit(
            document=name, count=document.unit_count, kind=document.unit_kind.value,
            number=number + 1,
        )  # fmt: skip


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _texts(values: object) -> str:
    return units.storable(to_json(values))
