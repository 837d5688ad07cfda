"""What documents say of themselves is read anew by a newer program; corrections stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from itrvault.errors import Cancelled, NoSuchDocument
from itrvault.ingest import run_import
from itrvault.ingest.refresh import refresh
from itrvault.model.document import Fact, FactSource
from itrvault.progress import CancelToken
from itrvault.vault import Vault

UNKNOWN = Fact("", FactSource.UNKNOWN)


@pytest.fixture
def vault(tmp_path: Path):
    """Two papers of which an older program knew nothing but the title, and that wrongly."""
    (tmp_path / "a.txt").write_text(
        "RÉSOLUTION 21 (RÉV. BUCAREST, 2022)\nMesures concernant les appels\n\nLa Conférence,\n"
    )
    (tmp_path / "b.txt").write_text("Nothing is known of these few words.\n")
    with Vault.create(tmp_path / "v.itrvault") as opened:
        run_import(opened, [tmp_path / "a.txt", tmp_path / "b.txt"], jobs=1)
        for document in opened.store.documents.all():
            facts = dict.fromkeys(document.facts, UNKNOWN)
            facts["language"] = document.facts["language"]
            if document.name == "a.txt":
                facts["title"] = Fact("An old guess", FactSource.TEXT)
            opened.store.readings.renew_facts(document.id, facts)
        yield opened


def test_what_changed_is_told_and_nothing_the_second_time(vault: Vault):
    (renewed,) = refresh(vault)
    changes = {field: (before, now) for field, before, now in renewed.fields}
    assert changes["symbol"] == ("", "Resolution 21 (Rev. Bucharest, 2022)")
    assert changes["title"] == ("An old guess", "Mesures concernant les appels")
    known = vault.store.documents.get("a.txt")
    assert known.symbol == "Resolution 21 (Rev. Bucharest, 2022)"
    assert vault.search('symbol:"Resolution 21"').total == 1
    assert refresh(vault) == ()
    assert vault.store.check().clean


def test_what_a_person_corrected_stays(vault: Vault):
    key = vault.store.documents.get("a.txt").id
    vault.store.documents.set_fact(key, "title", "My title")
    (renewed,) = refresh(vault, [key])
    assert "title" not in {field for field, *_ in renewed.fields}
    assert vault.store.documents.get(key).title == "My title"


def test_it_can_be_stopped_and_asked_for_one(vault: Vault):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        refresh(vault, cancel=cancel)
    assert refresh(vault, [vault.store.documents.get("b.txt").id]) == ()
    with pytest.raises(NoSuchDocument):
        refresh(vault, ["f" * 64])
