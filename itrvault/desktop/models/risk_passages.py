"""The passages of a cell as rows: what stands there, where, and what was judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from itrvault.desktop.words import LEVEL_WORDS, STANCES, one_line, place_words, translated
from itrvault.errors import NoSuchAnnotation
from itrvault.model.annotation import RiskAssessment
from itrvault.model.document import Document
from itrvault.rights.taxonomy import category
from itrvault.vault import Vault

Index = QModelIndex | QPersistentModelIndex

ROW = Qt.ItemDataRole.UserRole
MOST = 200
"""Passages that are read for one cell; a table says how many there are."""


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage. `place` names document and page, `said` what was judged or tagged there."""

    annotation: str
    place: str
    quote: str
    said: tuple[str, ...]
    colour: str


def look_at_passages(
    vault: Vault, annotations: Sequence[str], right: str = "", tags: Sequence[str] = ()
) -> list[PassageRow]:
    """Read them (on a reading thread); of their judgements those of the right."""
    store = vault.store
    names = {tag.id: tag.name for tag in store.tags.all()}
    documents: dict[str, Document] = {}
    labels: dict[str, list[str]] = {}
    rows = []
    with store.snapshot():
        for key in annotations[:MOST]:
            try:
                note = store.annotations.get(key)
            except NoSuchAnnotation:
                continue  # removed since it was counted
            if note.document not in documents:
                documents[note.document] = store.documents.get(note.document)
                labels[note.document] = store.documents.labels(note.document)
            document, pages = documents[note.document], labels[note.document]
            unit = note.anchor.unit
            page = place_words(pages[unit], document.unit_kind) if unit < len(pages) else ""
            name = document.symbol or document.title
            risks = [
                one for one in store.risks.of_annotation(key) if not right or one.right == right
            ]
            said = [_judged(one, named=not right) for one in risks]
            if not right:
                said += [names[tag] for tag in note.tags if tag in names]
            rows.append(
                PassageRow(
                    key,
                    "  ·  ".join(part for part in (name, page) if part),
                    one_line(note.anchor.exact) or one_line(note.note),
                    tuple(said),
                    note.colour,
                )
            )
    return rows


def _judged(risk: RiskAssessment, *, named: bool) -> str:
    known = category(risk.right)
    parts = [
        (known.title if known else risk.right) if named else "",
        translated(STANCES[risk.stance]),
        translated(LEVEL_WORDS[risk.severity]),
        risk.assessor,
    ]
    return " · ".join(part for part in parts if part)


class PassageModel(QAbstractListModel):
    """Rows for a list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[PassageRow] = []

    def show(self, rows: list[PassageRow]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join([row.place, row.quote, *row.said])
        return None
