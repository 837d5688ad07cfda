"""Which words of a query say nothing about its subject ("of", "les", "для").

They must still match, but they do not count in the ranking: that a page holds "what" or "between"
more often than another tells nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from itrvault.search.folding import fold_word
from itrvault.search.query import Positional, Word
from itrvault.text.language_words import SMALL_WORDS


def _by_language() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    for words in SMALL_WORDS.values():
        for word, (languages, _) in words.items():
            for language in languages:
                lists.setdefault(language, set()).add(fold_word(word))
    return {language: frozenset(words) for language, words in lists.items()}


_LISTS = _by_language()
_ASKING = frozenset(
    {"about", "also", "did", "do", "does", "how", "i", "if", "me", "more", "most", "my", "or", "so"}
    | {"some", "such", "there", "very", "what", "when", "where", "why"}
)
"""Words people ask with; documents tell a language by other ones."""
_LISTS["en"] = _LISTS.get("en", frozenset()) | _ASKING


def is_small(term: str, language: str) -> bool:
    """Whether a folded word is a small one of this language."""
    return term in _LISTS.get(language, ())


def subject_words(parts: Iterable[Positional], languages: Collection[str]) -> list[Positional]:
    """The parts without the small words of the language that knows most of them.

    All parts when nothing else would be left ("to be or not to be").
    """
    every = list(dict.fromkeys(parts))
    words = [part.term for part in every if isinstance(part, Word) and not part.exact]
    known = Counter({name: sum(word in _LISTS[name] for word in words) for name in _LISTS})
    likely = [name for name, count in known.most_common() if count and name in languages]
    if not likely:
        return every
    small = _LISTS[likely[0]]
    left = [part for part in every if not (isinstance(part, Word) and part.term in small)]
    return left or every
