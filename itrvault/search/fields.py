"""The fields a query can name, what their values mean, and who knows the values.

Facts, tags and notes change without the text changing, so they are not in the index: the caller
hands in a `Facts`, and a condition becomes a set of documents or units when the query runs.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from itrvault.search.folding import fold_word
from itrvault.search.query import FieldTest
from itrvault.search.stems import stem_keys
from itrvault.search.symbols import range_matcher, symbol_matcher
from itrvault.search.tokens import tokenise


class Facts(Protocol):
    """What is known beside the text.

    Values as a person sees them; a row comes several times when it has several values.
    """

    def document_values(self, field: str) -> Iterable[tuple[int, str]]:
        """(document row, value) for a name of FACT_FIELDS, or for these.

        "name": file names and paths; "path": the paths; "type": words for the kind of file;
        "author", "subject", "from", "to", "meta": what the file says about itself; "series": the
        series its symbol counts in.
        """

    def unit_values(self, field: str) -> Iterable[tuple[int, str]]:
        """(unit row, value), for these fields.

        "tag": the whole path of a tag on a passage there ("Human rights/Privacy");
        "note": the text of a note there; "coder": who marked a passage there; "page": the unit's
        label;
        "has": any of the words "note", "tag", "highlight", "risk", "redline", "insertion",
        "deletion" that hold there.
        """


class NoFacts:
    """Nothing is known."""

    def document_values(self, field: str) -> Iterable[tuple[int, str]]:
        """No values."""
        return ()

    def unit_values(self, field: str) -> Iterable[tuple[int, str]]:
        """No values."""
        return ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the query language. `source` is its name in `Facts`, `on_units` where to ask.

    `says` is how the reading names it ("the symbol holds").
    """

    name: str
    source: str
    on_units: bool
    kind: str  # "words", "symbol", "value", "date", "number", "path"
    says: str


_ALL = (
    Field("symbol", "symbol", False, "symbol", "symbol has"),
    Field("series", "series", False, "value", "series is"),
    Field("title", "title", False, "words", "title has"),
    Field("name", "name", False, "words", "file name has"),
    Field("path", "path", False, "words", "path has"),
    Field("type", "type", False, "value", "type is"),
    Field("author", "author", False, "words", "author has"),
    Field("subject", "subject", False, "words", "subject has"),
    Field("from", "from", False, "words", "from has"),
    Field("to", "to", False, "words", "to has"),
    Field("meta", "meta", False, "words", "the file's description has"),
    Field("proponent", "proponent", False, "words", "proponent has"),
    Field("meeting", "meeting", False, "words", "meeting has"),
    Field("class", "class", False, "value", "class is"),
    Field("lang", "language", False, "value", "language is"),
    Field("original", "original_language", False, "value", "original language is"),
    Field("date", "date", False, "date", "date"),
    Field("page", "page", True, "number", "page"),
    Field("tag", "tag", True, "path", "tagged"),
    Field("note", "note", True, "words", "note has"),
    Field("coder", "coder", True, "words", "marked by"),
    Field("has", "has", True, "value", "has"),
)
FIELDS: dict[str, Field] = {field.name: field for field in _ALL}
ALIASES = {
    "language": "lang",
    "file": "name",
    "by": "proponent",
    "metadata": "meta",
    "annotator": "coder",
}
TEXT_FIELDS = ("exact", "text", "inserted", "deleted", "translit")
"""Not about facts: `exact:` looks for the very form, `text:` says what is so anyway, `inserted:`
and `deleted:` look in redlines, `translit:` in other scripts, too."""
PLACE_FIELDS = ("provision", "article", "id")
"""What stands for words of the text: a provision of the treaty, the identifier of a proposal."""
LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "english": "en", "french": "fr", "russian": "ru",
    "spanish": "es", "german": "de", "portuguese": "pt", "العربيه": "ar", "中文": "zh",
    "francais": "fr", "русский": "ru", "espanol": "es", "deutsch": "de", "portugues": "pt",
}  # fmt: skip
"""Names of languages, folded."""
HAS_VALUES = ("note", "tag", "highlight", "risk", "redline", "insertion", "deletion")


def known_fields() -> list[str]:
    """Every name that may stand before a colon."""
    return sorted([*FIELDS, *ALIASES, *TEXT_FIELDS, *PLACE_FIELDS])


_KEPT, _SHORT = 1 << 16, 300
"""Values that are kept as they are compared, if they are so short: a person asks for the same field
at every key."""

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")


def date_range(text: str) -> tuple[str, str] | None:
    """First and last day of a year, month or day, as ISO dates; None when it is none of them."""
    match = _DATE.match(text.strip())
    if not match:
        return None
    year = int(match[1])
    first, last = (int(match[2]),) * 2 if match[2] else (1, 12)
    if not (year >= 1 and 1 <= first <= 12):
        return None
    days = calendar.monthrange(year, last)[1]
    low, high = (int(match[3]),) * 2 if match[3] else (1, days)
    if not 1 <= low <= days:
        return None
    return f"{year:04}-{first:02}-{low:02}", f"{year:04}-{last:02}-{high:02}"


