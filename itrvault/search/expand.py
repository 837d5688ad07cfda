"""Which terms of an index a word of a query means: inflected forms, wildcards, near spellings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from itrvault.search.codec import VaultReader
from itrvault.search.guests import Form, term_of, written
from itrvault.search.han import other_characters
from itrvault.search.parted import NAMES, divided_words, named, signed
from itrvault.search.query import Fuzzy, Leaf, Pattern, Word
from itrvault.search.smallwords import is_small
from itrvault.search.snapshot import Snapshot
from itrvault.search.stems import has_stemmer, stem_keys
from itrvault.search.streams import ALL_SIGNS, SIGNS, halves, plain_word
from itrvault.search.table import Keys
from itrvault.search.tokens import is_unspaced, split_wide, wide_term
from itrvault.search.translit import other_spellings
from itrvault.search.verbatim import is_spelt, may_be_written
from itrvault.text.language import script_in, script_of


class Expansion(NamedTuple):
    """Terms of the index, sorted, and the languages whose inflected forms are among them."""

    terms: tuple[str, ...]
    languages: frozenset[str] = frozenset()


_ANY, _ONE = rb"[^\x00-\x1f]*", rb"(?:[\x20-\x7f]|[\xc2-\xf4][\x80-\xbf]+)"
_WIDTH = rb"[\x01-\x08]?"

_MOST_KEPT = 500
"""Terms of an expansion that is kept; a wildcard may stand for a hundred thousand."""
_TINY = 3
"""Letters up to which a small word ("of", "les") has no other forms worth looking for."""
_FEW = 3
"""Units in which a word stands in a language before it is one of the language's own."""
_COMMON = 0.05
"""Of the units of a language, where a word stands in more it is one of the language's own."""
_MUCH_LESS = 20
"""Where a word stands in so many times fewer of a language's units, it is a guest there."""


def expand(leaf: Leaf, snapshot: Snapshot) -> Expansion:
    """The terms in the index that count as this word; none when it stands nowhere.

    Kept for a while: a person who types asks for the first words of a query at every key.
    """
    key = replace(leaf, start=0, end=0)
    known = snapshot.expansions.get(key)
    if isinstance(known, Expansion):
        return known
    found = _signed(leaf, snapshot)
    if len(found.terms) <= _MOST_KEPT:
        snapshot.expansions.put(key, found)
    return found


def _signed(leaf: Leaf, snapshot: Snapshot) -> Expansion:
    found = _expand(leaf, snapshot)
    if is_spelt(leaf):
        found = Expansion(tuple(t for t in found.terms if may_be_written(leaf, t, snapshot)))
    if leaf.redline is None:
        return found
    sign = SIGNS[leaf.redline]
    names = (signed(sign, form) for form in found.terms)
    terms = tuple(sorted(name for name in names if snapshot.holds(term_of(name))))
    return Expansion(terms, found.languages)


def _expand(leaf: Leaf, snapshot: Snapshot) -> Expansion:
    match leaf:
        case Word():
            groups, strangers = _inflected_forms(leaf, snapshot)
            found = {leaf.term, wide_term(leaf.term, 2)}.union(*groups.values())
            if snapshot.divides_words:
                found.update(named(leaf.term))
            if is_unspaced(leaf.term) and not leaf.spelt:
                found.update(other_characters(leaf.term))
            if leaf.any_script:
                found.update(other_spellings(leaf.term, snapshot))
            there = sorted(term for term in found if _stands(term, snapshot))
            terms = tuple(
                # Where it is divided, or written with a hyphen, it is the same word.
                written(*strangers.get(plain_word(term), Form(term))._replace(term=term))
                for term in there
            )
            return Expansion(terms, frozenset(groups))
        case Pattern():
            return Expansion(tuple(sorted(_matching(leaf, snapshot))))
        case Fuzzy():
            return Expansion(tuple(sorted(_similar(leaf, snapshot))))


def _stands(term: str, snapshot: Snapshot) -> bool:
    """Whether a term stands anywhere, or may over a page break."""
    return snapshot.holds(term) or all(map(snapshot.holds, halves(term) or ("",)))


def _inflected_forms(word: Word, snapshot: Snapshot) -> tuple[dict[str, set[str]], dict[str, Form]]:
    """The other forms of a word by the languages it is at home in; and those of them that are
    other words elsewhere."""
    if word.exact:
        return {}, {}
    if len(word.term) <= _TINY and any(is_small(word.term, each) for each in snapshot.languages):
        return {}, {}  # "of" is no form of "offend", nor "not" one of "nota"
    groups = {
        language: forms
        for language in snapshot.stemmed
        if has_stemmer(language) and (forms := _inflected(word, language, snapshot))
    }
    own = {language: groups[language] for language in _at_home(word, groups, snapshot)}
    return own, _strangers(word, own, groups, snapshot)


def _strangers(
    word: Word, own: dict[str, set[str]], groups: dict[str, set[str]], snapshot: Snapshot
) -> dict[str, Form]:
    """Forms that are another word than this one in some languages.

    "date" is a French form of "data", but English uses both words, and no stemmer brings them
    together there. "parties" stays a form of "party" on a French page, where there is no "party";
    and what only a few English pages cite is no English word.
    """
    spoken = [
        language
        for language in snapshot.languages
        if has_stemmer(language) and _is_own(word.term, own, language, snapshot)
    ]
    if not spoken:
        return {}
    found: dict[str, Form] = {}
    words = {language: set(map(plain_word, forms)) for language, forms in groups.items()}
    for form in set[str]().union(*(words[language] for language in own)):
        homes = [language for language in own if form in words[language]]
        barred = [
            language
            for language in spoken
            if form not in words.get(language, ()) and _is_own(form, homes, language, snapshot)
        ]
        if barred:
            found[form] = Form(form, tuple(barred), tuple(homes))
    return found


