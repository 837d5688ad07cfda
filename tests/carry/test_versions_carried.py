"""Copies and merges know their own versions: links of documents that stayed behind do not come."""

from __future__ import annotations

from pathlib import Path

from itrvault.carry.carry import carry
from itrvault.carry.merge import apply_merge, plan_merge
from itrvault.model.document import Document, Extraction, Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.vault import Vault

WORDS = [f"word{n * n % 509}" for n in range(300)]


def add(vault: Vault, name: str, words: list[str]) -> Document:
    unit = Unit(0, UnitKind.SECTION, "1", " ".join(words), FlowLayout(), "en")
    with vault.store.transaction():
        document = vault.store.documents.add(
            Extraction("text/plain", "test/1", (unit,)), {}, name.encode(), [], name
        )
        vault.rebuild_index()
    return document


def test_links_come_along_with_both_their_documents(tmp_path: Path) -> None:
    with Vault.create(tmp_path / "a.itrvault") as vault:
        first = add(vault, "first", WORDS)
        second = add(vault, "second", [*WORDS[:280], "another", "end"])
        third = add(vault, "third", WORDS[:250])
        assert len(vault.store.versions.links()) == 3
        carry(vault, tmp_path / "b.itrvault", documents=[first.id, second.id])
        carry(vault, tmp_path / "c.itrvault", documents=[third.id])
        kept = [link for link in vault.store.versions.links()
                if third.id not in (link.one, link.other)]  # fmt: skip
    with Vault.open(tmp_path / "b.itrvault") as copy:
        assert copy.store.versions.links() == kept
        assert copy.check().clean
        with Vault.open(tmp_path / "c.itrvault") as other:
            assert other.store.versions.links() == []
            apply_merge(copy, other, plan_merge(copy, other, documents=True))
        assert len(copy.store.versions.links()) == 3
        assert copy.check().clean
