"""Vaults and documents to try the store on."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from itrvault.model.document import (
    Document,
    Extraction,
    Fact,
    FactSource,
    Redline,
    RedlineKind,
    Unit,
    UnitKind,
)  # fmt: skip
from itrvault.model.geometry import FlowLayout, PageLayout, Paragraph, ParagraphKind, Run
from itrvault.store import Store, key
from itrvault.store.key import Cost

TEXTS = (
    "Member States shall ensure the right to suspend services.\n",
    "Общие положения о международной электросвязи.\n",
    "会员国应采取措施确保国际电信网络的安全。\n",
)


@pytest.fixture(autouse=True)
def _cheap_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id as in earnest, but at a cost that suits hundreds of openings."""
    monkeypatch.setattr(key, "COSTS", (Cost(version=1, passes=1, memory=64, lanes=1),))


def page_layout(text: str) -> PageLayout:
    layout = PageLayout(595.0, 842.0)
    at = 0
    for i, word in enumerate(text.split()):
        start = text.index(word, at)
        at = start + len(word)
        layout.starts.append(start)
        layout.ends.append(at)
        layout.lines.append(i // 5)
        layout.boxes.extend(array("f", (10.5 * i, 20.25, 10.5 * i + 9, 31.125)))
    return layout


def make_unit(number: int, text: str) -> Unit:
    redlines = (Redline(0, 6, RedlineKind.DELETED, "J. Doe", "2012-11-30", True),)
    return Unit(number, UnitKind.PAGE, str(number + 1), text, page_layout(text), "en", redlines)


def make_section(number: int, text: str) -> Unit:
    runs = (Run(0, 3, 0, bold=True), Run(3, len(text) - 1, 1, italic=True, strike=True))
    paragraph = Paragraph(0, len(text), number + 1, ParagraphKind.CELL, 1, 2, 3, 4, runs)
    layout = FlowLayout((paragraph,))
    return Unit(number, UnitKind.SECTION, f"Article {number}", text, layout, "fr")


def extraction_of(texts: Sequence[str] = TEXTS, *, flowing: bool = False) -> Extraction:
    make = make_section if flowing else make_unit
    units = tuple(make(number, text) for number, text in enumerate(texts))
    return Extraction(
        "application/pdf", "pdf/1 test", units, (("author", "ITU"),), ("One page is faint.",)
    )


@pytest.fixture
def make_extraction() -> Callable[..., Extraction]:
    """`make_extraction(texts, flowing=False)`."""
    return extraction_of


AddDocument = Callable[..., Document]


@pytest.fixture
def add_document() -> AddDocument:
    """Add a document to a store: `add_document(store, "name.pdf", texts=..., **facts)`."""

    def add(
        store: Store, name: str = "a.pdf", *, texts: Sequence[str] = TEXTS, flowing: bool = False,
        **facts: str,
    ) -> Document:  # fmt: skip
        read = {
            field.removesuffix("_"): Fact(value, FactSource.HEADER)
            for field, value in facts.items()
        }
        data = f"{name}\0{texts}".encode()
        extraction = extraction_of(texts, flowing=flowing)
        return store.documents.add(extraction, read, data, [f"leak/{name}"], name)

    return add


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new plain vault, open for writing."""
    with Store.create(tmp_path / "a.itrvault") as opened:
        yield opened


@pytest.fixture(scope="session")
def add_document_once() -> Callable[[Store], Document]:
    """Add always the same document (for property tests, which want fixtures that live longer)."""

    def add(store: Store) -> Document:
        return store.documents.add(extraction_of(), {}, b"once", [], "once.pdf")

    return add
