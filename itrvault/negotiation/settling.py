"""Settling by hand what was read of a proposal, or was not: what window and terminal call.

A ruling is anchored by the words that head the proposal, so it holds when the document is read
anew. Each call is one step that can be undone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itrvault.errors import NoProposalHere, NothingProposed
from itrvault.model.annotation import Anchor
from itrvault.model.document import Unit
from itrvault.model.journal import Change
from itrvault.model.proposal import Proposal
from itrvault.model.provision import Place
from itrvault.model.settlement import Ruling, Settlement
from itrvault.negotiation.following import Following, Read
from itrvault.negotiation.papers import placed
from itrvault.negotiation.reading import Negotiations
from itrvault.text.anchors import make_anchor
from itrvault.treaty.proponents import read_authors, say_authors
from itrvault.treaty.proposals import read_paper
from itrvault.treaty.targets import read_target, told

if TYPE_CHECKING:
    from itrvault.vault import Vault

__all__ = [
    "Terms",
    "dismiss",
    "proposal_at",
    "read_authors",
    "read_target",
    "say_authors",
    "settle",
    "told",
    "withdraw",
]

SETTLE, DISMISS, WITHDRAW = "Settle proposal", "Dismiss proposal", "Withdraw settlement"

_HEAD_LINES, _LONGEST_HEAD = 2, 200
"""What of a proposal is quoted to find it again: lines, and code points of them."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person says of a proposal, as people write it.

    None leaves what is, "" returns to what was read. `authors` are "RUS, CAN", "unknown", or "RUS
    or RCC" where it is disputed; `target` is "31A", "3.5", "Article 5A" or "title of Article 3".
    """

    verb: str | None = None
    identifier: str | None = None
    authors: str | None = None
    target: str | None = None
    wording: str | None = None
    note: str | None = None


def settle(
    vault: Vault,
    document: str,
    place: Place,
    terms: Terms,
    *,
    author: str = "",
    read: Read | None = None,
) -> Settlement:
    """Say what the proposal at a place is; where none begins, there is one from now on.

    `place` is that of the proposal, or the passage of a new one, whose first line is its first.
    What names the proposal by its identifier follows. `read` reads the negotiation, by default
    the whole vault anew.
    Raises NoProposalHere (a new one without a verb), InvalidValue, NoSuchDocument.
    """
    store = vault.store
    authors = read_authors(terms.authors) if terms.authors is not None else None
    if terms.target:
        read_target(terms.target)
    with store.journal.operation(SETTLE, author=author):
        at = _Spot(vault, document, place)
        if at.proposal is None and at.ruled is None and not terms.verb:
            raise NoProposalHere()
        following = None
        if at.proposal is not None and not (terms.identifier is None and terms.target is None):
            following = at.following(read)
        if at.ruled is not None:
            key = at.ruled.id
            store.settlements.update(
                key, ruling=Ruling.IS, verb=terms.verb,
                identifier=_tight(terms.identifier), authors=authors, target=terms.target,
                wording=terms.wording, note=terms.note,
            )  # fmt: skip
        else:
            key = store.settlements.add(
                document, at.anchor(), verb=terms.verb or "",
                identifier=_tight(terms.identifier) or "", authors=authors or (),
                target=terms.target or "", wording=terms.wording or "", note=terms.note or "",
                author=author,
            ).id  # fmt: skip
        if following is not None:
            now = _Spot(vault, document, place).proposal
            following.rename(key, now.identifier if now is not None else "")
            following.judgements()
        return store.settlements.get(key)


def dismiss(
    vault: Vault, document: str, place: Place, *, note: str = "", author: str = ""
) -> Settlement | None:
    """Say that no proposal begins at a place. None when only a ruling said so, which is gone then.

    Raises NoSuchDocument, NothingProposed (where nothing looks like one either).
    """
    store = vault.store
    with store.journal.operation(DISMISS, author=author):
        at = _Spot(vault, document, place)
        if at.ruled is None and at.proposal is None and not at.unread:
            raise NothingProposed()
        if at.ruled is not None and at.only_by_hand():
            store.settlements.remove(at.ruled.id, author=author)
            return None
        if at.ruled is not None:
            store.settlements.update(at.ruled.id, ruling=Ruling.IS_NOT, note=note, author=author)
            return store.settlements.get(at.ruled.id)
        return store.settlements.add(
            document, at.anchor(), ruling=Ruling.IS_NOT, note=note, author=author
        )


def withdraw(
    vault: Vault, settlement: str, *, author: str = "", read: Read | None = None
) -> Change:
    """Return to what was read; what follows a settlement goes back. Raises NoSuchSettlement."""
    store = vault.store
    with store.journal.operation(WITHDRAW, author=author):
        found = store.settlements.get(settlement)
        at, following = _of_settlement(vault, found), None
        if at is not None and at.proposal is not None and (found.identifier or found.target):
            following = at.following(read)
            without = at.unruled()
            # Before it is removed: a field that is set later would bring it back.
            following.rename(found.id, without.identifier if without is not None else "")
        change = store.settlements.remove(found.id)
        if following is not None:
            following.judgements()
        return change


def proposal_at(vault: Vault, document: str, place: Place) -> Proposal | None:
    """The proposal that `settle` and `dismiss` mean by a place. Raises NoSuchDocument."""
    return _Spot(vault, document, place).proposal


def _of_settlement(vault: Vault, settlement: Settlement) -> _Spot | None:
    """Where it stands now; None where its passage is gone."""
    units = vault.store.documents.units(settlement.document)
    rulings, _ = placed(units, [settlement])
    return _Spot(vault, settlement.document, rulings[0].place) if rulings else None


class _Spot:
    """What is read and ruled at a place of a document."""

    def __init__(self, vault: Vault, document: str, place: Place) -> None:
        found = vault.store.documents.get(document)
        self._vault, self._document = vault, found.id
        self._units = vault.store.documents.units(found.id)
        self._rulings, _ = placed(self._units, vault.store.settlements.of_document(found.id))
        self._place = place
        read = read_paper(self._units, self._rulings)
        number = _at(read.proposals, place)
        if number is None:
            number = self._headed(read.proposals)
        self.unread = any(_over(each, place) for each in read.unread)
        self.proposal = read.proposals[number] if number is not None else None
        self.ruled = read.settled.get(number) if number is not None else self._dismissed()

    def anchor(self) -> Anchor:
        """The words that head the proposal, or the passage."""
        units, place = self._units, self._place
        if self.proposal is None:
            return make_anchor(units, place.unit, place.start, place.end_unit, place.end)
        begins = self.proposal.place
        last = begins.end if begins.end_unit == begins.unit else len(units[begins.unit].text)
        end = _end_of_head(units[begins.unit], begins.start, last)
        return make_anchor(units, begins.unit, begins.start, begins.unit, end)

    def only_by_hand(self) -> bool:
        """Whether nothing would be read there without the ruling."""
        return self.proposal is not None and self.unruled() is None

    def unruled(self) -> Proposal | None:
        """What would be read there without the ruling."""
        assert self.ruled is not None
        assert self.proposal is not None
        others = [each for each in self._rulings if each.settlement.id != self.ruled.id]
        read = read_paper(self._units, others).proposals
        number = _at(read, _first(self.proposal.place))
        return read[number] if number is not None else None

    def following(self, read: Read | None) -> Following:
        """What names the proposal that is here, to be told what it is from now on."""
        assert self.proposal is not None
        wanted = read or Negotiations(self._vault).read
        return Following(self._vault, self._document, self.proposal.place, wanted)

    def _headed(self, proposals: Sequence[Proposal]) -> int | None:
        """Which proposal the passage is of the first line of, such as its identifier alone."""
        for number, one in enumerate(proposals):
            begins = one.place
            text = self._units[begins.unit].text
            end = text.find("\n", begins.start)
            end = len(text) if end < 0 else end
            if _over(Place(begins.unit, begins.start, begins.unit, end), self._place):
                return number
        return None

    def _dismissed(self) -> Settlement | None:
        for each in self._rulings:
            if each.settlement.ruling is Ruling.IS_NOT and _over(each.place, self._place):
                return each.settlement
        return None


def _at(proposals: Sequence[Proposal], place: Place) -> int | None:
    """Which proposal begins at a place, or else within it."""
    exact = (place.unit, place.start)
    begin = [(one.place.unit, one.place.start) for one in proposals]
    if exact in begin:
        return begin.index(exact)
    end = (place.end_unit, place.end)
    return next((n for n, start in enumerate(begin) if exact < start < end), None)


def _first(place: Place) -> Place:
    return Place(place.unit, place.start, place.unit, place.start)


def _over(one: Place, place: Place) -> bool:
    return (one.unit, one.start) < (place.end_unit, max(place.end, place.start + 1)) and (
        place.unit, place.start,
    ) < (one.end_unit, one.end)  # fmt: skip


def _end_of_head(unit: Unit, start: int, last: int) -> int:
    """Where the lines that head a proposal end."""
    ends = list(_line_ends(unit.text, start, min(last, start + _LONGEST_HEAD)))
    return ends[min(len(ends), _HEAD_LINES) - 1]


def _line_ends(text: str, start: int, last: int) -> Iterator[int]:
    for line in re.finditer(r"[^\n]*\S[^\n]*", text[start:last]):
        yield start + line.end()


def _tight(identifier: str | None) -> str | None:
    return re.sub(r"\s+", "", identifier) if identifier is not None else None
