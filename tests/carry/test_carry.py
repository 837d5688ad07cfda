from __future__ import annotations

import os
from pathlib import Path

import pytest

from itrvault.carry.carry import carry
from itrvault.errors import (
    Cancelled,
    FileUnwritable,
    NoSuchTag,
    PassphraseNeeded,
    VaultExists,
    WrongPassphrase,
)
from itrvault.model.journal import ObjectKind
from itrvault.progress import CancelToken, Step
from itrvault.store.fields import anchor_to
from itrvault.store.state import stored_tables
from itrvault.vault import Vault


def names(vault: Vault) -> list[str]:
    return [document.symbol for document in vault.store.documents.all()]


def test_a_copy_has_everything_and_is_searched_at_once(home: Vault, away: Vault) -> None:
    assert names(away) == ["C27", "TD64", "cdt"]
    assert [a.note for a in away.store.annotations.all()] == ["Better thought", "See C27"]
    assert [a.author for a in away.store.annotations.all()] == ["Zuleika", ""]
    assert away.store.annotations.all() == home.store.annotations.all()
    assert away.store.risks.all() == home.store.risks.all()
    assert away.store.tags.paths() == home.store.tags.paths()
    assert not away.index.needs_rebuild
    assert away.search("suspending").total == 1
    document = away.store.documents.get("C27")
    assert document.value("proponent") == "Specimen States"
    original = home.store.documents.original(document.id)
    assert away.store.documents.original(document.id) == original
    assert home.store.documents.units(document.id) == away.store.documents.units(document.id)
    assert away.store.check().clean


def test_what_stays_at_home(home: Vault, away: Vault) -> None:
    assert all(document.paths == () for document in away.store.documents.all())
    assert away.store.searches.all() == []
    assert away.store.documents.reports() == []
    said = repr(away.store.journal.since())
    for secret in ("First thought", "Thrown away", "secret query", "/home/somebody"):
        assert secret not in said
    data = away.path.read_bytes()
    for secret in (b"First thought", b"Thrown away", b"secret query", b"/home/somebody"):
        assert secret not in data


def test_the_beginning_of_a_copy_is_not_undone(away: Vault) -> None:
    assert away.store.journal.can_undo == ""


def test_only_what_was_chosen_goes_along(home: Vault, tmp_path: Path) -> None:
    report = carry(home, tmp_path / "one", documents=["TD64"])
    assert (report.documents, report.units, report.annotations, report.risks) == (1, 1, 1, 0)
    report = carry(home, tmp_path / "two", query="origin")
    assert (report.documents, report.annotations) == (2, 1)
    report = carry(home, tmp_path / "three", tags=["Follow up"])
    assert (report.documents, report.annotations) == (1, 1)
    report = carry(home, tmp_path / "four", annotations=False)
    assert (report.documents, report.annotations, report.risks, report.tags) == (3, 0, 0, 16)
    [first, _] = home.store.annotations.all()
    report = carry(home, tmp_path / "five", annotations=[first.id])
    assert (report.annotations, report.risks) == (1, 1)
    with Vault.open(tmp_path / "three", read_only=True) as copy:
        assert "Follow up/Ask the delegation" in copy.store.tags.paths().values()


def test_names_can_stay_at_home(home: Vault, tmp_path: Path) -> None:
    carry(home, tmp_path / "copy", names=False)
    with Vault.open(tmp_path / "copy", read_only=True) as copy:
        assert {a.author for a in copy.store.annotations.all()} == {""}
        assert {r.assessor for r in copy.store.risks.all()} == {""}
        assert {e.author for e in copy.store.journal.since()} == {""}
    assert b"Zuleika" not in (tmp_path / "copy").read_bytes()


def test_a_copy_is_sealed_with_its_own_passphrase(home: Vault, tmp_path: Path) -> None:
    path = tmp_path / "sealed.itrvault"
    assert carry(home, path, passphrase="three blue herons").sealed
    assert b"suspend" not in path.read_bytes()
    with pytest.raises(PassphraseNeeded):
        Vault.open(path)
    with pytest.raises(WrongPassphrase):
        Vault.open(path, "three blue heron")
    with Vault.open(path, "three blue herons", read_only=True) as copy:
        assert copy.search("anonymity").total == 1


def test_nothing_but_the_copy_is_left(home: Vault, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    carry(home, tmp_path / "stick" / "copy.itrvault")
    assert os.listdir(tmp_path / "stick") == ["copy.itrvault"]


class StopAt:
    """Cancels when a step of that name comes by."""

    def __init__(self, what: str) -> None:
        self.what, self.token = what, CancelToken()

    def report(self, step: Step) -> None:
        if step.what == self.what:
            self.token.cancel()


@pytest.mark.parametrize("what", ["Copying documents", "Rebuilding the index"])
def test_a_cancelled_copy_leaves_nothing(home: Vault, tmp_path: Path, what: str) -> None:
    (tmp_path / "stick").mkdir()
    stop = StopAt(what)
    with pytest.raises(Cancelled):
        carry(home, tmp_path / "stick" / "copy", progress=stop, cancel=stop.token)
    assert os.listdir(tmp_path / "stick") == []


def test_what_has_the_name_is_left_alone(home: Vault, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("precious")
    with pytest.raises(VaultExists):
        carry(home, tmp_path / "taken")
    assert (tmp_path / "taken").read_text() == "precious"
    with pytest.raises(FileUnwritable):
        carry(home, tmp_path / "no such folder" / "copy")
    with pytest.raises(NoSuchTag):
        carry(home, tmp_path / "copy", tags=["Nothing"])


def test_a_copy_can_be_copied(home: Vault, away: Vault, tmp_path: Path) -> None:
    report = carry(away, tmp_path / "again", documents=["C27"])
    assert (report.documents, report.annotations) == (1, 1)


def test_links_and_rulings_go_with_what_they_are_about(home: Vault, tmp_path: Path) -> None:
    first, second = home.store.annotations.all()[:2]
    assert first.document != second.document
    journal = home.store.journal
    ends = {"origin": f"annotation:{first.id}", "target": "provision:31A", "relation": "cites"}
    across = ends | {"target": f"annotation:{second.id}", "author": "Zuleika"}
    rejected = {
        "document": first.document, "anchor": anchor_to(first.anchor),
        "source": "taxonomy:privacy", "decision": "rejected",
    }  # fmt: skip
    journal.write(ObjectKind.LINK, "near", {"exists": True, **ends}, label="Link")
    journal.write(ObjectKind.LINK, "across", {"exists": True, **across}, label="Link")
    journal.write(ObjectKind.LINK, "gone", {"exists": True, **ends}, label="Link")
    journal.write(ObjectKind.LINK, "gone", {"exists": None}, label="Unlink")
    journal.write(ObjectKind.SUGGESTION, "swept", {"exists": True, **rejected}, label="Reject")
    expected = {
        "all": ({"near", "across"}, {"swept"}),
        "one": ({"near"}, {"swept"}),
        "bare": (set(), set()),
    }
    for name, (links, swept) in expected.items():
        path = tmp_path / f"{name}.itrvault"
        carry(
            home, path, documents=None if name == "all" else [first.document],
            annotations=name != "bare", names=False,
        )  # fmt: skip
        with Vault.open(path) as copy:
            tables = stored_tables(copy.store._file.reading)
            assert (set(tables["links"]), set(tables["suggestions"])) == (links, swept)
            assert b"Zuleika" not in path.read_bytes()
            assert copy.store.check().clean
