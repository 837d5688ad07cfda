"""Looks for hundreds of phrases in many texts, each text cut into words only once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itrvault.model.document import Redline
from itrvault.model.geometry import Span
from itrvault.search.guests import term_of
from itrvault.search.marking import MarkedText, Tongue, terms_of
from itrvault.search.query import (
    Either,
    Leaf,
    Near,
    Positional,
    Word,
    disjunction,
    leaves,
    positives,
)
from itrvault.search.reading import Reading


class Phrases:
    """Queries of phrases joined by OR, as `Index.matching` read them, for marking texts.

    Of each phrase the word with the longest spelling is its key: where that is missing nothing of
    the phrase is looked for.
    """

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._node = disjunction([reading.node for reading in readings])
        self._forms: dict[Leaf, tuple[str, ...]] = {}
        self._keyed: dict[str, list[tuple[int, Positional]]] = {}
        for number, reading in enumerate(readings):
            self._forms |= reading.forms
            for part in positives(reading.node):
                for word in _keys(part):
                    for form in reading.forms.get(word, ()):
                        self._keyed.setdefault(term_of(form), []).append((number, part))
        self._terms = terms_of(self._forms)

    def places(
        self, text: str, tongue: Tongue | None = None, redlines: Sequence[Redline] = ()
    ) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
        """Of each place of a phrase: the number of the query, where in it the phrase begins, and
        the place in the text; of words near each other that of every word. Places may overlap.

        `tongue`: what the text is written in, one for all that is looked for in it.
        """
        tongues = (tongue,) if tongue is not None else ()
        marked = MarkedText(
            text, self._node, self._forms, redlines, tongues=tongues, terms=self._terms
        )
        likely = dict.fromkeys(
            pair for term in marked.terms if term in self._keyed for pair in self._keyed[term]
        )
        for number, part in likely:
            for _, spans in marked.each([part]):
                yield number, part.start, spans


def _keys(part: Positional) -> list[Leaf]:
    """Words of which one must stand where the phrase does."""
    match part:
        case Either(parts=some):
            return [word for one in some for word in _keys(one)]
        case Near(parts=pieces):
            return max(map(_keys, pieces), key=lambda keys: min(map(_length, keys), default=0))
        case _:
            words = list(leaves(part))
            return [max(words, key=_length)] if words else []


def _length(word: Leaf) -> int:
    return len(word.term) if isinstance(word, Word) else 0
