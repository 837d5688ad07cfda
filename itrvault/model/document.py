"""Documents, their units, and the facts known about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from itrvault.model.geometry import Layout


class DocumentClass(StrEnum):
    """What a document is in the negotiation. Unknown is a value, never a guess."""

    TREATY = "treaty"
    LEAKED = "leaked"
    ANALYSIS = "analysis"
    STATEMENT = "statement"
    OTHER = "other"
    UNKNOWN = "unknown"


class FactSource(StrEnum):
    """Where a fact about a document stands. Later entries give way to earlier ones."""

    HAND = "by hand"
    HEADER = "header"
    FILE_NAME = "file name"
    METADATA = "file metadata"
    CATALOGUE = "catalogue"
    TEXT = "text"  # measured over the words, as the language is
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value and where it comes from. An unknown value is the empty string."""

    value: str
    source: FactSource


FACT_FIELDS = (
    "symbol", "title", "class", "language", "original_language", "date", "proponent", "meeting",
)  # fmt: skip
"""The facts every document may have. `class` holds a DocumentClass value; `language` and
`original_language` ISO 639-1 codes (ar zh en fr ru es ...); `date` an ISO date, month or year
(2012-11-30, 2012-11, 2012); `proponent` the proponents as they stand there, joined by "; "."""


class UnitKind(StrEnum):
    """What a search hit points at."""

    PAGE = "page"
    SECTION = "section"


class TextSource(StrEnum):
    """Where the text of a unit comes from."""

    FILE = "file"  # as the file holds it
    REPAIRED = "repaired"  # the file's own, with a regular error put right
    OCR = "ocr"  # read from the picture of the page


class Doubt(StrEnum):
    """Why the text of a unit may not be what a human reads on the page."""

    NONE = ""
    IMAGE = "image"  # the page is a picture with no text, or hardly any
    LETTERS = "letters"  # letters that no text of its language has: a text layer that lies
    WORDS = "words"  # words that are no words of its language
    UNREAD = "unread"  # the page could not be read


class RedlineKind(StrEnum):
    """What the redline says about the words."""

    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Redline:
    """Words of a unit that a proposal inserts or deletes. Deleted words stay in the text.

    `author` and `date` (ISO) are what the file says, "" when it says nothing; `drawn` is true when
    the mark was seen on the page (underline, strike-out) and false for a tracked change.
    """

    start: int
    end: int
    kind: RedlineKind
    author: str = ""
    date: str = ""
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A page or a section: a stretch of text with its place.

    `number` counts the document's units from 0; `label` is what a reader calls it (page "12",
    section "Article 7"). `language` is an ISO code or "" when it can't be told. Paragraphs, lines
    and cells of the text end with "\\n".
    """

    number: int
    kind: UnitKind
    label: str
    text: str
    layout: Layout
    language: str = ""
    redlines: tuple[Redline, ...] = ()
    source: TextSource = TextSource.FILE
    doubt: Doubt = Doubt.NONE


class MarkKind(StrEnum):
    """How a mark that came with a file was made there."""

    HIGHLIGHT = "highlight"
    UNDERLINE = "underline"
    STRIKEOUT = "strikeout"
    COMMENT = "comment"  # a comment on words
    NOTE = "note"  # a note on a place or a page


@dataclass(frozen=True, slots=True)
class ForeignMark:
    """A highlight or comment that somebody made in the file itself, in Word or a PDF reader.

    `unit` is a unit's number, `start` and `end` code points of its text (equal: a note on a place);
    `colour` one of `annotation.COLOURS` or ""; author and date (ISO) as the file says, "" when it
    says nothing.
    """

    unit: int
    start: int
    end: int
    kind: MarkKind
    note: str = ""
    colour: str = ""
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that a reader got out of one file.

    `reader` names the reader and its version ("pdf/1 pymupdf 1.28.2"); `metadata` holds what the
    file says about itself (title, author, created ...), `warnings` whole sentences for a person,
    such as "3 pages have no text layer." `members` is how many files lie in it (attachments of a
    message); with members and no units it is a mere container. `marks` are the highlights and
    comments that others made in the file.
    """

    media_type: str
    reader: str
    units: tuple[Unit, ...]
    metadata: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    members: int = 0
    marks: tuple[ForeignMark, ...] = ()

    @property
    def paged(self) -> bool:
        """Whether its units are pages."""
        return bool(self.units) and self.units[0].kind is UnitKind.PAGE

    @property
    def text_length(self) -> int:
        """Code points over all units."""
        return sum(len(unit.text) for unit in self.units)


@dataclass(frozen=True, slots=True)
class Document:
    """One imported file. `id` is the SHA-256 of its bytes in hex; `row` its number in this vault.

    `facts` has an entry for every name in FACT_FIELDS. `paths` are the places it was imported
    from, as the user named them (inside an archive: "leak.zip/TD 64.docx"); the first is where its
    `name` comes from.
    """

    id: str
    row: int
    name: str
    media_type: str
    size: int
    unit_kind: UnitKind
    unit_count: int
    facts: dict[str, Fact]
    paths: tuple[str, ...]
    imported_at: str
    reader: str
    metadata: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()

    def value(self, field: str) -> str:
        """The value of a fact, "" when unknown."""
        return self.facts[field].value

    @property
    def symbol(self) -> str:
        """The issuing body's number, "" when unknown."""
        return self.value("symbol")

    @property
    def title(self) -> str:
        """The title, or the file's name when the document states none."""
        return self.value("title") or self.name

    @property
    def language(self) -> str:
        """ISO code of the main language, "" when unknown."""
        return self.value("language")

    @property
    def doc_class(self) -> DocumentClass:
        """Its class; UNKNOWN when nothing says so."""
        return DocumentClass(self.value("class") or "unknown")


def known_as(document: Document) -> str:
    """What tells a document from its versions: the symbol, if any, and the file's name."""
    return f"{document.symbol} ({document.name})" if document.symbol else document.name
