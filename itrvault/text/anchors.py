"""Finding a quotation again: exactly, then folded, then approximately.

The score is the one the web's annotators use: 50 for the quotation, 20 for the words before, 20
for the words after, 2 for being near where it was.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from itrvault.model.annotation import CONTEXT, Anchor, AnchorKind
from itrvault.model.document import Unit
from itrvault.model.geometry import PageLayout, Rect, Span
from itrvault.text.fold import fold_with_map, is_mark, unfold
from itrvault.text.places import PageMap

JOIN = "\n"
"""Between the units of a passage that runs over several."""

MAX_MATCHES = 200
"""Places of one quotation that are looked at; a word of three letters has thousands."""

_LOWEST = 0.75  # share of a quotation that must be alike to be taken for it
_CLOSE_UP = re.compile(r"[\s\-]+")
_WORD_START = re.compile(r"(?<!\w)\w")
_WORD_END = re.compile(r"\w(?!\w)")


@dataclass(frozen=True, slots=True)
class Match:
    """A place that may be the quotation. `score` is 0 to 1, `how` exact, folded or approximate."""

    span: Span
    score: float
    how: str


def text_hash(text: str) -> str:
    """Names a version of a text: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def context(text: str, span: Span) -> tuple[str, str]:
    """The 32 code points before and after, never starting or ending inside a letter's marks."""
    start = max(0, span.start - CONTEXT)
    while start < span.start and is_mark(text[start]):
        start += 1
    end = min(len(text), span.end + CONTEXT)
    while span.end < end < len(text) and is_mark(text[end]):
        end -= 1
    return text[start : span.start], text[span.end : end]


def find_quote(
    text: str,
    quote: str,
    *,
    prefix: str = "",
    suffix: str = "",
    near: int | None = None,
    approximate: bool = True,
) -> list[Span]:
    """The places where the quotation stands, best first. Empty when it is nowhere.

    Folded places are looked for only when there is no exact one, approximate ones only when
    there is no folded one and `approximate` allows them.
    """
    found = find_matches(
        text, quote, prefix=prefix, suffix=suffix, near=near, approximate=approximate
    )
    return [match.span for match in found]


def find_matches(
    text: str,
    quote: str,
    *,
    prefix: str = "",
    suffix: str = "",
    near: int | None = None,
    approximate: bool = True,
) -> list[Match]:
    """As `find_quote`, with scores."""
    if not quote.strip():
        return []
    how = "exact"
    found = [(span, 1.0) for span in _exact(text, quote)]
    if not found:
        how = "folded"
        folded, back = fold_with_map(text)
        wanted = fold_with_map(quote)[0].strip()
        if not wanted:
            return []
        found = _folded(text, folded, back, wanted)
        if not found and approximate:
            how = "approximate"
            found = _approximate(text, folded, back, wanted)
    matches = [
        Match(span, _score(text, span, alike, prefix, suffix, near), how) for span, alike in found
    ]
    return sorted(matches, key=lambda m: (-m.score, m.span.start))


def _exact(text: str, quote: str) -> list[Span]:
    spans: list[Span] = []
    at = text.find(quote)
    while at >= 0 and len(spans) < MAX_MATCHES:
        spans.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return spans


def _folded(text: str, folded: str, back: list[int], wanted: str) -> list[tuple[Span, float]]:
    hits = _exact(folded, wanted)
    if hits:
        return [(unfold(text, back, hit.start, hit.end), 0.98) for hit in hits]
    # Line ends cut words at hyphens, and Chinese lines break anywhere: compare without both.
    closed, places = close_up(folded)
    tight = close_up(wanted)[0]
    if len(tight) < 4:
        return []
    return [
        (unfold(text, back, places[hit.start], places[hit.end - 1] + 1), 0.95)
        for hit in _exact(closed, tight)
    ]


