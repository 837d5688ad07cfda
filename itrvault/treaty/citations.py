"""Finds what a text says of provisions and proposals: "Article 5A", "No. 31A", "RUS/27/7".

In six languages. A number alone is no citation; one with a letter ("41B", "5A.1") is, since hardly
anything else is written so. What the words give to another treaty is told as being of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from itrvault.model.citation import Citation, CitedAs
from itrvault.model.document import Unit
from itrvault.model.geometry import Span
from itrvault.treaty.partheads import in_figures

_LETTERS = "A-ZАВСЕНКМОРТХ"
"""Latin capitals, and the Cyrillic ones that look like them."""
_LATIN = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")
_SUFFIX = r"(?:\s?(?:bis|ter|quater)\b)?"
_STEP = rf"\d{{1,3}}[{_LETTERS}]{{0,2}}{_SUFFIX}(?![{_LETTERS}\d])"
_NUMBER = rf"{_STEP}(?:\.\d{{1,2}}[{_LETTERS}]{{0,2}}{_SUFFIX}){{0,4}}"
_DOTTED = rf"\d{{1,3}}[{_LETTERS}]{{0,2}}(?:\.\d{{1,2}}[{_LETTERS}]{{0,2}}{_SUFFIX}){{1,4}}"
_AND = r"\s*(?:,|/|and|or|et|ou|y|o|и|или|و|和|、)\s*"

_WORDS: tuple[tuple[CitedAs, str, str], ...] = (
    (
        CitedAs.ARTICLE,
        r"\b(?:articles?|arts?\.|artículos?|artigos?|стат(?:ья|ьи|ье|ью|ей|ьям|ьями)|ст\.)\s*"
        r"|(?:ال|لل|بال)?ماد(?:ة|تان|تين)\s*|المواد\s*",
        _NUMBER,
    ),
    (
        CitedAs.PARAGRAPH,
        r"\b(?:sections?|paragraphs?|paras?\.?|clauses?|sous-sections?|alinéas?|paragraphes?"
        r"|apartados?|párrafos?|secci(?:ón|ones)|пункт\w{0,3}|параграф\w{0,3}|раздел\w{0,3})\s*"
        r"|§+\s*|(?:ال)?فقرة\s*|(?:ال)?بند\s*|第",
        _DOTTED,
    ),
    (
        CitedAs.NUMBER,
        r"(?<![\w/])(?:nos?\.\s*|n[°ºo]s?\.?\s+|№+\s*)"
        r"|\b(?:provisions?|numbers?|dispositions?|numéros?|disposici(?:ón|ones)|números?"
        r"|положени\w{1,3}|пункт\w{0,3})\s+|(?:ال)?رقم\s+|(?:ال)?حكم\s+",
        _STEP,
    ),
)
_CITED = tuple(
    (
        kind,
        re.compile(rf"(?:{words})(?P<first>{number})(?P<more>(?:{_AND}{number})*)", re.IGNORECASE),
        re.compile(number),
    )
    for kind, words, number in _WORDS
)
_CHINESE = re.compile(
    r"第\s*(?P<number>\d{1,3}[A-Z]{0,2}|[一二三四五六七八九十]{1,4}[A-Z]{0,2})\s*[条條]"
)
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


def find_citations(unit: Unit) -> list[Citation]:
    """The citations of a unit, in order; none lies in another."""
    found: dict[int, tuple[CitedAs, str, Span]] = {}
    text = unit.text
    taken = bytearray(len(text))

    def take(kind: CitedAs, value: str, start: int, end: int) -> None:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found[start] = kind, value, Span(start, end)

    for match in _PROPOSAL.finditer(text):
        take(CitedAs.PROPOSAL, match[0], match.start(), match.end())
    for kind, pattern, number in _CITED:
        for match in pattern.finditer(text):
            if kind is CitedAs.NUMBER and _PAPER.search(_before(text, match.start())):
                continue
            take(kind, match["first"], match.start(), match.end("first"))
            for more in number.finditer(text, match.start("more"), match.end("more")):
                take(kind, more[0], more.start(), more.end())
    for match in _CHINESE.finditer(text):
        take(CitedAs.ARTICLE, in_figures(match["number"]), match.start(), match.end())
    for match in _ALONE.finditer(text):
        kind = CitedAs.PARAGRAPH if "." in match[0] else CitedAs.NUMBER
        take(kind, match[0], match.start(), match.end())
    return [_citation(unit, *found[start]) for start in sorted(found)]


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


def _citation(unit: Unit, kind: CitedAs, value: str, span: Span) -> Citation:
    value = re.sub(r"\s+", "", value)
    if kind is CitedAs.PROPOSAL:
        return Citation(kind, value, unit.number, span)
    return Citation(kind, value.translate(_LATIN), unit.number, span, _instrument(unit.text, span))


def _instrument(text: str, span: Span) -> str:
    """The other treaty that the words right behind or before give a citation to."""
    behind, before = text[span.end : span.end + _NEAR], _before(text, span.start)
    after = _OF.match(behind)
    rest = behind[after.end() :] if after is not None else behind
    for pattern, name in _NAMES:
        if pattern.match(rest) or re.search(rf"(?:{pattern.pattern})[\s,(]*$", before):
            return name
    return ""


def _before(text: str, at: int) -> str:
    return text[max(0, at - _NEAR) : at]
