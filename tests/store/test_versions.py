"""Documents of nearly the same text are linked, and the links follow the texts."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itrvault import errors
from itrvault.model.document import Document, TextSource
from itrvault.model.report import Severity
from itrvault.model.versions import Relation
from itrvault.progress import CancelToken
from itrvault.store import Store

WORDS = [f"word{n}" for n in range(900)]


def text(seed: int, length: int = 400, changed: int = 0) -> str:
    chance = random.Random(seed)
    words = chance.choices(WORDS, k=length)
    for n in range(changed):
        words[17 * n % length] = "amended"
    return " ".join(words)


@pytest.fixture
def add(store: Store, add_document) -> Callable[..., Document]:
    def add(name: str, *texts: str, into: Store = store, **more: object) -> Document:
        return add_document(into, name, texts=texts, **more)

    return add


def relations(store: Store, document: Document) -> list[tuple[str, Relation]]:
    return [(store.documents.get(v.document).name, v.relation)
            for v in store.versions.of(document.id)]  # fmt: skip


def state(store: Store) -> list[list[tuple[object, ...]]]:
    reading = store._file.reading
    return [
        reading.all(f"SELECT * FROM {table} ORDER BY 1, 2")
        for table in ("signatures", "sketches", "versions")
    ]


def test_versions_and_parts_are_found(store: Store, add) -> None:
    first = add("first.pdf", text(1))
    again = add("again.docx", text(1, changed=8), flowing=True)
    other = add("other.pdf", text(2))
    whole = add("whole.pdf", text(3, 900), text(1), text(4, 900))
    assert relations(store, first) == [
        ("again.docx", Relation.VERSION), ("whole.pdf", Relation.PART),
    ]  # fmt: skip
    assert set(relations(store, whole)) == {
        ("first.pdf", Relation.WHOLE), ("again.docx", Relation.WHOLE),
    }  # fmt: skip
    assert relations(store, other) == []
    (version, part) = store.versions.of(again.id)
    assert version.similarity == pytest.approx(0.94, abs=0.02)
    assert part.similarity == pytest.approx(0.94, abs=0.03)
    assert [link.relation for link in store.versions.links()] == [
        Relation.VERSION, Relation.PART, Relation.PART,
    ]  # fmt: skip
    assert store.check().clean


def test_short_texts_are_linked_with_nothing(store: Store, add) -> None:
    one, other = add("a.pdf", "The same few words.\n"), add("b.pdf", "The same few words.\n")
    assert store.versions.of(one.id) == store.versions.of(other.id) == []
    assert store.versions.missing() == 0
    with pytest.raises(errors.NoSuchDocument):
        store.versions.of("0" * 64)


def test_links_go_with_their_document(store: Store, add) -> None:
    for seed in range(4):
        add(f"{seed}.pdf", text(seed))
    before = state(store)
    doomed = add("doomed.pdf", text(2, changed=5))
    assert relations(store, doomed) == [("2.pdf", Relation.VERSION)]
    store.documents.remove(doomed.id)
    assert state(store) == before


def test_links_are_undone_with_their_transaction(store: Store, add) -> None:
    add("1.pdf", text(1))
    before = state(store)

    def add_and_fail() -> None:
        with store.transaction():
            add("2.pdf", text(1, changed=3))
            assert store.versions.links()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    assert state(store) == before


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(range(6)))
def test_the_order_of_adding_makes_no_difference(
    order: Sequence[int], tmp_path_factory, make_extraction
) -> None:
    texts = [
        (text(1),), (text(1, changed=9),), (text(5, 2000), text(1), text(2)), (text(2),),
        (text(2, changed=60),), (text(6),),
    ]  # fmt: skip
    with Store.create(tmp_path_factory.mktemp("v") / "a.itrvault") as store:
        for n in order:
            store.documents.add(make_extraction(texts[n]), {}, bytes([n]), [], f"{n}.pdf")
        names = {document.id: document.name for document in store.documents.all()}
        found = {
            (*sorted((names[link.one], names[link.other])), link.relation, link.similarity)
            for link in store.versions.links()
        }
    pairs = {each[:3] for each in found}
    assert pairs == {
        ("0.pdf", "1.pdf", Relation.VERSION), ("3.pdf", "4.pdf", Relation.VERSION),
        ("0.pdf", "2.pdf", Relation.PART), ("1.pdf", "2.pdf", Relation.PART),
        ("2.pdf", "3.pdf", Relation.PART),
    } | ({("2.pdf", "4.pdf", Relation.PART)} & pairs)  # fmt: skip


def test_an_old_vault_is_compared_later(store: Store, add) -> None:
    for seed in range(3):
        add(f"{seed}.pdf", text(seed))
        add(f"{seed} again.pdf", text(seed, changed=4))
    whole = state(store)
    with store.transaction():
        for table in ("signatures", "sketches", "versions"):
            store._file.writing.run(f"DELETE FROM {table}")
    assert store.versions.missing() == 6
    (item,) = [item for item in store.check().items if item.what == "versions"]
    assert item.severity is Severity.WARNING
    assert store.check().clean
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(errors.Cancelled):
        store.versions.complete(cancel=cancel)
    assert store.versions.missing() == 6
    change = store.versions.complete()
    assert len(change.ids) == 6
    assert store.versions.missing() == 0
    assert state(store) == whole
    assert store.versions.complete().ids == ()


def test_a_vault_of_the_first_schema_is_compared(tmp_path: Path) -> None:
    old = Path(__file__).parents[1] / "vaults" / "schema-1.itrvault"
    with Store.open(shutil.copy(old, tmp_path / "old.itrvault")) as store:
        count = store.documents.count()
        assert store.versions.missing() == count > 0
        store.versions.complete()
        assert store.versions.missing() == 0
        assert store.check().clean


def test_a_copy_has_its_own_links(store: Store, add, tmp_path: Path) -> None:
    first, again = add("first.pdf", text(1)), add("again.pdf", text(1, changed=4))
    add("other.pdf", text(2))
    with Store.create(tmp_path / "b.itrvault") as copy:
        copy.documents.copy_from(store.documents, [first.id])
        assert copy.versions.links() == []
        copy.documents.copy_from(store.documents, [again.id])
        assert copy.versions.links() == store.versions.links()
        assert copy.check().clean


def test_another_reading_of_a_page_changes_the_links(store: Store, add, make_extraction) -> None:
    scan, clean = add("scan.pdf", "Illegible.\n"), add("clean.pdf", text(1))
    assert store.versions.links() == []
    unit = replace(make_extraction([text(1, changed=20)]).units[0], source=TextSource.OCR)
    with store.transaction():
        store.readings.add(scan.id, unit, "ocr/1 test")
        store.readings.use(scan.id, {0: TextSource.OCR})
    assert relations(store, scan) == [("clean.pdf", Relation.VERSION)]
    assert relations(store, clean) == [("scan.pdf", Relation.VERSION)]
    with store.transaction():
        store.readings.use(scan.id, {0: TextSource.FILE})
    assert store.versions.links() == []
    assert store.check().clean


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM versions",
        "UPDATE versions SET similarity = 400",
        "UPDATE versions SET relation = 'part'",
        "INSERT INTO versions SELECT 1, 3, 'version', 900",
        "DELETE FROM sketches WHERE document = 2",
        "INSERT INTO sketches VALUES (7, 3)",
        "INSERT INTO sketches VALUES (7, 30)",
        "UPDATE signatures SET data = (SELECT data FROM signatures WHERE document = 3) "
        "WHERE document = 2",
        "UPDATE signatures SET data = x'' WHERE document = 2",
        "UPDATE signatures SET data = x'0102' WHERE document = 2",
    ],
)
def test_check_sees_links_that_do_not_agree(store: Store, add, damage: str) -> None:
    for name, seed, changed in (("1.pdf", 1, 0), ("2.pdf", 1, 5), ("3.pdf", 2, 0)):
        add(name, text(seed, changed=changed))
    assert store.check().clean
    with store.transaction():
        store._file.writing.run(damage)
    bad = [item.what for item in store.check().items if item.severity is Severity.ERROR]
    assert bad == ["versions"]
