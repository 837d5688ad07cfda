"""Which terms of an index a word of a query means: inflected forms, wildcards, near spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from itrvault.search.query import Fuzzy, Leaf, Pattern, Word
from itrvault.search.snapshot import Snapshot
from itrvault.search.stems import has_stemmer, stem_keys
from itrvault.search.table import Keys
from itrvault.search.tokens import split_wide, wide_term

Forms = tuple[str, ...]

_ANY, _ONE = rb"[^\x00-\x1f]*", rb"(?:[\x20-\x7f]|[\xc2-\xf4][\x80-\xbf]+)"
_WIDTH = rb"[\x01-\x08]?"


def expand(leaf: Leaf, snapshot: Snapshot) -> Forms:
    """The terms in the index that count as this word, sorted; none when it stands nowhere."""
    match leaf:
        case Word():
            found = set(_forms(leaf, snapshot))
            return tuple(sorted(term for term in found if snapshot.holds(term)))
        case Pattern():
            return tuple(sorted(_matching(leaf, snapshot)))
        case Fuzzy():
            return tuple(sorted(_similar(leaf, snapshot)))


def _forms(word: Word, snapshot: Snapshot) -> Iterator[str]:
    yield word.term
    yield wide_term(word.term, 2)
    if word.exact:
        return
    for language in snapshot.languages:
        if not has_stemmer(language):
            continue
        for key in stem_keys(language, word.raw):
            yield key  # a form that is its own key has no line unless there are others
            start = f"{language} {key}\t".encode()
            for reader in snapshot.readers:
                yield from _line(reader.stems, start)


def _line(stems: Keys, start: bytes) -> list[str]:
    place = stems.place(start)
    if place >= len(stems) or not (line := stems[place]).startswith(start):
        return []
    return line[len(start) :].decode(errors="replace").split(" ")


def _matching(pattern: Pattern, snapshot: Snapshot) -> Iterator[str]:
    bits = [bit for bit in re.split(r"([*?])", pattern.text) if bit]
    source = b"".join(
        _ANY if bit == "*" else _ONE if bit == "?" else re.escape(bit.encode()) for bit in bits
    )
    expression = re.compile(source + _WIDTH)
    prefix = bits[0].encode() if bits[0] not in "*?" else b""
    literal = max((bit for bit in bits if bit not in "*?"), key=len, default="").encode()
    for reader in snapshot.readers:
        keys = reader.terms.keys
        for index in keys.matching(expression, prefix, literal):
            yield keys[index].decode(errors="replace")


def _similar(word: Fuzzy, snapshot: Snapshot) -> set[str]:
    """All terms within the distance; two neighbouring letters swapped count as one."""
    found: set[str] = set()
    for reader in snapshot.readers:
        terms = reader.terms.keys.text.decode(errors="replace").split("\n")[1:]
        words = [split_wide(term)[0] for term in terms]
        for _, _, index in process.extract(
            word.term, words, scorer=OSA.distance, score_cutoff=word.distance, limit=None
        ):
            found.add(terms[index])
    return found


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
