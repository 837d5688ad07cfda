"""Finds what a text says of provisions and proposals: "Article 5A", "No. 31A", "RUS/27/7".

In six languages. A number alone is no citation; one with a letter ("41B", "5A.1") is, since hardly
anything else is written so. What the words give to another treaty is told as being of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from itrvault.model.citation import Citation, CitedAs
from itrvault.model.document import Unit
from itrvault.model.geometry import Span
from itrvault.treaty.partheads import in_figures
from itrvault.treaty.partlists import between, comes_behind

_LETTERS = "A-ZАВСЕНКМОРТХ"
"""Latin capitals, and the Cyrillic ones that look like them."""
_LATIN = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")
_SUFFIX = r"(?:\s?(?:bis|ter|quater)\b)?"
_STEP = rf"\d{{1,3}}[{_LETTERS}]{{0,2}}{_SUFFIX}(?![{_LETTERS}\d])"
_NUMBER = rf"{_STEP}(?:\.\d{{1,2}}[{_LETTERS}]{{0,2}}{_SUFFIX}){{0,4}}"
_DOTTED = rf"\d{{1,3}}[{_LETTERS}]{{0,2}}(?:\.\d{{1,2}}[{_LETTERS}]{{0,2}}{_SUFFIX}){{1,4}}"
_AND = (
    r"(?:\s*\([^()\d]{2,60}\))?\s*(?:(?:,|،|、|/|and/or|and|or|et/ou|et|ou|y/o|y|o|и/или|и|или|و|أو|和|及|或"
    r"|as well as|ainsi que|así como|а также)\s*){1,2}"
)
_TO = (
    r"\s*[-–—]\s*|\s+(?:to|through|à|au|al?|hasta|по|إلى|الى)\s+(?:the\s+|el\s+|l['’])?"
    r"|\s*[至到]\s*"
)
_FROM = rf"(?:(?:со?|من|del?|des?)\s+(?=\d{{1,3}}[{_LETTERS}]{{0,2}}\s+(?:по|إلى|الى|al?|à)\s))?"

_WORDS: tuple[tuple[CitedAs, str, str], ...] = (
    (
        CitedAs.ARTICLE,
        r"\b(?:articles?|arts?\.|artículos?|artigos?|стат(?:ья|ьи|ье|ью|ей|ьям|ьями|ьях)|ст\.)\s*"
        r"|(?:ال|لل|بال)?ماد(?:ة|تان|تين)\s*|المواد\s*",
        _NUMBER,
    ),
    (
        CitedAs.PARAGRAPH,
        r"\b(?:sections?|paragraphs?|paras?\.?|clauses?|sous-sections?|alinéas?|paragraphes?"
        r"|apartados?|párrafos?|secci(?:ón|ones)|пункт\w{0,3}|параграф\w{0,3}|раздел\w{0,3})\s*"
        r"|§+\s*|(?:ال)?فقر(?:ة|تان|تين|ات)\s*|(?:ال)?(?:بند|بنود)\s*|第",
        _DOTTED,
    ),
    (
        CitedAs.NUMBER,
        r"(?<![\w/])(?:nos?\.\s*|n[°ºo]s?\.?\s+|№+\s*)"
        r"|\b(?:provisions?|numbers?|dispositions?|numéros?|disposici(?:ón|ones)|números?"
        r"|положени\w{1,3}|пункт\w{0,3})\s+|(?:ال)?(?:رقم|أرقام)\s+|(?:ال)?(?:حكم|أحكام)\s+",
        _STEP,
    ),
)
_CITED = tuple(
    (
        kind,
        re.compile(
            rf"(?:{words}){_FROM}(?P<first>{number})(?P<more>(?:(?:{_AND}|{_TO}){number})*)",
            re.IGNORECASE,
        ),
        re.compile(rf"(?:(?P<and>{_AND})|(?P<to>{_TO}))(?P<number>{number})", re.IGNORECASE),
    )
    for kind, words, number in _WORDS
)
_HAN = r"(?:\d{1,3}[A-Z]{0,2}|[一二三四五六七八九十]{1,4}[A-Z]{0,2})"
_CHINESE = re.compile(
    rf"第\s*(?P<list>{_HAN}(?:\s*[条條]?\s*(?:[、，,和及与或至到–—-]|以及)\s*第?\s*{_HAN})*)"
    r"\s*(?P<sign>[条條号])(?P<provision>\s*(?:规定|條款|条款|款))?"
)
_CHINESE_MORE = re.compile(rf"(?P<to>[至到–—-])?\s*(?:第\s*)?(?P<number>{_HAN})(?:\s*[条條])?")
_PROPOSAL = re.compile(
    r"(?<![\w/])[A-Z]{1,5}(?:/[A-Z]{1,4})*/\d{1,4}(?:\((?:Rev|Add|Cor)\.?\s?\d{1,2}\))*"
    r"(?:[ARC]\d{1,3})*/\d{1,4}(?![\w/])"
)
_ALONE = re.compile(
    rf"(?<![\w./-])(?:\d{{1,2}}[{_LETTERS}]{{1,2}}(?:\.\d{{1,2}}[A-Z]?){{1,4}}|\d{{2,3}}[A-Z]{{1,2}})"
    r"(?![\w/-])"
)
_PAPER = re.compile(
    r"\b(?:resolutions?|recommendations?|opinions?|documents?|appendi\w+|resolución|recommandations?"
    r"|recomendaciones|documentos?|резолюци\w+|рекомендаци\w+|документ\w*|общего порядка|comment"
    r"|القرار|التوصية|الوثيقة)\s*$",
    re.IGNORECASE,
)
"""What stands before a number that is the number of a paper."""
_OTHERS = (
    (
        r"ICCPR|PIDCP|МПГПП|(?:International )?Covenant|Pacte|Pacto|Пакт\w*|(?:ال)?عهد"
        r"|盟约|国际公约",
        "ICCPR",
    ),
    (
        r"UDHR|DUDH|ВДПЧ|Universal Declaration|Déclaration universelle|Declaración Universal"
        r"|Всеобщ\w+ деклараци\w+|الإعلان العالمي|世界人权宣言",
        "UDHR",
    ),
    (r"(?:ITU )?Constitution|Constitución|Устав\w*|دستور|组织法", "Constitution"),
    (
        r"(?:ITU |Vienna )?Convention|Convenio|Convención|Конвенци\w+|اتفاقية|Charter|Charte|Carta"
        r"|TRIPS|GATS|ECHR|Treaty on|EC Treaty",
        "another treaty",
    ),
)
_NAMES = tuple((re.compile(names), name) for names, name in _OTHERS)
_OF = re.compile(
    r"(?:,?\s*(?:paragraphs?|paras?\.?|paragraphe|párrafo|пункт\w*|الفقرة)\s*\d{1,2}"
    r"(?:\s*\([a-z]\))?,?)?"
    r"\s*(?:[(,][^().]{0,40}?)?\s*(?:of|under|in|du|de la|de l['’]|del|من|в)?\s*"
    r"(?:the\s+|المتعلق )?",
)
_NEAR = 48
"""Code points behind a citation, and before it, in which another treaty is named."""


class _Found(NamedTuple):
    """A citation as it stands there; `last` is where the list that it is of ends."""

    kind: CitedAs
    value: str
    span: Span
    last: int


def find_citations(unit: Unit) -> list[Citation]:
    """The citations of a unit, in order; none lies in another.

    Those of a range that are not printed ("Articles 3 to 6") stand at the words between its ends.
    """
    found: list[_Found] = []
    text = unit.text
    taken = bytearray(len(text))

    def take(kind: CitedAs, values: Sequence[str], start: int, end: int, last: int) -> None:
        if values and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.extend(_Found(kind, value, Span(start, end), last) for value in values)

    for match in _PROPOSAL.finditer(text):
        take(CitedAs.PROPOSAL, (match[0],), match.start(), match.end(), match.end())
    for kind, pattern, listed in _CITED:
        for match in pattern.finditer(text):
            if kind is CitedAs.NUMBER and _PAPER.search(_before(text, match.start())):
                continue
            numbers = list(_listed(listed, text, match))
            last = numbers[-1][2] if numbers else match.end("first")
            take(kind, (match["first"],), match.start(), match.end("first"), last)
            for values, start, end in numbers:
                take(kind, values, start, end, last)
    for match in _CHINESE.finditer(text):
        kind = CitedAs.NUMBER if match["sign"] == "号" else CitedAs.ARTICLE
        if kind is CitedAs.NUMBER and not match["provision"] and match["list"].isdecimal():
            continue  # a general comment, or anything else that is counted so
        for values, start, end in _chinese(match):
            take(kind, values, start, end, match.end())
    for match in _ALONE.finditer(text):
        kind = CitedAs.PARAGRAPH if "." in match[0] else CitedAs.NUMBER
        take(kind, (match[0],), match.start(), match.end(), match.end())
    found.sort(key=lambda each: each.span.start)
    return [_citation(unit, each) for each in found]


def _listed(
    listed: re.Pattern[str], text: str, match: re.Match[str]
) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The further numbers of a list with their places, and what stands between ends of a range."""
    before = _tidy(match["first"])
    words = text[match.start() : match.start("first")].rstrip().casefold()
    for more in listed.finditer(text, match.start("more"), match.end("more")):
        number = _tidy(more["number"])
        if more["to"] is not None:
            singular = more["to"].strip() in ("a", "à") and not words.endswith("s")
            if singular or not comes_behind(before, number):
                return  # "Article 5 – 3 states": no range
            yield between(before, number), more.start("to"), more.end("to")
        yield (number,), more.start("number"), more.end("number")
        before = number


