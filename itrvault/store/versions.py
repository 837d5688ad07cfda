"""Which documents say nearly the same: found as each is added, in its transaction.

    versions.of(document_id) -> list[Version]   what others are to it, the most alike first
    versions.links() -> list[Link]              every pair of the vault, most alike first
    versions.missing() -> int                   documents that were never compared (an old vault)
    versions.complete(progress, cancel)         compare those

Nothing is hidden or merged because of a link. A document has a signature (`text/sameness.py`) in
`signatures`, empty when it has too few words; a few values of each lie in `sketches`, where the
documents that share them are found without looking at the others. Links follow from the signatures
alone, so they are the same in whatever order documents come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from itrvault.errors import NoSuchDocument, VaultDamaged
from itrvault.model.document import UnitKind
from itrvault.model.journal import Change, Changed
from itrvault.model.versions import Link, Relation, Version
from itrvault.progress import CancelToken, NullProgress, Progress, Step
from itrvault.store.units import BATCH, typed
from itrvault.store.vaultfile import VaultFile

if TYPE_CHECKING:  # loaded when first used: its patterns cost start-up time
    from itrvault.text.sameness import Likeness, Sketch

MOST = 40
"""Documents that one is compared with, those that share most first: a thousand copies of one form
letter need not all be linked with each other to be found."""

_BATCH_UNITS = 2_000
"""Pages and sections compared in one transaction by `complete`."""


class Versions:
    """The links between documents of one vault."""

    def __init__(self, file: VaultFile) -> None:
        self._file = file

    # -- reading ---------------------------------------------------------------------------------

    def of(self, document: str) -> list[Version]:
        """What other documents are to this one, the most alike first. Raises NoSuchDocument."""
        with self._file.snapshot():
            row = self._row(document)
            found = self._file.reading.all(
                "SELECT d.id, v.similarity, v.relation, 1 FROM versions v "
                "JOIN documents d ON d.row = v.other WHERE v.one = ? UNION ALL "
                "SELECT d.id, v.similarity, v.relation, 0 FROM versions v "
                "JOIN documents d ON d.row = v.one WHERE v.other = ?",
                (row, row),
            )
        versions = []
        for key, thousandths, name, is_one in found:
            relation = self._relation(name)
            if relation is Relation.PART and not is_one:
                relation = Relation.WHOLE
            versions.append(Version(key, min(thousandths, 1000) / 1000, relation))
        return sorted(versions, key=_order)

    def links(self) -> list[Link]:
        """Every pair, the most alike first, versions before parts."""
        rows = self._file.reading.all(
            "SELECT a.id, b.id, v.similarity, v.relation FROM versions v "
            "JOIN documents a ON a.row = v.one JOIN documents b ON b.row = v.other "
            "ORDER BY v.relation = 'part', v.similarity DESC, v.one, v.other"
        )
        return [
            Link(one, other, min(thousandths, 1000) / 1000, self._relation(name))
            for one, other, thousandths, name in rows
        ]

    def missing(self) -> int:
        """Documents that were never compared, or by an older program in another way."""
        return len(self._unsigned())

    # -- writing ---------------------------------------------------------------------------------

    def sign(self, row: int, signature: bytes) -> None:
        """Store a new document's signature and find its links, in the caller's transaction."""
        writing = self._file.writing
        writing.run("INSERT INTO signatures VALUES (?, ?)", (row, signature))
        if not signature:
            return
        sketch = _unpack(signature)
        found = list(self._related(row, sketch))
        writing.many("INSERT INTO sketches VALUES (?, ?)", ((key, row) for key in sketch.keys))
        writing.many("INSERT INTO versions VALUES (?, ?, ?, ?)", found)

    def renew(self, row: int) -> None:
        """Sign a document by the text it has now, in the caller's transaction."""
        self.drop(row)
        self.sign(row, self.signature(row))

    def drop(self, row: int) -> None:
        """Forget a document's signature and links, in the caller's transaction."""
        writing = self._file.writing
        data = writing.value("SELECT data FROM signatures WHERE document = ?", (row,))
        try:
            keys = _unpack(data).keys if data else ()
            writing.many(
                "DELETE FROM sketches WHERE value = ? AND document = ?",
                ((key, row) for key in keys),
            )
        except (ValueError, TypeError):  # of a stranger's making, or of an older form
            writing.run("DELETE FROM sketches WHERE document = ?", (row,))
        writing.run("DELETE FROM signatures WHERE document = ?", (row,))
        writing.run("DELETE FROM versions WHERE one = ? OR other = ?", (row, row))

    def complete(
        self,
        progress: Progress | None = None,
        cancel: CancelToken | None = None,
        *,
        again: bool = False,
    ) -> Change:
        """Compare the documents that never were: of a vault made before there were signatures.

        `again`: all of them, whatever is known. Some at a time; what is done stays when it is
        cancelled. Raises VaultReadOnly, DiskFull, Cancelled.
        """
        if again:
            self._forget_all()
        waiting = self._unsigned()
        progress, cancel = progress or NullProgress(), cancel or CancelToken()
        done = 0
        while done < len(waiting):
            units = 0
            with self._file.transaction():
                first = done
                while done < len(waiting) and units < _BATCH_UNITS:
                    cancel.check()
                    progress.report(Step("Comparing documents", done, len(waiting)))
                    row, _, count = waiting[done]
                    self.renew(row)
                    units += count
                    done += 1
                keys = tuple(key for _, key, _ in waiting[first:done])
                self._file.announce(Change(Changed.DOCUMENTS, keys))
        what = Changed.DOCUMENTS if waiting else Changed.NOTHING
        return Change(what, tuple(key for _, key, _ in waiting))

    # -- finding ---------------------------------------------------------------------------------

    def signature(self, row: int) -> bytes:
        """What the signature of the text that is stored must be. Raises VaultDamaged."""
        from itrvault.text.sameness import signature

        reading = self._file.reading
        texts = reading.all("SELECT text FROM units WHERE document = ? ORDER BY number", (row,))
        kind = reading.value("SELECT unit_kind FROM documents WHERE row = ?", (row,))
        words = [str(typed(reading, text, str)[0]) for text in texts]
        return signature(words, pages=kind == UnitKind.PAGE)

    def _related(self, row: int, sketch: Sketch) -> Iterator[tuple[int, int, str, int]]:
        """The rows of `versions` that a document's signature asks for."""
        for other in self.candidates(row, sketch):
            found = self.compared(row, sketch, other)
            if found is not None:
                yield found

    def candidates(self, row: int, sketch: Sketch) -> list[int]:
        """The documents that share keys enough, those with most first."""
        from itrvault.text.sameness import HEAD, runs_of, worth_a_look

        reading = self._file.reading
        shared: Counter[int] = Counter()
        for some in _batches(list(sketch.keys)):
            shared.update(
                other
                for (other,) in reading.all(
                    f"SELECT document FROM sketches WHERE value IN ({_marks(some)})",  # noqa: S608
                    some,
                )
                if isinstance(other, int) and other != row
            )
        near = []
        for some in _batches(sorted(shared)):
            heads = reading.all(
                f"SELECT document, substr(data, 1, {HEAD}) FROM signatures "  # noqa: S608
                f"WHERE document IN ({_marks(some)})",
                some,
            )
            near += [
                other
                for other, head in heads
                if worth_a_look(sketch.count, runs_of(head), shared[other])
            ]
        near.sort(key=lambda other: (-shared[other], other))
        return near[:MOST]

    def compared(self, row: int, sketch: Sketch, other: int) -> tuple[int, int, str, int] | None:
        """Two documents' row of `versions`, None when they have little in common."""
        from itrvault.text.sameness import likeness

        data = self._file.reading.value("SELECT data FROM signatures WHERE document = ?", (other,))
        return _as_row(row, other, likeness(sketch, self.unpacked(data)))

    def unpacked(self, data: object) -> Sketch:
        """A stored signature. Raises VaultDamaged when a stranger put something else there."""
        try:
            if isinstance(data, bytes):
                return _unpack(data)
        except ValueError:
            pass
        raise VaultDamaged(path=self._file.path, reason="a document's signature is unreadable")

    # -- helpers ---------------------------------------------------------------------------------

    def _forget_all(self) -> None:
        with self._file.transaction():
            for table in ("signatures", "sketches", "versions"):
                self._file.writing.run(f"DELETE FROM {table}")  # noqa: S608

    def _unsigned(self) -> list[tuple[int, str, int]]:
        """Row, id and unit count of the documents without a signature of today's form."""
        from itrvault.text.sameness import FORMAT

        return self._file.reading.all(
            "SELECT d.row, d.id, d.unit_count FROM documents d LEFT JOIN signatures s "
            "ON s.document = d.row WHERE s.document IS NULL OR "
            "(length(s.data) > 0 AND substr(s.data, 1, 1) <> ?) ORDER BY d.row",
            (bytes([FORMAT]),),
        )

    def _row(self, key: str) -> int:
        row = self._file.reading.value("SELECT row FROM documents WHERE id = ?", (key,))
        if row is None:
            raise NoSuchDocument(reference=key)
        return int(row)

    def _relation(self, name: object) -> Relation:
        try:
            return Relation(name)  # type: ignore[arg-type]
        except ValueError as error:
            reason = "two documents are related in no known way"
            raise VaultDamaged(path=self._file.path, reason=reason) from error


def _unpack(data: bytes) -> Sketch:
    from itrvault.text.sameness import Sketch

    return Sketch.unpack(data)


def _as_row(one: int, other: int, alike: Likeness) -> tuple[int, int, str, int] | None:
    """As it is stored: of a version the smaller row first, of a part the part."""
    relation = alike.relation
    if relation is None:
        return None
    if relation is Relation.WHOLE or (relation is Relation.VERSION and other < one):
        one, other = other, one
    name = Relation.VERSION if relation is Relation.VERSION else Relation.PART
    return one, other, name.value, int(alike.strength * 1000 + 1e-9)


def _order(version: Version) -> tuple[bool, float, str]:
    return version.relation is not Relation.VERSION, -version.similarity, version.document


def _batches(values: list[int]) -> Iterator[list[int]]:
    for at in range(0, len(values), BATCH):
        yield values[at : at + BATCH]


def _marks(values: list[int]) -> str:
    return ",".join("?" * len(values))
