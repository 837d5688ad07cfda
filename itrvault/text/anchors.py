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

from itrvault.model.annotation import CONTEXT, Anchor
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
    closed, places = _close_up(folded)
    tight = _close_up(wanted)[0]
    if len(tight) < 4:
        return []
    return [
        (unfold(text, back, places[hit.start], places[hit.end - 1] + 1), 0.95)
        for hit in _exact(closed, tight)
    ]


def _close_up(text: str) -> tuple[str, list[int]]:
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
    prefix, suffix = ("", "") if whole_page else context(joined, span)
    anchor = Anchor(
        first, start, last, end, joined[span.start : span.end], prefix, suffix,
        (), text_hash(joined),
    )  # fmt: skip
    return with_rects(anchor, chosen)


def with_rects(anchor: Anchor, units: Sequence[Unit]) -> Anchor:
    """The anchor with its boxes read again from the layout of the units it touches."""
    rects: list[tuple[int, Rect]] = []
    for unit in units:
        span = span_in(anchor, unit.number, len(unit.text))
        if span is not None and len(span) and isinstance(unit.layout, PageLayout):
            page = PageMap(unit.layout, unit.text)
            rects.extend((unit.number, rect) for rect in page.rects_of(span))
    return replace(anchor, rects=tuple(rects))


def span_in(anchor: Anchor, number: int, length: int) -> Span | None:
    """The part of the passage that lies in one unit (`length` code points long), or None."""
    if not anchor.unit <= number <= anchor.end_unit:
        return None
    start = anchor.start if number == anchor.unit else 0
    end = anchor.end if number == anchor.end_unit else length
    return Span(min(start, length), min(end, length))


def locate(anchor: Anchor, texts: Sequence[str]) -> Anchor | None:
    """Find the passage in the document's texts as they are now (one per unit, in order).

    An anchor whose text is unchanged comes back as it is. One that moved gets new offsets, and
    loses its boxes: they belong to the page as it was (see `with_rects`). None when the words are
    gone.
    """
    if anchor.end_unit < len(texts):
        joined = anchored_text(texts, anchor.unit, anchor.end_unit)
        span = Span(anchor.start, len(joined) - len(texts[anchor.end_unit]) + anchor.end)
        if joined[span.start : span.end] == anchor.exact:
            version = text_hash(joined)
            if anchor.text_hash == version:
                return anchor
            if not anchor.exact or context(joined, span) == (anchor.prefix, anchor.suffix):
                return replace(anchor, text_hash=version, rects=())
    return _search_units(anchor, texts) if anchor.exact else None


def _search_units(anchor: Anchor, texts: Sequence[str]) -> Anchor | None:
    """Look in the passage's own units first, then nearby, then in the whole document."""
    final = len(texts) - 1
    for around in (0, 2, len(texts)):
        low = max(0, anchor.unit - around)
        high = min(final, anchor.end_unit + around)
        if low > high:
            continue
        joined = anchored_text(texts, low, high)
        near = sum(len(text) + 1 for text in texts[low : anchor.unit]) + anchor.start
        matches = find_matches(
            joined, anchor.exact, prefix=anchor.prefix, suffix=anchor.suffix, near=near
        )
        # Words that fit less well here may stand, whole, elsewhere.
        if matches and (matches[0].score >= 0.8 or (low, high) == (0, final)):
            return _anchor_at(joined, texts, low, matches[0].span)
    return None


def _anchor_at(joined: str, texts: Sequence[str], low: int, span: Span) -> Anchor:
    first, start = _split(texts, low, span.start)
    last, end = _split(texts, low, span.end)
    prefix, suffix = context(joined, span)
    return Anchor(
        first, start, last, end, joined[span.start : span.end], prefix, suffix,
        (), text_hash(anchored_text(texts, first, last)),
    )  # fmt: skip


def _split(texts: Sequence[str], low: int, offset: int) -> tuple[int, int]:
    """Unit number and offset in it, of an offset into the texts joined from unit `low` on."""
    number = low
    while offset > len(texts[number]):
        offset -= len(texts[number]) + len(JOIN)
        number += 1
    return number, offset
