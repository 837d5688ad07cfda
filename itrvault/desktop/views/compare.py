"""The treaty in force beside all that is proposed on it: five pages over one reading of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.dialogs.choose_base import ChooseBaseDialog
from itrvault.desktop.dialogs.numbers import NumbersDialog
from itrvault.desktop.dialogs.settle import SettleDialog
from itrvault.desktop.models.compare import (
    Compared,
    Elsewhere,
    Said,
    Settle,
    Spot,
    look_at_comparison,
)
from itrvault.desktop.models.compare_filter import Filter, Kept
from itrvault.desktop.models.compare_notes import NoteLine
from itrvault.desktop.models.compare_positions import look_at_positions
from itrvault.desktop.models.compare_settle import Case, case_of, open_cases, settled_cases
from itrvault.desktop.models.compare_shared import look_at_shared
from itrvault.desktop.models.compare_touching import look_at_touching
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.views.compare_bar import CompareBar
from itrvault.desktop.views.compare_positions import PositionsPage
from itrvault.desktop.views.compare_provision import ProvisionPage
from itrvault.desktop.views.compare_settle import SettlePage
from itrvault.desktop.views.compare_shared import SharedPage
from itrvault.desktop.views.compare_together import TogetherPage
from itrvault.desktop.widgets.parts import column, row, words_label
from itrvault.errors import Cancelled, NoSuchDocument
from itrvault.model.document import Document
from itrvault.model.journal import Change, Changed
from itrvault.model.provision import Place
from itrvault.negotiation import Negotiation, Subject
from itrvault.negotiation.saying import Sayings
from itrvault.progress import CancelToken

REST_MS = 300
"""Documents come many a second while they are imported; proposals are looked for when they rest."""

_NOTES = Changed.ANNOTATIONS | Changed.TAGS | Changed.RISKS | Changed.LINKS


class CompareView(QWidget):
    """Reads when it is first looked at, and again when documents or rulings changed."""

    placeWanted = Signal(str, object)  # document, Place
    annotationWanted = Signal(str)
    searchWanted = Signal(str)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._sayings = Sayings(context.vault)
        self._cancel = CancelToken()
        self._touching = CancelToken()
        self._stale = True
        self._notes_stale = False
        self._base = ""
        self._author = ""  # to scroll to, once what is on its way has come
        self._wanted: Subject | None = None
        self._due: set[str] = set()  # pages that show what is not so any more
        self.found: Negotiation | None = None
        self._pause = Debounce(REST_MS, self._reload_if_seen, self)
        self._make()
        self._connect()
        context.changed.connect(self._follow)
        context.themeChanged.connect(lambda _: self.provision.render_again())

    @property
    def settled(self) -> bool:
        """Whether what is shown is what the archive holds."""
        return not self._stale and self.found is not None

    @property
    def compared(self) -> Compared | None:
        """What is shown of a provision."""
        return self.provision.compared

    @property
    def kept(self) -> Filter:
        """What the filters keep."""
        return self.bar.kept

    def reload(self) -> None:
        """Read what is new of the proposals, and show all."""
        self._stale = False
        self._cancel.cancel()  # what is under way is of no use any more
        token = self._cancel = CancelToken()
        negotiations, base, vault = self._context.negotiations, self._base, self._context.vault

        def work() -> tuple[Negotiation, list[Case], list[Case], list[Document]]:
            found = negotiations.read(base, token)
            cases = open_cases(found), settled_cases(vault, found)
            return found, *cases, list(vault.store.documents.all())

        query = self._context.query(self, work).lane("negotiation")
        query.success(self._take).failure(self._fail).run()

    def shut(self) -> None:
        """Stop reading: the archive is closed."""
        self._pause.cancel()
        self._cancel.cancel()
        self._touching.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        self._reload_if_seen()

    def focus_page(self) -> None:
        """Give the keys to the page that is shown."""
        takers: dict[QWidget | None, QWidget] = {
            self.positions: self.positions.table, self.together: self.together.table,
            self.shared: self.shared.table, self.settle: self.settle.list,
        }  # fmt: skip
        takers.get(self.pages.currentWidget(), self.provision.tree).setFocus()

    def show_subject(self, subject: Subject, author: str = "") -> None:
        """Compare a provision or a part; with an author scroll to what that one proposes."""
        self.turn_to("provision")
        self._author = author
        if not self.provision.choose(subject):
            self._ask(subject)

    def turn_to(self, name: str) -> None:
        """Show one of the pages: "provision", "positions", "together", "shared", "settle"."""
        self.bar.show_page(name)
        self.pages.setCurrentWidget(self._pages[name])
        self._bring_up_to_date()

    def correct(self, settle: Settle) -> None:
        """Ask what a proposal is in truth."""
        if self.found is not None:
            self._dialog().correct(case_of(self.found, settle.sourced))

    def add_missed(self, document: str, place: Place) -> None:
        """Ask what a passage proposes in which nothing was found."""
        self._dialog().add(document, place)

    # -- making ------------------------------------------------------------------------------

    def _make(self) -> None:
        context = self._context
        self.bar = CompareBar(context)
        self.provision = ProvisionPage(context)
        self.positions = PositionsPage(context)
        self.together = TogetherPage(context)
        self.shared = SharedPage(context)
        self.settle = SettlePage(context)
        self.message = words_label("", "secondary", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setContentsMargins(80, 40, 80, 40)
        self.notice = words_label("", "notice", wrap=True)
        self._pages: dict[str, QWidget] = {
            "provision": self.provision, "positions": self.positions, "together": self.together,
            "shared": self.shared, "settle": self.settle,
        }  # fmt: skip
        self.pages = QStackedWidget()
        for page in (self.message, *self._pages.values()):
            self.pages.addWidget(page)
        self.strip = QWidget()
        self.strip.setLayout(row(self.notice, margins=(12, 0, 12, 8)))
        self.strip.hide()
        self.setLayout(column(self.bar, self.strip, self.pages, spacing=0))
        self.bar.hide()
        self.bar.show_page("provision")
        self._say(self.tr("Reading the proposals..."))

    def _connect(self) -> None:
        self.bar.turned.connect(self.turn_to)
        self.bar.filtered.connect(self._filter)
        self.bar.baseChosen.connect(self._choose_base)
        self.bar.otherWanted.connect(self._choose_other)
        self.bar.together.toggled.connect(lambda on: setattr(self.provision.lock, "on", on))
        self.provision.wanted.connect(self._ask)
        self.positions.chosen.connect(self._choose_position)
        self.positions.peeked.connect(self._peek)
        self.together.chosen.connect(self.show_subject)
        self.shared.wanted.connect(self._ask_shared)
        self.settle.placeWanted.connect(self._show_meant)
        for page in (self.provision, self.positions, self.shared):
            page.followed.connect(self._show_meant)

    # -- what was read -----------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        if change.what & (Changed.DOCUMENTS | Changed.SETTLEMENTS):
            if change.what & Changed.DOCUMENTS and change.ids:
                self._sayings.forget(change.ids)  # without ids files failed: none is another
            self._stale = True
            self._pause.poke()
        elif change.what & _NOTES:
            self._notes_stale = True
            self._pause.poke()

    def _reload_if_seen(self) -> None:
        if not self.isVisible():
            return
        if self._stale:
            self.reload()
        elif self._notes_stale and self._wanted is not None:
            self._ask(self._wanted)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        if isinstance(error, NoSuchDocument) and self._base:
            self._base = ""  # the base text was removed
            self.reload()
            return
        self._context.tasks.failed.emit(error)

    def _take(self, answer: tuple[Negotiation, list[Case], list[Case], list[Document]]) -> None:
        found, waiting, settled, documents = answer
        self.found = found
        self._due = {"positions", "together", "shared"}
        self.bar.save.offer(found, ())
        self.bar.show_found(found)
        self.provision.show_found(found)
        self.settle.show_cases(waiting, settled)
        self.shared.know(documents)
        self._note_what_is_missing(found)
        if not found.sourced and not found.open and not found.settled and found.base is None:
            self.provision.compared = None
            self.bar.hide()
            self._say(self._missing_words())
            return
        self.bar.show()
        if self.pages.currentWidget() is self.message:
            self.turn_to("provision")
        self.provision.fill(self._wanted)
        self._bring_up_to_date()

    def _note_what_is_missing(self, found: Negotiation) -> None:
        words = ""
        if found.base is None and found.sourced:
            words = self.tr(
                "No text in force is known here, so nothing can be compared with it. Import the "
                "treaty that is negotiated; if it is here already, give it the class "
                "“Treaty text” in the inspector."
            )
        elif not found.sourced:
            words = self.tr(
                "Nothing is proposed yet: no document here holds proposals. Import contributions "
                "or compilations; what they propose is set beside the text in force."
            )
        self.notice.setText(words)
        self.strip.setVisible(bool(words) and (found.base is not None or bool(found.sourced)))

    def _missing_words(self) -> str:
        return self.tr(
            "There is no treaty here, and nothing that proposes to change one.\n\n"
            "Import the text in force (such as the Regulations of 1988) and the contributions to "
            "the conference. Each provision is then set beside what is proposed for it: who wants "
            "which words, and why."
        )

    def _say(self, words: str) -> None:
        self.message.setText(words)
        self.pages.setCurrentWidget(self.message)

    def _bring_up_to_date(self) -> None:
        """Make what a page shows when it is looked at, and not before."""
        found = self.found
        shown = next((n for n, p in self._pages.items() if p is self.pages.currentWidget()), "")
        if found is None or shown not in self._due:
            return
        self._due.discard(shown)
        if shown == "positions":
            self.positions.show_grid(look_at_positions(found, self.kept))
        elif shown == "together":
            self.together.show_grid(look_at_positions(found, Filter()))
        else:
            self._ask_shared()

    # -- choosing ----------------------------------------------------------------------------

    def _choose_base(self, document: str) -> None:
        self._base = document
        self.reload()

    def _choose_other(self) -> None:
        dialog = ChooseBaseDialog(self._context, self)
        dialog.chosen.connect(self._choose_base)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _filter(self) -> None:
        self._due.add("positions")
        self.provision.keep(self.kept)
        self._count()
        self._bring_up_to_date()

    def _choose_position(self, subject: Subject, author: str) -> None:
        self.show_subject(subject, author)
        self.provision.cards.setFocus()

    def _peek(self, subject: Subject, author: str) -> None:
        found, vault = self.found, self._context.vault
        if found is None:
            return
        kept = self.kept
        wanted = Filter(kept.verb, Kept((author,)), kept.month, kept.since, kept.until)
        query = self._context.query(self, lambda: look_at_comparison(vault, found, subject))
        query.lane("peek").success(lambda seen: self.positions.show_peek(seen, wanted)).run()

    def _ask(self, subject: Subject) -> None:
        self._wanted = subject
        found = self.found
        if found is None:
            return
        self._notes_stale = False
        vault = self._context.vault
        query = self._context.query(self, lambda: look_at_comparison(vault, found, subject))
        query.lane("comparison").success(self._show).run()

    def _ask_touching(self, compared: Compared) -> None:
        found, vault, sayings = self.found, self._context.vault, self._sayings
        if found is None:
            return
        self._touching.cancel()
        token = self._touching = CancelToken()
        query = self._context.query(
            self, lambda: look_at_touching(vault, found, compared, sayings, token)
        )
        query.lane("touching").success(self.provision.touching.show_rows)
        query.failure(self._fail).run()

    def _ask_shared(self) -> None:
        found, vault, wish = self.found, self._context.vault, self.shared.wish
        if found is None:
            return
        self.shared.begin()
        query = self._context.query(self, lambda: look_at_shared(vault, found, wish))
        query.lane("shared").success(self.shared.show_pairs).failure(self._fail).run()

    # -- showing -----------------------------------------------------------------------------

    def _show(self, compared: Compared) -> None:
        self.bar.save.offer(self.found, [group.subject for group in compared.groups])
        self.provision.show_compared(compared)
        self._count()
        self._ask_touching(compared)
        if self._author:
            self.provision.cards.show_author(self._author)
            self._author = ""

    def _count(self) -> None:
        if self.compared is not None:
            self.bar.show_count(len(self.provision.cards.cards), len(self.compared.cards))

    def _show_meant(self, meant: object) -> None:
        if isinstance(meant, Spot):
            self.placeWanted.emit(meant.document, meant.place)
        elif isinstance(meant, NoteLine):
            self.annotationWanted.emit(meant.annotation)
        elif isinstance(meant, Said):
            self.searchWanted.emit(meant.query)
        elif isinstance(meant, Settle):
            self.correct(meant)
        elif isinstance(meant, Elsewhere):
            self._show_dialog(
                NumbersDialog(self._context, meant.numbering, meant.number, self.window())
            )

    def _dialog(self) -> SettleDialog:
        dialog = SettleDialog(self._context, self.window())
        dialog.placeWanted.connect(self._show_meant)
        self._show_dialog(dialog)
        return dialog

    @staticmethod
    def _show_dialog(dialog: QDialog) -> None:
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
