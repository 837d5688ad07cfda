"""What could not be read for certain, for a person to settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from itrvault.model.document import Document
from itrvault.model.proposal import ProposalDoubt
from itrvault.model.provision import Place
from itrvault.model.settlement import Settlement
from itrvault.negotiation.papers import Paper
from itrvault.treaty.comparing import Sourced


class Why(StrEnum):
    """Why a person should look at a passage."""

    NO_TARGET = "no target"
    NO_AUTHOR = "no author"
    NO_WORDING = "no wording"
    ODD_IDENTIFIER = "odd identifier"
    TWICE = "twice"
    NOT_READ = "not read"
    LOST = "lost"

    @property
    def sentence(self) -> str:
        """The reason, for people."""
        return _SENTENCES[self]


_SENTENCES = {
    Why.NO_TARGET: "Nothing says which provision it is about.",
    Why.NO_AUTHOR: "Neither an identifier nor the document says who proposes it.",
    Why.NO_WORDING: "It adds or changes a provision, but the text of it was not found.",
    Why.ODD_IDENTIFIER: "The identifier has letters that identifiers do not have.",
    Why.TWICE: "The same identifier stands over other words in this document.",
    Why.NOT_READ: "It looks like the beginning of a proposal, but could not be read as one.",
    Why.LOST: "The passage that was settled is not in the document any more.",
}
_OF_DOUBT = {
    ProposalDoubt.NO_TARGET: Why.NO_TARGET, ProposalDoubt.NO_AUTHOR: Why.NO_AUTHOR,
    ProposalDoubt.NO_WORDING: Why.NO_WORDING, ProposalDoubt.ODD_IDENTIFIER: Why.ODD_IDENTIFIER,
    ProposalDoubt.TWICE: Why.TWICE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A passage to look at. `words` begin what stands there.

    `sourced` is the proposal it is about, `settlement` the one whose passage is lost.
    """

    document: Document
    place: Place
    words: str
    why: Why
    sourced: Sourced | None = None
    settlement: Settlement | None = None


def questions(
    documents: Iterable[Document], papers: Mapping[str, Paper], sourced: Iterable[Sourced]
) -> Iterator[OpenQuestion]:
    """All there are, in the order of documents and places."""
    doubtful: dict[str, list[Sourced]] = {}
    for each in sourced:
        if each.proposal.doubt and each.newer is None:
            doubtful.setdefault(each.document.id, []).append(each)
    for document in documents:
        paper = papers[document.id]
        found = [
            OpenQuestion(
                document, each.proposal.place, paper.words.get(each.proposal.place, ""),
                _OF_DOUBT[each.proposal.doubt], each,
            )
            for each in doubtful.get(document.id, ())
        ]  # fmt: skip
        found += [
            OpenQuestion(document, place, paper.words[place], Why.NOT_READ)
            for place in paper.read.unread
        ]
        for lost in paper.lost:
            unit = min(lost.anchor.unit, max(0, len(paper.names) - 1))
            words = " ".join(lost.anchor.exact.split())
            place = Place(unit, 0, unit, 0)
            found.append(OpenQuestion(document, place, words, Why.LOST, settlement=lost))
        yield from sorted(found, key=lambda one: (one.place.unit, one.place.start))
