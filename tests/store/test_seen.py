"""What is remembered of files on disk, and the list of those that could not be read."""

from __future__ import annotations

from pathlib import Path

from itrvault import __version__
from itrvault.model.report import FileReport, FileStatus, ImportReport
from itrvault.store import Store


def test_a_file_is_found_again_with_what_it_gave(tmp_path: Path, add_document) -> None:
    with Store.create(tmp_path / "a.itrvault") as store:
        document = add_document(store)
        with store.transaction():
            store.seen.note("/leak/a.txt", "12 34", FileStatus.IMPORTED, document.id)
            store.seen.note("/leak/b\udcff.txt", "5 6", FileStatus.FAILED)
        found = store.seen.find(["/leak/a.txt", "/leak/b\udcff.txt", "/leak/c.txt"])
        assert set(found) == {"/leak/a.txt", "/leak/b\udcff.txt"}
        one = found["/leak/a.txt"]
        assert (one.stamp, one.status, one.document) == ("12 34", FileStatus.IMPORTED, document.id)
        assert (one.present, one.symbol, one.language) == (
            True, document.symbol, document.language,
        )  # fmt: skip
        assert not found["/leak/b\udcff.txt"].present


def test_corrections_by_hand_count_and_a_removed_document_is_told(
    tmp_path: Path, add_document
) -> None:
    with Store.create(tmp_path / "a.itrvault") as store:
        document = add_document(store)
        store.documents.set_fact(document.id, "language", "ru")
        with store.transaction():
            store.seen.note("/a", "1", FileStatus.IMPORTED, document.id)
        assert store.seen.find(["/a"])["/a"].language == "ru"
        store.documents.remove(document.id)
        assert not store.seen.find(["/a"])["/a"].present


def test_a_file_is_forgotten_when_it_cannot_be_trusted(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.itrvault") as store:
        for stamp in ("1 2", "1 3", ""):
            with store.transaction():
                store.seen.note("/a", stamp, FileStatus.ARCHIVE)
        assert store.seen.find(["/a"]) == {}
        assert store.seen.count() == 0


def test_no_path_stands_in_the_vault(tmp_path: Path) -> None:
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store, store.transaction():
        store.seen.note("/home/someone/leaked/paper.pdf", "1 2", FileStatus.IMPORTED, "")
    with Store.create(tmp_path / "b.itrvault") as other, other.transaction():
        other.seen.note("/home/someone/leaked/paper.pdf", "1 2", FileStatus.IMPORTED, "")
    keys = []
    for one in (path, tmp_path / "b.itrvault"):
        assert b"someone" not in one.read_bytes()
        with Store.open(one) as store:
            keys.append(store._file.reading.value("SELECT path FROM seen"))
            assert store.check().clean
    assert keys[0] != keys[1]  # two vaults of one person cannot be told to be that


def test_more_files_than_fit_into_one_question(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.itrvault") as store:
        with store.transaction():
            for number in range(0, 1300, 2):
                store.seen.note(f"/{number}", "s", FileStatus.ARCHIVE)
        found = store.seen.find(f"/{number}" for number in range(1300))
        assert set(found) == {f"/{number}" for number in range(0, 1300, 2)}


def test_the_list_keeps_code_and_program(tmp_path: Path) -> None:
    failed = FileReport("a.zip/b.pdf", FileStatus.FAILED, message="Stopped.", code="timeout")
    alike = FileReport("a.zip2", FileStatus.FAILED, message="Empty.", code="empty")
    with Store.create(tmp_path / "a.itrvault") as store:
        store.documents.add_reports(ImportReport((failed, alike), 0.0))
        (unread,) = store.unread.at("a.zip")
        assert (unread.report, unread.program) == (failed, __version__)
        assert [one.report.path for one in store.unread.all()] == ["a.zip/b.pdf", "a.zip2"]
        store.documents.add_reports(
            ImportReport((FileReport("a.zip/b.pdf", FileStatus.DUPLICATE),), 0.0)
        )
        assert store.unread.at("a.zip") == []
