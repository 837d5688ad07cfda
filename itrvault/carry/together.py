"""What two copies did apart and what belongs together once they are one.

One side merged or renamed a tag, or settled that a proposal has another identifier, and the other
went on with what it knew. These fields follow once the rows are in, and are undone with the merge.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from itrvault.model.journal import Entry, ObjectKind
from itrvault.model.link import End, EndKind
from itrvault.store.fields import TAG_FIELD
from itrvault.store.settlements import NAMES, called
from itrvault.vault import Vault

Field = tuple[ObjectKind, str, str, object]


def following(vault: Vault, rows: Collection[Entry], tags: Mapping[str, str]) -> Iterable[Field]:
    """Kind, subject, field and value of what follows from rows that were taken in.

    `tags` are their paths before that.
    """
    yield from _merged_tags(vault)
    yield from _renamed_tags(vault, tags)
    yield from _renamed_proposals(vault, rows)


def _renamed_tags(vault: Vault, before: Mapping[str, str]) -> Iterable[Field]:
    """Saved searches name tags as the other side calls them now."""
    tags = vault.store.tags
    if saved := tags.queries.saved():
        changed = tags.queries.changed(saved, before, tags.paths_of(before))
        for key, query in changed.items():
            yield ObjectKind.SEARCH, key, "query", query


def _merged_tags(vault: Vault) -> Iterable[Field]:
    """Passages that have a tag which was merged into another meanwhile get that one."""
    for annotation, gone, into in vault.store.tags.strays():
        yield ObjectKind.ANNOTATION, annotation, f"{TAG_FIELD}{into}", True
        yield ObjectKind.ANNOTATION, annotation, f"{TAG_FIELD}{gone}", None


def _renamed_proposals(vault: Vault, rows: Collection[Entry]) -> Iterable[Field]:
    """Links and judgements that came name a proposal as it is called now, and so do those here
    when it was the other side that called it otherwise.
    """
    renamed = vault.store.settlements.renamed()
    if not renamed:
        return
    came = {row.subject for row in rows if row.kind in (ObjectKind.LINK, ObjectKind.RISK)}
    told = {
        str(name)
        for row in rows
        if row.kind is ObjectKind.SETTLEMENT and row.field == NAMES and isinstance(row.after, list)
        for name in row.after
    }
    for was, now in renamed.items():
        ends = End(EndKind.PROPOSAL, was), End(EndKind.PROPOSAL, now)
        only = None if was in told else came
        for link, fields in vault.store.links.following(*ends, only).items():
            for name, value in fields.items():
                yield ObjectKind.LINK, link, name, value
    for risk, proposal in vault.store.risks.on_proposals():
        was = called(proposal)
        if was in renamed and (risk in came or was in told):
            yield ObjectKind.RISK, risk, "proposal", renamed[was]
