"""A folder imported again: only what is new or changed is opened, and nothing is missed."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from itrvault.ingest import plan_import, run_import, source, unchanged
from itrvault.model.report import FileReport, FileStatus, ImportReport
from itrvault.progress import CancelToken, Step
from itrvault.vault import Vault

LONG_AGO = 1_354_269_600  # 30 November 2012
DUPLICATE, IMPORTED, FAILED = FileStatus.DUPLICATE, FileStatus.IMPORTED, FileStatus.FAILED


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(tmp_path / "test.itrvault") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "leak"
    path.mkdir()
    return path


def put(path: Path, data: bytes | str, at: int = LONG_AGO) -> Path:
    """A file whose time says that it is old."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    os.utime(path, (at, at))
    return path


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return out.getvalue()


def told(report: ImportReport, folder: Path) -> dict[str, tuple[FileStatus, bool]]:
    assert len({row.path for row in report.rows}) == len(report.rows)
    return {os.path.relpath(row.path, folder): (row.status, row.unchanged) for row in report.rows}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were opened for reading."""
    names: list[str] = []
    whole = source._read_once

    def read(path: str, limit: int, cancel: CancelToken) -> source.Contents | None:
        names.append(os.path.basename(path))
        return whole(path, limit, cancel)

    monkeypatch.setattr(source, "_read_once", read)
    return names


def test_an_unchanged_folder_is_not_opened(vault: Vault, folder: Path, opened: list[str]):
    put(folder / "a.txt", "alphaword in English")
    put(folder / "same.txt", "alphaword in English")
    put(folder / "leak.zip", zipped({"b.txt": b"betaword", "deep.zip": zipped({"c.txt": b"c w"})}))
    put(folder / "empty.txt", "")
    first = run_import(vault, [folder])
    opened.clear()
    second = run_import(vault, [folder])
    assert opened == []
    assert told(second, folder) == {
        "a.txt": (DUPLICATE, True), "same.txt": (DUPLICATE, True),
        "leak.zip": (FileStatus.ARCHIVE, True), "empty.txt": (FAILED, True),
    }  # fmt: skip
    by_path = {row.path: row for row in (*first.rows, *second.rows)}
    before = {row.path: row for row in first.rows}
    for row in second.rows:
        assert row.document == before[row.path].document
        assert row.language == before[row.path].language
    assert by_path[str(folder / "empty.txt")].message == before[str(folder / "empty.txt")].message
    assert vault.store.documents.count() == 3
    again = run_import(vault, [folder], again=True)
    assert sorted(opened) == ["a.txt", "empty.txt", "leak.zip", "same.txt"]
    assert again.unchanged == 0


def test_only_what_is_new_or_changed_is_opened(vault: Vault, folder: Path, opened: list[str]):
    for name in ("a.txt", "b.txt", "c.txt"):
        put(folder / name, f"{name} alphaword")
    run_import(vault, [folder])
    opened.clear()
    put(folder / "b.txt", "b.txt betaword!", LONG_AGO)  # as long, and its time set back
    put(folder / "d.txt", "deltaword")
    report = run_import(vault, [folder])
    assert sorted(opened) == ["b.txt", "d.txt"]
    assert report.count(IMPORTED) == 2
    assert vault.search("betaword").total == 1


def test_a_file_written_just_now_is_looked_at_again(
    vault: Vault, folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
):
    """Another change within one tick of the file system's clock would not show."""
    monkeypatch.setattr(source.time, "time_ns", lambda: (LONG_AGO + 1) * 10**9)
    put(folder / "a.txt", "alphaword")
    run_import(vault, [folder])
    assert vault.store.seen.count() == 0
    report = run_import(vault, [folder])
    assert opened == ["a.txt", "a.txt"]
    assert told(report, folder) == {"a.txt": (DUPLICATE, False)}


def test_a_removed_document_comes_back_only_when_asked_for(vault: Vault, folder: Path):
    path = put(folder / "a.txt", "alphaword")
    (row,) = run_import(vault, [folder]).rows
    vault.remove_document(row.document)
    report = run_import(vault, [folder])
    assert told(report, folder) == {"a.txt": (FileStatus.SKIPPED, True)}
    assert report.rows[0].message == unchanged.REMOVED
    assert vault.store.documents.count() == 0
    assert run_import(vault, [path]).count(IMPORTED) == 1
    vault.remove_document(row.document)
    assert run_import(vault, [folder], again=True).count(IMPORTED) == 1
    vault.remove_document(row.document)
    put(path, "alphaword", LONG_AGO + 60)  # somebody put it there anew
    assert run_import(vault, [folder]).count(IMPORTED) == 1


