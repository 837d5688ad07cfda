"""All judgements of a vault with what they can be counted by, and tables of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from itrvault.errors import InvalidValue
from itrvault.model.annotation import Stance
from itrvault.model.document import Document
from itrvault.model.search import sort_key
from itrvault.negotiation import Negotiation
from itrvault.negotiation.placing import Lies, Placing
from itrvault.rights.matrix import BY, Judged, Matrix, standing, tabulate
from itrvault.rights.taxonomy import load_taxonomy
from itrvault.rights.timeline import By, Timeline, timeline
from itrvault.store.risks import Brief
from itrvault.treaty.comparing import in_order
from itrvault.vault import Vault


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which judgements are counted: those that pass each test. "" and 0 keep all."""

    stance: str = ""
    assessor: str | None = None
    severity: int = 0

    def keeps(self, one: Judged) -> bool:
        """Whether it is counted."""
        return (
            (not self.stance or one.stance == self.stance)
            and (self.assessor is None or one.assessor == self.assessor)
            and (not self.severity or one.severity >= self.severity)
        )


@dataclass(frozen=True, slots=True)
class Judgements:
    """Those of one look at a vault. `articles`, `provisions` and `documents` are orders.

    `judged` are made of `briefs`, one by one, placed in what was `found` of the negotiation.
    """

    judged: tuple[Judged, ...] = ()
    articles: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    briefs: tuple[Brief, ...] = ()
    found: Negotiation | None = None

    @property
    def assessors(self) -> list[str]:
        """Who judged anything; "" at the end for those who gave no name."""
        names = {one.assessor for one in self.judged}
        return [*sorted(names - {""}, key=str.casefold), *([""] if "" in names else [])]

    def counted(self, wanted: Wanted | None = None) -> list[Judged]:
        """Those that count: of one assessor his own, else what was settled for what it settles."""
        wanted = wanted or Wanted()
        chosen = self.judged if wanted.assessor is not None else standing(self.judged)
        return [one for one in chosen if wanted.keeps(one)]

    def matrix(self, by: str, wanted: Wanted | None = None) -> Matrix:
        """Rights against "article", "provision", "proponent" or "document".

        Raises InvalidValue for anything else.
        """
        if by not in BY:
            raise InvalidValue(value=by, field="by", reason=f"there are {', '.join(BY)}")
        first: Sequence[str] = ()
        if by == "article":
            first = self.articles
        elif by == "provision":
            first = self.provisions
        elif by == "document":
            first = [document.id for document in self.documents]
        rights = [category.id for category in load_taxonomy()]
        return tabulate(
            self.counted(wanted), BY[by], rows_first=rights, columns_first=first, order=in_order
        )

    def along(self, by: By, wanted: Wanted | None = None) -> Timeline:
        """Along the dates of documents, or of judgements."""
        return timeline(self.counted(wanted), by)


def look_at_judgements(
    vault: Vault, found: Negotiation, before: Judgements | None = None
) -> Judgements:
    """Read all of them. What a judgement says it is about goes before where its passage lies.

    `before` is an earlier look, of which is taken what is as it was.
    """
    with vault.store.snapshot():
        briefs = vault.store.risks.brief()
        documents = {document.id: document for document in vault.store.documents.all()}
    listed = tuple(sorted(documents.values(), key=as_listed))
    placing = Placing(found)
    known: dict[str, tuple[Brief, Judged]] = {}
    if before is not None and before.found is found and before.documents == listed:
        known = {
            one.risk: (one, judged)
            for one, judged in zip(before.briefs, before.judged, strict=True)
        }
    judged = _judged(briefs, documents, placing, known)
    return Judgements(tuple(judged), placing.order, placing.numbers, listed, briefs, found)


def _judged(
    briefs: Iterable[Brief],
    documents: dict[str, Document],
    placing: Placing,
    known: dict[str, tuple[Brief, Judged]],
) -> Iterable[Judged]:
    dates = {key: document.value("date") for key, document in documents.items()}
    places: dict[str, Lies] = {}  # of several assessors of one passage
    for one in briefs:
        before = known.get(one.risk)
        if before is not None and before[0] is one:
            yield before[1]
            continue
        lies = places.get(one.annotation)
        if lies is None:
            start, end = (one.unit, one.start), (one.end_unit, one.end)
            lies = places[one.annotation] = placing.at(one.document, start, end)
        article, provision, proponents = lies.article, lies.provision, lies.proponents
        if one.provision:
            article, provision = placing.article_of(one.provision), one.provision
        if one.proposal:
            proponents = placing.proponents_of(one.proposal)
        yield Judged(
            one.risk, one.annotation, one.document, one.right, one.severity, one.likelihood,
            one.stance, one.assessor, article, provision, proponents,
            dates.get(one.document, ""), one.modified,
        )  # fmt: skip


def as_listed(document: Document) -> tuple[object, ...]:
    """To sort documents as people list them: by symbol, then by title."""
    return sort_key(document.symbol), sort_key(document.title), document.id


STANCES = tuple(stance.value for stance in Stance)
