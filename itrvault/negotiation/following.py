"""What was written about a proposal goes with it when it is settled anew.

Links name a proposal by its identifier, judgements name it and the provision it is on. When a
person says that it is another one, those that meant this proposal are told so, in the same step of
undo. Where another paper has a proposal of the old identifier, that is the one links go on to mean;
what was judged of words within this proposal goes with it all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from itrvault.model.link import End, EndKind
from itrvault.model.proposal import Proposal
from itrvault.model.provision import Place
from itrvault.negotiation.placing import numbers_in
from itrvault.store.settlements import called

if TYPE_CHECKING:
    from itrvault.negotiation.reading import Negotiation
    from itrvault.store.risks import Brief
    from itrvault.treaty.comparing import Sourced
    from itrvault.vault import Vault

Read = Callable[[], "Negotiation"]


class Following:
    """Made before a proposal is settled, asked after; both within one operation of the journal."""

    def __init__(self, vault: Vault, document: str, place: Place, read: Read) -> None:
        self._vault = vault
        self._document = document
        self._place = place
        self._read = read
        found = read()
        self._before = self._here(found)
        names = Counter(called(each.proposal.identifier) for each in found.sourced)
        self._alone = self._before is not None and names[self._was] == 1

    @property
    def _was(self) -> str:
        return called(self._before.identifier) if self._before is not None else ""

    def rename(self, settlement: str, identifier: str) -> None:
        """Have links follow, and keep that so a copy that comes home later can follow, too."""
        was, now = self._was, called(identifier)
        if not was or not now or was == now:
            return
        store = self._vault.store
        store.settlements.free(now)
        if self._alone:
            store.settlements.rename(settlement, was, now)
            store.links.follow(End(EndKind.PROPOSAL, was), End(EndKind.PROPOSAL, now))

    def judgements(self) -> None:
        """Have judgements follow, once the proposal is what it is from now on."""
        before, after = self._before, self._here(self._read())
        if before is None or after is None:
            return
        was, now = called(before.identifier), called(after.identifier)
        old, new = numbers_in(before), numbers_in(after)
        for each in self._vault.store.risks.brief():
            named = bool(was) and called(each.proposal) == was
            if not (self._within(each) or (named and self._alone)):
                continue
            changed: dict[str, str] = {}
            if named and now and was != now:
                changed["proposal"] = after.identifier
            if each.provision and each.provision in old and each.provision not in new and new[0]:
                changed["provision"] = new[0]
            if changed:
                self._vault.store.risks.follow(each.risk, changed)

    def _within(self, each: Brief) -> bool:
        begins, one = (each.unit, each.start), self._place
        return each.document == self._document and (
            (one.unit, one.start) <= begins < (one.end_unit, one.end)
        )

    def _here(self, found: Negotiation) -> Proposal | None:
        for each in found.sourced:
            if self._is_it(each):
                return each.proposal
        return None

    def _is_it(self, each: Sourced) -> bool:
        place = each.proposal.place
        begins = (self._place.unit, self._place.start)
        return each.document.id == self._document and (place.unit, place.start) == begins
