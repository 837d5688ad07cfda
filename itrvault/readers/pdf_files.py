"""Files that lie in a PDF: attached to the document or a place on a page, or a portfolio of them.

They become members, to be imported as documents of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import pymupdf
from pymupdf import mupdf

from itrvault.readers import base
from itrvault.readers.archive import safe_name, unused
from itrvault.readers.base import Member, Metadata, Record
from itrvault.readers.pdf_text import PAGE_FAILURES

_MOST = 5_000
_BROKEN_IN_A_ROW = 100  # pages; some files claim millions
_PINNED = pymupdf.PDF_ANNOT_FILE_ATTACHMENT


def attached_files(document: pymupdf.Document, pages: Iterable[int]) -> Iterator[Record]:
    """A Member for each file, the list of their names, and a word on a portfolio.

    `pages` are those with annotations, which may be files.
    """
    used: set[str] = set()
    names: list[str] = []
    for record in _listed(document, used):
        names.append(record.name)
        yield record
    for record in _pinned(document, used, pages):
        names.append(record.name)
        yield record
    if not names:
        return
    yield Metadata("attachments", "; ".join(names)[:1000])
    if _is_portfolio(document):
        files = "the file" if len(names) == 1 else f"the {len(names)} files"
        verb = "is a document of its" if len(names) == 1 else "are documents of their"
        yield base.Warning(f"The file is a portfolio; {files} inside it {verb} own.")


def _listed(document: pymupdf.Document, used: set[str]) -> Iterator[Member]:
    """Files attached to the document as a whole.

    Asked of MuPDF itself: PyMuPDF's own list leaves out those of larger trees, and spoils names.
    """
    try:
        file = mupdf.pdf_specifics(document.this)
        tree = mupdf.pdf_load_name_tree(file, mupdf.pdf_new_name("EmbeddedFiles"))
        count = min(mupdf.pdf_dict_len(tree), _MOST)
    except PAGE_FAILURES:
        return
    for index in range(count):
        yield _member(partial(mupdf.pdf_dict_get_val, tree, index), f"attachment {index + 1}", used)


def _pinned(document: pymupdf.Document, used: set[str], pages: Iterable[int]) -> Iterator[Member]:
    """Files attached to places on pages. They must be read while their page is there."""
    broken = 0
    for number in pages:
        try:
            page = document.load_page(number)
            found = list(page.annots(types=(_PINNED,)))
            broken = 0
        except PAGE_FAILURES:
            broken += 1
            if broken > _BROKEN_IN_A_ROW:
                return
            continue
        for annotation in found:
            if len(used) >= _MOST:
                return
            yield _member(
                partial(_of_annotation, annotation),
                f"attachment on page {number + 1}", used,
            )  # fmt: skip


def _of_annotation(annotation: pymupdf.Annot) -> Any:
    return mupdf.pdf_dict_gets(mupdf.pdf_annot_obj(annotation.this), "FS")


def _member(specification: Callable[[], Any], otherwise: str, used: set[str]) -> Member:
    """One file by what the PDF says of it; damaged when it cannot be taken out."""
    name = otherwise
    try:
        found = specification()
        stated = (mupdf.pdf_to_text_string(mupdf.pdf_dict_gets(found, key)) for key in ("UF", "F"))
        name = _name(next(filter(None, stated), ""), otherwise)
        buffer = mupdf.pdf_load_embedded_file_contents(found)
        return Member(unused(name, used), bytes(mupdf.fz_buffer_extract_copy(buffer)))
    except (*PAGE_FAILURES, UnicodeError):
        reason = "the attached file cannot be taken out"
        return Member(unused(name, used), b"", "damaged", reason)


def _name(stated: str, otherwise: str) -> str:
    name = stated.replace("\\", "/").rpartition("/")[2].strip()
    return safe_name(name) if name else otherwise


def _is_portfolio(document: pymupdf.Document) -> bool:
    try:
        kind, _ = document.xref_get_key(document.pdf_catalog(), "Collection")
    except PAGE_FAILURES:
        return False
    return bool(kind != "null")
