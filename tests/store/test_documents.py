"""Documents go in and come out whole, and are found by what people call them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from itrvault import errors
from itrvault.model.document import FACT_FIELDS, DocumentClass, Fact, FactSource
from itrvault.model.journal import Changed
from itrvault.model.report import FileReport, FileStatus, ImportReport
from itrvault.store import Store


@pytest.mark.parametrize("flowing", [False, True], ids=["pages", "sections"])
def test_what_goes_in_comes_out(tmp_path: Path, flowing: bool, make_extraction) -> None:
    data = os.urandom(3 * (1 << 20) + 17)
    extraction = make_extraction(flowing=flowing)
    facts = {"symbol": Fact("WCIT12/27-E", FactSource.HEADER)}
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store:
        added = store.documents.add(extraction, facts, data, ["x/a.pdf", "y/a.pdf"], "a.pdf")
    with Store.open(path, read_only=True) as store:
        document = store.documents.get(added.id)
        assert document == added
        assert document.id == hashlib.sha256(data).hexdigest()
        assert document.size == len(data)
        assert document.paths == ("x/a.pdf", "y/a.pdf")
        assert document.metadata == extraction.metadata
        assert document.warnings == extraction.warnings
        assert set(document.facts) == set(FACT_FIELDS)
        assert document.facts["symbol"].source is FactSource.HEADER
        assert document.facts["title"] == Fact("", FactSource.UNKNOWN)
        assert document.doc_class is DocumentClass.UNKNOWN
        assert tuple(store.documents.units(added.id)) == extraction.units
        assert store.documents.unit(added.id, 1) == extraction.units[1]
        assert store.documents.texts(added.id) == [unit.text for unit in extraction.units]
        assert store.documents.text(added.id, 2) == extraction.units[2].text
        assert store.documents.labels(added.id) == [unit.label for unit in extraction.units]
        assert store.documents.original(added.id) == data
        assert store.check().clean


def test_a_document_without_units_or_bytes(store: Store, make_extraction) -> None:
    document = store.documents.add(make_extraction([]), {}, b"", [], "empty.txt")
    assert document.unit_count == 0
    assert store.documents.units(document.id) == []
    assert store.documents.original(document.id) == b""
    assert store.check().clean


def test_the_same_bytes_are_one_document(store: Store, make_extraction) -> None:
    first = store.documents.add(make_extraction(), {}, b"same", ["a/x.pdf"], "x.pdf")
    again = store.documents.add(make_extraction(), {}, b"same", ["b/y.pdf", "a/x.pdf"], "y.pdf")
    assert again.row == first.row
    assert again.name == "x.pdf"
    assert again.paths == ("a/x.pdf", "b/y.pdf")
    assert store.documents.count() == 1


def test_text_no_encoding_holds(store: Store, make_extraction) -> None:
    text = "a\ud800b\0c \U0001f600"
    document = store.documents.add(make_extraction([text]), {}, b"1", ["\udcff.pdf"], "\udcff.pdf")
    stored = store.documents.text(document.id, 0)
    assert stored == "a\ufffdb\0c \U0001f600"
    assert len(stored) == len(text)
    assert document.name == "\ufffd.pdf"
    assert store.check().clean


def test_rows_for_the_index(store: Store, add_document) -> None:
    first, second = add_document(store, "a.pdf"), add_document(store, "b.pdf", texts=["x", "y"])
    units = list(store.documents.unit_rows())
    assert [unit.row for unit in units] == [1, 2, 3, 4, 5]
    assert [unit.text for unit in units] == [*store.documents.texts(first.id), "x", "y"]
    assert list(store.documents.unit_rows([second.id])) == units[3:]
    assert store.documents.units_by_row([5, 2, 99]) == {2: (first.id, 1), 5: (second.id, 1)}
    assert store.documents.places_of([5, 2, 99, 0]) == [(second.id, 1), (first.id, 1), None, None]
    assert store.documents.texts_by_row([4])[4] == units[3]
    assert store.documents.labels_by_row([4, 99]) == {4: store.documents.labels(second.id)[0]}
    assert store.documents.by_rows([first.row, 99]) == {first.row: first}


def test_places_of_units_follow_the_documents(store: Store, add_document, make_extraction) -> None:
    assert store.documents.places_of([1]) == [None]
    reserved = store.documents.reserve(1)
    first, second = add_document(store, "a.pdf"), add_document(store, "b.pdf", texts=["x", "y"])
    rows = [unit.row for unit in store.documents.unit_rows()]
    assert store.documents.places_of(rows) == [
        *((first.id, number) for number in range(len(rows) - 2)),
        *((second.id, number) for number in range(2)),
    ]
    store.documents.remove(second.id)  # and one more comes, with a row that was kept for it
    third = store.documents.add(make_extraction(["z"]), {}, b"3", [], "c.pdf", rows=reserved)
    assert store.documents.places_of([*rows[-2:], reserved[1]]) == [None, None, (third.id, 0)]


def test_reserved_rows_are_given_once(store: Store, add_document, make_extraction) -> None:
    reserved = store.documents.reserve(2)
    other = add_document(store, "b.pdf")
    assert other.row > reserved[0]
    assert min(u.row for u in store.documents.unit_rows([other.id])) > reserved[1] + 1
    late = store.documents.add(
        make_extraction(["x", "y"]), {}, b"late", [], "late.pdf", rows=reserved
    )
    assert late.row == reserved[0]
    assert [u.row for u in store.documents.unit_rows([late.id])] == [reserved[1], reserved[1] + 1]


def test_a_removed_documents_rows_are_never_given_again(tmp_path: Path, add_document) -> None:
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store:
        gone = add_document(store, "a.pdf")
        store.documents.remove(gone.id)
    with Store.open(path) as store:
        new = add_document(store, "b.pdf")
        assert new.row > gone.row
        assert min(u.row for u in store.documents.unit_rows()) == 4


def test_removing_erases(tmp_path: Path, add_document) -> None:
    path = tmp_path / "a.itrvault"
    secret = "Extraordinarily secret words about routing.\n" * 200
    with Store.create(path) as store:
        document = add_document(store, texts=[secret])
        change = store.documents.remove(document.id)
        assert change.what & Changed.INDEX
        assert store.documents.find(document.id) is None
        assert store.journal.can_undo == ""
    assert b"Extraordinarily" not in path.read_bytes()
    with Store.open(path) as store, pytest.raises(errors.NoSuchDocument):
        store.documents.remove(document.id)


def test_wrong_numbers(store: Store, add_document) -> None:
    document = add_document(store, symbol="TD/64")
    with pytest.raises(errors.NoSuchUnit, match=r"TD/64 has 3 pages; there is no page 4"):
        store.documents.unit(document.id, 3)
    with pytest.raises(errors.NoSuchUnit):
        store.documents.text(document.id, -1)
    with pytest.raises(errors.NoSuchDocument):
        store.documents.units("0" * 64)
    with pytest.raises(errors.NoSuchDocument):
        store.documents.get(99)


# -- facts --------------------------------------------------------------------------------------


def test_a_correction_wins_and_can_be_taken_back(store: Store, add_document) -> None:
    document = add_document(store, title="As printed", class_="leaked")
    change = store.documents.set_fact(document.id, "title", "  By   hand ", author="ana")
    assert (change.what, change.label) == (Changed.DOCUMENTS, "Correct title")
    now = store.documents.get(document.id)
    assert now.facts["title"] == Fact("By hand", FactSource.HAND)
    assert now.doc_class is DocumentClass.LEAKED
    store.documents.set_fact(document.id, "title", "")
    assert store.documents.get(document.id).title == "As printed"
    store.journal.undo()
    assert store.documents.get(document.id).title == "By hand"
    store.journal.undo()
    assert store.documents.get(document.id).title == "As printed"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("class", "secret"), ("date", "2012-13"), ("date", "3 December"), ("date", "2012-02-30"),
        ("language", "klingon"), ("colour", "red"),
    ],
)  # fmt: skip
def test_corrections_that_cannot_be(store: Store, add_document, field: str, value: str) -> None:
    document = add_document(store)
    with pytest.raises(errors.InvalidValue):
        store.documents.set_fact(document.id, field, value)
    assert store.documents.get(document.id) == document


# -- what people call a document ----------------------------------------------------------------


@pytest.fixture
def library(store: Store, add_document) -> dict[str, str]:
    made = {
        "add2": add_document(store, "S27a2.pdf", symbol="WCIT12/27(Add.2)-E", title="Proposals"),
        "doc27": add_document(store, "S27.pdf", symbol="WCIT12/27-E", title="Common proposals"),
        "td64": add_document(store, "td 64.docx", symbol="CWG-WCIT12/TD-64", title="Draft ITRs"),
        "td6": add_document(store, "note.txt", symbol="CWG-WCIT12/TD-6", title="Réponse à l’UIT"),
        "none": add_document(store, "27.txt"),
    }
    return {name: document.id for name, document in made.items()}


@pytest.mark.parametrize(
    ("reference", "wanted"),
    [
        ("WCIT12/27(Add.2)-E", "add2"), ("wcit12/27 add.2 e", "add2"), ("WCIT12/27-E", "doc27"),
        ("wcit12/27", "doc27"), ("TD 64", "td64"), ("td-6", "td6"), ("S27.pdf", "doc27"),
        ("s27", "doc27"), ("leak/td 64.docx", "td64"), ("draft itrs", "td64"), ("3", "td64"),
        ("#5", "none"), ("reponse a l’uit", "td6"), ("27.txt", "none"), ("27", "none"),
    ],
)  # fmt: skip
def test_references(store: Store, library: dict[str, str], reference: str, wanted: str) -> None:
    assert store.documents.get(reference).id == library[wanted]


def test_ids_and_their_beginnings(store: Store, library: dict[str, str]) -> None:
    for key in library.values():
        assert store.documents.get(key).id == key
        assert store.documents.get(key[:12].upper()).id == key


def test_references_to_none_or_several(store: Store, library: dict[str, str]) -> None:
    for reference in ("TD 7", "", "   ", "nowhere.pdf", "abcd", "//"):
        with pytest.raises(errors.NoSuchDocument):
            store.documents.get(reference)
    with pytest.raises(errors.AmbiguousDocument) as caught:
        store.documents.get("proposal")
    assert caught.value.values["count"] == 2
    assert "WCIT12/27-E" in caught.value.message


# -- field:value --------------------------------------------------------------------------------


# -- what could not be imported -----------------------------------------------------------------


def test_failures_are_kept_until_they_succeed(store: Store) -> None:
    def report(status: FileStatus) -> ImportReport:
        rows = (FileReport("a.doc", status, message="Not supported."),)
        return ImportReport((*rows, FileReport("b.pdf", FileStatus.IMPORTED)), 1.0)

    store.documents.add_reports(report(FileStatus.UNSUPPORTED))
    store.documents.add_reports(report(FileStatus.FAILED))
    assert [(r.path, r.status) for r in store.documents.reports()] == [("a.doc", FileStatus.FAILED)]
    store.documents.add_reports(report(FileStatus.IMPORTED))
    assert store.documents.reports() == []


# -- from vault to vault ------------------------------------------------------------------------


def test_copying(store: Store, tmp_path: Path, add_document) -> None:
    add_document(store, "other.pdf")
    wanted = [add_document(store, f"{i}.pdf", flowing=bool(i % 2), title=f"T{i}") for i in range(3)]
    with Store.create(tmp_path / "b.itrvault", "sealed") as copy:
        added = copy.documents.copy_from(store.documents, [d.id for d in wanted], with_paths=False)
        assert [d.id for d in added] == [d.id for d in wanted]
        for document in added:
            assert document.paths == ()
            assert document.title == store.documents.get(document.id).title
            assert copy.documents.units(document.id) == store.documents.units(document.id)
            assert copy.documents.original(document.id) == store.documents.original(document.id)
        assert copy.documents.copy_from(store.documents, [wanted[0].id]) == []
        assert copy.check().clean
        with pytest.raises(errors.NoSuchDocument):
            copy.documents.copy_from(store.documents, ["0" * 64])
