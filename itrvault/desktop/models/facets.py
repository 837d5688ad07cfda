"""What the filter chips offer: the values that documents really have, most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.widgets.filter_chips import Choice
from itrvault.desktop.words import CLASS_WORDS, language_name, translated
from itrvault.model.annotation import Tag
from itrvault.model.document import Document, DocumentClass


def field_query(field: str, value: str) -> str:
    """`field:value`, quoted when the value is more than one plain word."""
    plain = value.replace("-", "").replace(".", "").replace("_", "").isalnum()
    return f"{field}:{value}" if plain else f'{field}:"{value}"'


def class_choices(documents: Sequence[Document]) -> list[Choice]:
    """The classes, in the library's order."""
    counts = Counter(document.doc_class for document in documents)
    return [
        Choice(translated(text), field_query("class", doc_class.value), counts[doc_class])
        for doc_class, text in CLASS_WORDS.items()
        if counts[doc_class] and doc_class is not DocumentClass.UNKNOWN
    ]


def proponent_choices(documents: Sequence[Document]) -> list[Choice]:
    """Every proponent on its own, most papers first."""
    counts: Counter[str] = Counter()
    for document in documents:
        names = {name.strip() for name in document.value("proponent").split(";")}
        counts.update(names - {""})
    return [
        Choice(name, field_query("proponent", name), count)
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def language_choices(documents: Sequence[Document]) -> list[Choice]:
    """The languages documents are in."""
    counts = Counter(document.language for document in documents if document.language)
    return [
        Choice(language_name(code), field_query("lang", code), count)
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def date_choices(documents: Sequence[Document]) -> list[Choice]:
    """The months documents are of, newest first; a year alone where that is all they say."""
    counts = Counter(document.value("date")[:7] for document in documents)
    del counts[""]
    return [Choice(month, f"date:{month}", count) for month, count in sorted(counts.items())[::-1]]


def tag_choices(tags: Sequence[Tag], counts: dict[str, int]) -> list[Choice]:
    """The tags in use, by their path."""
    by_id = {tag.id: tag for tag in tags}
    paths = sorted((tag_path(tag, by_id), counts.get(tag.id, 0)) for tag in tags)
    return [Choice(path, f'tag:"{path}"', count) for path, count in paths if count]


def compose(words: str, filters: Sequence[str]) -> tuple[str, int]:
    """The whole query, and how far the typed words were pushed to the right in it.

    Alternatives are put in parentheses first, so that a filter holds for all of them.
    """
    typed = words.strip()
    asked = [query for query in filters if query]
    if not asked:
        return words, 0
    if not typed:
        return " ".join(asked), 0
    if " OR " in typed:
        return f"({typed}) " + " ".join(asked), 1 - (len(words) - len(words.lstrip()))
    return f"{typed} " + " ".join(asked), -(len(words) - len(words.lstrip()))