def _chinese(match: re.Match[str]) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The numbers of a list in Chinese; its first and its last take the signs around it."""
    text, before = match.string, ""
    for more in _CHINESE_MORE.finditer(text, match.start("list"), match.end("list")):
        number = in_figures(more["number"])
        if more["to"] and comes_behind(before, number):
            yield between(before, number), more.start("to"), more.end("to")
        start = more.end("to") if more["to"] else more.start()
        start = start if before else match.start()
        end = match.end("sign") if more.end() == match.end("list") else more.end()
        yield (number,), start, end
        before = number


def citations_of(units: Sequence[Unit]) -> Iterator[Citation]:
    """Those of several units."""
    for unit in units:
        yield from find_citations(unit)


def speaks_of(
    citation: Citation, *, number: str, paragraph: str, identifiers: frozenset[str]
) -> bool:
    """Whether a citation is of the provision with this number, or of a proposal on it."""
    if citation.instrument:
        return False
    if citation.cited_as is CitedAs.PROPOSAL:
        return citation.value in identifiers
    if citation.cited_as is CitedAs.NUMBER:
        return citation.value == number
    return bool(paragraph) and "." in paragraph and citation.value == paragraph


def _citation(unit: Unit, found: _Found) -> Citation:
    value = re.sub(r"\s+", "", found.value)
    if found.kind is CitedAs.PROPOSAL:
        return Citation(found.kind, value, unit.number, found.span)
    instrument = _instrument(unit.text, found.span.start, found.last)
    return Citation(found.kind, _tidy(value), unit.number, found.span, instrument)


def _tidy(number: str) -> str:
    return re.sub(r"\s+", "", number).translate(_LATIN)


def _instrument(text: str, start: int, last: int) -> str:
    """The other treaty that the words right behind a list, or before its number, give it to."""
    behind, before = text[last : last + _NEAR], _before(text, start)
    after = _OF.match(behind)
    rest = behind[after.end() :] if after is not None else behind
    for pattern, name in _NAMES:
        if pattern.match(rest) or re.search(rf"(?:{pattern.pattern})[\s,(]*$", before):
            return name
    return ""


def _before(text: str, at: int) -> str:
    return text[max(0, at - _NEAR) : at]
