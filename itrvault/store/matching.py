"""Which documents a person means by `field:value`."""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Iterable, Sequence

from itrvault.model.document import Document, Fact, FactSource
from itrvault.store.connection import Connection
from itrvault.store.corrections import is_date

_NAMES = {"lang": "language", "file": "name"}
_LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "english": "en", "french": "fr", "russian": "ru",
    "spanish": "es", "german": "de", "portuguese": "pt", "العربية": "ar", "中文": "zh",
    "francais": "fr", "русскии": "ru", "espanol": "es", "deutsch": "de", "portugues": "pt",
    "a": "ar", "c": "zh", "e": "en", "f": "fr", "r": "ru", "s": "es",
}  # fmt: skip
"""Names of languages, folded, and the letters that end the symbols of ITU documents."""

FIELDS = ("symbol", "title", "name", "class", "language", "proponent", "meeting", "date")


def folded(text: str) -> str:
    """Without case, accents, or more than single spaces."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
    ).casefold()
    return " ".join(plain.split())


def letters(text: str) -> str:
    """Only its letters and digits, folded: how symbols are compared."""
    return "".join(c for c in folded(text) if c.isalnum())


def rows_matching(documents: Iterable[Document], field: str, value: str) -> set[int]:
    """See Documents.rows_matching."""
    name = _NAMES.get(field.casefold(), field.casefold())
    if name not in FIELDS:
        raise ValueError(field)
    if name == "date":
        low, slash, high = value.partition("/")
        return rows_between(documents, low.strip(), high.strip() if slash else low.strip())
    wanted = folded(value)
    if not letters(value) and not set(value) & {"*", "?"}:
        return set()
    return {d.row for d in documents if _matches(name, _value(d, name), value, wanted)}


def rows_between(documents: Iterable[Document], low: str, high: str) -> set[int]:
    """See Documents.rows_between. A month or a year counts with every day it has."""
    for limit in (low, high):
        if limit and not is_date(limit):
            raise ValueError(limit)
    found = set()
    for document in documents:
        date = document.value("date")
        if is_date(date) and (not low or _last(date) >= low) and (not high or date <= _last(high)):
            found.add(document.row)
    return found


def imported(reading: Connection, row: int) -> dict[str, Fact]:
    """The facts of a document as they were read."""
    rows = reading.all("SELECT field, value, source FROM facts WHERE document = ?", (row,))
    return {field: Fact(value, FactSource(source)) for field, value, source in rows}


def contains_number_safe(whole: str, part: str) -> bool:
    """Whether `part` is in `whole` without cutting a number in two ("td6" is not in "td64")."""
    before = r"(?<!\d)" if part[:1].isdigit() else ""
    after = r"(?!\d)" if part[-1:].isdigit() else ""
    return re.search(before + re.escape(part) + after, whole) is not None


def _matches(name: str, have: str, value: str, wanted: str) -> bool:
    if not have:
        return False
    if "*" in value or "?" in value:
        if name == "symbol":
            have, wanted = _signs(have), _signs(value)
        pattern = wanted.replace("[", "[[]")
        return fnmatch.fnmatchcase(folded(have), pattern)
    if name == "symbol":
        return contains_number_safe(letters(have), letters(value))
    if name == "language":
        return folded(have) == _LANGUAGES.get(wanted, wanted)
    if name == "class":
        return folded(have).startswith(wanted)
    return wanted in folded(have)


def _signs(text: str) -> str:
    return "".join(c for c in folded(text) if c.isalnum() or c in "*?")


def _value(document: Document, name: str) -> str:
    if name == "name":
        return "\n".join(_unique((document.name, *document.paths)))
    if name == "title":
        return document.title
    if name == "class":
        return document.doc_class.value
    return document.value(name)


def _unique(values: Sequence[str]) -> Iterable[str]:
    return dict.fromkeys(values)


def _last(date: str) -> str:
    """The last day of a month or year, near enough to compare: no date lies between."""
    return date + "-99" * (2 - date.count("-"))
