"""What `compare` and `positions` read first: the base text, and all proposals of the vault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from itrvault.cli.versions import meant
from itrvault.errors import NoBaseText
from itrvault.model.document import Document, DocumentClass, Unit
from itrvault.model.provision import TreatyText
from itrvault.treaty.comparing import Sourced
from itrvault.treaty.families import newer_revisions
from itrvault.treaty.proposals import find_proposals
from itrvault.treaty.provisions import find_provisions
from itrvault.vault import Vault


@dataclass(frozen=True, slots=True)
class Negotiation:
    """A base text, and what is proposed on it."""

    base: Document
    treaty: TreatyText
    sourced: tuple[Sourced, ...]
    units: Mapping[str, Sequence[Unit]]


def read_negotiation(vault: Vault, base: str | None) -> Negotiation:
    """Read all of it. Without a name the treaty with the most numbered provisions is the base.

    Raises NoBaseText.
    """
    documents = vault.store.documents.all()
    units = {each.id: vault.store.documents.units(each.id) for each in documents}
    if base is not None:
        chosen = [meant(vault, base)]
    else:
        treaties = (each for each in documents if each.doc_class is DocumentClass.TREATY)
        chosen = list(treaties)
    found = [(_numbered(text := find_provisions(units[each.id])), each, text) for each in chosen]
    best = max(found, key=lambda one: one[0], default=None)
    if best is None or not best[0]:
        raise NoBaseText(document=base or "The vault")
    newer = newer_revisions(documents)
    sourced = tuple(
        Sourced(each, proposal, newer.get(each.id))
        for each in documents
        for proposal in find_proposals(units[each.id])
    )
    return Negotiation(best[1], best[2], sourced, units)


def _numbered(treaty: TreatyText) -> int:
    return sum(bool(provision.number) for _, provision in treaty.provisions())
