"""What an export is made of: one record for each annotated passage, ready to be written."""

from __future__ import annotations

from dataclasses import dataclass

from itrvault.model.annotation import AnchorKind
from itrvault.model.document import RedlineKind
from itrvault.text.direction import Direction


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the quotation: plain, or inserted or deleted by a redline.

    `author` and `date` are what the file says of the redline, "" unless they were asked for.
    """

    text: str
    redline: RedlineKind | None = None
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where the quotation stands. Every value may be "", except the hash.

    `place` is said in words ("p. 12", "pp. 12-13", "Article 7, para. 40"); `pages` are the labels
    of the first and last unit.
    """

    sha256: str
    symbol: str = ""
    title: str = ""
    proponent: str = ""
    date: str = ""
    doc_class: str = ""
    language: str = ""
    place: str = ""
    pages: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Assessment:
    """A risk assessment in words: levels as "high", the right by its title and its id.

    `confidence` is "" when it is not said. `test` has the parts of the test of ICCPR 19(3) that
    were answered: name, title, answer and reason.
    """

    right: str
    title: str
    articles: tuple[str, ...]
    severity: str
    likelihood: str
    stance: str
    rationale: str
    assessor: str = ""
    created: str = ""
    modified: str = ""
    confidence: str = ""
    affected: tuple[str, ...] = ()
    test: tuple[tuple[str, str, str, str], ...] = ()
    provision: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """A link of the passage, in words: "amends" and what ("No. 31"), or "is amended by" and by
    what; the other end's quotation, and what was noted to the link, "" for none.
    """

    relation: str
    other: str
    quote: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An annotated passage, or a region, a page or a document that somebody marked.

    `quote` is the text exactly as it stands, `pieces` the same text with its redline; both are
    empty for an annotation of a whole page or document, and for a region hold the words in it. A
    passage whose words are not in the document as it is read now is not `placed`. `region` are the
    edges of one in points (left, top, right, bottom), `state` "check" or "done". `flowing` is true
    when line ends of the quotation are ends of paragraphs, false when they are only where the
    page's lines end. `id`, `author`, `created` and `modified` are "" unless they were asked for (an
    id holds the time of its making).
    """

    number: int
    quote: str
    pieces: tuple[Piece, ...]
    citation: Citation
    direction: Direction = "ltr"
    flowing: bool = False
    colour: str = "yellow"
    note: str = ""
    tags: tuple[str, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    prefix: str = ""
    suffix: str = ""
    id: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
    kind: AnchorKind = AnchorKind.PASSAGE
    placed: bool = True
    region: tuple[float, ...] = ()
    important: bool = False
    state: str = ""
    links: tuple[Linked, ...] = ()

    @property
    def redlined(self) -> bool:
        """Whether words of the quotation are inserted or deleted."""
        return any(piece.redline is not None for piece in self.pieces)
