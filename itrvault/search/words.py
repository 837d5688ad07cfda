"""Turns a typed word or quotation into words the index knows, with the tokeniser that made it."""

from __future__ import annotations

import re
from dataclasses import replace

from itrvault.search.folding import fold_word, spoken_form
from itrvault.search.lexer import Fault, Lexeme
from itrvault.search.query import (
    Either,
    Fuzzy,
    Gap,
    Leaf,
    Near,
    Node,
    Pattern,
    Positional,
    Sequence,
    Word,
)  # fmt: skip
from itrvault.search.tokens import MAX_TERM, PIECE, Part, analyse, is_unspaced, split_wide

_FUZZY = re.compile(r"(.*[^~])~(\d*(?:\.\d+)?)\Z", re.DOTALL)
_MAX_DISTANCE = 2
_SIGNS = re.compile(r"[^\w.]|_")
_WILD = re.compile(r"[*?]")
_CHUNK = re.compile(r"[^\s/\\|,;:!()\[\]{}\"'’]+")
"""What a wildcard can reach over: no space and no punctuation that always parts words."""


def word(lexeme: Lexeme, *, exact: bool, query: str) -> Node | None:
    """A bare word. Written with inner punctuation ("WCIT12/27") it is a phrase; None if no word."""
    text = lexeme.text
    if match := _FUZZY.match(text):
        return _fuzzy(match[1], match[2], lexeme, query)
    parts = _parts(text.rstrip("~"), lexeme.start, exact=exact)
    node = _sequence(parts, text, lexeme.start, lexeme.end)
    if isinstance(node, Sequence):
        return _or_joined(node, text, lexeme, exact)
    return node


def phrase(lexeme: Lexeme, *, exact: bool, query: str) -> Node | None:
    """A quotation, with a distance behind it or not."""
    parts = _parts(lexeme.text, lexeme.inside, exact=exact)
    node = _sequence(parts, lexeme.text, lexeme.start, lexeme.end)
    if node is None:
        raise Fault(
            "There is no word between these quotation marks", lexeme.start,
            lexeme.end - lexeme.start, query[: lexeme.start] + " " + query[lexeme.end :],
        )  # fmt: skip
    if lexeme.number < 0 or not isinstance(node, Sequence):
        return node
    pieces: list[Positional] = []
    for chunk in re.finditer(r"\S+", lexeme.text):
        start = lexeme.inside + chunk.start()
        one = _sequence(
            _parts(chunk.group(), start, exact=exact),
            chunk.group(),
            start,
            start + len(chunk.group()),
        )
        if one is not None:
            pieces.append(one)
    if len(pieces) < 2:
        return node
    return Near(tuple(pieces), lexeme.number, lexeme.start, lexeme.end, lexeme.order > 0)


def stretch(text: str, start: int, end: int, *, exact: bool) -> Leaf | Sequence | None:
    """The words of a text one after another, all of them said to stand from `start` to `end`.

    `exact`: without inflected forms, whatever the accents.
    """
    parts: list[Leaf | Gap] = []
    for part in _parts(text, start, exact=False):
        if isinstance(part, Word):
            parts.append(replace(part, start=start, end=end, exact=part.exact or exact))
        else:
            parts.append(replace(part, start=start, end=end))
    return _sequence(parts, text, start, end)


def _or_joined(node: Sequence, text: str, lexeme: Lexeme, exact: bool) -> Node:
    """`co-operation` also finds "cooperation", as `cooperation` finds "co-operation"."""
    match = re.fullmatch(r"([^\W\d_]+)[-\u2010\u2011]([^\W\d_]+)", text)
    if match is None or is_unspaced(text):
        return node
    joined = match[1] + match[2]
    single = Word(
        fold_word(joined)[:MAX_TERM], joined, lexeme.start, lexeme.end, exact,
        spelt=_spelt(joined, exact=exact),
    )  # fmt: skip
    return Either((node, single), lexeme.start, lexeme.end)


def _sequence(parts: list[Leaf | Gap], typed: str, start: int, end: int) -> Leaf | Sequence | None:
    while parts and isinstance(parts[0], Gap):
        parts.pop(0)
    while parts and isinstance(parts[-1], Gap):
        parts.pop()
    if not parts:
        return None
    first = parts[0]
    if len(parts) == 1 and not isinstance(first, Gap):
        return first
    return Sequence(tuple(parts), " ".join(typed.split()), start, end)


