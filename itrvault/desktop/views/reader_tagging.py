"""Tags given by key: the last one, one of the recent, one named by the words, a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtWidgets import QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.operations import Writer
from itrvault.desktop.views.reader_marking import Marker, Passage, words_of
from itrvault.desktop.widgets.recent_tags import MOST, NewTag, RecentTags
from itrvault.desktop.words import one_line
from itrvault.model.annotation import Annotation, Tag
from itrvault.vault import Vault

LONGEST = 60
"""Code points of a tag that is named by the words of a passage."""

IN_VIVO = "In vivo"
"""Tags named by words of the text hang under this one, so that they are sorted later."""

Target = Passage | Annotation
"""What is to be tagged: what is selected, or a mark."""


def recent_tags(vault: Vault, known: Sequence[str]) -> list[tuple[Tag, str]]:
    """The tags given last with their paths: those known of, then those of the latest marks."""
    tags = {tag.id: tag for tag in vault.store.tags.all()}
    notes = sorted(
        vault.store.annotations.listed(), key=lambda note: (note.modified, note.id), reverse=True
    )
    ids = dict.fromkeys([*known, *(tag for note in notes for tag in note.tags)])
    return [(tags[tag], tag_path(tags[tag], tags)) for tag in ids if tag in tags][:MOST]


def tag_with_last(vault: Vault, writer: Writer, ids: Sequence[str], known: Sequence[str]) -> None:
    """Give several annotations the tag given last; nothing when there is none."""
    tags = recent_tags(vault, known)
    if tags:
        writer.tag_all(ids, tags[0][0].id)


def name_from(words: str) -> str:
    """A tag's name from the words of a passage: one line, cut at a word, without a "/"."""
    line = one_line(words).replace("/", "-").strip(" .,;:")
    if len(line) > LONGEST:
        line = line[:LONGEST].rsplit(" ", 1)[0]
    return line


class Tagging(QObject):
    """`target` says what is to be tagged, `rects` where that is; `say` tells why nothing was."""

    fieldWanted = Signal()

    def __init__(
        self,
        context: VaultContext,
        marker: Marker,
        target: Callable[[], Target | None],
        rects: Callable[[], list[QRectF]],
        say: Callable[[str], None],
        area: QWidget,
    ) -> None:
        super().__init__(area)
        self._context = context
        self._marker = marker
        self._target = target
        self._rects = rects
        self._say = say
        self._aim: Target | None = None
        self.recent = RecentTags(area)
        self.new = NewTag(area)
        self.recent.chosen.connect(lambda tag: self._give(self._aim, tag))
        self.new.named.connect(self._make)

    def put_away(self) -> None:
        """Close what floats."""
        self.recent.close_card()
        self.new.close_card()

    @property
    def open(self) -> bool:
        """Whether a list floats."""
        return self.recent.isVisible() or self.new.isVisible()

    def quick(self) -> None:
        """Tag with the tag given last; ask for one when there is none."""
        aim = self._aimed()
        if aim is not None:
            self._look(partial(self._take_last, aim))

    def choose_recent(self) -> None:
        """Offer the tags given last."""
        aim = self._aimed()
        if aim is not None:
            self._look(partial(self._offer, aim))

    def name_new(self) -> None:
        """Ask for the name of a new tag."""
        self._aim = self._aimed()
        if self._aim is not None:
            self.new.open_empty(self._rects())

    def in_vivo(self) -> None:
        """Tag with a tag that is named by the words themselves."""
        aim = self._aimed()
        if aim is None:
            return
        vault = self._context.vault

        def read() -> str:
            return name_from(words_of(vault, aim) if isinstance(aim, Passage) else aim.anchor.exact)

        def take(name: str) -> None:
            if name:
                self._make_for(aim, f"{IN_VIVO}/{name}")
            else:
                self._say(self.tr("There are no words here to name a tag."))

        self._context.query(self, read).success(take).run()

    def _aimed(self) -> Target | None:
        if not self._marker.writable:
            self._say(self.tr("This archive is open for reading only."))
            return None
        aim = self._target()
        if aim is None:
            self._say(self.tr("Select words first, or click a mark."))
        return aim

    def _look(self, take: Callable[[list[tuple[Tag, str]]], None]) -> None:
        vault, known = self._context.vault, tuple(self._context.recent_tags)
        query = self._context.query(self, lambda: recent_tags(vault, known))
        query.lane("recent").success(take).run()

    def _take_last(self, aim: Target, tags: list[tuple[Tag, str]]) -> None:
        if tags:
            self._give(aim, tags[0][0].id)
        else:
            self.fieldWanted.emit()

    def _offer(self, aim: Target, tags: list[tuple[Tag, str]]) -> None:
        if tags:
            self._aim = aim
            self.recent.open_with(tags, self._rects())
        else:
            self.fieldWanted.emit()

    def _give(self, aim: Target | None, tag: str) -> None:
        if isinstance(aim, Passage):
            self._marker.mark(aim, tags=(tag,))
        elif aim is not None:
            self._marker.tag(aim.id, tag)

    def _make(self, path: str) -> None:
        if self._aim is not None:
            self._make_for(self._aim, path)

    def _make_for(self, aim: Target, path: str) -> None:
        if isinstance(aim, Passage):
            self._marker.mark(aim, path=path)
        else:
            self._marker.tag_with_new(aim.id, path)
