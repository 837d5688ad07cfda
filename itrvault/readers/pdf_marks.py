"""Highlights, comments and notes that people put on the pages of a PDF.

Each becomes a mark on the words that lie under it, with the author, date, colour and note that the
file says. Links, form fields and pictures without words to them are no marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pymupdf

from itrvault.model.document import ForeignMark, MarkKind
from itrvault.model.geometry import PageLayout, Rect, Span
from itrvault.readers.colours import nearest
from itrvault.readers.docx_comments import ANSWER
from itrvault.readers.pdf_dates import iso_date
from itrvault.readers.pdf_text import PAGE_FAILURES
from itrvault.readers.sections import clean
from itrvault.text.places import PageMap, split_box

_ON_WORDS = {
    "Highlight": MarkKind.HIGHLIGHT, "Underline": MarkKind.UNDERLINE,
    "Squiggly": MarkKind.UNDERLINE, "StrikeOut": MarkKind.STRIKEOUT,
}  # fmt: skip
_MOST = 2_000
"""Marks of one page; a file of ten thousand on a page is an attack."""
_LONGEST_NOTE = 50_000
_LONGEST = 200
_WHOLE, _NOTHING = 0.85, 0.15
"""Share of a word's letters from which all of it is meant, and up to which none of it is."""


def marks_of(
    page: pymupdf.Page, text: str, layout: PageLayout, number: int
) -> Iterator[ForeignMark]:
    """The marks on a page, in the order of the file. Costs some microseconds when there are none.

    An annotation that cannot be read costs itself and those after it, never the page.
    """
    try:
        annotation = page.first_annot
        if annotation is None:
            return
        finder = _Finder(page, text, layout, number)
        for _ in range(_MOST):
            if annotation is None:
                return
            yield from finder.marks(annotation)
            annotation = annotation.next
    except PAGE_FAILURES:
        return


class _Finder:
    """What is under the annotations of one page."""

    def __init__(self, page: pymupdf.Page, text: str, layout: PageLayout, number: int) -> None:
        self._page = page
        self._text = text
        self._layout = layout
        self._number = number
        self._map = PageMap(layout, text)
        self._spans: dict[int, Span] = {}  # of annotations by their objects' numbers

    def marks(self, annotation: Any) -> Iterator[ForeignMark]:
        """The marks an annotation stands for: none, one, or one for each stretch of words."""
        kind, info = annotation.type[1], annotation.info
        note = clean(info.get("content") or "").strip()[:_LONGEST_NOTE]
        author = " ".join(clean(info.get("title") or "").split())[:_LONGEST]
        date = iso_date(info.get("modDate") or info.get("creationDate") or "")[:_LONGEST]
        answered = annotation.irt_xref
        if self._is_state(annotation):
            return  # "accepted by ..."
        if answered and note and kind == "Text":
            span = self._spans.get(answered, Span(0, 0))
            how = MarkKind.COMMENT if len(span) else MarkKind.NOTE
            yield self._mark(span, how, ANSWER + note, "", author, date)
            return
        if kind in _ON_WORDS:
            spans = self._under(self._quads(annotation))
            if not spans and not note:
                return  # on a picture, and nothing is said
            how = _ON_WORDS[kind]
            for place, span in enumerate(spans or [Span(0, 0)]):
                said = note if not place else ""
                yield self._mark(span, how, said, self._colour(annotation), author, date)
            self._spans[annotation.xref] = spans[0] if spans else Span(0, 0)
        elif note:
            at = self._place(self._shown(annotation.rect))
            self._spans[annotation.xref] = Span(at, at)
            how = MarkKind.NOTE
            yield self._mark(Span(at, at), how, note, self._colour(annotation), author, date)

    def _mark(
        self, span: Span, kind: MarkKind, note: str, colour: str, author: str, date: str
    ) -> ForeignMark:
        return ForeignMark(self._number, span.start, span.end, kind, note, colour, author, date)

    def _is_state(self, annotation: Any) -> bool:
        document = self._page.parent
        return bool(
            annotation.irt_xref
            and document.xref_get_key(annotation.xref, "StateModel")[0] != "null"
        )

    @staticmethod
    def _colour(annotation: Any) -> str:
        parts = list(annotation.colors.get("stroke") or ())
        if len(parts) == 1:
            return nearest(*(parts[0],) * 3)
        if len(parts) == 4:
            cyan, magenta, yellow, black = parts
            parts = [(1 - part) * (1 - black) for part in (cyan, magenta, yellow)]
        return nearest(*(min(max(part, 0.0), 1.0) for part in parts)) if len(parts) == 3 else ""

    # -- places ----------------------------------------------------------------------------------

    def _shown(self, rect: Any) -> Rect:
        """A box of the page as it lies in the file, as it is shown."""
        turned = pymupdf.Rect(rect) * self._page.rotation_matrix
        return Rect(turned.x0, turned.y0, turned.x1, turned.y1)

    def _quads(self, annotation: Any) -> list[Rect]:
        """The boxes an annotation lies over, one a line; its whole box when it names none."""
        points = annotation.vertices or []
        boxes = [
            self._shown(pymupdf.Quad(points[at : at + 4]).rect)
            for at in range(0, len(points) - 3, 4)
        ]
        return boxes or [self._shown(annotation.rect)]

    def _place(self, box: Rect) -> int:
        return self._map.offset_at((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)

    def _under(self, boxes: Sequence[Rect]) -> list[Span]:
        """The words under the boxes, as stretches of the text."""
        found: list[Span] = []
        layout = self._layout
        around = Rect(
            min(box.x0 for box in boxes), min(box.y0 for box in boxes),
            max(box.x1 for box in boxes), max(box.y1 for box in boxes),
        )  # fmt: skip
        for index in range(len(layout.starts)):
            word = Rect(*layout.boxes[4 * index : 4 * index + 4])
            if not _touch(word, around):
                continue
            start, end = layout.starts[index], layout.ends[index]
            letters = split_box(self._text[start:end], word)
            under = [
                place
                for place, letter in enumerate(letters)
                if any(_holds(box, letter) for box in boxes)
            ]
            share = len(under) / max(1, len(letters))
            if share <= _NOTHING:
                continue
            if share < _WHOLE:
                start, end = start + under[0], start + under[-1] + 1
            if found and not self._text[found[-1].end : start].strip():
                found[-1] = Span(found[-1].start, end)
            else:
                found.append(Span(start, end))
        return found


def _touch(one: Rect, other: Rect) -> bool:
    return (
        one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
    )  # fmt: skip


def _holds(box: Rect, letter: Rect) -> bool:
    """Whether the middle of a letter lies in the box."""
    x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
