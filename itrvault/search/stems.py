"""Groups inflected forms of a word, language by language.

A form belongs to one or more *stem keys*; two forms are of one word when they share a key. Keys
come from the Snowball stemmers, taken of the word as it is written and of the word without accents,
because people type "telecomunicacion" and PDFs lose accents. What Snowball leaves apart is in
`irregular.py`.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache

import Stemmer

from itrvault.search.folding import fold_word, spoken_form
from itrvault.search.irregular import GROUPS
from itrvault.search.plainer import MAY_HAVE, plainer
from itrvault.search.smallwords import is_small

_SNOWBALL = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech",
    "da": "danish", "nl": "dutch", "en": "english", "eo": "esperanto", "et": "estonian",
    "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hu": "hungarian",
    "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian",
    "no": "norwegian", "nb": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish", "tr": "turkish",
}  # fmt: skip

STEMMER_VERSION = f"snowball {Stemmer.version()}"
_AVAILABLE = frozenset(Stemmer.algorithms())
STEMMED = frozenset(name for name, stemmer in _SNOWBALL.items() if stemmer in _AVAILABLE)
"""Languages (ISO codes) whose inflected forms are grouped."""

SPELLINGS = "="
"""Stands for a language in the keys of words that are not written as their terms are: those with
accents, hamzas or ё. The key is "term spelling"."""

_LOCAL = threading.local()  # a Stemmer object must not be shared by threads

_ARTICLES = ("وال", "فال", "بال", "كال", "ال", "ولل", "فلل", "لل")
_PROCLITICS = "وفبكل"
_PERSONS = "يتن"
_LONG_VERB = 5
"""Letters of a verb with its person, as a prefix, below which it is more likely a noun."""
_LONGEST = 60
"""Letters; what is longer is no word of a language."""
_SHORTEST = 3
"""Letters that must be left when an Arabic prefix is taken off."""


def has_stemmer(language: str) -> bool:
    """Whether inflected forms of this language (ISO code) are grouped."""
    return language in STEMMED


def stem_keys(language: str, raw: str) -> frozenset[str]:
    """The keys of a word as written or typed; none for a language without a stemmer."""
    if len(raw) > _LONGEST or not has_stemmer(language):
        return frozenset()
    keys = _regular_keys(language, raw)
    relatives = _relatives(language)
    return keys | {relatives[key] for key in keys if key in relatives} if relatives else keys


def stem_keys_of(language: str, raws: Sequence[str]) -> tuple[list[str], list[int]]:
    """`stem_keys` of many words, one after another, and how many keys each word has.

    The words are in small letters as far as ASCII goes: then those in ASCII alone are the same
    when they are spoken and folded, and nearly all have one key.
    """
    if not has_stemmer(language):
        return [], [0] * len(raws)
    stems = _stemmer(language).stemWords(raws)
    special = {"", *_relatives(language)}
    endings = MAY_HAVE.get(language)
    if language == "ar":
        by_itself = list(range(len(raws)))
    else:
        by_itself = [
            number
            for number, (raw, stem) in enumerate(zip(raws, stems, strict=True))
            if not (raw.isascii() and stem.isascii()) or stem in special or len(raw) > _LONGEST
        ]
        if endings is not None:
            more = (number for number, raw in enumerate(raws) if endings.search(raw))
            by_itself = sorted({*by_itself, *more})
    keys: list[str] = []
    counts = [1] * len(raws)
    done = 0
    for number in by_itself:
        found = stem_keys(language, raws[number])
        keys += stems[done:number]
        keys += found
        counts[number] = len(found)
        done = number + 1
    return keys + stems[done:], counts


def _regular_keys(language: str, raw: str) -> frozenset[str]:
    spoken, folded = spoken_form(raw), fold_word(raw)
    if language == "ar":
        keys = {*_arabic_keys(spoken), *_arabic_keys(folded)}  # also where ة lost its dots
        for plain in plainer(language, folded):
            keys |= _arabic_keys(plain)
        return frozenset(keys)
    keys = {_stem(language, spoken)}
    if folded != spoken:
        keys.add(_stem(language, folded))
    if not is_small(folded, language):
        found = {_stem(language, plain) for plain in plainer(language, spoken)}
        keys.update(key for key in found if not is_small(key, language))  # "parent" is no "par"
    keys.discard("")
    return frozenset(keys)


@cache
def _relatives(language: str) -> dict[str, str]:
    """Key of a form that changes inside -> one key for all forms of that word."""
    return {
        key: f"+{group.split()[0]}"
        for group in GROUPS.get(language, ())
        for form in group.split()
        for key in _regular_keys(language, form)
    }


def _stem(language: str, word: str) -> str:
    return fold_word(_stemmer(language).stemWord(word))


def _stemmer(language: str) -> Stemmer.Stemmer:
    stemmers: dict[str, Stemmer.Stemmer] | None = getattr(_LOCAL, "stemmers", None)
    if stemmers is None:
        stemmers = _LOCAL.stemmers = {}
    stemmer = stemmers.get(language)
    if stemmer is None:
        # Without a memory of its own, which would cost more than the stemming it saves.
        stemmer = stemmers[language] = Stemmer.Stemmer(_SNOWBALL[language], 0)
    return stemmer


def _arabic_keys(word: str) -> frozenset[str]:
    """Keys with the article and one-letter prefixes taken off.

    Snowball cuts endings by other rules when a noun has its article, so that "the rights" and
    "rights" get different stems. Every word is therefore shown to it with the article.
    """
    bare = word
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST:
            bare = word[len(article) :]
            break
    keys = {_stem("ar", word), _stem("ar", "ال" + bare)}
    if bare == word and word[:1] in _PROCLITICS and len(word) > _SHORTEST + 1:
        keys.add(_stem("ar", "ال" + word[1:]))  # "and rights", unless it is a letter of the root
    verb = word[1:] if word[:1] == "س" and word[1:2] in _PERSONS else word  # "will"
    if bare == word and len(verb) >= _LONG_VERB and verb[0] in _PERSONS:
        keys |= {_stem("ar", verb[1:]), _stem("ar", "ال" + verb[1:])}  # "they cooperate"
    keys.discard("")
    return frozenset(keys)
