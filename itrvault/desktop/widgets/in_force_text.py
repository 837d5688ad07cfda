"""The text in force: a provision, or all of a part, with its numbers and the way to its page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from itrvault.desktop.models.compare import (
    Compared,
    Elsewhere,
    called,
)
from itrvault.desktop.models.compare_tree import number_of, numbers_of, part_words
from itrvault.desktop.theme import HEADING_PX, Theme
from itrvault.desktop.widgets.compared_text import ComparedText
from itrvault.desktop.words import one_way
from itrvault.model.proposal import Verb
from itrvault.model.provision import ProvisionDoubt
from itrvault.negotiation import Subject
from itrvault.text.word_diff import Kind


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
        self.words(f"{name}  {title}".strip(), pixels=HEADING_PX, bold=True)
        self._elsewhere(found)
        if subject.base is not None:
            self._provision(subject.base.text, number_of(subject), subject.number)
            self._doubt(subject.base.doubt)
        elif subject.number:
            self.paragraph(above=8)
            self.words(self._new(subject), "secondary")
        elif subject.part is not None:
            for one in subject.part.provisions:
                self._provision(one.text, numbers_of(one), one.number)
        else:
            self.paragraph(above=8)
            self.words(self._not_there(found), "secondary")
        self.notes(found.base_notes)
        self._leads(found)
        self.end()

    def _elsewhere(self, found: Compared) -> None:
        """The numbers it has in other numberings of the treaty."""
        own = found.subject.number or part_words(found.subject)
        others = found.comparison.elsewhere
        same = [other.numbering for other in others if other.number == own]
        said = []
        for other in others:
            if other.number != own:
                words = self.tr("{number} in {numbering}").format(
                    number=other.number, numbering=other.numbering
                )
                said.append(f"{words} ({self.tr('by hand')})" if other.by_hand else words)
        if same:
            said.append(self.tr("the same in {numberings}").format(numberings=", ".join(same)))
        if said:
            self.paragraph(above=2)
            self.small(self.tr("Number: {numbers}").format(numbers="; ".join(said)))

    def _leads(self, found: Compared) -> None:
        """To its page, and to its numbers elsewhere."""
        if found.base is not None and found.base_spot is not None:
            self.paragraph(above=10)
            where = [called(found.base), found.base_spot.page]
            self.link(one_way(", ".join(part for part in where if part)), found.base_spot)
        own = found.subject.number or found.subject.of_part
        if own:
            self.paragraph(above=4 if found.base_spot is not None else 10)
            wish = Elsewhere(found.numbering, found.subject.number or part_words(found.subject))
            self.link(self.tr("Other numberings"), wish, "secondary")

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

    def _provision(self, text: str, number: str, key: str) -> None:
        self.paragraph(text, above=10, spread=True)
        self.place(key)
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
