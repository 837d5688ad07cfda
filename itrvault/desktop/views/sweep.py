"""The sweep: passages that the taxonomy and saved searches propose, to be decided one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.dialogs.reject import RejectDialog
from itrvault.desktop.models.sweep import (
    ROW,
    SHOWN,
    Filter,
    Show,
    SweepModel,
    Swept,
    look,
    saved_queries,
    sweep_all,
)
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.views.sweep_card import SweepCard
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.widgets.sweep_list import SweepList
from itrvault.desktop.words import language_name, number_words, one_line
from itrvault.errors import Cancelled, KnownError
from itrvault.model.journal import Change, Changed
from itrvault.model.suggestion import Decision
from itrvault.sweeping import Proposed, Ruling, decide, ruled_again

_COMMANDS = {
    "sweep_accept": Decision.ACCEPTED,
    "sweep_reject": Decision.REJECTED,
    "sweep_defer": Decision.DEFERRED,
}
_RULED = Changed.SUGGESTIONS | Changed.ANNOTATIONS | Changed.TAGS
_ANEW = Changed.DOCUMENTS | Changed.INDEX


class SweepView(QWidget):
    """Sweeps when it is first looked at. `wordsWanted` asks for words of a document to be shown."""

    wordsWanted = Signal(str, int, int, int)  # document, unit, start, end

    def __init__(
        self, context: VaultContext, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._catalogue = catalogue
        self._stale = True
        self._sweeping = False
        self._order_due = False
        self._written: set[str] = set()
        self._tags: dict[str, str] = {}  # source to the tag chosen for it
        self.model = SweepModel(self)
        self.list = SweepList(context, self.model)
        self.card = SweepCard(context)
        self.source = self._choice(self.tr("Category"))
        self.language = self._choice(self.tr("Language"))
        self.negated = self._choice(self.tr("Negation"))
        self.shown = self._choice(self.tr("Decision"))
        self.grouping = self._choice(self.tr("Order"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Filter by words"))
        self.words.setAccessibleName(self.tr("Filter by words"))
        self.words.setClearButtonEnabled(True)
        self.count = words_label("", "secondary")
        self.figure = words_label("", "secondary")
        self.again = button(self.tr("Order again"), self._order_again)
        self.again.setToolTip(
            self.tr("Put first what is likeliest by what was accepted and rejected so far")
        )
        self._pause = Debounce(120, self._filter, self)
        self._fill_choices()
        self._arrange()
        self._connect()

    # -- layout ------------------------------------------------------------------------------

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMaximumWidth(190)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def _fill_choices(self) -> None:
        for show, text in SHOWN.items():
            self.shown.addItem(self._words(text), show)
        for value, words in (
            (None, self.tr("negated or not")), (False, self.tr("not negated")),
            (True, self.tr("negated")),
        ):  # fmt: skip
            self.negated.addItem(words, value)
        for key, words in (
            ("", self.tr("likeliest first")), ("category", self.tr("by category")),
            ("document", self.tr("by document")),
        ):  # fmt: skip
            self.grouping.addItem(words, key)
        self.source.addItem(self.tr("all categories"), "")
        self.language.addItem(self.tr("all languages"), "")

    def _arrange(self) -> None:
        self.words.setMinimumWidth(120)
        filters = row(
            self.words, self.source, self.language, self.negated, self.shown, self.grouping, None,
            self.again, margins=(12, 8, 12, 4), spacing=6,
        )  # fmt: skip
        counts = row(self.count, None, self.figure, margins=(12, 0, 12, 8), spacing=12)
        self.message = words_label("", "secondary", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setContentsMargins(80, 40, 80, 40)
        self.splitter = QSplitter()
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([620, 410])
        self.list.setMinimumWidth(320)
        self.card.setMinimumWidth(320)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.splitter)
        self._pages.addWidget(self.message)
        box = column(filters, counts, self._pages, spacing=0)
        box.setStretch(2, 1)
        self.setLayout(box)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._pause.poke)
        for box in (self.source, self.language, self.negated, self.shown, self.grouping):
            box.currentIndexChanged.connect(self._filter)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_card())
        self.list.decided.connect(self.run)
        self.list.doubleClicked.connect(lambda _: self.run("sweep_open"))
        self.card.wanted.connect(self.run)
        self.card.tagChosen.connect(self._choose_tag)
        self._context.changed.connect(self._follow)
        self._context.themeChanged.connect(lambda _: self.list.viewport().update())

    # -- reading -----------------------------------------------------------------------------

    @property
    def settled(self) -> bool:
        """Whether what is shown is what the vault holds."""
        return not (self._stale or self._sweeping or self.model.busy)

    def reload(self) -> None:
        """Sweep the archive anew; what is shown stays until the answer is there."""
        if self._sweeping:
            self._stale = True  # once more when this one is done
            return
        self._stale, self._sweeping = False, True
        if self.model.swept is None:
            self._tell(self.tr("The archive is being swept..."))
        vault = self._context.vault
        op = self._context.op(self, partial(sweep_all, vault))
        op.with_job(self.tr("Sweeping the archive")).beside("sweep")
        op.success(self._swept).failure(self._failed).run()

    def _order_again(self) -> None:
        """By what was decided by now; until then nothing jumps away under a person's hands."""
        if self._stale or self.model.swept is None:
            self.reload()
            return
        self._order_due = True
        self._look_again()

    def showEvent(self, event: QShowEvent) -> None:
        """Sweep if anything came since."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def shut(self) -> None:
        """Nothing is asked any more."""
        self._pause.cancel()

    def _swept(self, swept: Swept) -> None:
        self._sweeping = False
        first = self.model.swept is None
        self._take(swept)
        self._look_again()  # what was decided while it swept
        self._check_searches()
        if first and self.isVisible() and not self.words.hasFocus():
            self.list.setFocus()
        if self._stale and self.isVisible():
            self.reload()

    def _failed(self, error: BaseException) -> None:
        self._sweeping, self._stale = False, True
        if isinstance(error, Cancelled):
            if self.model.swept is None:
                self._tell(self.tr("The sweep was stopped. “Order again” begins it anew."))
            return
        self._tell(self.tr("The archive could not be swept."))
        if not isinstance(error, KnownError):
            raise error
        self._context.tasks.failed.emit(error)

    def _follow(self, change: Change) -> None:
        if change.what & _ANEW:
            self._sweep_due()
        elif change.what & _RULED:
            self._look_again()
        if change.what & Changed.SEARCHES:
            self._check_searches()

    def _check_searches(self) -> None:
        """Sweep anew if saved searches ask something else; queries are remembered all the time."""
        if self.model.swept is None:
            return  # looked at as soon as there is something to compare
        asked, vault = self.model.swept.asked, self._context.vault

        def compare(now: tuple[tuple[str, str], ...]) -> None:
            if now != asked:
                self._sweep_due()

        query = self._context.query(self, lambda: saved_queries(vault))
        query.lane("searches").success(compare).run()

    def _sweep_due(self) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def _look_again(self) -> None:
        """Read what is decided by now. What is being written stays shown as it will be."""
        before, vault, written = self.model.swept, self._context.vault, frozenset(self._written)
        if before is None:
            return
        order_due = self._order_due

        def take(swept: Swept) -> None:
            self._written -= written
            self._order_due = self._order_due and not order_due
            self.model.written(written)
            self._take(swept)

        def work() -> Swept:
            found = ruled_again(vault, before.found)
            made = look(vault, found, None if order_due else before)
            return replace(made, asked=before.asked)

        self._context.query(self, work).lane("decisions").success(take).run()

    # -- showing -----------------------------------------------------------------------------

    def _take(self, swept: Swept) -> None:
        self._offer(self.source, self.tr("all categories"), _sources(swept))
        languages = sorted({one.language for one in swept.found.proposed})
        names = [(code, language_name(code) or self.tr("not known")) for code in languages]
        self._offer(self.language, self.tr("all languages"), names)
        self._keep_place(lambda: self.model.show(swept, self._kept()))

    def _offer(self, box: QComboBox, every: str, values: Sequence[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(every, "")
        for value, text in values:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def _kept(self) -> Filter:
        return Filter(
            show=Show(self.shown.currentData()),
            source=str(self.source.currentData() or ""),
            language=str(self.language.currentData() or ""),
            negated=self.negated.currentData(),
            words=self.words.text(),
            grouping=str(self.grouping.currentData() or ""),
        )

    def _filter(self) -> None:
        self._keep_place(lambda: self.model.show(kept=self._kept()), beside=False)

    def _keep_place(self, change: Callable[[], object], *, beside: bool = True) -> None:
        """Show other rows, the cursor on the same passage or on the one that took its place.

        Without `beside` on the first, where the same one is gone: these are other rows.
        """
        chosen = [one.id for one in self.chosen()]
        current = self._current()
        number = self.list.currentIndex().row() if beside else 0
        top = self.list.verticalScrollBar().value()
        change()
        rows = [self.model.place_of(key) for key in chosen]
        kept = [at for at in rows if at >= 0]
        at = self.model.place_of(current.id) if current is not None else -1
        if at < 0:
            at = kept[0] if kept else self._nearest(max(0, number))
        self.list.verticalScrollBar().setValue(top)
        if not beside and at >= 0 and not kept:
            self.list.scrollToTop()
        if at >= 0:
            selection = self.list.selectionModel()
            flag = QItemSelectionModel.SelectionFlag
            selection.setCurrentIndex(self.model.index(at, 0), flag.ClearAndSelect)
            for other in kept:
                selection.select(self.model.index(other, 0), flag.Select)
            self.list.scrollTo(self.model.index(at, 0))
        self._say()
        self._show_card()

    def _nearest(self, number: int) -> int:
        """The passage at a row, or the next one, or the last before; -1 when there is none."""
        rows = self.model.rows
        after = (at for at in range(min(number, len(rows)), len(rows)) if rows[at].one is not None)
        before = (at for at in range(min(number, len(rows)) - 1, -1, -1) if rows[at].one)
        return next(after, next(before, -1))

    def _say(self) -> None:
        swept = self.model.swept
        if swept is None:
            return
        every = self.model.everything()
        waiting = sum(one.offered for one in every)
        decided = sum(one.decision not in (None, Decision.DEFERRED) for one in every)
        shown = len(self.model.passages)
        words = self.tr("{shown} shown  ·  {waiting} to decide  ·  {decided} decided").format(
            shown=number_words(shown), waiting=number_words(waiting),
            decided=number_words(decided),
        )  # fmt: skip
        if swept.found.errors:
            name, why = swept.found.errors[0]
            words += "  ·  " + self.tr("Saved search {name}: {why}").format(name=name, why=why)
        self.count.setText(words)
        self._say_figure(swept)
        if not every:
            self._tell(
                self.tr(
                    "Nothing is proposed: no page holds a word of the taxonomy or of a saved "
                    "search. Import documents, or save a search of your own (Ctrl+D)."
                )
            )
        elif shown:
            self._pages.setCurrentIndex(0)
        elif not waiting and self.model.kept == Filter(grouping=self.model.kept.grouping):
            self._tell(self.tr("Every passage that was proposed is decided."))
        else:
            self._tell(self.tr("No passage fits these filters."))

    def _say_figure(self, swept: Swept) -> None:
        """How well the order is right, where it can be said; else what is missing for it."""
        model, figure = swept.model, swept.model.figure
        if figure is not None:
            said = self.tr("Order learnt from your decisions: right for {model} % of pairs").format(
                model=round(100 * figure.model)
            )
            tip = self.tr(
                "Of all pairs of an accepted and a rejected passage, in so many the accepted one "
                "comes first; measured on documents it did not learn from ({accepted} accepted, "
                "{rejected} rejected). The list of words alone: {words} %. It only orders the list."
            ).format(
                accepted=figure.accepted, rejected=figure.rejected, words=round(100 * figure.words)
            )
        elif model.ranker is not None:
            said = self.tr("Order learnt from your decisions")
            tip = self.tr("How well it is right is told from twenty decisions on.")
        else:
            said = self.tr("Order by the words alone")
            tip = self.tr("It learns from five accepted and five rejected passages on.")
        self.figure.setText(said)
        self.figure.setToolTip(tip)

    def _tell(self, words: str) -> None:
        self.message.setText(words)
        self._pages.setCurrentIndex(1)

    def _words(self, text: object) -> str:
        return QCoreApplication.translate("sweep", str(text))

    # -- what is chosen ----------------------------------------------------------------------

    def _current(self) -> Proposed | None:
        index = self.list.currentIndex()
        return index.data(ROW).one if index.isValid() else None

    def chosen(self) -> list[Proposed]:
        """The passages that are selected, in order."""
        indexes: list[QModelIndex] = self.list.selectionModel().selectedIndexes()
        rows = sorted(index.row() for index in indexes)
        return [one for at in rows if (one := self.model.rows[at].one) is not None]

    def _show_card(self) -> None:
        if self.model.swept is not None:
            chosen = self.chosen()
            self.card.show_passages(self.model.swept, chosen, self._tag_for(chosen))

    def _tag_for(self, chosen: Sequence[Proposed]) -> str:
        """The tag that was chosen for their source, "" where each gets that of its category."""
        tags = {self._tags.get(one.source, "") for one in chosen}
        return tags.pop() if len(tags) == 1 else ""

    def _choose_tag(self, tag: str) -> None:
        """Accept with this tag from now on what the same source proposes."""
        for one in self.chosen():
            self._tags[one.source] = tag
        self.list.setFocus()

    # -- deciding ----------------------------------------------------------------------------

    def run(self, command: str) -> None:
        """Do what a key or a button means to what is chosen."""
        chosen = self.chosen()
        if command in ("sweep_next", "sweep_previous"):
            self.list.move_by(
                1 if command == "sweep_next" else -1,
                lambda number: self.model.rows[number].one is not None,
            )
        elif not chosen:
            return
        elif command == "sweep_open":
            one = chosen[0]
            self.wordsWanted.emit(one.document, one.unit, one.span.start, one.span.end)
        elif command == "sweep_tag":
            self.card.tag.setFocus()
            self.card.tag.showPopup()
        elif self._context.vault.store.read_only:
            return
        elif command == "sweep_reject":
            self._ask_reason(chosen)
        else:
            self._decide(chosen, Ruling(_COMMANDS[command], tag=self._tag_for(chosen)))

    def _ask_reason(self, chosen: Sequence[Proposed]) -> None:
        swept = self.model.swept
        dialog = RejectDialog(self, len(chosen), swept.reasons if swept is not None else ())

        def reject() -> None:
            self._decide(chosen, Ruling(Decision.REJECTED, reason=dialog.reason))

        dialog.accepted.connect(reject)
        dialog.finished.connect(lambda _: self.list.setFocus())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _decide(self, chosen: Sequence[Proposed], ruling: Ruling) -> None:
        """Show it at once, write it, and go on to the next passage."""
        keys = {one.id for one in chosen}
        self._go_on(keys)
        self._keep_place(lambda: self.model.pending(chosen, ruling.decision, ruling.reason))
        vault, author = self._context.vault, self._context.settings.author

        def done(_: object) -> None:
            self._written |= keys
            self._look_again()

        def failed(error: BaseException) -> None:
            self._written |= keys
            self._look_again()
            self._context.tasks.failed.emit(error)

        op = self._context.op(self, lambda: decide(vault, chosen, ruling, author=author))
        op.success(done).failure(failed).run()

    def _go_on(self, keys: set[str]) -> None:
        """Put the cursor on the next passage that is not among them."""
        wanted = {
            number
            for number, each in enumerate(self.model.rows)
            if each.one is not None and each.one.id not in keys
        }
        last = max((self.model.place_of(key) for key in keys), default=-1)
        after = [number for number in wanted if number > last]
        before = [number for number in wanted if number < last]
        number = min(after) if after else max(before, default=-1)
        if number >= 0:
            self.list.setCurrentIndex(self.model.index(number, 0))


def _sources(swept: Swept) -> list[tuple[str, str]]:
    used = {one.source for one in swept.found.proposed}
    named = ((source, one_line(name)) for source, name in swept.sources.items() if source in used)
    return sorted(named, key=lambda pair: (pair[0].startswith("search:"), pair[1].casefold()))
