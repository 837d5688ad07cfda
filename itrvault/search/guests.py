"""Forms of a word in one language that are other words in another.

To the French stemmer "date" is a form of "data", and "part" one of "parties". On the pages of a
language in which such a form is a word of its own it does not count as the word that was typed,
unless the small words of the form's home show that the page is in that language, too. A form says
for itself where it does not count, so that whoever looks it up, in the index or in a text, leaves
those pages out.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from itrvault.search.smallwords import WORLD, small_words

_SAYS, _OF = "\x1e", "\x1f"
"""Between a term and the languages it is barred in, and between these and its homes."""

ENOUGH = 3
"""Different small words of another language that show it is spoken on a page. Fewer do not: "AU" is
French, and a country in brackets; "para" is Spanish, and short for a paragraph."""


class Form(NamedTuple):
    """A term of the index. It does not count in units that are in one of the languages `barred`
    (ISO codes) and show none of the languages `homes`."""

    term: str
    barred: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()


def written(term: str, barred: Iterable[str] = (), homes: Iterable[str] = ()) -> str:
    """A form as one string, the bare term if it counts everywhere.

    Sorted they stand as their terms do, and what can be put before a term can be put before them.
    """
    names = " ".join(sorted(barred))
    return f"{term}{_SAYS}{names}{_OF}{' '.join(sorted(homes))}" if names else term


@lru_cache(maxsize=1 << 15)
def read_form(form: str) -> Form:
    """The form that a string is."""
    term, _, said = form.partition(_SAYS)
    barred, _, homes = said.partition(_OF)
    return Form(term, tuple(barred.split()), tuple(homes.split()))


def term_of(form: str) -> str:
    """The term of the index that a form stands for."""
    return form.partition(_SAYS)[0]


@lru_cache(maxsize=64)
def showing(home: str) -> frozenset[str]:
    """The terms of small words that show a language on a page in another one.

    None of one letter: "s" and "d" are small words of French, and signs of lists.
    """
    own = small_words(home).difference(*(small_words(one) for one in WORLD if one != home))
    return frozenset(word for word in own if len(word) > 1)
