"""The small words of languages ("of", "les", "для"): they tell a language, and no subject.

In a query they must match, but they do not count in the ranking: that a page holds "what" or
"between" more often than another tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from itrvault.search.folding import fold_word
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


WORLD = ("ar", "en", "es", "fr", "ru")
"""Languages of the Union that have small words apart from each other."""


def speakers() -> Iterable[str]:
    """The languages whose small words are known, always in the same order."""
    return _LISTS


def small_words(language: str) -> frozenset[str]:
    """The small words of a language, folded; none where they are not known."""
    return _LISTS.get(language, frozenset())


def is_small(term: str, language: str) -> bool:
    """Whether a folded word is a small one of this language."""
    return term in small_words(language)
