"""Looks for hundreds of phrases in many texts, each text cut into words only once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itrvault.model.document import Redline
from itrvault.model.geometry import Span
from itrvault.search.marking import MarkedText
from itrvault.search.query import Leaf, disjunction
from itrvault.search.reading import Reading


class Phrases:
    """Queries of phrases joined by OR, as `Index.matching` read them, for marking texts."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self._node = disjunction([reading.node for reading in readings])
        self._forms: dict[Leaf, tuple[str, ...]] = {}
        for reading in readings:
            self._forms |= reading.forms

    def places(
        self, text: str, redlines: Sequence[Redline] = ()
    ) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
        """Of each place of a phrase: the number of the query, where in it the phrase begins, and
        the place in the text; of words near each other that of every word. Places may overlap.
        """
        marked = MarkedText(text, self._node, self._forms, redlines)
        for number, reading in enumerate(self._readings):
            for part, spans in marked.each(reading.node):
                yield number, part.start, spans
