"""What the filter chips offer: the values that a result has, in the words of the window.

Counting is the archive's (`finding.facets`); here values only get their names. Without a result the
completions of the search field are made of what the documents say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.widgets.filter_chips import Choice
from itrvault.desktop.words import CLASS_WORDS, language_name, translated
from itrvault.model.annotation import Tag
from itrvault.model.document import Document, DocumentClass
from itrvault.model.search import Facet, FacetValue
from itrvault.search.composing import field_query

NOTES = {
    "note": QT_TRANSLATE_NOOP("facets", "with a note"),
    "tag": QT_TRANSLATE_NOOP("facets", "with a tag"),
    "highlight": QT_TRANSLATE_NOOP("facets", "with a mark of any kind"),
    "risk": QT_TRANSLATE_NOOP("facets", "with a risk judged"),
    "redline": QT_TRANSLATE_NOOP("facets", "with words inserted or deleted"),
    "insertion": QT_TRANSLATE_NOOP("facets", "with words inserted"),
    "deletion": QT_TRANSLATE_NOOP("facets", "with words deleted"),
}


def choices_of(facet: Facet) -> list[Choice]:
    """The values of a counted facet with their names; counts are documents."""
    return [
        Choice(_name(facet.name, value), value.query, value.documents) for value in facet.values
    ]


def _name(facet: str, value: FacetValue) -> str:
    translate = QCoreApplication.translate
    if facet == "class":
        return translated(CLASS_WORDS[DocumentClass(value.value)])
    if facet == "language":
        return language_name(value.value)
    if facet == "notes":
        return translate("facets", str(NOTES[value.value]))
    if facet == "article":
        return translate("facets", "Article {number}").format(number=value.value)
    return value.value


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
