"""The other ways a symbol is printed: the line in a document's head, and the name of its file."""

from __future__ import annotations

import re

from itrvault.treaty.symbol_grammar import RESOLUTIONS
from itrvault.treaty.symbols import COUNCIL, LETTER_OF, WORKING_GROUP, Symbol

_DOCUMENT = {
    "en": "Document", "fr": "Document", "es": "Documento", "ru": "Документ", "ar": "الوثيقة",
    "zh": "文件",
}  # fmt: skip
_PARTS = {
    "en": {"Rev": "Revision", "Add": "Addendum", "Cor": "Corrigendum"},
    "fr": {"Rev": "Révision", "Add": "Addendum", "Cor": "Corrigendum"},
    "es": {"Rev": "Revisión", "Add": "Addéndum", "Cor": "Corrigéndum"},
    "ru": {"Rev": "Пересмотр", "Add": "Дополнительный документ", "Cor": "Исправление"},
    "ar": {"Rev": "المراجعة", "Add": "الإضافة", "Cor": "التصويب"},
    "zh": {"Rev": "修订", "Add": "补遗", "Cor": "勘误"},
}
_RUSSIAN_CASES = {  # genitive after Пересмотр, dative after к
    "Документ": ("Документа", "Документу"),
    "Пересмотр": ("Пересмотра", "Пересмотру"),
    "Дополнительный документ": ("Дополнительного документа", "Дополнительному документу"),
    "Исправление": ("Исправления", "Исправлению"),
}
_SECTORS = {"PP": "S", "WCIT": "S", "WTPF": "S", "WRC": "R", "WTDC": "D", "WTSA": "T"}
_LETTERS = {"Add": "A", "Rev": "R", "Cor": "C"}


def heading(symbol: Symbol, language: str = "") -> str:
    """The line in the head: `Revision 1 to Addendum 2 to Document 27-E`.

    In the symbol's language, or the one given, or English. A resolution and a symbol of the United
    Nations have no other spelling.
    """
    if not symbol.meeting or symbol.series in RESOLUTIONS or symbol.meeting == "ITR":
        return symbol.canonical
    language = language if language in _DOCUMENT else symbol.language or "en"
    suffix = f"-{LETTER_OF[symbol.language]}" if symbol.language else ""
    paper = f" {symbol.paper}" if symbol.paper else ""
    line = f"{_DOCUMENT[language]} {_number(symbol)}{suffix}{paper}"
    for kind, number in symbol.parts:
        word = _PARTS[language][kind]
        if language == "zh":
            line = f"{line} 的{word} {number}"
        else:
            line = f"{word} {number} {_governed(line, kind, language)}"
    return line


def file_name(symbol: Symbol, *, date: str = "") -> str:
    """The house's name of the file without its ending: `S12-WCIT12-C-0027!A2-R1!MSW-E`.

    `date` is the ISO date of a temporary document, which its file name holds. "" where the house
    has no such name or it is not known (the working group's), or the date or language is not.
    """
    name, year = re.fullmatch(r"(\D*)(\d*)", symbol.meeting.replace("-", "")).groups()  # type: ignore[union-attr]
    series = {"": "C", "DT": "TD"}.get(symbol.series, symbol.series)
    if name == "C":
        head = f"S{year}-CL"
    elif name in _SECTORS:
        where = {"PP": "PP", "WTSA": f"WTSA.{year}"}.get(name, symbol.meeting)
        head = f"{_SECTORS[name]}{year}-{where}"
    else:
        return ""
    if series in ("TD", "DL"):
        day = re.fullmatch(r"\d\d(\d\d)-(\d\d)-(\d\d)", date)
        if day is None:
            return ""
        head += f"-{''.join(day.groups())}"
    if not symbol.language:
        return ""
    parts = "-".join(f"{_LETTERS[kind]}{number}" for kind, number in symbol.parts)
    form = f"{symbol.form or 'MSW'}-{LETTER_OF[symbol.language]}"
    return f"{head}-{series}-{int(symbol.number):04}!{parts}!{form}"


def _number(symbol: Symbol) -> str:
    """What stands behind the word "Document"."""
    if symbol.meeting == WORKING_GROUP:
        return f"{WORKING_GROUP}/{symbol.series} {symbol.number}"
    if COUNCIL.fullmatch(symbol.meeting):
        return symbol.base.canonical
    return f"{symbol.series}/{symbol.number}" if symbol.series else symbol.number


def _governed(line: str, kind: str, language: str) -> str:
    """`line` as the part before it wants it: "to Document 10-E", "к Документу 10-R"."""
    if language == "ar":
        return "لل" + line.removeprefix("ال")  # li- swallows the alif of the article
    if language == "ru":
        word = next(word for word in _RUSSIAN_CASES if line.startswith(word))
        genitive, dative = _RUSSIAN_CASES[word]
        rest = line.removeprefix(word)
        return genitive + rest if kind == "Rev" else f"к {dative}{rest}"
    if language == "fr":
        return f"à l'{line}" if line.startswith("Add") else f"{_article(line, 'à la', 'au')} {line}"
    if language == "es":
        return f"{_article(line, 'a la', 'al')} {line}"
    return f"to {line}"


def _article(line: str, feminine: str, masculine: str) -> str:
    return feminine if line.startswith(("Rév", "Rev")) else masculine
