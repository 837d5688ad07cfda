"""The two texts of a comparison: the provision in force, and a card for each reading proposed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from itrvault.desktop.families import newer_words
from itrvault.desktop.models.compare import NOBODY, Card, Compared, Filter, Source, said_about
from itrvault.desktop.models.compare_notes import NoteLine
from itrvault.desktop.models.compare_tree import number_of, part_words
from itrvault.desktop.theme import HEADING_PX, Theme
from itrvault.desktop.widgets.redline_text import RedlineText
from itrvault.desktop.widgets.verb_badge import verb_meaning
from itrvault.desktop.words import language_name, one_way
from itrvault.model.proposal import Verb
from itrvault.model.provision import ProvisionDoubt
from itrvault.negotiation import Subject
from itrvault.text.word_diff import Kind


class ComparedText(RedlineText):
    """What both texts say alike: what people wrote at their passages. A link to it is its line."""

    def notes(self, lines: Sequence[NoteLine]) -> None:
        """A line for each note."""
        for number, line in enumerate(lines):
            self.paragraph(above=2 if number else 8)
            self.dot(line.colour)
            self.link(one_way(line.words), line)
            if line.judgement:
                self.small(f"   {line.judgement}")


class InForceText(ComparedText):
    """What the text in force says, with a link to where it says it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setAccessibleName(self.tr("In force"))

    def show_subject(self, found: Compared) -> None:
        """Show the provision, or all of a part."""
        subject = found.subject
        self.begin()
        self.card()
        self.paragraph()
        self.small(self.tr("In force") if found.base_spot is not None else self.tr("Not in force"))
        name = part_words(subject)
        title = subject.part.title if subject.part is not None else ""
        self.paragraph(title, above=6)
        self.words(f"{name}  ", pixels=HEADING_PX, bold=True)
        self.words(title, pixels=HEADING_PX, bold=True)
        if subject.base is not None:
            self._provision(subject.base.text, number_of(subject))
            self._doubt(subject.base.doubt)
        elif subject.number:
            self.paragraph(above=8)
            self.words(self._new(subject), "secondary")
        elif subject.part is not None:
            for one in subject.part.provisions:
                self._provision(one.text, f"{one.number}  {one.paragraph}".strip())
        else:
            self.paragraph(above=8)
            self.words(self._not_there(found), "secondary")
        self.notes(found.base_notes)
        self._leads(found)
        self.end()

    def _leads(self, found: Compared) -> None:
        """To its page, and to what others say about it."""
        said = said_about(found.subject)
        if found.base is not None and found.base_spot is not None:
            self.paragraph(above=10)
            where = [found.base.symbol or found.base.name, found.base_spot.page]
            self.link(one_way(", ".join(part for part in where if part)), found.base_spot)
        if said is not None:
            self.paragraph(above=4)
            self.link(self.tr("Find where documents speak of it"), said)

    def _new(self, subject: Subject) -> str:
        number = " ".join(number_of(subject).split())
        adding = (Verb.ADD, Verb.MOVED_HERE)
        if any(each.proposal.verb in adding for each in subject.standing()):
            words = self.tr("{number} is not in the text in force; it is proposed to be added.")
        elif not subject.count:
            words = self.tr("{number} is not in the text in force; nobody proposes it any more.")
        else:
            words = self.tr("{number} is not in the text in force.")
        return words.format(number=number)

    def _not_there(self, found: Compared) -> str:
        if found.subject.kind is None:
            return self.tr(
                "These proposals do not say what they are about. Read them on their page."
            )
        return self.tr("This part is not in the text in force.")

    def _provision(self, text: str, number: str) -> None:
        self.paragraph(text, above=10, spread=True)
        if number:
            self.words(f"{number}   ", bold=True)
        self.redline([(Kind.EQUAL, text)])

    def _doubt(self, doubt: ProvisionDoubt) -> None:
        said = {
            ProvisionDoubt.NONE: "",
            ProvisionDoubt.NUMBER_MISSING: self.tr(
                "Its number was not found in the document; it follows from those around it."
            ),
            ProvisionDoubt.NUMBER_DAMAGED: self.tr(
                "Its number is damaged in the document; look at the page."
            ),
            ProvisionDoubt.AFTER_A_GAP: self.tr(
                "One or more provisions before it were not found in the document."
            ),
        }[doubt]  # fmt: skip
        if said:
            self.paragraph(above=6)
            self.small(said)


MOST = 60
"""Cards that are shown at first: more than anybody reads at once, and shown without a wait."""

_THE_REST = object()


class ProposalCards(ComparedText):
    """The readings that a filter keeps; those that revisions replaced come last."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.setAccessibleName(self.tr("Proposals"))
        self.cards: list[Card] = []
        self._found: Compared | None = None
        self.followed.connect(self._show_rest)

    def show_cards(self, found: Compared, kept: Filter) -> None:
        """Show them from the first."""
        self._found = found
        self.cards = [card for card in found.cards if kept.keeps(card.verb, card.authors)]
        self._show(MOST)

    def _show(self, most: int) -> None:
        """Show so many of them."""
        found = self._found
        assert found is not None
        self.begin()
        replaced = False
        for card in self.cards[:most]:
            if not card.stands and not replaced:
                replaced = True
                self.off_card()
                self.paragraph()
                self.small(self.tr("Replaced: a newer revision took the place of these papers"))
            self.card()
            self._write(card)
        if not self.cards:
            self.card()
            self.paragraph()
            self.words(self._nothing(found), "secondary")
        rest = len(self.cards) - most
        if rest > 0:
            self.off_card()
            self.paragraph()
            self.link(self.tr("Show %n more reading(s)", "", rest), _THE_REST)
        self.end()

    def _show_rest(self, meant: object) -> None:
        if meant is _THE_REST:
            down = self.verticalScrollBar().value()
            self._show(len(self.cards))
            self.verticalScrollBar().setValue(down)

    def show_author(self, author: str) -> None:
        """Scroll to the first card of a proponent."""
        for number, card in enumerate(self.cards):
            if author in (card.authors or (NOBODY,)):
                if number >= MOST:
                    self._show(len(self.cards))
                self.show_card(number)
                return

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
        self.badge(card.verb)
        self.words("   ")
        if card.authors:
            self.words(", ".join(card.authors), bold=True)
        else:
            self.words(self.tr("not said by whom"), "secondary")
        about = [one_way(card.name), language_name(card.language)]
        said = " · ".join(part for part in about if part)
        if said:
            self.small(f"   {said}")

    def _text(self, card: Card) -> None:
        if card.parts:
            self.paragraph("".join(text for _, text in card.parts), above=6, spread=True)
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
        if card.language and card.compared:
            self.paragraph(above=4)
            self.small(self.tr("Against the text in force as this document gives it."))
        if card.other_base:
            self.paragraph(above=4)
            self.small(
                self.tr("The document's redline starts from other words than the text in force."),
                "danger",
            )

    def _source(self, source: Source) -> None:
        name = source.identifier
        if source.option:
            name = self.tr("option {number}").format(number=source.option)
        document = source.document.symbol or source.document.name
        if name:
            words = self.tr("{name} in {document}").format(name=name, document=document)
        else:
            words = document
        if source.spot.page:
            words += f", {source.spot.page}"
        self.link(one_way(words), source.spot)
        if source.newer is not None:
            self.small("   " + newer_words(source.newer, source.document))
