"""What the search field suggests: the fields a query can name, and the values that are there.

Pure: a text and a cursor in, suggestions out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from itrvault.desktop.models.facets import (
    class_choices,
    date_choices,
    language_choices,
    proponent_choices,
    tag_choices,
)
from itrvault.desktop.words import language_name
from itrvault.model.annotation import Tag
from itrvault.model.document import Document
from itrvault.search.composing import field_query

FIELDS = {
    "symbol": QT_TRANSLATE_NOOP("completions", "the number of a document, its revisions too"),
    "series": QT_TRANSLATE_NOOP("completions", "the series its number counts in"),
    "title": QT_TRANSLATE_NOOP("completions", "words of the title"),
    "proponent": QT_TRANSLATE_NOOP("completions", "who proposes"),
    "class": QT_TRANSLATE_NOOP("completions", "what a document is"),
    "lang": QT_TRANSLATE_NOOP("completions", "language of the page"),
    "original": QT_TRANSLATE_NOOP("completions", "language it was written in"),
    "date": QT_TRANSLATE_NOOP("completions", "2012, 2012-11, 2012-11/2012-12, >2012-06"),
    "meeting": QT_TRANSLATE_NOOP("completions", "the meeting it is for"),
    "type": QT_TRANSLATE_NOOP("completions", "kind of file"),
    "name": QT_TRANSLATE_NOOP("completions", "words of the file's name"),
    "path": QT_TRANSLATE_NOOP("completions", "words of where it lay"),
    "author": QT_TRANSLATE_NOOP("completions", "what the file says of its author"),
    "subject": QT_TRANSLATE_NOOP("completions", "subject of a message or file"),
    "from": QT_TRANSLATE_NOOP("completions", "sender of a message, or who proposes"),
    "to": QT_TRANSLATE_NOOP("completions", "who a message goes to"),
    "meta": QT_TRANSLATE_NOOP("completions", "anything the file says about itself"),
    "inserted": QT_TRANSLATE_NOOP("completions", "words that a redline inserts"),
    "deleted": QT_TRANSLATE_NOOP("completions", "words that a redline deletes"),
    "provision": QT_TRANSLATE_NOOP("completions", "a provision of the treaty: 3.4, 31A, Article 6"),
    "article": QT_TRANSLATE_NOOP("completions", "an article by its number"),
    "id": QT_TRANSLATE_NOOP("completions", "a proposal by its identifier: RUS/27/7"),
    "exact": QT_TRANSLATE_NOOP("completions", "the very form of a word"),
    "page": QT_TRANSLATE_NOOP("completions", "that page or section"),
    "tag": QT_TRANSLATE_NOOP("completions", "passages you tagged"),
    "note": QT_TRANSLATE_NOOP("completions", "words of your notes"),
    "coder": QT_TRANSLATE_NOOP("completions", "who marked a passage"),
    "translit": QT_TRANSLATE_NOOP("completions", "names in other scripts, too"),
    "has": QT_TRANSLATE_NOOP("completions", "what stands there: a note, a redline"),
}  # fmt: skip
"""In the order in which they are offered."""

HAS = {
    "note": QT_TRANSLATE_NOOP("completions", "a note"),
    "tag": QT_TRANSLATE_NOOP("completions", "a tag"),
    "highlight": QT_TRANSLATE_NOOP("completions", "a highlight"),
    "risk": QT_TRANSLATE_NOOP("completions", "a risk judged"),
    "redline": QT_TRANSLATE_NOOP("completions", "words inserted or deleted"),
    "insertion": QT_TRANSLATE_NOOP("completions", "words inserted"),
    "deletion": QT_TRANSLATE_NOOP("completions", "words deleted"),
}  # fmt: skip
TYPES = (
    "pdf", "word", "rtf", "opendocument", "text", "web", "mail", "spreadsheet", "presentation",
    "picture", "archive",
)  # fmt: skip
MOST = 12

_TOKEN = re.compile(r"(?:^|[\s(])[-+]?(\w*)(?:(:)(\"?)([^\"]*))?$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is put in, and a word about it."""

    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """Suggestions for the stretch of the text that begins at `start` and ends at the cursor."""

    start: int
    suggestions: tuple[Suggestion, ...] = ()


def complete(
    text: str, cursor: int, values: Mapping[str, Sequence[Suggestion]], *, names: bool = False
) -> Completion:
    """What may follow at the cursor: values after "field:", with `names` fields, too."""
    before = text[:cursor]
    found = _TOKEN.search(before)
    if found is None or _inside_quotes(before, found):
        return Completion(cursor)
    word, colon, _, typed = found.groups()
    start = found.start(1)
    if colon:
        return Completion(start, tuple(_values(values.get(word, ()), typed or "")))
    if not names:
        return Completion(cursor)
    fitting = [
        Suggestion(f"{name}:", QCoreApplication.translate("completions", str(hint)))
        for name, hint in FIELDS.items()
        if name.startswith(word.casefold())
    ]
    return Completion(start, tuple(fitting))


def offers(
    documents: Sequence[Document], tags: Sequence[Tag], counts: dict[str, int]
) -> dict[str, tuple[Suggestion, ...]]:
    """The values that the archive has, by field, the most frequent first."""
    translate = QCoreApplication.translate
    made = {
        "class": class_choices(documents), "proponent": proponent_choices(documents),
        "lang": language_choices(documents), "date": date_choices(documents),
        "tag": tag_choices(tags, counts),
    }  # fmt: skip
    found = {
        field: tuple(
            Suggestion(choice.query, _hint(choice.query, choice.text, choice.count))
            for choice in choices
        )
        for field, choices in made.items()
    }
    originals = _counted(document.value("original_language") for document in documents)
    found["original"] = tuple(
        Suggestion(f"original:{code}", language_name(code)) for code in originals
    )
    meetings = _counted(document.value("meeting") for document in documents)
    found["meeting"] = tuple(Suggestion(field_query("meeting", each)) for each in meetings)
    authors = _counted(
        value for document in documents for name, value in document.metadata if name == "author"
    )
    found["author"] = tuple(Suggestion(field_query("author", each)) for each in authors)
    found["type"] = tuple(Suggestion(f"type:{each}") for each in TYPES)
    found["has"] = tuple(
        Suggestion(f"has:{value}", translate("completions", str(hint)))
        for value, hint in HAS.items()
    )
    return found


def _counted(values: Iterable[str]) -> list[str]:
    counts = Counter(" ".join(value.split()) for value in values)
    del counts[""]
    return [value for value, _ in counts.most_common(200) if '"' not in value]


def _hint(query: str, text: str, count: int) -> str:
    """The name of a value where it is not spelt out, and how many documents have it."""
    spelt = text.casefold() in query.casefold()
    return f"{count:,}" if spelt else f"{text}  {count:,}"


def _values(offered: Sequence[Suggestion], typed: str) -> list[Suggestion]:
    wanted = typed.casefold().strip()

    def value(each: Suggestion) -> str:
        return each.text.partition(":")[2].strip('"').casefold()

    fitting = [each for each in offered if wanted in value(each) or wanted in each.hint.casefold()]
    if len(fitting) == 1 and value(fitting[0]) == wanted:
        return []  # it is there already
    fitting.sort(key=lambda each: not value(each).startswith(wanted))
    return fitting[:MOST]


def _inside_quotes(before: str, found: re.Match[str]) -> bool:
    """Whether the token stands in a phrase: quotation marks before it are not in pairs."""
    return before[: found.start(1)].count('"') % 2 == 1
