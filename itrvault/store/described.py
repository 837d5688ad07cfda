"""What a document's file says about itself, by the names a query uses for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from itrvault.model.document import Document
from itrvault.treaty.series import series_of
from itrvault.treaty.symbols import parse_symbol

_KINDS = {
    "application/pdf": "pdf",
    "application/msword": "word doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word docx",
    "application/vnd.oasis.opendocument.text": "opendocument odt",
    "application/rtf": "rtf",
    "application/vnd.oasis.opendocument.spreadsheet": "spreadsheet table ods",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "spreadsheet table xlsx",
    "application/vnd.ms-excel": "spreadsheet table xls",
    "text/csv": "spreadsheet table csv",
    "text/tab-separated-values": "spreadsheet table tsv",
    "application/vnd.oasis.opendocument.presentation": "presentation slides odp",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation":
        "presentation slides pptx",
    "application/vnd.ms-powerpoint": "presentation slides ppt",
    "application/vnd.oasis.opendocument.graphics": "drawing odg",
    "message/rfc822": "mail message eml",
    "application/vnd.ms-outlook": "mail message msg",
    "application/mbox": "mail mailbox mbox",
    "text/html": "web page html",
    "multipart/related": "web page mhtml",
    "application/epub+zip": "book epub",
    "text/plain": "text txt",
    "text/markdown": "text markdown",
    "image/vnd.djvu": "djvu picture",
    "application/zip": "archive zip",
    "application/x-tar": "archive tar",
    "application/gzip": "archive gzip",
    "application/x-7z-compressed": "archive 7z",
    "application/warc": "archive warc",
}  # fmt: skip
_MAIL = ("message/rfc822", "application/vnd.ms-outlook", "application/mbox")


def types_of(document: Document) -> Iterator[str]:
    """The words for its kind: "word", "docx"; its class besides, since `type:` once meant that."""
    kind = document.media_type
    yield from _KINDS.get(kind, "").split()
    if kind.startswith("image/"):
        yield "picture"
        yield "image"
    yield kind
    _, dot, ending = document.name.rpartition(".")
    if dot and ending.isalnum() and len(ending) <= 5:
        yield ending
    yield document.doc_class.value


def _stated(*keys: str) -> Callable[[Document], Iterator[str]]:
    def values(document: Document) -> Iterator[str]:
        return (value for key, value in document.metadata if key.lower() in keys)

    return values


def _subjects(document: Document) -> Iterator[str]:
    yield from _stated("subject")(document)
    if document.media_type in _MAIL:
        yield from _stated("title")(document)


def _series(document: Document) -> Iterator[str]:
    symbol = parse_symbol(document.symbol)
    if symbol is not None:
        yield series_of(symbol)


def _senders(document: Document) -> Iterator[str]:
    """Who a message is from, and who a proposal is from."""
    yield document.value("proponent")
    yield from _stated("from", "sender")(document)
    if document.media_type in _MAIL:
        yield from _stated("author")(document)


DESCRIBED: dict[str, Callable[[Document], Iterator[str]]] = {
    "id": lambda document: iter((document.id,)),
    "series": _series,
    "name": lambda document: iter({document.name, *document.paths}),
    "path": lambda document: iter(document.paths),
    "type": types_of,
    "author": _stated("author", "creator", "last modified by", "manager", "from", "sender"),
    "subject": _subjects,
    "from": _senders,
    "to": _stated("to", "cc", "bcc"),
    "meta": lambda document: (value for _, value in document.metadata),
}
"""Field of a query to the values a document has for it."""