def close_up(text: str) -> tuple[str, list[int]]:
    """Without white space and hyphens, and where each code point left over stood."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for gap in _CLOSE_UP.finditer(text):
        parts.append(text[done : gap.start()])
        places.extend(range(done, gap.start()))
        done = gap.end()
    parts.append(text[done:])
    places.extend(range(done, len(text)))
    return "".join(parts), places


def _approximate(text: str, folded: str, back: list[int], wanted: str) -> list[tuple[Span, float]]:
    # A short quotation is like too many things.
    if len(wanted) < 8 or not folded:
        return []
    if len(folded) <= len(wanted):
        window = Span(0, len(folded))
    else:
        best = fuzz.partial_ratio_alignment(wanted, folded, score_cutoff=100 * _LOWEST - 5)
        if best is None:
            return []
        window = Span(best.dest_start, best.dest_end)
    window, alike = _fit(folded, wanted, window)
    if alike < _LOWEST:
        return []
    return [(unfold(text, back, window.start, window.end), alike)]


def _fit(folded: str, wanted: str, window: Span) -> tuple[Span, float]:
    """Move both ends to nearby word limits until the stretch is most like the quotation."""
    reach = max(12, len(wanted) // 6)
    starts = _limits(folded, _WORD_START, window.start, reach, 0)
    ends = _limits(folded, _WORD_END, window.end, reach, 1)

    def likeness(span: Span) -> float:
        return Levenshtein.normalized_similarity(wanted, folded[span.start : span.end])

    best = window
    # One end after the other: the error at one does not hide the best place of the other.
    for _ in range(2):
        best = max((Span(s, best.end) for s in starts if s < best.end), key=likeness, default=best)
        best = max((Span(best.start, e) for e in ends if e > best.start), key=likeness)
    return best, likeness(best)


def _limits(folded: str, pattern: re.Pattern[str], at: int, reach: int, shift: int) -> list[int]:
    low, high = max(0, at - reach), min(len(folded), at + reach)
    words = [m.start() + shift for m in pattern.finditer(folded, max(0, low - 1), high)]
    near = range(max(0, at - 3), min(len(folded), at + 3) + 1)
    return sorted({at, *near, *(place for place in words if low <= place <= high)})


def _score(
    text: str, span: Span, alike: float, prefix: str, suffix: str, near: int | None
) -> float:
    before, after = 1.0, 1.0
    if prefix:
        here = text[max(0, span.start - len(prefix)) : span.start]
        before = Levenshtein.normalized_similarity(prefix, here)
    if suffix:
        here = text[span.end : span.end + len(suffix)]
        after = Levenshtein.normalized_similarity(suffix, here)
    place = 1.0
    if near is not None:
        place = 1.0 - abs(span.start - near) / max(len(text), 1)
    return (50 * alike + 20 * before + 20 * after + 2 * place) / 92


def anchored_text(texts: Sequence[str], unit: int, end_unit: int) -> str:
    """The texts of the units a passage touches, joined."""
    return JOIN.join(texts[unit : end_unit + 1])


def make_anchor(units: Sequence[Unit], first: int, start: int, last: int, end: int) -> Anchor:
    """The anchor of the passage from `start` in unit `first` to `end` in unit `last`.

    `units` are the document's units (or those from `first` to `last`), in order. In one unit,
    `start == end == 0` stands for the whole page. Raises ValueError when the passage is not in
    the units.
    """
    chosen = [unit for unit in units if first <= unit.number <= last]
    if first > last or [unit.number for unit in chosen] != list(range(first, last + 1)):
        raise ValueError(f"the units {first} to {last} are not there")
    texts = [unit.text for unit in chosen]
    if not 0 <= start <= len(texts[0]) or not 0 <= end <= len(texts[-1]):
        raise ValueError("the passage runs over the edge of the text")
    if first == last and (start > end or (start == end and start)):
        raise ValueError("the passage is empty")
    joined = JOIN.join(texts)
    span = Span(start, len(joined) - len(texts[-1]) + end)
    whole_page = start == end == 0 and first == last
    if whole_page:
        return page_anchor(units, first)
    anchor = Anchor(
        first, start, last, end, joined[span.start : span.end], *context(joined, span),
        (), text_hash(joined),
    )  # fmt: skip
    return with_rects(anchor, chosen)


def page_anchor(units: Sequence[Unit], first: int, last: int | None = None) -> Anchor:
    """The anchor of whole pages or sections. Raises ValueError when they are not there."""
    last = first if last is None else last
    texts = [unit.text for unit in units if first <= unit.number <= last]
    if not texts or len(texts) != last - first + 1:
        raise ValueError(f"the units {first} to {last} are not there")
    version = text_hash(JOIN.join(texts))
    return Anchor(first, 0, last, 0, "", text_hash=version, kind=AnchorKind.PAGE)


def document_anchor() -> Anchor:
    """The anchor of a document as a whole."""
    return Anchor(0, 0, 0, 0, "", kind=AnchorKind.DOCUMENT)


def region_anchor(unit: Unit, rect: Rect) -> Anchor:
    """The anchor of a rectangle on a drawn page, in points from its top left corner.

    The corners may come in any order; what lies outside of the page is cut off. The words whose
    middle lies in it go along. Raises ValueError when the unit is no page or nothing is left.
    """
    layout = unit.layout
    if not isinstance(layout, PageLayout):
        raise ValueError("only a page has regions")
    x0, x1 = sorted((rect.x0, rect.x1))
    y0, y1 = sorted((rect.y0, rect.y1))
    box = Rect(max(0.0, x0), max(0.0, y0), min(layout.width, x1), min(layout.height, y1))
    if not (box.x0 < box.x1 and box.y0 < box.y1):
        raise ValueError("the region is not on the page")
    words = words_in(layout, unit.text, box)
    return Anchor(
        unit.number, 0, unit.number, 0, words, rects=((unit.number, box),),
        text_hash=text_hash(unit.text), kind=AnchorKind.REGION,
    )  # fmt: skip


def words_in(layout: PageLayout, text: str, box: Rect) -> str:
    """The words of a page whose middle lies in the box: a line each, as they follow in the text."""
    lines: dict[int, list[str]] = {}
    for n, (start, end, line) in enumerate(
        zip(layout.starts, layout.ends, layout.lines, strict=True)
    ):
        x0, y0, x1, y1 = layout.boxes[4 * n : 4 * n + 4]
        if box.x0 <= (x0 + x1) / 2 <= box.x1 and box.y0 <= (y0 + y1) / 2 <= box.y1:
            lines.setdefault(line, []).append(text[start:end])
    return "\n".join(" ".join(words) for words in lines.values())


def with_rects(anchor: Anchor, units: Sequence[Unit]) -> Anchor:
    """The anchor with its boxes read again from the layout of the units it touches.

    A region is its box, and keeps it.
    """
    if anchor.kind is AnchorKind.REGION:
        return anchor
    rects: list[tuple[int, Rect]] = []
    for unit in units:
        span = span_in(anchor, unit.number, len(unit.text))
        if span is not None and len(span) and isinstance(unit.layout, PageLayout):
            page = PageMap(unit.layout, unit.text)
            rects.extend((unit.number, rect) for rect in page.rects_of(span))
    return replace(anchor, rects=tuple(rects))


def span_in(anchor: Anchor, number: int, length: int) -> Span | None:
    """The part of the passage that lies in one unit (`length` code points long), or None.

    Empty, at the beginning, where there is no passage but a region, a page or a document.
    """
    if not anchor.unit <= number <= anchor.end_unit:
        return None
    if anchor.whole or anchor.kind is AnchorKind.REGION:
        return Span(0, 0)
    start = anchor.start if number == anchor.unit else 0
    end = anchor.end if number == anchor.end_unit else length
    return Span(min(start, length), min(end, length))