def fold_value(text: str) -> str:
    """A value without case, accents and outer space."""
    return _folded(text) if len(text) <= _SHORT else _folded.__wrapped__(text)


@lru_cache(maxsize=_KEPT)
def _folded(text: str) -> str:
    return " ".join(fold_word(word) or word for word in text.split())


def matcher(test: FieldTest) -> Callable[[str], bool]:
    """Whether a value of the field meets the condition.

    Names hold the words in their order, titles and notes in any inflected form; "*" and "?" stand
    for any letters. A symbol is
    a document's (see `symbols.py`). A date meets a period it overlaps. A tag is meant with
    everything below it, by its path or its own name.
    """
    kind = FIELDS[test.field].kind
    if kind == "date":
        return lambda value: _date_meets(value, test.low, test.high)
    if kind == "number":
        return lambda value: _number_meets(value, test)
    if not test.value:
        return range_matcher(test) if kind == "symbol" else _range_matcher(test)
    wanted = fold_value(test.value)
    if "*" in wanted or "?" in wanted:
        pattern = "".join(
            ".*" if part == "*" else "." if part == "?" else re.escape(part)
            for part in re.split(r"([*?])", wanted)
        )
        # Of a path any steps; what is below them has the tag, too.
        around = (r"(?:.*/)?", r"(?:/.*)?") if kind == "path" else ("", "")
        expression = re.compile(around[0] + pattern + around[1] + r"\Z", re.DOTALL)
        if kind in ("words", "symbol"):
            return lambda value: (
                re.search(rf"(?:^|\W){pattern}(?:\W|$)", fold_value(value)) is not None
            )
        return lambda value: expression.match(fold_value(value)) is not None
    if kind == "value":
        if test.field in ("lang", "original"):
            wanted = LANGUAGES.get(wanted, wanted)
        return lambda value: wanted in map(fold_value, value.split(";"))
    if kind == "path":
        return lambda value: _path_meets(fold_value(value), wanted)
    words = terms_of(test.value)
    if test.field in _PROSE:
        prose = tuple(map(_forms_of, words))
        return lambda value: _tells(terms_of(value), prose)

    def holds(value: str) -> bool:
        return _holds(terms_of(value), words)

    return symbol_matcher(test, holds) if kind == "symbol" else holds


def _range_matcher(test: FieldTest) -> Callable[[str], bool]:
    """In the order of the alphabet; what begins with the end of the range is still in it."""
    low, high = fold_value(test.low), fold_value(test.high)

    def meets(value: str) -> bool:
        folded = fold_value(value)
        return folded >= low and (not high or folded[: len(high)] <= high)

    return meets


def terms_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order."""
    return _terms(text) if len(text) <= _SHORT else _terms.__wrapped__(text)


@lru_cache(maxsize=_KEPT)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(token.term for token in tokenise(text) if token.term[-1:] >= " ")


def _holds(terms: tuple[str, ...], words: tuple[str, ...]) -> bool:
    if not words or words[0] not in terms:
        return False
    size = len(words)
    return any(terms[place : place + size] == words for place in range(len(terms) - size + 1))


_PROSE = ("title", "subject", "note")
"""Fields that are sentences, whose words count in any inflected form."""
_TINY = 3


@lru_cache(maxsize=_KEPT)
def _forms_of(term: str) -> frozenset[str]:
    """A word and its stems in the languages of the Union."""
    if len(term) <= _TINY or not term.isalpha():
        return frozenset((term,))
    stems = (f"{name} {key}" for name in _STEMMED for key in stem_keys(name, term))
    return frozenset((term, *stems))


_STEMMED = ("ar", "en", "es", "fr", "ru")


def _tells(terms: tuple[str, ...], words: tuple[frozenset[str], ...]) -> bool:
    """Whether the words stand in a text one after another, in any form."""
    if not words or not terms:
        return False
    forms = [_forms_of(term) for term in terms]
    return any(
        all(not word.isdisjoint(forms[place + step]) for step, word in enumerate(words))
        for place in range(len(terms) - len(words) + 1)
    )


def _path_meets(path: str, wanted: str) -> bool:
    steps = [step.strip() for step in path.split("/")]
    sought = [step.strip() for step in wanted.split("/") if step.strip()]
    return bool(sought) and any(
        steps[place : place + len(sought)] == sought for place in range(len(steps))
    )


def _date_meets(value: str, low: str, high: str) -> bool:
    period = date_range(value)
    return period is not None and (not high or period[0] <= high) and (not low or period[1] >= low)


def _number_meets(value: str, test: FieldTest) -> bool:
    if test.value:
        return fold_value(value) == fold_value(test.value)
    if not value.strip().isdecimal():
        return False
    number = int(value)
    return (not test.low or number >= int(test.low)) and (not test.high or number <= int(test.high))
