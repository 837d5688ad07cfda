"""The annotations of one document as a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from itrvault.desktop.models.note_filter import Noted, NoteFilter, noted
from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.words import one_line, tooltip
from itrvault.model.annotation import Annotation, RiskAssessment, Tag

NOTE = Qt.ItemDataRole.UserRole
TAGS = Qt.ItemDataRole.UserRole + 1
RISKS = Qt.ItemDataRole.UserRole + 2
PLACE = Qt.ItemDataRole.UserRole + 3


class AnnotationModel(QAbstractListModel):
    """In the order they come, that of the text. `labels` are the names of the document's units.

    `notes` are those that are shown, `everything` all of them, filtered or not.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.everything: list[Noted[Annotation]] = []
        self.notes: list[Annotation] = []
        self._rows: dict[str, int] = {}
        self._filter = NoteFilter()
        self._risks: dict[str, list[RiskAssessment]] = {}
        self._labels: dict[int, str] = {}
        self._tags: dict[str, Tag] = {}

    def show(
        self,
        notes: Sequence[Annotation],
        risks: dict[str, list[RiskAssessment]],
        labels: dict[int, str],
        tags: dict[str, Tag],
    ) -> None:
        """Replace everything. `risks` are those of each annotation that has any."""
        self.beginResetModel()
        self._risks = risks
        self._labels = labels
        self._tags = tags
        paths = {key: tag_path(tag, tags) for key, tag in tags.items()}
        self.everything = [
            noted(note, tuple(paths[tag] for tag in note.tags if tag in paths),
                  self._risks.get(note.id, ()))
            for note in notes
        ]  # fmt: skip
        self._narrow()
        self.endResetModel()

    def set_filter(self, kept: NoteFilter) -> None:
        """Show what the filter keeps."""
        self.beginResetModel()
        self._filter = kept
        self._narrow()
        self.endResetModel()

    def _narrow(self) -> None:
        self.notes = [each.note for each in self.everything if self._filter.keeps(each)]
        self._rows = {note.id: row for row, note in enumerate(self.notes)}

    def row_of(self, annotation: str) -> int:
        """The row of an annotation; -1 when it is not shown."""
        return self._rows.get(annotation, -1)

    def knows(self, annotation: str) -> bool:
        """Whether an annotation is of this document, shown or not."""
        return any(each.note.id == annotation for each in self.everything)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.notes)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        note = self.notes[index.row()]
        tags = [self._tags[tag] for tag in note.tags if tag in self._tags]
        if role == NOTE:
            return note
        if role == TAGS:
            return tags
        if role == RISKS:
            return self._risks.get(note.id, [])
        if role == PLACE:
            return self._labels.get(note.anchor.unit, str(note.anchor.unit + 1))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            quoted = one_line(note.anchor.exact)
            if role == Qt.ItemDataRole.DisplayRole:
                return quoted
            return tooltip(quoted if len(quoted) < 400 else quoted[:399] + "…")
        return None
