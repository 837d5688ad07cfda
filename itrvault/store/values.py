"""What is known beside the text, as rows for the search: facts of documents, marks on units.

Fulfils the protocol `Facts` of the search room. Answers are kept until something is written,
because a person who types asks for the same field at every key.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from itrvault.store.described import DESCRIBED
from itrvault.store.records import all_documents
from itrvault.store.tags import Tags
from itrvault.store.vaultfile import VaultFile

Values = list[tuple[int, str]]

_MARKED = """FROM annotations a
    JOIN documents d ON d.id = a.document
    JOIN units u ON u.document = d.row AND u.number BETWEEN a.unit AND a.end_unit"""
_TAGGED = (
    f"SELECT DISTINCT u.row, g.tag {_MARKED} "
    "JOIN annotation_tags g ON g.annotation = a.id WHERE a.present = 1"
)
_ON_UNITS = {
    "page": ("SELECT row, label FROM units",),
    "note": (f"SELECT u.row, a.note {_MARKED} WHERE a.present = 1 AND a.note <> ''",),
    "coder": (f"SELECT DISTINCT u.row, a.author {_MARKED} WHERE a.present = 1 AND a.author <> ''",),
    "has": (
        f"SELECT DISTINCT u.row, 'highlight' {_MARKED} WHERE a.present = 1",
        f"SELECT DISTINCT u.row, 'note' {_MARKED} WHERE a.present = 1 AND a.note <> ''",
        f"""SELECT DISTINCT u.row, 'tag' {_MARKED} JOIN annotation_tags g ON g.annotation = a.id
            JOIN tags t ON t.id = g.tag WHERE a.present = 1""",
        f"""SELECT DISTINCT u.row, 'risk' {_MARKED}
            JOIN risks r ON r.annotation = a.id WHERE a.present = 1""",
        "SELECT row, 'redline' FROM units WHERE redlines <> ''",
        """SELECT row, 'insertion' FROM units
            WHERE redlines <> '' AND instr(redlines, '"inserted"')""",
        """SELECT row, 'deletion' FROM units
            WHERE redlines <> '' AND instr(redlines, '"deleted"')""",
    ),
}
"""Statements that give (unit row, value)."""


class FactValues:
    """Values as a person sees them; several rows for several values. Any thread may ask."""

    def __init__(self, file: VaultFile, tags: Tags) -> None:
        self._file = file
        self._tags = tags
        self._kept: dict[str, tuple[object, Values]] = {}
        self._lock = threading.Lock()

    def document_values(self, field: str) -> Iterable[tuple[int, str]]:
        """(document row, value) for a name of FACT_FIELDS or of `DESCRIBED`."""
        return self._current(f"document {field}", field, self._of_documents)

    def unit_values(self, field: str) -> Iterable[tuple[int, str]]:
        """(unit row, value) for "tag" (whole paths), "note", "coder", "page" (labels), "has"."""
        return self._current(f"unit {field}", field, self._of_units)

    def _current(self, key: str, field: str, read: Callable[[str], Values]) -> Values:
        if self._file.unfinished:
            return read(field)  # it may be undone, and the numbers below would come again
        # Also moves when another process writes: every fact and mark comes with a journal row.
        state = self._file.reading.one(
            "SELECT (SELECT max(seq) FROM journal), (SELECT max(row) FROM paths)"
        )
        with self._lock:
            known_state, values = self._kept.get(key, (None, []))
        if known_state != state:
            values = read(field)
            with self._lock:
                self._kept[key] = (state, values)
        return values

    def _of_documents(self, field: str) -> Values:
        documents = all_documents(self._file.reading)
        if field == "class":
            return [(d.row, d.doc_class.value) for d in documents]  # unknown is a value
        if (values := DESCRIBED.get(field)) is not None:
            return [(d.row, value) for d in documents for value in values(d) if value]
        return [(d.row, d.value(field)) for d in documents if d.value(field)]

    def _of_units(self, field: str) -> Values:
        reading = self._file.reading
        if field == "tag":
            paths = self._tags.paths()
            return [(row, paths[tag]) for row, tag in reading.all(_TAGGED) if tag in paths]
        return [(row, value) for query in _ON_UNITS[field] for row, value in reading.all(query)]
