"""Reads anew what documents say of themselves, from the text in the vault.

Their symbol, title, date and the rest were read at the import, by the program of that day and with
the catalogue it had. The files are not needed, and what a person corrected stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from itrvault.model.document import Document, Fact, FactSource
from itrvault.progress import CancelToken, NullProgress, Progress, Step
from itrvault.treaty.identity import read_facts
from itrvault.vault import Vault


@dataclass(frozen=True, slots=True)
class Renewed:
    """A document of which more, or something else, is known now: field to value before and now."""

    document: str
    name: str
    fields: tuple[tuple[str, str, str], ...]


def refresh(
    vault: Vault,
    documents: Iterable[str] | None = None,
    *,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> tuple[Renewed, ...]:
    """Renew the facts of some documents (ids) or of all; those that changed.

    Each document is a transaction of its own. Raises NoSuchDocument, VaultReadOnly, Cancelled.
    """
    store, listener, token = vault.store, progress or NullProgress(), cancel or CancelToken()
    known = (
        store.documents.all()
        if documents is None
        else [store.documents.get(each) for each in documents]
    )
    renewed: list[Renewed] = []
    for done, document in enumerate(known):
        token.check()
        listener.report(Step("Reading heads", done, len(known), document.name))
        units = store.documents.units(document.id)
        found = read_facts(document.name, units, document.metadata)
        if fields := _differences(document, found):
            store.readings.renew_facts(document.id, found)
            renewed.append(Renewed(document.id, document.symbol or document.name, fields))
    return tuple(renewed)


def _differences(document: Document, found: dict[str, Fact]) -> tuple[tuple[str, str, str], ...]:
    """What is not as it was; what a person corrected does not count."""
    return tuple(
        (field, document.facts[field].value, fact.value)
        for field, fact in found.items()
        if document.facts[field].source is not FactSource.HAND and document.facts[field] != fact
    )
