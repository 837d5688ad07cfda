"""What could not be read for certain, as rows to settle by hand, and what was settled already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from itrvault.desktop.models.compare import Spot, called, spot_of
from itrvault.desktop.words import one_line, tooltip
from itrvault.model.document import Document, UnitKind
from itrvault.model.proposal import Proposal, ProposalDoubt, Verb
from itrvault.model.provision import Place
from itrvault.model.settlement import Ruling, Settlement
from itrvault.negotiation import Negotiation, UnitName
from itrvault.negotiation.questions import OpenQuestion
from itrvault.negotiation.settling import proposal_at, say_authors, told
from itrvault.treaty.comparing import Sourced
from itrvault.vault import Vault

Index = QModelIndex | QPersistentModelIndex

CASE = Qt.ItemDataRole.UserRole
AROUND = 600
"""Signs of the page that are shown before and behind a passage."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a proposal is, in the words in which people write it."""

    verb: str = ""
    identifier: str = ""
    authors: str = ""
    target: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A passage to settle. `read` is what stands there now, settled or not.

    `why` says what is not certain, "" when somebody settled it.
    """

    document: Document
    place: Place
    page: str
    words: str
    why: str
    proposal: Proposal | None
    settlement: Settlement | None

    @property
    def read(self) -> Terms:
        """The terms as they are now."""
        proposal = self.proposal
        if proposal is None:
            return Terms()
        authors = proposal.authors
        codes = tuple(f"{code}?" for code in authors) if proposal.disputed else authors
        return Terms(
            proposal.verb.value,
            proposal.identifier,
            say_authors(codes) if codes else "",
            told(proposal.target),
            "\n".join(one.text for one in proposal.wordings if one.text),
        )

    @property
    def dismissed(self) -> bool:
        """Whether somebody said that no proposal is here."""
        return self.settlement is not None and self.settlement.ruling is Ruling.IS_NOT

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return Spot(self.document.id, self.place, self.page)

    def same(self, other: Case) -> bool:
        """Whether both are about one passage."""
        mine = self.document.id, self.place.unit, self.place.start
        return mine == (other.document.id, other.place.unit, other.place.start)


def doubt_words(doubt: ProposalDoubt) -> str:
    """What is not certain of a proposal, in a few words."""
    translate = QCoreApplication.translate
    return {
        ProposalDoubt.NONE: "",
        ProposalDoubt.NO_TARGET: translate("compare", "not certain what it is about"),
        ProposalDoubt.NO_AUTHOR: translate("compare", "not certain who proposes it"),
        ProposalDoubt.NO_WORDING: translate("compare", "its words were not found"),
        ProposalDoubt.ODD_IDENTIFIER: translate("compare", "its identifier is odd"),
        ProposalDoubt.TWICE: translate("compare", "its identifier heads other words, too"),
    }[doubt]


def open_cases(found: Negotiation) -> list[Case]:
    """What waits to be settled."""
    return [_of_question(found, each) for each in found.open]


def settled_cases(vault: Vault, found: Negotiation) -> list[Case]:
    """What somebody settled, and can take back."""
    by_settlement = {
        each.settlement.id: each for each in found.sourced if each.settlement is not None
    }
    asked = {each.settlement.id for each in found.open if each.settlement is not None}
    cases = []
    for settlement in found.settled:
        if settlement.id in asked:
            continue  # it is listed with what waits
        sourced = by_settlement.get(settlement.id)
        document = sourced.document if sourced else vault.store.documents.get(settlement.document)
        anchor = settlement.anchor
        place = Place(anchor.unit, anchor.start, anchor.end_unit, anchor.end)
        if sourced is not None:
            place = sourced.proposal.place
        names = found.names.get(document.id) or _names(vault, document)
        cases.append(
            Case(
                document,
                place,
                spot_of(document.id, place, names).page,
                one_line(anchor.exact)[:AROUND],
                "",
                sourced.proposal if sourced is not None else None,
                settlement,
            )
        )
    return cases


def case_of(found: Negotiation, sourced: Sourced) -> Case:
    """A proposal that was read, to be corrected."""
    place, proposal = sourced.proposal.place, sourced.proposal
    page = spot_of(sourced.document.id, place, found.names[sourced.document.id]).page
    return Case(
        sourced.document, place, page, "", doubt_words(proposal.doubt), proposal,
        sourced.settlement,
    )  # fmt: skip


def case_at(vault: Vault, found: Negotiation, document: str, place: Place) -> Case:
    """A passage that a person says is a proposal: the one that was read there, or a new one."""
    known = vault.store.documents.get(document)
    at = proposal_at(vault, document, place)
    for each in found.sourced:
        if at is not None and each.document.id == known.id and each.proposal.place == at.place:
            return case_of(found, each)
    page = spot_of(known.id, place, _names(vault, known)).page
    return Case(known, place, page, "", "", None, None)


def words_around(vault: Vault, case: Case) -> tuple[str, str, str]:
    """What stands before a passage on its page, the passage, and what stands behind it."""
    texts = vault.store.documents.texts(case.document.id)
    place = case.place
    first, last = texts[place.unit], texts[place.end_unit]
    before = first[max(0, place.start - AROUND) : place.start]
    behind = last[place.end : place.end + AROUND]
    if place.unit == place.end_unit:
        return before, first[place.start : place.end], behind
    whole = [first[place.start :], *texts[place.unit + 1 : place.end_unit], last[: place.end]]
    return before, "\n".join(whole), behind


def _names(vault: Vault, document: Document) -> list[UnitName]:
    paged = document.unit_kind is UnitKind.PAGE
    kind = UnitKind.PAGE if paged else UnitKind.SECTION
    return [UnitName(kind, label, 0) for label in vault.store.documents.labels(document.id)]


def _of_question(found: Negotiation, each: OpenQuestion) -> Case:
    return Case(
        each.document,
        each.place,
        spot_of(each.document.id, each.place, found.names[each.document.id]).page,
        one_line(each.words),
        QCoreApplication.translate("questions", each.why.sentence),
        each.sourced.proposal if each.sourced is not None else None,
        each.settlement,
    )


def title_of(case: Case) -> str:
    """What a case is called: "MOD RUS/27/7", or the first words of its passage."""
    proposal = case.proposal
    if proposal is None:
        return case.words
    said = [proposal.verb.value, proposal.identifier, told(proposal.target)]
    return "  ".join(part for part in said if part)


class CasesModel(QAbstractListModel):
    """The rows of a list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cases: list[Case] = []

    def show(self, cases: Sequence[Case]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.cases = list(cases)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.cases)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        case = self.cases[index.row()]
        if role == CASE:
            return case
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            where = ", ".join(filter(None, (called(case.document), case.page)))
            return ". ".join(filter(None, (where, title_of(case), case.why)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip("\n".join(filter(None, (case.document.name, case.words, case.why))))
        return None


def verbs() -> list[Verb]:
    """The verbs a person can choose from."""
    return [verb for verb in Verb if verb is not Verb.NO_TEXT]
