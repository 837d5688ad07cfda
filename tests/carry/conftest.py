"""Small real vaults with documents, notes and assessments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from itrvault.model.annotation import Annotation, Stance
from itrvault.model.document import Document, Extraction, Fact, FactSource, Unit, UnitKind
from itrvault.store import key
from itrvault.store.key import Cost
from itrvault.text.anchors import find_quote, make_anchor
from itrvault.vault import Vault
from tests.text.pages import lay_out

PAGES = {
    "C27.pdf": (
        "Member States shall have the right to suspend international services.\n",
        "Operating agencies shall identify the origin of every call.\n",
    ),
    "TD64.pdf": ("The routing of traffic is a matter for Member States.\n",),
    "cdt.html": ("Analysts fear that origin identification ends anonymity.\n",),
}


@pytest.fixture(autouse=True)
def _cheap_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id as in earnest, but at a cost that suits many openings."""
    monkeypatch.setattr(key, "COSTS", (Cost(version=1, passes=1, memory=64, lanes=1),))


def add_document(vault: Vault, name: str, texts: tuple[str, ...] | None = None) -> Document:
    """Store a document as an import does, and index it."""
    texts = texts or PAGES[name]
    units = tuple(
        Unit(number, UnitKind.PAGE, str(number + 1), text, lay_out(text), "en")
        for number, text in enumerate(texts)
    )
    facts = {"symbol": Fact(name.split(".")[0], FactSource.HEADER)}
    with vault.store.transaction():
        document = vault.store.documents.add(
            Extraction("application/pdf", "pdf/1", units), facts, f"{name}{texts}".encode(),
            [f"/home/somebody/leak/{name}"], name,
        )  # fmt: skip
        vault.index.rebuild(vault.store.documents.unit_rows())
    return document


def mark(vault: Vault, document: Document, quote: str, **values) -> Annotation:
    """Annotate the words of a document."""
    units = vault.store.documents.units(document.id)
    unit = next(unit for unit in units if find_quote(unit.text, quote))
    span = find_quote(unit.text, quote)[0]
    anchor = make_anchor(units, unit.number, span.start, unit.number, span.end)
    return vault.store.annotations.add(document.id, anchor, **values)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Vault]:
    """Three documents, two notes, an assessment, a tag of their own, a correction, a failure."""
    with Vault.create(tmp_path / "home.itrvault") as vault:
        for name in PAGES:
            add_document(vault, name)
        c27 = vault.store.documents.get("C27")
        td64 = vault.store.documents.get("TD64")
        tags = vault.store.tags
        own = tags.add("Follow up")
        below = tags.add("Ask the delegation", own.id)
        note = mark(
            vault, c27, "right to suspend", note="First thought", author="Zuleika",
            tags=[tags.by_path("Human rights/Cut-off of service").id],
        )  # fmt: skip
        vault.store.annotations.update(note.id, note="Better thought", author="Zuleika")
        vault.store.risks.add(
            note.id, "cutoff", 3, 2, Stance.RISK, "No notice is required.", assessor="Zuleika"
        )
        mark(vault, td64, "routing of traffic", note="See C27", tags=[below.id], colour="blue")
        gone = mark(vault, c27, "Member States", note="Thrown away")
        vault.store.annotations.remove(gone.id)
        vault.store.documents.set_fact(c27.id, "proponent", "Specimen States")
        vault.store.searches.save("mine", "secret query")
        yield vault


Copy = Callable[..., Vault]


@pytest.fixture
def away(home: Vault, tmp_path: Path) -> Iterator[Vault]:
    """A briefing copy of all of it, open for writing."""
    from itrvault.carry.carry import carry

    carry(home, tmp_path / "away.itrvault")
    with Vault.open(tmp_path / "away.itrvault") as vault:
        yield vault
