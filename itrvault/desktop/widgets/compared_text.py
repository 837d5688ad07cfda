"""What both texts of a comparison say alike: branches, and what people wrote at passages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from itrvault.desktop.models.compare import (
    Card,
    Forked,
    called,
)
from itrvault.desktop.models.compare_notes import NoteLine
from itrvault.desktop.widgets.redline_text import RedlineText
from itrvault.desktop.words import one_way
from itrvault.model.bracket import Branch, Stance
from itrvault.model.proposal import Verb
from itrvault.text.word_diff import Kind


def stance_words(stance: Stance, parties: int) -> str:
    """What so many parties do about bracketed words."""
    translate = QCoreApplication.translate
    one, several = {
        Stance.PROPOSE: (translate("compare", "proposes"), translate("compare", "propose")),
        Stance.OPPOSE: (translate("compare", "opposes"), translate("compare", "oppose")),
        Stance.SUPPORT: (translate("compare", "supports"), translate("compare", "support")),
        Stance.CONSIDER: (translate("compare", "considers"), translate("compare", "consider")),
        Stance.RESERVE: (translate("compare", "reserves"), translate("compare", "reserve")),
    }[stance]
    return one if parties == 1 else several


class ComparedText(RedlineText):
    """What both texts say alike: what people wrote at their passages. A link to it is its line."""

    def forks(self, forks: Sequence[Forked], cards: Sequence[Card] = ()) -> None:
        """Where texts branch: each branch with who is for and against it, those inside set in.

        `cards` say who proposes the same as an option, which names nobody.
        """
        backers = {
            (source.document.id, source.sourced.proposal.option): card.authors
            for card in cards
            for source in card.sources
        }
        for each in forks:
            self.paragraph(above=10)
            where = ", ".join(filter(None, (called(each.document), each.spot.page)))
            self.link(one_way(where), each.spot)
            for depth, _, branch in each.fork.walk(1):
                self._branch(branch, depth, backers.get((each.fork.document, branch.option), ()))

    def _branch(self, branch: Branch, level: int, backers: Sequence[str]) -> None:
        self.paragraph(above=6, level=level)
        if branch.option:
            self.words(self.tr("Option {number}").format(number=branch.option), bold=True)
            self.words("   ")
            self.badge(Verb(branch.verb))
            self.words("   ")
        for number, position in enumerate(branch.positions):
            if number:
                self.small("  ·  ")
            self.words(", ".join(position.parties), bold=True)
            self.small(f" {stance_words(position.stance, len(position.parties))}")
        if branch.option:
            if backers:
                self.small(self.tr("the same as ") if not branch.positions else "  ·  ")
                self.words(", ".join(backers), bold=True)
        elif not branch.positions:
            self.small(self.tr("in brackets; nobody is named"))
        if branch.text:
            self.paragraph(branch.text, above=2, spread=True, level=level)
            self.redline([(Kind.EQUAL, branch.text)])

    def notes(self, lines: Sequence[NoteLine]) -> None:
        """A line for each note."""
        for number, line in enumerate(lines):
            self.paragraph(above=2 if number else 8)
            self.dot(line.colour)
            self.link(one_way(line.words), line)
            if line.judgement:
                self.small(f"   {line.judgement}")
