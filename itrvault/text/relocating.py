"""Placing passages again in a text that changed: recognised anew, extracted better, another copy.

A place is looked for by the whole of what an anchor remembers, the words before and after as well
as the quotation: runs of a few signs vote for places, each place is aligned sign by sign, and
scored as the web's annotators do it (50 for the quotation, 20 for either side, 2 for nearness; at
most half of a quotation's signs, and never more than 256, may be wrong). Blanks and hyphens are
not looked at, so words that were split, joined or broken over lines are the same.

A wrong place is worse than none: where a second place is nearly as good, or what is left of the
words is little, the passage is not placed.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from itrvault.model.annotation import CONTEXT, Anchor, AnchorKind
from itrvault.model.geometry import Span
from itrvault.text.anchors import JOIN, anchored_text, context, text_hash
from itrvault.text.spotting import Place, Query, Spotter, tight

MOST_ERRORS = 256
"""Signs of a quotation that may be wrong; never more than half of them, and a fifth of the signs of
a long one beyond the first 512."""

LEAST_SCORE = 0.62
"""What is less like the anchor than this is something else. Chance gives about 0.25."""

SHORT, LEAST_SIDE, LEAST_OTHER = 60, 0.65, 0.6
"""A quotation of fewer signs may stand anywhere: so much of the words on one side must be there,
and of those on the other side, unless a page ends between."""

LEAST_ALIKE, ALIKE = 0.65, 0.8
"""So much of a longer quotation must be there: sister clauses differ by as little as a third. Where
less than the second share is, the words on both sides must be there, too, as for a short one."""

EDGE = 80
"""Code points from the edge of a page within which running heads and feet may come between."""

CLEAR = 0.14
"""A rival is out when it has more errors than the best place by this share of the signs compared:
where one sign in ten is read wrongly, the right place may have as many more than a copy of it."""

NEAR = 16
"""Code points that a passage may have moved within its page to be known by its place alone."""

WIDE = 240
"""Code points on either side that are compared where the text as it was is still at hand."""

_SNAP = 3  # code points to the limit of a word, where the anchor was at one


class Relocator:
    """The texts of one document as they are now, ready to be asked for many passages."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._starts: list[int] = []
        at = 0
        for text in texts:
            self._starts.append(at)
            at += len(text) + len(JOIN)
        self._versions: dict[tuple[int, int], str] = {}

    def place(self, anchor: Anchor, before: Sequence[str] | None = None) -> Anchor | None:
        """The anchor where its passage stands now; None when that cannot be said.

        `before` are the texts that it was made in, if they are at hand: more of the words around
        is compared then. An anchor whose text is unchanged comes back as it is. One that moved
        loses its boxes: they belong to the page as it was (see `anchors.with_rects`).
        """
        found = self._look(anchor, before)
        if isinstance(found, list):
            nearest = self._nearest(anchor, found)
            return None if nearest is None else self._anchor_at(self._span(nearest, anchor))
        return found

    def place_all(
        self, anchors: Sequence[Anchor], before: Sequence[str] | None = None
    ) -> list[Anchor | None]:
        """Many anchors made in one text. Those that stand clear show where the others may be.

        Where a passage could be in several places, it is in the one between the passages before
        and after it, if there is only one.
        """
        looked = [self._look(anchor, before) for anchor in anchors]
        order = sorted(range(len(anchors)), key=lambda n: (anchors[n].unit, anchors[n].start))
        spots = [self._offset(looked[n]) for n in order]
        ahead: list[int | None] = [None] * len(order)
        for rank in range(len(order) - 2, -1, -1):
            following = spots[rank + 1]
            ahead[rank] = following if following is not None else ahead[rank + 1]
        placed: list[Anchor | None] = [None] * len(anchors)
        behind: int | None = None
        for rank, n in enumerate(order):
            found = looked[n]
            if isinstance(found, list):
                chosen = self._nearest(anchors[n], found)
                if chosen is None and behind is not None and ahead[rank] is not None:
                    near = [
                        (anchors[n].start - anchors[order[at]].start, spots[at])
                        for at in (rank - 1, rank + 1)
                        if anchors[order[at]].unit == anchors[n].unit
                    ]
                    chosen = self._between(found, behind, ahead[rank] or 0, near)
                found = None
                if chosen is not None:
                    found = self._anchor_at(self._span(chosen, anchors[n]))
            placed[n] = found
            spot = spots[rank]
            behind = spot if spot is not None else behind
        return placed

    def _look(self, anchor: Anchor, before: Sequence[str] | None) -> Anchor | list[Place] | None:
        """Where the passage stands, or the places among which nothing decides."""
        if anchor.kind is not AnchorKind.PASSAGE or not anchor.exact:
            return self._whole(anchor)
        here = self._unchanged(anchor)
        if here is not None:
            return here
        query = self._query(anchor, before)
        if not query.quote:
            return None
        found = self._choose(anchor, query, self._spotter.candidates(query))
        if len(found) == 1:
            return self._anchor_at(self._span(found[0], anchor))
        return found or None

    def _whole(self, anchor: Anchor) -> Anchor | None:
        """A page keeps its place whatever it says; so do a region and a document."""
        if anchor.end_unit >= len(self.texts):
            return None
        if anchor.kind is AnchorKind.DOCUMENT or anchor.kind is AnchorKind.REGION:
            return anchor
        version = self.version(anchor.unit, anchor.end_unit)
        return anchor if version == anchor.text_hash else replace(anchor, text_hash=version)

    def _offset(self, found: Anchor | list[Place] | None) -> int | None:
        if isinstance(found, Anchor):
            return self._starts[found.unit] + found.start
        return None

    def _between(
        self,
        places: Sequence[Place],
        low: int,
        high: int,
        near: Iterable[tuple[int, int | None]],
    ) -> Place | None:
        """The only place between two offsets, if it is about as far from its neighbours as it was.

        `near` are distances from passages of the same page, and where those stand now.
        """
        starts = {place: self._spotter.back(place).start for place in places}
        within = [place for place, start in starts.items() if low <= start <= high]
        if len(within) != 1:
            return None
        known = [(away, spot) for away, spot in near if spot is not None]
        start = starts[within[0]]
        fits = any(abs(start - spot - away) <= 40 + abs(away) // 4 for away, spot in known)
        return within[0] if fits or not known else None

    def stands(self, anchor: Anchor) -> bool:
        """Whether the passage stands where its anchor says, in the same words around it."""
        return bool(anchor.exact) and self._unchanged(anchor) is not None

    def reads(self, anchor: Anchor) -> bool:
        """Whether the text says the quotation where the anchor is, whatever is around it."""
        if anchor.end_unit >= len(self.texts):
            return False
        span = self._raw_span(anchor)
        return self._joined[span.start : span.end] == anchor.exact

    def version(self, unit: int, end_unit: int) -> str:
        """The hash that names the text of these units."""
        key = unit, end_unit
        if key not in self._versions:
            self._versions[key] = text_hash(anchored_text(self.texts, unit, end_unit))
        return self._versions[key]

    def _unchanged(self, anchor: Anchor) -> Anchor | None:
        """The anchor, if its words stand where it says, with the same words around them."""
        if anchor.end_unit >= len(self.texts) or not anchor.placed:
            return None
        if self.version(anchor.unit, anchor.end_unit) == anchor.text_hash:
            span = self._raw_span(anchor)
            return anchor if self._joined[span.start : span.end] == anchor.exact else None
        joined = anchored_text(self.texts, anchor.unit, anchor.end_unit)
        end = len(joined) - len(self.texts[anchor.end_unit]) + anchor.end
        if joined[anchor.start : end] != anchor.exact:
            return None
        if context(joined, Span(anchor.start, end)) != (anchor.prefix, anchor.suffix):
            return None
        version = self.version(anchor.unit, anchor.end_unit)
        return replace(anchor, text_hash=version, rects=())

    @cached_property
    def _joined(self) -> str:
        return JOIN.join(self.texts)

    @cached_property
    def _spotter(self) -> Spotter:
        return Spotter(self._joined)

    # -- looking -------------------------------------------------------------------------------

    def _query(self, anchor: Anchor, before: Sequence[str] | None) -> Query:
        prefix, suffix = anchor.prefix, anchor.suffix
        if before is not None and anchor.end_unit < len(before):
            joined = anchored_text(before, anchor.unit, anchor.end_unit)
            end = len(joined) - len(before[anchor.end_unit]) + anchor.end
            if joined[anchor.start : end] == anchor.exact and anchor.start < end:
                ahead = JOIN.join(before[max(0, anchor.unit - 1) : anchor.unit])[-WIDE:] + JOIN
                behind = JOIN + JOIN.join(before[anchor.end_unit + 1 : anchor.end_unit + 2])[:WIDE]
                prefix = (ahead + joined[: anchor.start])[-WIDE:]
                suffix = (joined[end:] + behind)[:WIDE]
        return Query(tight(prefix), tight(anchor.exact), tight(suffix))

    # -- choosing ------------------------------------------------------------------------------

    def _choose(self, anchor: Anchor, query: Query, candidates: Iterable[Place]) -> list[Place]:
        """The candidate that is good enough, first, and those that are not clearly worse."""
        length = len(query.quote)
        limit = min(MOST_ERRORS, length // 2) + max(0, length - 2 * MOST_ERRORS) // 5
        best_first = _apart(candidates)
        if not best_first:
            return []
        best = best_first[0]
        if best.score < LEAST_SCORE or best.quote_errors > limit:
            return []
        if length < SHORT:
            known = [side for side in best.sides if side is not None]
            if known and max(known) < LEAST_SIDE:
                return []
            # Where much is compared, what was put in between the words makes no stranger of them.
            if len(query.before) + len(query.after) <= 2 * CONTEXT and not (
                self._around(anchor, best)
            ):
                return []
        else:
            wrong = best.quote_errors / length
            if wrong > 1 - LEAST_ALIKE or (wrong > 1 - ALIKE and not self._around(anchor, best)):
                return []
        return [best, *(other for other in best_first[1:] if not _clear(best, other))]

    def _around(self, anchor: Anchor, place: Place) -> bool:
        """Whether the words on both sides are there, as far as no edge of a page comes between."""
        before, after = (1.0 if side is None else side for side in place.sides)
        if before >= LEAST_OTHER and after >= LEAST_OTHER:
            return True
        span = self._spotter.back(place)
        start = self._split(span.start)[1]
        end_unit, end = self._split(span.end)
        fine = before >= LEAST_OTHER or start < EDGE or len(anchor.prefix) < CONTEXT
        if after >= LEAST_OTHER:
            return fine
        rest = len(self.texts[end_unit]) - end
        return fine and (rest < EDGE or len(anchor.suffix) < CONTEXT)

    def _nearest(self, anchor: Anchor, places: Sequence[Place]) -> Place | None:
        """Of places alike, the one where the passage was: same unit, and about as far into it."""
        away: list[tuple[int, Place]] = []
        for place in places:
            span = self._spotter.back(place)
            unit, start = self._split(span.start)
            if unit == anchor.unit:
                away.append((abs(start - anchor.start), place))
        away.sort(key=lambda pair: pair[0])
        if not away or away[0][0] > NEAR:
            return None
        if len(away) > 1 and away[1][0] < 4 * max(away[0][0], 20):
            return None
        return away[0][1]

    # -- back to the text ----------------------------------------------------------------------

    def _span(self, place: Place, anchor: Anchor) -> Span:
        """The span in the joined text; its ends at words, where those of the anchor were."""
        span, joined = self._spotter.back(place), self._joined
        start, end = span.start, span.end
        sure_start, sure_end = place.firm
        if not sure_start and _word(anchor.exact[:1]) and not _word(anchor.prefix[-1:]):
            start = _limit(joined, start, end, 0)
        if not sure_end and _word(anchor.exact[-1:]) and not _word(anchor.suffix[:1]):
            end = _limit(joined, end, start, 1)
        return Span(start, end) if start < end else span

    def _raw_span(self, anchor: Anchor) -> Span:
        starts = self._starts
        return Span(starts[anchor.unit] + anchor.start, starts[anchor.end_unit] + anchor.end)

    def _anchor_at(self, span: Span) -> Anchor:
        first, start = self._split(span.start)
        last, end = self._split(span.end)
        within = Span(start, self._starts[last] - self._starts[first] + end)
        prefix, suffix = context(anchored_text(self.texts, first, last), within)
        return Anchor(
            first, start, last, end, self._joined[span.start : span.end], prefix, suffix,
            (), self.version(first, last),
        )  # fmt: skip

    def _split(self, offset: int) -> tuple[int, int]:
        """Unit number and offset in it, of an offset into the joined texts."""
        number = bisect_right(self._starts, offset) - 1
        return number, offset - self._starts[number]


def locate(
    anchor: Anchor, texts: Sequence[str], before: Sequence[str] | None = None
) -> Anchor | None:
    """Find one passage in the document's texts as they are now (one per unit, in order)."""
    return Relocator(texts).place(anchor, before)


def unplaced(anchor: Anchor) -> Anchor:
    """The anchor of a passage whose words were not found: on its page, with its quotation."""
    return replace(anchor, start=0, end_unit=anchor.unit, end=0, rects=(), text_hash="")


def _apart(candidates: Iterable[Place]) -> list[Place]:
    """The candidates without those that are the same place, the better one kept."""
    kept: list[Place] = []
    for place in sorted(candidates, key=lambda place: (-place.score, place.start)):
        if all(place.end <= other.start or place.start >= other.end for other in kept):
            kept.append(place)
    return kept


def _clear(best: Place, other: Place) -> bool:
    """Whether the better place is better by more than chance errors could make it."""
    more = other.errors - best.errors
    return more >= max(4 + 2.5 * math.sqrt(best.errors), CLEAR * best.length)


def _word(sign: str) -> bool:
    return sign.isalnum()


def _limit(text: str, at: int, other: int, shift: int) -> int:
    """The nearest place where a word begins (`shift` 0) or ends (1), if one is near."""
    for away in range(_SNAP + 1):
        for place in (at - away, at + away):
            if not 0 <= place <= len(text) or (place >= other if shift == 0 else place <= other):
                continue
            inside = text[place : place + 1] if shift == 0 else text[place - 1 : place]
            outside = text[place - 1 : place] if shift == 0 else text[place : place + 1]
            if _word(inside) and not _word(outside):
                return place
    return at
