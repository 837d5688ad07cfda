"""Which one document a person means by what he types or pastes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

from itrvault.errors import AmbiguousDocument, NoSuchDocument
from itrvault.model.document import Document
from itrvault.store.matching import contains_number_safe, folded, letters
from itrvault.treaty.symbols import parse_symbol

PREFIX = 4
"""The fewest characters of a SHA-256 that are taken for one."""

_EXAMPLES = 4
_HEX = re.compile(r"[0-9a-fA-F]+")


def resolve(documents: Sequence[Document], reference: str) -> Document:
    """The document: by the first way of reading the reference that finds any.

    Raises NoSuchDocument, AmbiguousDocument (with examples).
    """
    wanted = reference.strip()
    for way in _ways(wanted):
        found = [document for document in documents if way(document)]
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousDocument(
                reference=reference, count=len(found), examples=_examples(found)
            )
    raise NoSuchDocument(reference=reference)


def _ways(wanted: str) -> Iterable[Callable[[Document], bool]]:
    if not wanted:
        return
    if wanted.lstrip("#").isdecimal() and len(wanted.lstrip("#")) < 10:
        number = int(wanted.lstrip("#"))
        yield lambda d: d.row == number
    plain, signs = folded(wanted), letters(_canonical(wanted))
    if signs:
        yield lambda d: letters(d.symbol) == signs
    yield lambda d: plain == folded(d.name)
    yield lambda d: plain == folded(d.value("title"))
    yield lambda d: any(plain == folded(path) for path in d.paths)
    yield lambda d: plain == folded(PurePosixPath(d.name).stem)
    if len(wanted) >= PREFIX and _HEX.fullmatch(wanted):
        yield lambda d: d.id.startswith(wanted.lower())
    if signs:
        # "WCIT12/27" for WCIT12/27-E, then "27(Add.2)" for WCIT12/27(Add.2)-E
        yield lambda d: letters(d.symbol) in {signs + letter for letter in "acefrsx"}
        yield lambda d: bool(d.symbol) and contains_number_safe(letters(d.symbol), signs)
    if len(plain) >= PREFIX:
        yield lambda d: plain in folded(d.name) or plain in folded(d.value("title"))


def _canonical(text: str) -> str:
    symbol = parse_symbol(text)
    return text if symbol is None else symbol.canonical


def _examples(documents: Sequence[Document]) -> str:
    shown = [f"{document.symbol or document.name}" for document in documents[:_EXAMPLES]]
    if len(set(shown)) < len(shown):  # the same symbol twice: the SHA-256 tells them apart
        shown = [f"{s} ({d.id[:8]})" for s, d in zip(shown, documents, strict=False)]
    return ", ".join(shown) + (", ..." if len(documents) > _EXAMPLES else "")
