"""A card for each reading that is proposed, and for each place where the text branches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from PySide6.QtCore import QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from itrvault.desktop.families import newer_words
from itrvault.desktop.models.compare import (
    Card,
    Compared,
    Forked,
    Group,
    Settle,
    Source,
    called,
)
from itrvault.desktop.models.compare_filter import NOBODY, Filter
from itrvault.desktop.models.compare_settle import doubt_words
from itrvault.desktop.models.compare_tree import number_of
from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.compared_text import ComparedText
from itrvault.desktop.widgets.verb_badge import verb_meaning
from itrvault.desktop.words import language_name, one_way
from itrvault.model.proposal import Verb

MOST = 20
"""Cards that are shown at first: more than anybody reads at once, and shown without a wait."""

NEXT_MS = 20
"""After so long the next cards are written: what there is has been painted, and keys were heard."""

_THE_REST = object()
_OF_ALL = (
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.MoveToEndOfDocument,
    QKeySequence.StandardKey.SelectEndOfDocument,
)
"""Keys that mean the whole text."""


class ProposalCards(ComparedText):
    """The readings that a filter keeps; those that revisions replaced come last.

    Of a whole part: what is proposed for it as such, then for each of its provisions. When all are
    asked for, those in view come at once and the others while nobody waits; whatever means the
    whole text (`finish`) has them written first.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setAccessibleName(self.tr("Proposals"))
        self.cards: list[Card] = []
        self._found: Compared | None = None
        self._kept = Filter()
        self._whole = False  # all of them, not only the first
        self._frames: list[int] = []  # the number of each card that is shown
        self._groups: list[tuple[Group, list[Card]]] = []
        self._filling: Iterator[None] | None = None  # writes a card at each step
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(NEXT_MS)
        self._next.timeout.connect(self._go_on)
        self.followed.connect(self._show_rest)

    def show_cards(self, found: Compared, kept: Filter) -> None:
        """Show them from the first."""
        self._found, self._kept = found, kept
        self._groups = [
            (group, [card for card in group.cards if card.kept(kept)]) for group in found.groups
        ]
        self.cards = [card for _, cards in self._groups for card in cards]
        self._show(whole=False)

    @property
    def filling(self) -> bool:
        """Whether cards that were asked for are still to be written."""
        return self._filling is not None

    def finish(self) -> None:
        """Write what is still to be written, now."""
        if self._filling is not None:
            self._pen.beginEditBlock()
            self._fill(None)
            self._pen.endEditBlock()

    def _show(self, *, whole: bool) -> None:
        """Show the first of them, or begin to show all."""
        self._whole = whole
        self.begin()
        self._frames = []
        self._filling = self._written()
        self._fill(2 * MOST if whole else None)  # those that are there already, and what follows
        self.end()

    def _go_on(self) -> None:
        """Write some more below what there is."""
        if self._filling is not None:
            self._pen.beginEditBlock()
            self._fill(MOST)
            self._pen.endEditBlock()

    def _fill(self, count: int | None) -> None:
        """Write so many cards; None for all that are left."""
        assert self._filling is not None
        written = sum(1 for _ in islice(self._filling, count))
        if count is not None and written == count:
            self._next.start()
        else:
            self._filling = None
            self._next.stop()

    def _written(self) -> Iterator[None]:
        """Write the text, a step for each card."""
        found = self._found
        assert found is not None
        most = max(MOST, len(self.cards)) if self._whole else MOST
        left = most
        for group, cards in self._groups:
            if left > 0:
                yield from self._write_group(group, cards[:left], several=len(found.groups) > 1)
            left -= len(cards)
        branches = any(one.document == found.base for group in found.groups for one in group.forks)
        if not self.cards and (found.cards or not branches):
            self.card()
            self.paragraph()
            self.words(self._nothing(found), "secondary")
        rest = len(self.cards) - most
        if rest > 0:
            self.off_card()
            self.paragraph()
            self.link(self.tr("Show %n more reading(s)", "", rest), _THE_REST)

    def _write_group(self, group: Group, cards: Sequence[Card], *, several: bool) -> Iterator[None]:
        base = self._found.base.id if self._found is not None and self._found.base else ""
        own = [each for each in group.forks if each.document.id == base]
        if several and (cards or own):
            self.off_card()
            self.paragraph(above=4)
            self.place(group.subject.number)
            name = number_of(group.subject) or self.tr("The whole of it")
            self.link(name, group.subject) if group.subject.number else self.small(name)
        replaced = False
        yield from self._write_own_forks(own)
        forks = [each for each in group.forks if each.document.id != base]
        for card in cards:
            if not card.stands and not replaced:
                replaced = True
                self._write_forks(forks, group.cards)
                forks = []
                self.off_card()
                self.paragraph()
                self.small(self.tr("Replaced: a newer revision took the place of these papers"))
            self._frames.append(self.card())
            self._write(card)
            yield
        self._write_forks(forks, group.cards)

    def _write_own_forks(self, forks: Sequence[Forked]) -> Iterator[None]:
        """Where the text in force itself is a draft with brackets: each on a card of its own."""
        if forks and self._kept.open:
            self.off_card()
            self.paragraph()
            self.small(self.tr("Branches of the text itself"))
            shown = forks if self._whole else forks[:MOST]
            for each in shown:
                self.card()
                self.forks([each])
                yield
            if len(forks) > len(shown):
                self.off_card()
                self.paragraph()
                rest = len(forks) - len(shown)
                self.link(self.tr("Show %n more place(s) that branch", "", rest), _THE_REST)

    def _write_forks(self, forks: Sequence[Forked], cards: Sequence[Card]) -> None:
        if forks and self._kept.open:
            self.off_card()
            self.paragraph()
            self.small(self.tr("Options and brackets, as they stand in the papers"))
            self.card()
            self.forks(forks, cards)

    def _show_rest(self, meant: object) -> None:
        if meant is _THE_REST:
            down = self.verticalScrollBar().value()
            self._show(whole=True)
            self.verticalScrollBar().setValue(down)

    def show_author(self, author: str) -> None:
        """Scroll to the first card of a proponent."""
        for number, card in enumerate(self.cards):
            if author in (card.authors or (NOBODY,)):
                if number >= len(self._frames):
                    if not self._whole:
                        self._show(whole=True)
                    self.finish()
                self.show_card(self._frames[number])
                return

    # -- what means the whole text -----------------------------------------------------------

    def toPlainText(self) -> str:
        """All words, those that are still to be written too."""
        self.finish()
        return super().toPlainText()

    def selectAll(self) -> None:
        """Select all words, those that are still to be written too."""
        self.finish()
        super().selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that go to the end, or select everything, have it all written first."""
        if any(event.matches(key) for key in _OF_ALL):
            self.finish()
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu can select everything."""
        self.finish()
        super().contextMenuEvent(event)

    # -- inside ------------------------------------------------------------------------------

    def _nothing(self, found: Compared) -> str:
        if found.cards:
            return self.tr(
                "The filters leave none of the %n reading(s) here.", "", len(found.cards)
            )
        if found.subject.number:
            return self.tr("Nothing is proposed for this provision.")
        if found.subject.kind is not None and found.subject.part is not None:
            return self.tr(
                "Nothing is proposed for the whole of this part. Choose one of its provisions."
            )
        return self.tr("Nothing is proposed here as a whole. Choose one of its provisions.")

    def _write(self, card: Card) -> None:
        self._head(card)
        self._text(card)
        several = len(card.reasons) > 1
        for text, givers in card.reasons:
            self.paragraph(above=8)
            self.small(self.tr("Reasons"))
            if several:
                self.small(" · " + ", ".join(givers))
            self.paragraph(text, above=1)
            self.words(text)
        self.notes(card.notes)
        for number, source in enumerate(card.sources):
            self.paragraph(above=1 if number else 8)
            self._source(source)

    def _head(self, card: Card) -> None:
        self.paragraph()
        self.badge(card.verb, emphasised=card.emphasised)
        self.words("   ")
        for number, code in enumerate(card.authors):
            self.words(f"{', ' if number else ''}{code}", bold=True)
            if code in card.disputed:
                self.words("?", "danger", bold=True)
        if card.unknown or not card.authors:
            said = self.tr("not said by whom")
            self.words(self.tr(" and somebody unnamed") if card.authors else said, "secondary")
        if card.disputed:
            self.small("   " + self.tr("disputed who proposes it"), "danger")
        if card.emphasised:
            self.small("   " + self.tr("with emphasis: must stay as it is"))
        about = [one_way(card.name), language_name(card.language)]
        said = " · ".join(part for part in about if part)
        if said:
            self.small(f"   {said}")

    def _text(self, card: Card) -> None:
        if card.parts:
            self.paragraph("".join(text for _, text in card.parts), above=6, spread=True)
            self.place(("text", self.card_count - 1))
            self.redline(card.parts)
        elif card.verb in (Verb.NOC, Verb.NO_TEXT, Verb.SUP):
            said = {
                Verb.NOC: self.tr("It stays as it is."),
                Verb.NO_TEXT: self.tr("No such provision."),
                Verb.SUP: self.tr("It is taken out."),
            }[card.verb]
            self.paragraph(above=6)
            self.words(said, "secondary")
        else:
            self.paragraph(above=6)
            self.words(
                self.tr("{meaning}; the words are on the page").format(
                    meaning=verb_meaning(card.verb)
                ),
                "secondary",
            )
        if card.language and card.reading.compared:
            self.paragraph(above=4)
            self.small(self.tr("Against the text in force as this document gives it."))
        if card.reading.other_base:
            self.paragraph(above=4)
            self.small(
                self.tr("The document's redline starts from other words than the text in force."),
                "danger",
            )

    def _source(self, source: Source) -> None:
        proposal = source.sourced.proposal
        name = proposal.identifier
        if proposal.option:
            name = self.tr("option {number}").format(number=proposal.option)
        document = called(source.document)
        words = document
        if name:
            words = self.tr("{name} in {document}").format(name=name, document=document)
        if source.spot.page:
            words += f", {source.spot.page}"
        self.link(one_way(words), source.spot)
        if source.sourced.newer is not None:
            self.small("   " + newer_words(source.sourced.newer, source.document))
        said = []
        if proposal.settled:
            said.append(self.tr("settled by hand"))
        if proposal.printed and proposal.printed != proposal.authors:
            said.append(self.tr("printed as {codes}").format(codes=", ".join(proposal.printed)))
        if proposal.doubt:
            said.append(doubt_words(proposal.doubt))
        if said:
            self.small("   " + " · ".join(said))
        self.small("   ")
        self.link(self.tr("Correct"), Settle(source.sourced), "secondary")
