"""Asks which tag another one is to be merged into, and says what that does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, QStringListModel, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QTreeView, QWidget

from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.model.annotation import Tag


class TagMergeDialog(QDialog):
    """`into` is the id of the tag that stays, once it is accepted."""

    def __init__(
        self, window: QWidget, tag: Tag, tags: Sequence[Tag], counts: Mapping[str, int]
    ) -> None:
        super().__init__(window)
        self._tag = tag
        self._counts = counts
        self._by_id = {each.id: each for each in tags}
        self._ids = [each.id for each in tags if each.id != tag.id]
        self._below = sum(1 for each in tags if each.parent == tag.id)
        self.setWindowTitle(self.tr("Merge tags"))
        self.resize(520, 460)
        heading = self.tr("Merge “{name}” into another tag").format(name=tag.name)
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Find a tag"))
        self.words.setAccessibleName(self.tr("Find a tag"))
        self.words.setClearButtonEnabled(True)
        paths = [tag_path(self._by_id[key], self._by_id) for key in self._ids]
        self._filter = QSortFilterProxyModel(self)
        self._filter.setSourceModel(QStringListModel(paths, self))
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list = QTreeView()
        self.list.setModel(self._filter)
        self.list.setProperty("frame", "box")
        self.list.setAccessibleName(self.tr("The tag that stays"))
        self.list.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.outcome = words_label("", wrap=True)
        self._merge = button(self.tr("Merge"), self.accept, "primary")
        self._merge.setDefault(True)
        self.words.textChanged.connect(self._find)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.list.activated.connect(lambda _: self.accept())
        self.setLayout(
            column(
                words_label(heading, "heading", wrap=True),
                words_label(
                    self.tr(
                        "Every passage keeps its tag: those of this one get the tag you choose. "
                        "Definitions are kept together. One undo takes it back."
                    ),
                    "secondary", wrap=True,
                ),
                self.words, self.list, self.outcome,
                row(None, button(self.tr("Cancel"), self.reject), self._merge),
                margins=(16, 16, 16, 16), spacing=10,
            )
        )  # fmt: skip
        self._tell()

    @property
    def into(self) -> str:
        """The id of the tag that is chosen, "" for none."""
        index = self.list.currentIndex()
        return self._ids[self._filter.mapToSource(index).row()] if index.isValid() else ""

    def choose(self, tag: str) -> None:
        """Put the cursor on a tag."""
        source = self._filter.sourceModel().index(self._ids.index(tag), 0)
        self.list.setCurrentIndex(self._filter.mapFromSource(source))

    def _find(self, words: str) -> None:
        self._filter.setFilterFixedString(words)
        if words and self._filter.rowCount():
            self.list.setCurrentIndex(self._filter.index(0, 0))
        self._tell()

    def _tell(self, *_: QModelIndex) -> None:
        chosen = self._by_id.get(self.into)
        self._merge.setEnabled(chosen is not None)
        if chosen is None:
            self.outcome.setText(self.tr("Choose the tag that stays."))
            return
        count = self._counts.get(self._tag.id, 0)
        words = self.tr("%n passage(s) will have “{into}” or a tag below it.", "", count)
        sentences = [words.format(into=chosen.name)]
        if self._below:
            words = self.tr("%n tag(s) below it come below “{into}”; ", "", self._below)
            sentences.append(
                words.format(into=chosen.name) + self.tr("where the names are the same they merge.")
            )
        sentences.append(self.tr("“{name}” goes.").format(name=self._tag.name))
        self.outcome.setText(" ".join(sentences))