def test_what_failed_in_an_archive_is_told_again(vault: Vault, folder: Path, opened: list[str]):
    put(folder / "leak.zip", zipped({"good.txt": b"goodword", "bad.pdf": b"%PDF-1.4\n1 0 obj"}))
    first = run_import(vault, [folder])
    assert first.count(FAILED) == 1
    opened.clear()
    second = run_import(vault, [folder])
    assert opened == []
    assert told(second, folder) == {
        "leak.zip": (FileStatus.ARCHIVE, True), "leak.zip/bad.pdf": (FAILED, True),
    }  # fmt: skip
    assert len(vault.store.documents.reports()) == 1
    put(folder / "leak.zip", zipped({"good.txt": b"goodword"}))  # without the bad one
    run_import(vault, [folder])
    assert vault.store.documents.reports() == []


def test_a_failed_file_is_tried_again_by_name_with_a_password_or_by_a_newer_program(
    vault: Vault, folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
):
    path = put(folder / "a.pdf", b"%PDF-1.4\n1 0 obj")
    run_import(vault, [folder])
    opened.clear()
    assert run_import(vault, [path]).unchanged == 0
    assert run_import(vault, [folder], password="x").unchanged == 1  # it is not protected
    with vault.store.transaction():
        locked = FileReport(str(path), FAILED, message="Protected.", code="locked")
        vault.store.unread.keep([locked])
    assert run_import(vault, [folder], password="x").unchanged == 0
    assert run_import(vault, [folder]).unchanged == 1
    monkeypatch.setattr(unchanged, "__version__", "99")
    assert run_import(vault, [folder]).unchanged == 0
    assert opened == ["a.pdf"] * 3


@pytest.mark.parametrize("moment", range(2, 9))
def test_an_archive_that_was_not_finished_is_unpacked_again(
    vault: Vault, folder: Path, moment: int
):
    members = {f"{n}.txt": b"member number %d" % n for n in range(4)}
    put(folder / "a.zip", zipped({"inner.zip": zipped(members), "x.txt": b"outer"}))
    token = CancelToken()
    steps: list[Step] = []

    class Listener:
        def report(self, step: Step) -> None:
            steps.append(step)
            if len(steps) == moment:
                token.cancel()

    report = run_import(vault, [folder], progress=Listener(), cancel=token, jobs=1)
    whole = vault.store.documents.count() == 5
    assert report.cancelled or whole
    assert vault.store.seen.count() <= whole
    run_import(vault, [folder])
    assert vault.store.documents.count() == 5


def test_a_reader_that_does_not_start_is_no_fault_of_the_file(
    vault: Vault, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    put(folder / "a.txt", "alphaword")
    monkeypatch.setattr("itrvault.sandbox.process.reader_command", lambda: ["/nowhere/at/all"])
    report = run_import(vault, [folder])
    assert [row.code for row in report.rows] == ["unavailable"]
    assert report.rows[0].message.startswith("No reader could be started: no such file")
    monkeypatch.undo()
    assert run_import(vault, [folder]).count(IMPORTED) == 1


def test_the_plan_opens_nothing_that_did_not_change(
    vault: Vault, folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
):
    put(folder / "a.txt", "alphaword")
    put(folder / "bad.pdf", b"%PDF-1.4\n1 0 obj")
    put(folder / "gone.txt", "goneword")
    report = run_import(vault, [folder])
    gone = next(row.document for row in report.rows if row.path.endswith("gone.txt"))
    vault.remove_document(gone)
    put(folder / "new.txt", "newword in here")
    opened.clear()
    plan = plan_import(vault, [folder])
    assert opened == []
    assert (plan.files, plan.known, plan.new) == (4, 3, 1)
    assert (plan.left_out, plan.unreadable) == (0, 0)


def test_what_was_seen_is_never_carried(vault: Vault, folder: Path, tmp_path: Path):
    from itrvault.carry.carry import carry

    put(folder / "a.txt", "alphaword")
    run_import(vault, [folder])
    assert vault.store.seen.count() == 1
    carry(vault, tmp_path / "copy.itrvault")
    with Vault.open(tmp_path / "copy.itrvault") as copy:
        assert copy.store.documents.count() == 1
        assert copy.store.seen.count() == 0