def _parts(text: str, base: int, *, exact: bool) -> list[Leaf | Gap]:
    if not _WILD.search(text):
        return _plain_parts(text, base, exact=exact)
    parts: list[Leaf | Gap] = []
    for chunk in _CHUNK.finditer(text):
        raw, start = chunk.group(), base + chunk.start()
        if not _WILD.search(raw):
            parts += _plain_parts(raw, start, exact=exact)
        elif PIECE.search(raw) is None:
            parts.append(Gap(start, start + len(raw)))
        else:
            parts += _pattern_parts(raw, start, exact=exact)
    return parts


def _pattern_parts(raw: str, base: int, *, exact: bool) -> list[Leaf | Gap]:
    """A stretch with wildcards. Hyphens part it; in Chinese `?` is one character and `*` none."""
    parts: list[Leaf | Gap] = []
    for piece in re.finditer(r"[^-\u2010\u2011]+", raw):
        text, start = piece.group(), base + piece.start()
        if not _WILD.search(text):
            parts += _plain_parts(text, start, exact=exact)
        elif any(is_unspaced(char) for char in text):
            for bit in re.finditer(r"[^*?]+|\?", text):
                place = start + bit.start()
                if bit.group() == "?":
                    parts.append(Gap(place, place + 1))
                else:
                    parts += _plain_parts(bit.group(), place, exact=exact)
        else:
            folded = "".join(
                bit if bit in "*?" else _SIGNS.sub("", fold_word(bit))
                for bit in re.split(r"([*?])", text)
                if bit
            )
            folded = re.sub(r"\*[*]+", "*", folded).strip(".")
            if folded.strip("*?."):
                spelt = re.sub(r"\*[*]+", "*", _spelt(text, exact=exact)).strip(".")
                parts.append(Pattern(folded[:MAX_TERM], start, start + len(text), spelt=spelt))
            elif folded:
                parts.append(Gap(start, start + len(text)))
    return parts


def _plain_parts(text: str, base: int, *, exact: bool) -> list[Leaf | Gap]:
    parts: list[Leaf | Gap] = []
    for match in PIECE.finditer(text):
        raw, start = match.group(), base + match.start()
        found = analyse(raw)
        if is_unspaced(raw):
            parts += _run(found.parts, start, exact=exact)
            continue
        taken = -1
        for part in found.parts:
            if part.offset > taken and split_wide(part.term)[1] == 1:  # the first is the whole word
                taken = part.offset
                spelt = raw[part.start : part.end]
                parts.append(
                    Word(part.term, spelt, start + part.start, start + part.end,
                         exact or not part.raw,
                         spelt=_spelt(part.raw, exact=exact))
                )  # fmt: skip
    return parts


def _spelt(raw: str, *, exact: bool) -> str:
    """How a word must be written, "" when that does not matter."""
    return spoken_form(raw)[:MAX_TERM] if exact else ""


def _run(parts: tuple[Part, ...], base: int, *, exact: bool) -> list[Leaf | Gap]:
    """Chinese: the pairs of neighbours, one after another; a single character stands for itself.

    `exact`: as they are written, traditional or simplified.
    """
    pairs = [part for part in parts if len(part.term) == 2]
    chosen = pairs or parts
    return [
        Word(part.term, part.term, base + part.start, base + part.end, True,
             2 if pairs and part is pairs[-1] else 1, spelt=part.term if exact else "")
        for part in chosen
    ]  # fmt: skip


def _fuzzy(text: str, number: str, lexeme: Lexeme, query: str) -> Node | None:
    parts = _plain_parts(text, lexeme.start, exact=False)
    if not parts:
        return None
    first = parts[0]
    if len(parts) > 1 or not isinstance(first, Word) or _WILD.search(text):
        raise Fault(
            "~ belongs behind a single word", lexeme.start, lexeme.end - lexeme.start,
            query[: lexeme.start] + text + query[lexeme.end :],
        )  # fmt: skip
    if number:
        value = float(number)
        # 0.8 is the way older programs say it: that part of the letters must agree.
        distance = round((1 - value) * len(first.term)) if 0 < value < 1 else int(value)
        if distance > _MAX_DISTANCE and value >= 1:
            raise Fault(
                f"~ goes up to {_MAX_DISTANCE} letters", lexeme.start, lexeme.end - lexeme.start,
                f"{query[: lexeme.start]}{text}~{_MAX_DISTANCE}{query[lexeme.end :]}",
            )  # fmt: skip
    else:
        distance = 1 if len(first.term) <= 5 else 2
    distance = min(distance, _MAX_DISTANCE, max(0, len(first.term) - 1))
    if distance == 0:
        return Word(first.term, first.raw, lexeme.start, lexeme.end, True)
    return Fuzzy(first.term, distance, lexeme.start, lexeme.end)
