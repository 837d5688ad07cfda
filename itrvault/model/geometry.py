"""Where text stands: on a drawn page, or in the paragraphs of a flowing document.

Offsets are Unicode code points into the unit's text, half open. Page coordinates are PDF points
(1/72 inch) from the top left corner of the page as it is shown, rotation already applied.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a unit's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Rect:
    """A box on a page."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Boxes of the words of one page, in the order of the text.

    Parallel arrays, because a page has hundreds of words and a vault thousands of pages: word `i`
    is `text[starts[i]:ends[i]]` in the box `boxes[4*i:4*i+4]` (x0, y0, x1, y1), and lies in the
    line numbered `lines[i]` (counted through the page).
    """

    width: float
    height: float
    starts: array[int] = field(default_factory=lambda: array("I"))
    ends: array[int] = field(default_factory=lambda: array("I"))
    lines: array[int] = field(default_factory=lambda: array("I"))
    boxes: array[float] = field(default_factory=lambda: array("f"))


class ParagraphKind(StrEnum):
    """What a paragraph of a flowing document is."""

    BODY = "body"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    HEADER = "header"
    FOOTER = "footer"
    COMMENT = "comment"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph in one style. `number` counts runs of that paragraph from 0."""

    start: int
    end: int
    number: int
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a flowing document.

    `number` counts paragraphs of the whole document from 1 (what a citation gives). `level` is the
    depth of a heading or list item (1 outermost). `row` and `column` place a table cell (from 0);
    `table` tells tables of the document apart (from 1; 0 when the paragraph is in none).
    """

    start: int
    end: int
    number: int
    kind: ParagraphKind = ParagraphKind.BODY
    level: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLink:
    """Words that lead somewhere: to an `offset` of a `unit` of the document, or out of it.

    What leads out has an `address` and the unit -1. An address is what the file says, one line of
    it; it is never followed by the program itself.
    """

    start: int
    end: int
    unit: int = -1
    offset: int = 0
    address: str = ""


@dataclass(frozen=True, slots=True)
class FlowLayout:
    """The paragraphs of one section, in the order of the text, and its links in that order.

    No link lies over another.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    links: tuple[TextLink, ...] = ()


Layout = PageLayout | FlowLayout
