"""Marks the hits of a query in a text, by the same words and the same rules as the index.

The text is cut by the tokeniser that built the index, so a unit that was found has marks, and the
marks are on what made it match: of a phrase its words in their order, of proximity only words that
are near enough, of negated parts nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from collections.abc import Sequence as Sequence_
from dataclasses import dataclass
from functools import lru_cache

from itrvault.model.document import Redline
from itrvault.model.geometry import Span
from itrvault.search.edges import READINGS
from itrvault.search.folding import fold_characters
from itrvault.search.guests import ENOUGH, Form, read_form, showing, term_of
from itrvault.search.near import is_near, ordered_windows, windows
from itrvault.search.parted import names, parted_word
from itrvault.search.query import (
    And,
    Apart,
    Either,
    FieldTest,
    Fuzzy,
    Gap,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Positional,
    Required,
    Sequence,
    Start,
    Word,
    can_run_over,
    positives,
)  # fmt: skip
from itrvault.search.streams import (
    BY_FLAG,
    START,
    Stream,
    placed,
    raw_places,
    streams,
    tokens_among,
)
from itrvault.search.tokens import MAX_TERM, PIECE, Token, analyse, is_unspaced, split_wide
from itrvault.search.verbatim import is_spelt, is_written

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """Words `start` to `end` (positions), which are `spans` in the text."""

    start: int
    end: int
    spans: tuple[Place, ...]


def same_words(node: Positional, forms: Mapping[Leaf, tuple[str, ...]]) -> Hashable:
    """A key that two parts of a query share when they mean the same words."""
    if isinstance(node, Word | Pattern | Fuzzy):
        spelt = "" if isinstance(node, Fuzzy) else node.spelt
        return (forms.get(node, ()) or node, spelt)
    return node


_analyse = lru_cache(maxsize=1 << 14)(analyse)


def _among(text: str, wanted: Collection[str]) -> Iterator[Token]:
    """The wanted terms of `tokenise(text)`, in a fifth of the time."""
    position = 0
    for match in PIECE.finditer(text):
        raw = match.group()
        if raw.isascii() and raw.isalpha():  # all there is to do for these is to make them small
            term = raw.lower()[:MAX_TERM]
            if term in wanted:
                yield Token(term, position, *match.span())
            position += 1
            continue
        piece = _analyse(raw) if len(raw) < MAX_TERM else analyse(raw)
        for part in piece.parts:
            if part.term in wanted:
                base = match.start()
                yield Token(part.term, position + part.offset, base + part.start, base + part.end)
        position += piece.width


class Tongue:
    """The language a unit is indexed in (ISO code), and what others its words show."""

    def __init__(self, language: str, text: str, redlines: Sequence_[Redline] = ()) -> None:
        self._language = language
        self._text = text
        self._redlines = redlines
        self._shown: dict[str, bool] = {}  # what was asked for

    def counts(self, form: Form) -> bool:
        """Whether a form counts in the unit."""
        return self._language not in form.barred or any(map(self._shows, form.homes))

    def _shows(self, home: str) -> bool:
        if home not in self._shown:
            self._shown[home] = self._look_for(home)
        return self._shown[home]

    def _look_for(self, home: str) -> bool:
        small = showing(home)
        if self._redlines:
            found = tokens_among(streams(self._text, self._redlines), small)
        else:
            found = _among(self._text, small)
        different: set[str] = set()
        for token in found:
            different.add(token.term)
            if len(different) == ENOUGH:
                return True
        return False


def terms_of(forms: Mapping[Leaf, tuple[str, ...]]) -> Collection[str]:
    """The terms of all forms."""
    return {term_of(form) for some in forms.values() for form in some}


class MarkedText:
    """One text, cut once, asked for one query."""

    def __init__(
        self,
        text: str,
        node: Node,
        forms: Mapping[Leaf, tuple[str, ...]],
        redlines: Sequence_[Redline] = (),
        *,
        tongues: Sequence_[Tongue] = (),
        seam: int = -1,
        beyond: Sequence_[MarkedText] = (),
        terms: Collection[str] | None = None,
    ) -> None:
        """`seam`: where in this text a page ends and the next begins, of a text made of two.

        `tongues`: of the unit, or of the two, whose text it is; without, every form counts.
        `beyond`: this text joined with the next one, so what begins here and ends there counts.
        `terms`: those of all forms, where they are known.
        """
        self._forms = forms
        self._tongues = tongues
        self._node = node
        self._text = text
        self._streams = streams(text, redlines) if redlines else []
        self._laid = "".join(stream.text for stream in self._streams) if redlines else text
        self._seam = seam
        self._beyond = beyond
        self._over: list[tuple[MarkedText, Place]] = []
        wanted = terms_of(forms) if terms is None else terms
        if wanted and redlines:
            wanted = {*wanted, START}
        self._words: dict[str, list[_Occurrence]] = {}
        if not wanted:
            return
        for token in tokens_among(self._streams, wanted) if redlines else _among(text, wanted):
            width = split_wide(token.term)[1]
            self._words.setdefault(token.term, []).append(
                _Occurrence(token.position, token.position + width, ((token.start, token.end),))
            )
        if seam >= 0:
            for stream in self._streams or [Stream(text, 0, [0], [0], [0])]:
                if stream.reading < READINGS:
                    self._join(stream, wanted)

    def _join(self, stream: Stream, wanted: Collection[str]) -> None:
        """Take in the word that the seam divides, or the two signs of Chinese that it parts."""
        cut = stream.offset_of(self._seam)
        left, right = stream.text[:cut], stream.text[cut:]
        end, begin = len(left.rstrip()), len(stream.text) - len(right.lstrip())
        if not end or begin == len(stream.text):
            return
        first, second = left[end - 1], stream.text[begin]
        if is_unspaced(first) and is_unspaced(second):
            halves = Span(end - 1, end), Span(begin, begin + 1)
            common = stream.flags_of(end - 1, end) & stream.flags_of(begin, begin + 1)
            pair = fold_characters(first + second)
            found = {pair, *(sign + pair for flag, sign in BY_FLAG if common & flag)}
        elif (word := parted_word(left, right)) is not None:
            halves = (
                Span(word.left.start, word.end),
                Span(cut + word.right.start, cut + word.right.end),
            )
            common = stream.flags_of(word.left.start, word.left.end)
            common &= stream.flags_of(halves[1].start, halves[1].end)
            # Where nothing is changed it is read one way, by whichever name the index has it.
            readings = (stream.reading > 0,) if self._streams else (False, True)
            found = {name for before in readings for name in names(word, common, before=before)}
        else:
            return
        if not (found := found & set(wanted)):
            return
        place = stream.base + halves[0].start
        at = next(
            one.position + part.offset
            for one in placed(self._streams or [stream])
            for part in one.piece.parts
            if one.start + part.start == place
        )
        for term in found:
            spans = tuple((stream.base + half.start, stream.base + half.end) for half in halves)
            width = split_wide(term)[1]
            self._words.setdefault(term, []).append(_Occurrence(at, at + width, spans))

    def spans(self) -> tuple[Span, ...]:
        """The marks, in order, none overlapping another."""
        self._over.clear()
        _, places = self._mark(self._node)
        return self._merged(self._raw(places))

    def spans_beyond(self) -> tuple[tuple[Span, ...], ...]:
        """What of the marks runs over the seam, in each of the texts that are joined with the next.

        Nothing when the text does not match as a whole.
        """
        self._over.clear()
        self._mark(self._node)
        return tuple(
            other.either_side({place for one, place in self._over if one is other})
            for other in self._beyond
        )

    def either_side(self, places: set[Place]) -> tuple[Span, ...]:
        """Marks at these places of a text made of two, none over the seam."""
        found = set()
        for start, end in self._raw(places):
            for first, last in ((start, min(end, self._seam)), (max(start, self._seam), end)):
                if first < last and not self._text[first:last].isspace():
                    found.add(self._without_blanks(first, last))
        return self._merged(found)

    def _raw(self, places: set[Place]) -> set[Place]:
        """Places in the text as it is, of those in its streams."""
        if not self._streams:
            return places
        return {
            self._without_blanks(*raw)
            for place in places
            for raw in raw_places(self._streams, *place)
            if not self._text[slice(*raw)].isspace()
        }

    def _merged(self, places: set[Place]) -> tuple[Span, ...]:
        merged: list[list[int]] = []
        for start, end in sorted(places):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        return tuple(Span(start, end) for start, end in merged)

    @property
    def terms(self) -> Collection[str]:
        """Which of the terms that are looked for stand here."""
        return self._words.keys()

    def each(self, parts: Iterable[Positional]) -> Iterator[tuple[Positional, tuple[Span, ...]]]:
        """Each word or phrase with each place where it stands, whatever of the others is missing:
        one stretch, or one for each of some words near each other."""
        for part in parts:
            for one in self._occurrences(part):
                places = sorted(self._raw(set(one.spans)))
                if places:
                    yield part, tuple(Span(start, end) for start, end in places)

    def _without_blanks(self, start: int, end: int) -> Place:
        """A part of a phrase that goes on behind other words."""
        part = self._text[start:end]
        return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())

    def holds(self, node: Positional) -> bool:
        """Whether a word or phrase stands here, spelt as the query says."""
        return bool(self._occurrences(node)) or any(one.crossing(node) for one in self._beyond)

    def crossing(self, node: Positional) -> list[_Occurrence]:
        """The places that begin before the seam and end behind it."""
        if isinstance(node, Either):
            return [one for part in node.parts for one in self.crossing(part)]
        if not can_run_over(node, self._forms):
            return []
        found = []
        for one in self._occurrences(node):
            raw = self._raw(set(one.spans))
            if min(raw)[0] < self._seam and max(end for _, end in raw) > self._seam:
                found.append(one)
        return found

    def _mark(self, node: Node) -> tuple[bool, set[Place]]:
        """Whether the text matches as far as its words go, and the places that made it."""
        match node:
            case FieldTest():
                return True, set()
            case Not(part=part):
                known = len(self._over)
                matched, _ = self._mark(part)
                del self._over[known:]
                unknown = not any(True for _ in positives(part))
                return unknown or not matched, set()
            case Required(part=part):
                return self._mark(part)
            case And(parts=parts):
                known = len(self._over)
                marks = [self._mark(part) for part in parts]
                if not all(matched for matched, _ in marks):
                    del self._over[known:]
                    return False, set()
                return True, set().union(*(places for _, places in marks))
            case Or(parts=some):
                marks = [self._mark(part) for part in some]
                places = [found for matched, found in marks if matched]
                return bool(places), set().union(*places)
            case _:
                found = self._occurrences(node)
                over = [
                    (other, span)
                    for other in self._beyond
                    for one in other.crossing(node)
                    for span in one.spans
                ]
                self._over += over
                return bool(found or over), {span for one in found for span in one.spans}

    def _occurrences(self, node: Positional) -> list[_Occurrence]:
        match node:
            case Word() | Pattern() | Fuzzy():
                found = [one for form in self._forms.get(node, ()) for one in self._standing(form)]
                if not isinstance(node, Fuzzy) and is_spelt(node):
                    found = [o for o in found if is_written(node, self._written(o))]
                if node.width > 1:
                    found = [_Occurrence(o.start, o.start + node.width, o.spans) for o in found]
                return sorted(found, key=lambda one: (one.start, one.end))
            case Start():
                later = self._words.get(START, ())
                return [_Occurrence(0, 0, ()), *(_Occurrence(o.start, o.start, ()) for o in later)]
            case Either(parts=some):
                return [one for part in some for one in self._occurrences(part)]
            case Sequence(parts=parts):
                return self._in_sequence(parts)
            case Near():
                return self._near(node)
            case Apart():
                return self._apart(node)

    def _standing(self, form: str) -> Sequence_[_Occurrence]:
        """The places of a form, as far as it counts in the unit of each."""
        known = read_form(form)
        found = self._words.get(known.term, ())
        if not known.barred or not found or not self._tongues:
            return found
        counts = [tongue.counts(known) for tongue in self._tongues]
        if all(counts):
            return found
        return [one for one in found if counts[self._seam >= 0 and self._is_behind(one)]]

    def _is_behind(self, one: _Occurrence) -> bool:
        """Whether it begins behind the seam."""
        return min(start for start, _ in self._raw(set(one.spans))) >= self._seam

    def _written(self, one: _Occurrence) -> str:
        return "".join(self._laid[start:end] for start, end in one.spans)

    def _in_sequence(self, parts: tuple[Leaf | Gap, ...]) -> list[_Occurrence]:
        running: dict[int, _Occurrence] = {}
        for number, part in enumerate(parts):
            if isinstance(part, Gap):
                running = {
                    end + 1: _Occurrence(one.start, end + 1, one.spans)
                    for end, one in running.items()
                }
                continue
            following: dict[int, _Occurrence] = {}
            for one in self._occurrences(part):
                if number == 0:
                    following[one.end] = one
                elif (before := running.get(one.start)) is not None:
                    span = (before.spans[0][0], one.spans[-1][1])
                    following[one.end] = _Occurrence(before.start, one.end, (span,))
            if not following:
                return []
            running = following
        return list(running.values())

    def _near(self, node: Near) -> list[_Occurrence]:
        found = [(self._key(part), self._occurrences(part)) for part in node.parts]
        # Over a seam only the nearest count, as they do in the index: the others are on one side.
        if self._seam < 0 and len(found) == 2 and (node.ordered or found[0][0] != found[1][0]):
            pairs = self._pairs(found[0][1], found[1][1], node)
            return [one for one in pairs if self._in_one_reading(one.start, one.end)]
        places = [(key, [(one.start, one.end) for one in some]) for key, some in found]
        if node.ordered:
            stretches = ordered_windows([some for _, some in places], node.distance)
        else:
            stretches = windows(places, node.distance)
        result = []
        for start, end in stretches:
            if not self._in_one_reading(start, end):
                continue
            inside = [
                span
                for _, some in found
                for one in some
                if start <= one.start and one.end <= end
                for span in one.spans
            ]
            result.append(_Occurrence(start, end, tuple(sorted(set(inside)))))
        return result

    def _apart(self, node: Apart) -> list[_Occurrence]:
        others = self._occurrences(node.other)
        return [
            one
            for one in self._occurrences(node.part)
            if not any(
                is_near((one.start, one.end), (other.start, other.end), node.distance, node.order)
                and self._in_one_reading(min(one.start, other.start), max(one.end, other.end))
                for other in others
            )
        ]

    def _in_one_reading(self, start: int, end: int) -> bool:
        """Whether a stretch does not reach from the text as it would be into the same as it was."""
        return not any(start < one.start < end for one in self._words.get(START, ()))

    def _pairs(
        self, ones: list[_Occurrence], others: list[_Occurrence], node: Near
    ) -> list[_Occurrence]:
        """Every pair that is near enough, not only the nearest."""
        pairs = []
        for one in ones:
            for other in others:
                if node.ordered and other.start < one.end:
                    continue
                start, end = min(one.start, other.start), max(one.end, other.end)
                between = end - start - (one.end - one.start) - (other.end - other.start)
                if between <= node.distance:
                    pairs.append(_Occurrence(start, end, one.spans + other.spans))
        return pairs

    def _key(self, node: Positional) -> Hashable:
        return same_words(node, self._forms)
