"""What a query is about: its words without those that say nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from itrvault.search.query import Positional, Word
from itrvault.search.smallwords import small_words, speakers


def subject_words(parts: Iterable[Positional], languages: Collection[str]) -> list[Positional]:
    """The parts without the small words of the language that knows most of them.

    All parts when nothing else would be left ("to be or not to be").
    """
    every = list(dict.fromkeys(parts))
    words = [part.term for part in every if isinstance(part, Word) and not part.exact]
    known = Counter({name: sum(word in small_words(name) for word in words) for name in speakers()})
    likely = [name for name, count in known.most_common() if count and name in languages]
    if not likely:
        return every
    small = small_words(likely[0])
    left = [part for part in every if not (isinstance(part, Word) and part.term in small)]
    return left or every
