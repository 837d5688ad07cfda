"""Readings: what else a page says, beside the text that is in use.

The text in use is the unit's own, in `units`, where everything looks for it; the others wait in
`readings` and change places with it. Whoever calls `use` puts the document's new index segment in
place in the same transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from itrvault.errors import NoSuchDocument, NoSuchUnit, VaultDamaged
from itrvault.model.document import Doubt, Fact, FactSource, TextSource, Unit, UnitKind
from itrvault.model.journal import Change, Changed, ObjectKind
from itrvault.model.reading import TextReading
from itrvault.store import units
from itrvault.store.connection import Row
from itrvault.store.following import Following
from itrvault.store.journal import Journal
from itrvault.store.layouts import pack_layout, pack_redlines
from itrvault.store.vaultfile import VaultFile
from itrvault.store.versions import Versions

_OF_DOCUMENT = "FROM readings r JOIN units u ON u.row = r.unit WHERE u.document = ?"


class Readings:
    """The readings of one vault's units."""

    def __init__(
        self, file: VaultFile, journal: Journal, following: Following, versions: Versions
    ) -> None:
        self._file = file
        self._journal = journal
        self._following = following
        self._versions = versions

    # -- reading ---------------------------------------------------------------------------------

    def of(self, document: str) -> list[TextReading]:
        """Every reading of a document's units, those in use first. Raises NoSuchDocument."""
        with self._file.snapshot():
            row = self._row(document)
            used = self._file.reading.all(
                "SELECT number, source, doubt, 1, '', length(text) FROM units WHERE document = ? "
                "ORDER BY number",
                (row,),
            )
            others = self._file.reading.all(
                f"SELECT u.number, r.source, r.doubt, 0, r.reader, length(r.text) {_OF_DOCUMENT} "
                "ORDER BY u.number, r.source",
                (row,),
            )
            return [self._reading(each) for each in (*used, *others)]

    def doubtful(self, documents: Iterable[str] | None = None) -> list[tuple[str, int, Doubt]]:
        """(document id, unit number, doubt) of the texts in use that are doubted."""
        wanted = None if documents is None else set(documents)
        rows = self._file.reading.all(
            "SELECT d.id, u.number, u.doubt FROM units u JOIN documents d ON d.row = u.document "
            "WHERE u.doubt <> '' ORDER BY u.document, u.number"
        )
        return [
            (key, number, self._doubt(doubt))
            for key, number, doubt in rows
            if wanted is None or key in wanted
        ]

    def pending(self, documents: Iterable[str] | None = None) -> list[tuple[str, int]]:
        """Units in doubt that were never read by OCR."""
        wanted = None if documents is None else set(documents)
        rows = self._file.reading.all(
            "SELECT d.id, u.number FROM units u JOIN documents d ON d.row = u.document "
            "WHERE u.doubt <> '' AND u.source <> 'ocr' AND NOT EXISTS "
            "(SELECT 1 FROM readings r WHERE r.unit = u.row AND r.source = 'ocr') "
            "ORDER BY u.document, u.number"
        )
        return [(key, number) for key, number in rows if wanted is None or key in wanted]

    def unit(self, document: str, number: int, source: TextSource) -> Unit | None:
        """A reading as a unit, in use or not; None when there is none of that source.

        Raises NoSuchDocument, NoSuchUnit, VaultDamaged.
        """
        with self._file.snapshot():
            row = self._row(document)
            current = units.read_unit(self._file.reading, row, number)
            if current is None:
                raise self._no_unit(document, number)
            if current.source is source:
                return current
            return units.read_reading(self._file.reading, row, number, source)

    # -- writing ---------------------------------------------------------------------------------

    def add(self, document: str, unit: Unit, reader: str) -> Change:
        """Keep another reading of a unit, not in use yet; one of the same source is replaced.

        `unit.source` must not be that of the text in use. Raises NoSuchDocument, NoSuchUnit.
        """
        with self._file.transaction():
            key = self._unit_row(document, unit.number)
            text = units.storable(unit.text)
            self._file.writing.run(
                "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    key, unit.source.value, unit.language, pack_redlines(unit.redlines),
                    unit.doubt.value, units.storable(reader), text, pack_layout(unit.layout),
                ),
            )  # fmt: skip
            return self._file.announce(Change(Changed.DOCUMENTS, (document,), ""))

    def use(self, document: str, sources: Mapping[int, TextSource], label: str = "") -> Change:
        """Put other readings in use: unit number to source. Those in use already stay.

        Passages are found again in the new text; one whose words are not there stays on its page,
        unplaced, and finds its words again when the text comes back. The caller renews the index in
        the same transaction. Raises NoSuchDocument, NoSuchUnit (no such unit or reading of it).
        """
        with self._file.transaction():
            before = self._texts(document)
            changed = [
                number for number, source in sources.items() if self._swap(document, number, source)
            ]
            if not changed:
                return Change(Changed.NOTHING, (), label)
            self._following.follow(
                document, changed=changed, before=before, label=label or "Change text"
            )
            self._versions.renew(self._row(document))
            self._journal.note(ObjectKind.DOCUMENT, document, True, True, label or "Change text")
            what = Changed.DOCUMENTS | Changed.INDEX | Changed.ANNOTATIONS
            return self._file.announce(Change(what, (document,), label))

    def _swap(self, document: str, number: int, source: TextSource) -> bool:
        """Let the text in use and another change places; false when it is in use already."""
        writing = self._file.writing
        key = self._unit_row(document, number)
        old = writing.one(
            "SELECT u.source, u.language, u.redlines, u.doubt, u.text, l.data FROM units u "
            "JOIN layouts l ON l.unit = u.row WHERE u.row = ?",
            (key,),
        )
        new = writing.one(
            "SELECT language, redlines, doubt, text, layout FROM readings "
            "WHERE unit = ? AND source = ?",
            (key, source.value),
        )
        if old is None:
            raise VaultDamaged(path=self._file.path, reason="a page has no layout")
        if old[0] == source.value:
            return False
        if new is None:
            raise self._no_unit(document, number)
        language, redlines, doubt, text, layout = new
        writing.run("DELETE FROM readings WHERE unit = ? AND source = ?", (key, source.value))
        writing.run(
            "INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (key, old[0], old[1], old[2], old[3], "", old[4], old[5]),
        )
        writing.run(
            "UPDATE units SET source = ?, language = ?, redlines = ?, doubt = ?, text = ?, "
            "text_hash = ? WHERE row = ?",
            (source.value, language, redlines, doubt, text,
             hashlib.sha256(text.encode()).digest(), key),
        )  # fmt: skip
        writing.run("UPDATE layouts SET data = ? WHERE unit = ?", (layout, key))
        return True

    def renew_facts(self, document: str, facts: Mapping[str, Fact]) -> Change:
        """Put in place what the document says of itself in the texts in use now.

        What a person corrected stays. Raises NoSuchDocument.
        """
        with self._file.transaction():
            row = self._row(document)
            self._file.writing.run("DELETE FROM facts WHERE document = ?", (row,))
            self._file.writing.many(
                "INSERT INTO facts VALUES (?, ?, ?, ?)",
                ((row, field, units.storable(fact.value), fact.source.value)
                 for field, fact in facts.items() if fact.source is not FactSource.UNKNOWN),
            )  # fmt: skip
            return self._file.announce(Change(Changed.DOCUMENTS, (document,), ""))

    # -- helpers ---------------------------------------------------------------------------------

    def _row(self, document: str) -> int:
        row = self._file.reading.value("SELECT row FROM documents WHERE id = ?", (document,))
        if row is None:
            raise NoSuchDocument(reference=document)
        return int(row)

    def _texts(self, document: str) -> list[str]:
        rows = self._file.writing.all(
            "SELECT text FROM units WHERE document = ? ORDER BY number", (self._row(document),)
        )
        return [text for (text,) in rows]

    def _unit_row(self, document: str, number: int) -> int:
        row = self._file.reading.value(
            "SELECT row FROM units WHERE document = ? AND number = ?",
            (self._row(document), number),
        )
        if row is None:
            raise self._no_unit(document, number)
        return int(row)

    def _no_unit(self, document: str, number: int) -> NoSuchUnit:
        name, count, kind = self._file.reading.one(
            "SELECT name, unit_count, unit_kind FROM documents WHERE id = ?", (document,)
        ) or ("", 0, UnitKind.PAGE.value)
        return NoSuchUnit(document=name, count=count, kind=kind, number=number + 1)

    def _reading(self, row: Row) -> TextReading:
        number, source, doubt, in_use, reader, length = row
        try:
            kind = TextSource(source)
        except ValueError as error:
            raise VaultDamaged(path=self._file.path, reason="a reading is of no kind") from error
        return TextReading(number, kind, self._doubt(doubt), bool(in_use), reader, length)

    def _doubt(self, value: object) -> Doubt:
        try:
            return Doubt(value)  # type: ignore[arg-type]
        except ValueError as error:
            raise VaultDamaged(path=self._file.path, reason="a page's doubt is none") from error
