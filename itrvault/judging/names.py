"""What rights, parts of the treaty, documents and tags are called where they are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from itrvault.model.document import Document
from itrvault.rights.taxonomy import category


def right_name(right: str) -> str:
    """A right by its title; one that is not in the taxonomy by its id."""
    known = category(right)
    return known.title if known is not None else right


def article_name(article: str) -> str:
    """An article by its number ("Article 3"); other parts are named already."""
    return f"Article {article}" if article[:1].isdigit() else article


def document_names(documents: Iterable[Document]) -> Callable[[str], str]:
    """By symbol or title, never by the name of a file, which may say too much."""
    names = {
        document.id: document.symbol or document.value("title") or f"document {document.id[:12]}"
        for document in documents
    }
    return lambda key: names.get(key, key[:12])
