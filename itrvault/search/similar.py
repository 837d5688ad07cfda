"""Passages like one that is given: its most telling words, and how much of them stands elsewhere.

The words are looked for in any of their forms and by any of them; what comes first by rank is then
put in order by how much of the passage is really there: its words, weighed by how rare they are,
and the runs of three words that it shares, which tell a copied sentence from one on the same
subject.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from itrvault.model.geometry import Span
from itrvault.search.describe import Languages
from itrvault.search.expand import expand
from itrvault.search.guests import term_of
from itrvault.search.matching import Matcher
from itrvault.search.query import Leaf, Node, Word, disjunction
from itrvault.search.ranking import rank
from itrvault.search.reading import Reading
from itrvault.search.smallwords import is_small
from itrvault.search.snapshot import Snapshot
from itrvault.search.tokens import PIECE, is_unspaced, plain_term
from itrvault.text.language import detect_language

TERMS = 24
"""Words of the passage that are looked for."""
CANDIDATES = 250
"""Units that are compared with the passage."""
LEAST = 0.25
"""What has less than this of the passage is not like it."""
SMALL_IN = ("ar", "en", "es", "fr", "ru")
_LONGEST_PASSAGE = 20_000
_RUN = 3
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to find the like of. `terms` are its words in order, folded."""

    text: str
    language: str
    terms: tuple[str, ...]

    @classmethod
    def of(cls, text: str, language: str = "") -> Passage:
        """Cut a text into words."""
        text = text[:_LONGEST_PASSAGE]
        language = language or detect_language(text)
        return cls(text, language, tuple(term for term, _, _ in words_of(text)))

    def says_little(self, term: str) -> bool:
        """Whether a word is a small one of its language; of any, when that cannot be told."""
        languages = (self.language,) if self.language else SMALL_IN
        return any(is_small(term, language) for language in languages)


def words_of(text: str) -> Iterator[tuple[str, str, Span]]:
    """(term, spelling, place) of every word; pairs of signs of a script without spaces."""
    for match in PIECE.finditer(text):
        raw, start = match.group(), match.start()
        term = plain_term(raw)
        if term is not None:
            if term:
                yield term, raw, Span(start, match.end())
        elif is_unspaced(raw):
            signs = [at for at, sign in enumerate(raw) if not sign.isspace()]
            for first, second in pairwise(signs):
                pair = raw[first] + raw[second]
                yield pair, "", Span(start + first, start + second + 1)
        else:
            for part in raw.replace("\u2010", "-").replace("\u2011", "-").split("-"):
                folded = plain_term(part.strip())
                if folded:
                    at = start + raw.find(part)
                    yield folded, part.strip(), Span(at, at + len(part))


def reading_of(passage: Passage, snapshot: Snapshot) -> Reading | None:
    """The passage as a query for any of its telling words; None when it has none."""
    chosen = _telling(passage, snapshot)
    if not chosen:
        return None
    node: Node = disjunction(list(chosen))
    found = {word: expand(word, snapshot) for word in chosen}
    forms: Mapping[Leaf, tuple[str, ...]] = {word: one.terms for word, one in found.items()}
    languages: Languages = {word: one.languages for word, one in found.items()}
    said = ", ".join(word.raw for word in chosen)
    return Reading(passage.text, node, forms, said, any_word=True, languages=languages)


def candidates(reading: Reading, snapshot: Snapshot, leave_out: Iterable[int] = ()) -> list[int]:
    """Unit rows that may be like the passage, best first."""
    matcher = Matcher(snapshot.lookup, reading.forms, {})
    rows, _ = rank(snapshot, reading.node, matcher, matcher.matches(reading.node))
    gone = set(leave_out)
    best = rows[: CANDIDATES + len(gone)].tolist()
    return [row for row in best if row not in gone][:CANDIDATES]


class Measure:
    """How much of a passage stands in a text, 0 to 1.

    Half by its words, each weighed by how rare it is in the archive, half by its runs of words. A
    word stands there in any of its forms.
    """

    def __init__(self, passage: Passage, reading: Reading, snapshot: Snapshot) -> None:
        self._same = {
            term_of(form): word.term
            for word, forms in reading.forms.items()
            if isinstance(word, Word)
            for form in forms
        }
        terms = self._told(passage.terms)
        self._weights = {
            term: _rarity(term, snapshot)
            for term in dict.fromkeys(terms)
            if not passage.says_little(term)
        }
        self._whole = sum(self._weights.values())
        self._runs = _runs(terms)

    def of(self, text: str) -> float:
        """The measure of one text."""
        if not self._whole:
            return 0.0
        terms = self._told(term for term, _, _ in words_of(text))
        there = set(terms)
        words = sum(weight for term, weight in self._weights.items() if term in there)
        words /= self._whole
        shared = len(self._runs & _runs(terms)) / len(self._runs) if self._runs else words
        return 0.5 * words + 0.5 * shared

    def _told(self, terms: Iterable[str]) -> list[str]:
        """The terms, those of the passage in one form."""
        return [self._same.get(term, term) for term in terms]


def _runs(terms: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(terms[at : at + _RUN]) for at in range(len(terms) - _RUN + 1)}


def _rarity(term: str, snapshot: Snapshot) -> float:
    frequency = frequency_of(term, snapshot)
    return log(1 + max(0.0, snapshot.count - frequency + 0.5) / (frequency + 0.5))


def frequency_of(form: str, snapshot: Snapshot) -> int:
    """In how many units the term of a form stands, removed ones counted."""
    name = term_of(form).encode()
    total = 0
    for reader in snapshot.readers:
        index = reader.terms.keys.find(name)
        if index >= 0:
            total += int(reader.terms.frequencies[index])
    return total


def _telling(passage: Passage, snapshot: Snapshot) -> list[Word]:
    """The words that say most about the passage: frequent in it, rare in the archive."""
    words: dict[str, Word] = {}
    counts: Counter[str] = Counter()
    for term, raw, place in words_of(passage.text):
        counts[term] += 1
        if term in words or passage.says_little(term):
            continue
        if len(term) >= _SHORTEST or is_unspaced(term):
            words[term] = Word(term, raw or term, place.start, place.end, exact=not raw)
    scored = []
    for term, word in words.items():
        frequency = frequency_of(term, snapshot)
        # What stands nowhere else finds nothing; what stands everywhere tells nothing.
        if frequency:
            scored.append((-(1 + log(counts[term])) * _rarity(term, snapshot), word.start, word))
    scored.sort(key=lambda one: one[:2])
    return sorted((word for *_, word in scored[:TERMS]), key=lambda word: word.start)
