"""The list under the search field: fields (Ctrl+Space), and values as soon as a colon is typed.

Nothing of it is chosen until somebody goes into it with Down, so that Enter keeps its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QListView

from itrvault.desktop.models.completions import Completion, Suggestion, complete
from itrvault.desktop.widgets.search_field import SearchField
from itrvault.desktop.widgets.suggestion_delegate import HINT, SuggestionDelegate

INSERT = Qt.ItemDataRole.UserRole
WIDTH = 420
ROWS = 10


class QueryCompleter(QObject):
    """Serves one search field. `values` are what the archive has, by field."""

    def __init__(self, field: SearchField) -> None:
        super().__init__(field)
        self.values: Mapping[str, Sequence[Suggestion]] = {}
        self._field = field
        self._completion = Completion(0)
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(field)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self._list = QListView()
        self._list.setAccessibleName(self.tr("Suggestions"))
        self._completer.setPopup(self._list)
        self._completer.setMaxVisibleItems(ROWS)
        self._list.setItemDelegate(SuggestionDelegate(self._list))  # setPopup gives it another
        field.textEdited.connect(lambda _: self.suggest())
        field.suggestionsWanted.connect(lambda: self.suggest(names=True))
        field.suggestions = self

    @property
    def popup(self) -> QListView:
        """The list itself."""
        return self._list

    @property
    def open(self) -> bool:
        """Whether the list is shown."""
        return self._list.isVisible()

    @property
    def chosen(self) -> bool:
        """Whether somebody went to a row of it."""
        return self.open and self._list.selectionModel().hasSelection()

    @property
    def shown(self) -> list[str]:
        """What the list offers now."""
        count = self._model.rowCount() if self.open else 0
        return [str(self._model.index(row, 0).data(INSERT)) for row in range(count)]

    def close(self) -> None:
        """Put the list away."""
        self._list.hide()

    def suggest(self, *, names: bool = False) -> None:
        """Show what may follow at the cursor."""
        text = self._field.text()
        if any(sign > "\uffff" for sign in text):
            self.close()  # Qt counts such signs twice; nobody writes fields beside them
            return
        self._completion = complete(text, self._field.cursorPosition(), self.values, names=names)
        if not self._completion.suggestions:
            self.close()
            return
        self._model.clear()
        for each in self._completion.suggestions:
            item = QStandardItem(each.text)
            item.setData(each.text, INSERT)
            item.setData(each.hint, HINT)
            item.setData(f"{each.text} {each.hint}", Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)
        metrics = self._field.fontMetrics()
        left = metrics.horizontalAdvance(text[: self._completion.start])
        left = max(0, min(left, self._field.width() - WIDTH))
        self._completer.complete(QRect(left, 0, min(WIDTH, self._field.width()),
                                       self._field.height()))  # fmt: skip

    def _take(self, index: QModelIndex) -> None:
        chosen = str(index.data(INSERT))
        start, end = self._completion.start, self._field.cursorPosition()
        rest = self._field.text()[end:]
        if rest.startswith('"'):
            end += 1  # the quotation mark that closes the value is there already
        space = "" if chosen.endswith(":") or rest.startswith(" ") else " "
        self._field.setSelection(start, end - start)
        self._field.insert(chosen + space)
        if chosen.endswith(":"):
            QTimer.singleShot(0, self, self.suggest)  # after the list has been put away
