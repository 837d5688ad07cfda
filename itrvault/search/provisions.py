"""`provision:`, `article:` and `id:`: what treaty people cite, as words of the text.

A provision is cited by its article ("Article 6", "статья 6", "第六条"), by its paragraph ("3.4",
"3A.1") or by the number in the margin ("30", "31A"), in six languages. A margin number without a
letter is a number like any other, so it counts only where a paragraph number follows it, after a
verb of amendment ("MOD 30", "ADD RUS/27/7 30"), or after a word such as "provision".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from itrvault.search import words
from itrvault.search.folding import fold_word
from itrvault.search.lexer import Fault, Lexeme
from itrvault.search.query import Either, Near, Pattern, Positional, disjunction

_NAMES: dict[str, tuple[str, ...]] = {
    "article": ("article", "art", "artículo", "статья", "ст", "المادة"),
    "appendix": ("appendix", "app", "appendice", "apéndice", "приложение", "التذييل"),
    "annex": ("annex", "annexe", "anexo", "приложение", "الملحق"),
    "resolution": ("resolution", "res", "résolution", "resolución", "резолюция", "القرار"),
    "recommendation": ("recommendation", "rec", "recommandation", "recomendación", "рекомендация",
                       "التوصية"),
    "opinion": ("opinion", "vœu", "avis", "ruego", "мнение", "الرأي"),
}  # fmt: skip
"""What heads a numbered part of a treaty, in the languages of the Union but Chinese."""
_CHINESE_NAMES = {
    "article": "第{}条", "appendix": "附录{}", "annex": "附件{}", "resolution": "第{}号决议",
    "recommendation": "第{}号建议", "opinion": "第{}号意见",
}  # fmt: skip
_PREAMBLE = ("preamble", "préambule", "preámbulo", "преамбула", "الديباجة", "序言")
_PROVISION = ("provision", "number", "numéro", "disposition", "disposición", "número", "положение",
              "пункт", "الرقم", "رقم", "no")  # fmt: skip
_NUMBER_WORDS = ("no", "number", "رقم")
_VERBS = ("ADD", "MOD", "SUP", "NOC")
_BETWEEN_VERB_AND_NUMBER = 6
"""Words: the identifier of the proposal stands there ("ADD RCC/14A1/8 31A")."""

_HEAD = re.compile(
    r"(?P<name>[^\W\d_]+)\.?\s*(?:no\.?|nº|№|رقم)?\s*(?P<number>\d+[a-z]{0,6})\Z", re.I
)
_CHINESE_HEAD = re.compile(
    r"第?\s*(?P<number>\d+|[一二三四五六七八九十]+)\s*(?P<sign>条|号决议|号建议)\Z"
)
_PARAGRAPH = re.compile(r"\d+[a-z]{0,3}(?:\.(?:\d+[a-z]{0,6}|\*))+\Z", re.I)
_MARGIN = re.compile(r"\d{1,4}[a-z]{0,6}\Z", re.I)
_LETTERED = re.compile(r"([1-9]\d?)([A-Za-z]{1,2})\Z")
_RANGE = re.compile(r"[\[{]\s*(\S+)\s+(?:TO|to)\s+(\S+)\s*[\]}]\Z")
_STEPS = re.compile(r"(?P<stem>(?:\d+[a-z]?\.)*)(?P<last>\d+)\Z", re.I)
_MOST = 60
"""Provisions in one range."""
_IDENTIFIER = re.compile(r"[^\W\d_][^\s/]*(?:\s*/\s*[\w().*]+)+\Z")
_FIGURES = "一二三四五六七八九十"


def read_place(field: str, lexeme: Lexeme, query: str) -> Positional:
    """The words that `field:lexeme` stands for; `Fault` when it can be no such thing."""
    value = " ".join(lexeme.text.split())
    found = _identifier(lexeme, value) if field == "id" else _of(field, lexeme, value, query)
    if found is None:
        wanted, example = _WANTED[field]
        length = lexeme.end - lexeme.start
        raise Fault(
            f"{field}: wants {wanted}", lexeme.start, length,
            f"{query[: lexeme.start]}{example}{query[lexeme.end :]}",
        )  # fmt: skip
    shown = value if re.fullmatch(r"[\w./*]+", value) else f'"{value}"'
    parts = found.parts if isinstance(found, Either) else (found,)
    return Either(parts, lexeme.start, lexeme.end, f"{field}:{shown}")


_WANTED = {
    "id": ("the identifier of a proposal, such as RUS/27/7", "RUS/27/7"),
    "article": ("the number of an article, such as 6 or 3A", "6"),
    "provision": ("a provision, such as 3.4, 31A or “Article 6”", "3.4"),
}


def _identifier(lexeme: Lexeme, value: str) -> Positional | None:
    if not _IDENTIFIER.match(value):
        return None
    return _phrase(lexeme, value, exact=True)


def _of(field: str, lexeme: Lexeme, value: str, query: str) -> Positional | None:
    if match := _RANGE.match(value):
        return _range(field, lexeme, match[1], match[2], query)
    if field == "article":
        return _headed(lexeme, "article", value) if _MARGIN.match(value) else None
    if fold_word(value) in map(fold_word, _PREAMBLE):
        return _any(lexeme, (_phrase(lexeme, name) for name in _PREAMBLE))
    if _PARAGRAPH.match(value):
        return _phrase(lexeme, value, exact=True)
    if _MARGIN.match(value):
        return _margin(lexeme, value)
    if match := _CHINESE_HEAD.match(value):
        name = next(n for n, form in _CHINESE_NAMES.items() if form.endswith(match["sign"]))
        return _headed(lexeme, name, _figure(match["number"]))
    if match := _HEAD.match(value):
        typed = fold_word(match["name"])
        for name, names in _NAMES.items():
            if typed in map(fold_word, names) or typed == name + "s":
                return _headed(lexeme, name, match["number"])
    return None


def _headed(lexeme: Lexeme, name: str, number: str) -> Positional:
    """As in "Article 6", "Resolution No. 6", "المادة 6", "第六条"."""

    def forms() -> Iterator[Positional | None]:
        for head in _NAMES[name]:
            yield _phrase(lexeme, f"{head} {number}")
            if name != "article":
                for word in _NUMBER_WORDS:
                    yield _phrase(lexeme, f"{head} {word} {number}")
        form = _CHINESE_NAMES[name]
        yield _phrase(lexeme, form.format(number))
        if number.isdecimal() and int(number) < 100:
            yield _phrase(lexeme, form.format(in_chinese(int(number))))
        elif (lettered := _LETTERED.match(number)) is not None:
            own = f"{in_chinese(int(lettered[1]))}{lettered[2]}"
            yield _phrase(lexeme, form.format(own))

    return _any(lexeme, forms())


def _margin(lexeme: Lexeme, number: str) -> Positional | None:
    bare = _phrase(lexeme, number, exact=True)
    if bare is None or not number.isdecimal():
        return bare

    def near(names: tuple[str, ...], distance: int, *, exact: bool) -> Positional:
        heads = _any(lexeme, (_phrase(lexeme, name, exact=exact) for name in names))
        return Near((heads, bare), distance, lexeme.start, lexeme.end, ordered=True)

    def forms() -> Iterator[Positional | None]:
        paragraphs = tuple(
            Pattern(f"{figure}{shape}", lexeme.start, lexeme.end)
            for figure in "123456789"  # what begins with a letter is found at once in the index
            for shape in (".?", ".??", "?.?", "?.??", ".?.?")
        )
        following = Either(paragraphs, lexeme.start, lexeme.end)
        yield Near((bare, following), 0, lexeme.start, lexeme.end, ordered=True)
        yield near(_VERBS, _BETWEEN_VERB_AND_NUMBER, exact=True)
        yield near(_PROVISION, 0, exact=False)

    return _any(lexeme, forms())


def _range(field: str, lexeme: Lexeme, low: str, high: str, query: str) -> Positional | None:
    first, last = _STEPS.match(low), _STEPS.match(high)
    if first is None or last is None or first["stem"].lower() != last["stem"].lower():
        return None
    start, end = int(first["last"]), int(last["last"])
    if end < start or end - start >= _MOST:
        what = "ends before it begins" if end < start else f"has more than {_MOST} provisions"
        repaired = (high, low) if end < start else (low, f"{first['stem']}{start + _MOST - 1}")
        raise Fault(
            f"This range {what}", lexeme.start, lexeme.end - lexeme.start,
            f"{query[: lexeme.start]}[{repaired[0]} TO {repaired[1]}]{query[lexeme.end :]}",
        )  # fmt: skip
    every = (f"{first['stem']}{number}" for number in range(start, end + 1))
    return _any(lexeme, (_of(field, lexeme, one, query) for one in every))


def _phrase(lexeme: Lexeme, text: str, *, exact: bool = False) -> Positional | None:
    return words.stretch(text, lexeme.start, lexeme.end, exact=exact)


def _any(lexeme: Lexeme, forms: Iterator[Positional | None]) -> Positional:
    known = list(dict.fromkeys(form for form in forms if form is not None))
    found = disjunction([*known])
    assert isinstance(found, Positional)
    return found


def _figure(number: str) -> str:
    """A number written in Chinese, or in digits, in digits."""
    if number.isdecimal():
        return number
    tens, sign, ones = number.rpartition("十")
    value = _FIGURES.find(ones) + 1 if ones else 0
    if sign:
        value += 10 * (_FIGURES.find(tens) + 1 if tens else 1)
    return str(value)


def in_chinese(number: int) -> str:
    """A number from 1 to 99 as it is written in words."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_FIGURES[tens - 1]}十"
    return head + (_FIGURES[ones - 1] if ones else "")
