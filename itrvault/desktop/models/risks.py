"""What the view of risks shows, made ready on a reading thread."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from itrvault.desktop.models.compare import names_of
from itrvault.desktop.models.risk_table import Shown
from itrvault.judging.judgements import Judgements, Wanted, look_at_judgements
from itrvault.judging.names import article_name, document_names, right_name
from itrvault.judging.tagged import look_at_tagged, page_breaks
from itrvault.model.document import known_as
from itrvault.negotiation import Negotiation
from itrvault.rights.tagging import Break, Tagged, Together, by_document, co_occurrence
from itrvault.rights.taxonomy import category
from itrvault.vault import Vault


class Kind(StrEnum):
    """What a table sets against what."""

    ARTICLE = "article"
    PROVISION = "provision"
    PROPONENT = "proponent"
    TAG = "tag"  # tags against documents
    TOGETHER = "together"  # tags against tags

    @property
    def judged(self) -> bool:
        """Whether judgements are counted, not tags."""
        return self in (Kind.ARTICLE, Kind.PROVISION, Kind.PROPONENT)


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at an archive. `paths` are of tags by id; `proponents` names by their codes.

    `tagged` is None until a table of tags was asked for; `breaks` are the page breaks of documents.
    """

    judgements: Judgements = field(default_factory=Judgements)
    tagged: tuple[Tagged, ...] | None = None
    order: tuple[str, ...] = ()
    paths: dict[str, str] = field(default_factory=dict)
    proponents: dict[str, str] = field(default_factory=dict)
    breaks: dict[str, list[Break]] = field(default_factory=dict)

    def tag(self, key: str) -> str:
        """A tag's own name."""
        return self.paths.get(key, key).rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is chosen above the table."""

    kind: Kind = Kind.ARTICLE
    wanted: Wanted = field(default_factory=Wanted)
    within: Together = Together.SAME


def look_at_risks(vault: Vault, found: Negotiation, before: Looked | None = None) -> Looked:
    """Read all that the tables of judgements need; of the look before what is as it was."""
    earlier = None if before is None else before.judgements
    return Looked(look_at_judgements(vault, found, earlier), proponents=names_of(found))


def with_tags(vault: Vault, looked: Looked) -> Looked:
    """The same look with what the tables of tags need besides."""
    with vault.store.snapshot():
        tagged, order = look_at_tagged(vault)
        paths = vault.store.tags.paths()
        breaks = page_breaks(vault, tagged)
    return replace(looked, tagged=tuple(tagged), order=tuple(order), paths=paths, breaks=breaks)


def table_of(looked: Looked, asked: Asked) -> Shown:
    """The table that is asked for."""
    kind = asked.kind
    if kind.judged:
        matrix = looked.judgements.matrix(kind.value, asked.wanted)
        if kind is Kind.PROPONENT:
            return Shown(
                matrix, right_name, str, str,
                lambda key: _right(key) or looked.proponents.get(key, ""), str,
            )  # fmt: skip
        name = article_name if kind is Kind.ARTICLE else str
        return Shown(matrix, right_name, name, str, _right, name)
    tagged = looked.tagged or ()
    if kind is Kind.TAG:
        documents = looked.judgements.documents
        known = {document.id: known_as(document) for document in documents}
        names = {document.id: document.symbol or document.title for document in documents}
        called = names.__getitem__
        matrix = by_document(tagged, looked.order, [one.id for one in documents])
        return Shown(
            matrix, looked.tag, called, called,
            lambda key: looked.paths.get(key) or known.get(key, ""), document_names(documents),
        )  # fmt: skip
    matrix = co_occurrence(tagged, looked.order, asked.within, looked.breaks)
    tag = looked.tag
    tip = looked.paths.get
    return Shown(matrix, tag, tag, tag, lambda key: tip(key, ""), tag, diagonal=True)


def _right(key: str) -> str:
    """What a right is about, for a tip; "" for a column."""
    known = category(key)
    return f"{', '.join(known.articles)}\n{known.definition}" if known is not None else ""
