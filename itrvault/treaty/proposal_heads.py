"""Heads of proposals: a verb and an identifier, in either order, on one line or on several.

Typing, typesetting and reading leave their traces in them: blanks around strokes, a line that ends
within an identifier, "Add" for "ADD", full-width signs, Cyrillic letters that look like Latin ones.
What is read in spite of letters that no identifier has is told apart (`odd`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from itrvault.model.proposal import Verb
from itrvault.treaty.partheads import latin_numbers

_WORDS = r"ADD|MOD|SUP|NOC"
_AROUND = r"[*_]{0,3}"
"""Signs of plain text for bold and underlined."""
_VERB = (
    rf"(?P<verb>{_AROUND}(?:(?:\(\s*(?:{_WORDS})\s*\*?\s*\)|\[\s*(?:{_WORDS})\s*\*?\s*\]){_AROUND}"
    rf"|(?:{_WORDS})\b\s?{_AROUND}))"
)
_LOOSE = rf"(?P<verb>(?:{_WORDS}|Add|Mod|Sup|Noc|add|mod|sup|noc)\b\s?\*?)"
_AUTHOR = r"[A-Z]{1,5}(?:\s?[/&+]\s?[A-Z]{1,4})*"
_PAPER = (
    r"(?:(?:C|TD|DT)\s?/?\s?)?\d{1,4}(?:\s?\((?:Rev|Add|Cor|Corr)\.?\s?\d{1,2}\))*"
    r"(?:[ARC]\d{1,3})*"
)
IDENTIFIER = (
    rf"(?P<id>(?P<author>{_AUTHOR})\s?/\s?{_PAPER}\s?/\s?\d{{1,4}}[a-z]?)"
    rf"(?:(?![\w/]|-[A-Z])|(?=(?:{_WORDS})\b))"
)
_BETWEEN = r"[\s:.,;–—-]+"
_OPENS, _CLOSES = r"[*_]{0,3}[(\[]?\s?", r"(?:\s?[)\]])?"
"""What may stand around an identifier: "MOD (RUS/27/7)"."""
_BEHIND = r"[\s:.,;–—*_-]*"
_LIST = (
    r"(?:[•·▪●◦–—-]\s+|\(?\d{1,2}[.)]\s+|[a-z]\)\s+)?"
    r"(?:(?i:proposal|proposition|propuesta|предложение|(?:ال)?مقترح|提案)\s*(?:\d{1,3}\s*)?[:.：]?\s*)?"
)
"""What a list puts before its items, and the word for them."""
_ENDS = r"(?=[\s:.,;–—]|$)"
_HEADS = tuple(
    re.compile(rf"^{_LIST}{pattern}{_BEHIND}(?P<rest>.*)$", re.DOTALL)
    for pattern in (
        rf"{_VERB}(?:{_BETWEEN})?(?<![A-Za-z]){_OPENS}{IDENTIFIER}{_CLOSES}",
        rf"{_OPENS}{IDENTIFIER}{_CLOSES}(?:{_BETWEEN})?{_VERB}{_ENDS}",
        rf"{_LOOSE}{_BETWEEN}{_OPENS}{IDENTIFIER}{_CLOSES}",
        rf"{_OPENS}{IDENTIFIER}{_CLOSES}{_BETWEEN}{_LOOSE}{_ENDS}",
    )
)
_MAY_HEAD = re.compile(
    rf"{_LIST}(?:{_AROUND}[(\[]?\s*(?:[AАa][Dd][Dd]|[MМm][OОo][Dd]|[Ss][Uu][PРp]|[NnН][OОo][CСc])"
    rf"|{_OPENS}[A-ZА-Я]{{1,5}}\s?[/&+-])"
)
"""How each of the patterns above begins, in letters that look like theirs as well."""
_VERB_ALONE = re.compile(rf"^{_VERB}\s*[:.]?$")
_IDENTIFIER_ALONE = re.compile(rf"^{_OPENS}{IDENTIFIER}{_CLOSES}\s*[:.]?$")
_COUNTED = re.compile(
    r"(?:proposal|proposition|propuesta|предложение|(?:ال)?مقترح|提案)\s*(?:no\.?|n[°º]|№|رقم)?\s*\d{1,3}"
    r"\s*[:.：]?",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(rf"(?<![A-Za-z/]){IDENTIFIER}.{{0,60}}[:：]$", re.DOTALL)
_VERB_AND_NUMBER = re.compile(
    rf"^{_VERB}\s+(?P<rest>\d{{1,3}}[A-Z]{{0,2}}(?:\s+(?:PP-\d\d\s+)?\d+[A-Z]*\.\d.*|\s*$))",
    re.DOTALL,
)
_OPTION = re.compile(
    r"^(?:option|opción|вариант|الخيار|方案|选项)\s*(?P<number>\d{1,2})\s*[:.–—-]?\s*"
    rf"(?:\(\s*(?:(?P<verb>(?:{_WORDS})\b\s?\*?)|[^()]{{3,30}})\s*\)"
    rf"|(?P<bare>(?-i:{_WORDS})\b\s?\*?){_ENDS})\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LOOKS_LIKE = re.compile(
    rf"^{_AROUND}[(\[]?\s*(?:{_WORDS})\s*[)\]]?\s?{_AROUND}\s*(?:[A-Z0-9]{{1,5}}\s?[/.-].{{0,24}})?$"
    rf"|^{_AUTHOR}\s?[/-]\s?{_PAPER}\s?[/-]\s?\d{{1,4}}[a-z]?\s*[:.]?$"
)
"""A line that may be the head of a proposal, for people to look at when it is not read as one."""
_CUT = r"(?:[ARC]|\s?/|\s?\([A-Za-z.\s\d]{0,6})"
_UNFINISHED = re.compile(
    rf"^(?:{_VERB}{_BETWEEN})?{_AUTHOR}(?:\s?/\s?(?:{_PAPER}{_CUT}?)?|\s?)?$", re.DOTALL
)
_BEGINS_ID = re.compile(
    rf"^{_OPENS}{_AUTHOR}\s?/(?:\s?\d|$|\s?(?:C|TD|DT)\s?/?$)|^[A-Z]{{1,5}}(?:\s?/\s?[A-Z]{{1,5}})+$"
)
_BOLD_NUMBER = re.compile(r"^(\d{1,3}[A-Z]{0,2})\*\*(?=\s)")
_LONGEST, _LONGEST_COUNTED = 160, 24
_SAME_SIZE = {
    ord(one): other
    for one, other in (
        *zip("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
             "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad",
             " " * 30, strict=True),
        *zip("／（）［］：．，；＊∕⁄", "/()[]:.,;*//", strict=True),
        *((chr(0xFEE0 + ord(c)), c) for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    )
}  # fmt: skip
_ODD_SIGNS = re.compile(f"[{''.join(map(chr, _SAME_SIZE))}]")
_CYRILLIC = str.maketrans("АВСЕНКМОРТХУ", "ABCEHKMOPTXY")
_AUTHORS = re.compile(r"[A-Z/&+]+?(?=/(?:C|TD|DT)?/?\d)")
_CODE = re.compile(r"[A-Z]+")
_SPACES = re.compile(r"\s+")
_AS_WRITTEN = re.compile(r"^(?P<left>\W*)(?P<word>[A-Za-z]+)(?P<right>\W*)$")


class ProposalHead(NamedTuple):
    """What a head says. `identifier` is "" for none, without blanks; `rest` what stands behind it.

    `bracketed`: the verb stands in brackets; `option` counts those of a compilation, else 0.
    """

    verb: Verb
    identifier: str = ""
    rest: str = ""
    lines: int = 1
    bracketed: bool = False
    emphasised: bool = False
    option: int = 0
    odd: bool = False


def plain(text: str) -> str:
    """The text with blanks, brackets and signs as heads have them, of the same length."""
    if "**" in text:
        text = _BOLD_NUMBER.sub(r"\1  ", text)
    if text.isascii():
        return text
    text = _ODD_SIGNS.sub(_usual, text)  # few of many letters: `translate` looks at each
    return latin_numbers(text)


def _usual(sign: re.Match[str]) -> str:
    return _SAME_SIZE[ord(sign[0])]


def may_head(line: str) -> bool:
    """Whether a head may begin with this line, or a person should see it. Asked of every line."""
    return _MAY_HEAD.match(line) is not None


def read_head_lines(
    lines: Sequence[str], *, provision_next: Callable[[], bool]
) -> ProposalHead | None:
    """The head that begins with the first of these lines (up to six); None when none does.

    Only lines that `may_head` need be tried.

    `provision_next` tells whether the second line is a provision, so that a verb alone can head it.
    """
    first = lines[0]
    for text, taken in _together(lines):
        for odd in (False, True):
            if odd and text.isascii():
                break
            tried = text.translate(_CYRILLIC) if odd else text
            if odd and tried == text:
                break
            for pattern in _HEADS:
                found = pattern.match(tried)
                if found is not None and not _is_sentence(found["rest"]):
                    rest = text[len(text) - len(found["rest"]) :] if found["rest"] else ""
                    return _head(found["verb"], found["id"], rest, taken, odd=odd)
    if (found := _VERB_ALONE.match(first)) is not None and provision_next():
        return _head(found["verb"], "", "", 1)
    if (found := _VERB_AND_NUMBER.match(first)) is not None:
        return _head(found["verb"], "", found["rest"], 1)
    return None


def identifier_alone(line: str) -> str:
    """The identifier that is all a line holds, without blanks; "" for other lines."""
    found = _IDENTIFIER_ALONE.match(line)
    return _SPACES.sub("", found["id"]) if found is not None else ""


def is_caption_of_proposal(line: str) -> bool:
    """Whether a line only counts or announces one: "Proposal 3", "Replace RUS/27/3 by this:"."""
    if len(line) <= _LONGEST_COUNTED and _COUNTED.fullmatch(line):
        return True
    announces = line[-1:] in (":", "：") and "/" in line and len(line) < _LONGEST
    return announces and _ANNOUNCES.search(line) is not None


def read_option(line: str) -> ProposalHead | None:
    """An option of a compilation: "Option 1 (MOD)", "Option 3 (no text)"."""
    found = _OPTION.match(line)
    if found is None:
        return None
    word = found["verb"] or found["bare"]
    verb = _verb(word.upper())[0] if word else Verb.NO_TEXT
    return ProposalHead(verb, rest=found["rest"], option=int(found["number"]))


def looks_like_a_head(line: str) -> bool:
    """Whether a person should see a line that no proposal begins with."""
    return _LOOKS_LIKE.match(line) is not None


def authors_of(identifier: str) -> tuple[str, ...]:
    """The codes before the number of the document: CAN and USA of "CAN/USA/31/1"."""
    found = _AUTHORS.match(identifier) if identifier else None
    return tuple(_CODE.findall(found[0])) if found is not None else ()


def _together(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """What may be one head: the first line, and with it those that it cannot do without.

    A line that ends within an identifier goes on in the next, with or without a blank between.
    """
    yield lines[0], 1
    ways = [lines[0]]
    for taken, line in enumerate(lines[1:], 2):
        alone = any(_VERB_ALONE.match(way) or _IDENTIFIER_ALONE.match(way) for way in ways)
        unfinished = [way for way in ways if _UNFINISHED.match(way)]
        if alone:
            whole = _VERB_ALONE.match(line) or _IDENTIFIER_ALONE.match(line)
            goes_on = whole or _BEGINS_ID.match(line)
            ways = [f"{way} {line}" for way in ways] if goes_on else []
        elif unfinished:
            ways = [f"{way}{between}{line}" for way in unfinished for between in (" ", "")]
        else:
            ways = []
        if not ways:
            return
        for way in ways:
            yield way, taken


def _is_sentence(rest: str) -> bool:
    """Whether words go on behind a head as they do in a sentence that only names a proposal."""
    return bool(rest) and rest[0].islower() and re.match(r"[a-z]{1,2}\s?\)", rest) is None


def _head(verb: str, identifier: str, rest: str, lines: int, *, odd: bool = False) -> ProposalHead:
    read, bracketed, emphasised = _verb(verb)
    return ProposalHead(
        read, _SPACES.sub("", identifier), rest.strip(), lines, bracketed, emphasised, odd=odd
    )


@lru_cache(maxsize=256)
def _verb(text: str) -> tuple[Verb, bool, bool]:
    """The verb, whether it stands in brackets, and whether it is emphasised."""
    text = _SPACES.sub("", text)
    marked = _AS_WRITTEN.match(text)
    assert marked is not None
    word, left, right = marked["word"].upper(), marked["left"], marked["right"]
    bracketed = "(" in left or "[" in left
    if bracketed and word == "MOD" and "(" in left:
        return Verb.EDITORIAL, True, False
    stars = right.count("*") - left.count("*")
    emphasised = word == "NOC" and ("*" in left + right or "_" in left + right)
    if stars == 1 and word in ("ADD", "SUP"):
        return Verb(f"{word}*"), bracketed, False
    return Verb(word), bracketed, emphasised