def _is_own(term: str, homes: Iterable[str], language: str, snapshot: Snapshot) -> bool:
    """Whether a word is used in a language about as much as in its homes."""
    if script_in(language) != script_of(term[0]) or snapshot.units_in(language, term) < _FEW:
        return False
    shares = (snapshot.share_of(home, [term]) for home in homes)
    # No share can be told where only pages in another language have words of a home.
    least = max(shares, default=0.0) / _MUCH_LESS or _COMMON
    return snapshot.share_of(language, [term]) > least


def _inflected(word: Word, language: str, snapshot: Snapshot) -> set[str]:
    """The other forms of the word that stand in units of a language."""
    found: set[str] = set()
    for key in stem_keys(language, word.raw) | {word.term}:  # it may be the stem of others
        start = f"{language} {key}\t".encode()
        for reader in snapshot.readers:
            found.update(_line(reader.stems, start))
        # A form that is its own key has no line unless there are others.
        if key != word.term and key not in found and _stands_in(key, language, snapshot):
            found.add(key)
    return found - {word.term, wide_term(word.term, 2), *named(word.term)}


def _stands_in(term: str, language: str, snapshot: Snapshot) -> bool:
    """Whether a term stands in units of a language, or in some that may be in it."""
    if language not in snapshot.languages:
        return snapshot.holds(term)
    return snapshot.holds_in(term, language) or snapshot.holds_in(term, "")


def _at_home(word: Word, groups: dict[str, set[str]], snapshot: Snapshot) -> Collection[str]:
    """The languages in which the word and its forms are used about as much as anywhere.

    A stemmer knows no dictionary: to the Spanish one "content" is a form of "contento". An English
    word that a few Spanish pages cite is not looked up in Spanish.
    """
    if len(groups) < 2:
        return groups
    shares = {
        language: snapshot.share_of(language, [word.term, *forms])
        for language, forms in groups.items()
    }
    least = max(shares.values()) / _MUCH_LESS
    known = snapshot.languages  # of another no share can be told: it has no units of its own
    return [
        language for language, share in shares.items() if share >= least or language not in known
    ]


def _line(stems: Keys, start: bytes) -> list[str]:
    place = stems.place(start)
    if place >= len(stems) or not (line := stems[place]).startswith(start):
        return []
    return line[len(start) :].decode(errors="replace").split(" ")


def _matching(pattern: Pattern, snapshot: Snapshot) -> set[str]:
    bits = [bit for bit in re.split(r"([*?])", pattern.text) if bit]
    source = b"".join(
        _ANY if bit == "*" else _ONE if bit == "?" else re.escape(bit.encode()) for bit in bits
    )
    if bits[-1:] == ["?"] and bits[-2:] != ["?", "?"]:
        source += b"?"  # whoever ends with a question means the word, too
    prefix = bits[0].encode() if bits[0] not in "*?" else b""
    literal = max((bit for bit in bits if bit not in "*?"), key=len, default="").encode()
    found: set[str] = set()  # most terms stand in more segments than one
    for name in (b"", *(map(str.encode, NAMES) if snapshot.divides_words else ())):
        expression = re.compile(name + source + _WIDTH)
        for reader in snapshot.readers:
            keys = reader.terms.keys
            for index in keys.matching(expression, name + prefix, literal):
                found.add(keys[index].decode(errors="replace"))
    return found


def _similar(word: Fuzzy, snapshot: Snapshot) -> set[str]:
    """All terms within the distance; two neighbouring letters swapped count as one."""
    found: set[str] = set()
    for reader in snapshot.readers:
        terms = _plain_terms(reader)
        words = [split_wide(term)[0] for term in terms]
        if snapshot.divides_words:
            divided = _divided_terms(reader)
            terms, words = terms + divided, words + [plain_word(term) for term in divided]
        for _, _, index in process.extract(
            word.term, words, scorer=OSA.distance, score_cutoff=word.distance, limit=None
        ):
            found.add(terms[index])
    return found


def _plain_terms(reader: VaultReader) -> list[str]:
    """The words of a segment, without those that note redlines, which come first in the order."""
    keys = reader.terms.keys
    first = keys.place(b" ")
    return keys.text.decode(errors="replace").split("\n")[1 + first :]


def _divided_terms(reader: VaultReader) -> list[str]:
    """The words that are divided between two pages."""
    keys = reader.terms.keys
    terms = (keys[place].decode(errors="replace") for place in divided_words(keys))
    return [term for term in terms if not term[1:].startswith(ALL_SIGNS)]


def nearest_spelling(term: str, snapshot: Snapshot) -> str:
    """The most similar word of the index, the more frequent among equals; "" if none is near."""
    best: tuple[int, int, str] | None = None
    limit = 1 if len(term) <= 4 else 2
    for reader in snapshot.readers:
        terms = reader.terms.keys.text.decode(errors="replace").split("\n")[1:]
        for other, distance, index in process.extract(
            term, terms, scorer=OSA.distance, score_cutoff=limit, limit=20
        ):
            if distance and split_wide(other)[1] == 1 and other.isalpha():
                candidate = (int(distance), -reader.terms.frequencies[index], other)
                best = min(best, candidate) if best else candidate
    return best[2] if best else ""
