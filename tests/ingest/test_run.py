"""Imports into a real vault, through real readers."""

from __future__ import annotations

import io
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from itrvault.ingest import plan_import, run_import
from itrvault.model.report import FileStatus, ImportReport
from itrvault.progress import CancelToken, Step
from itrvault.vault import Vault

ENGLISH = "The Member States shall ensure that the international network is open to all. "


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(tmp_path / "test.itrvault") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "leak"
    path.mkdir()
    return path


class Listener:
    """Calls something at each step of an import."""

    def __init__(self, at: Callable[[Step], None]) -> None:
        self.at = at

    def report(self, step: Step) -> None:
        self.at(step)


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return out.getvalue()


def rows(report: ImportReport, below: Path) -> dict[str, FileStatus]:
    """Each row once, by path relative to a folder."""
    assert len({row.path for row in report.rows}) == len(report.rows)
    return {os.path.relpath(row.path, below): row.status for row in report.rows}


def check_clean(vault: Vault) -> None:
    """The file is sound and the index agrees with the text."""
    problems = [i for i in vault.store.check().items if i.severity.name != "OK"]
    assert not problems
    assert vault.index.verify(vault.store.documents.unit_rows()) == ""


def test_every_file_has_its_row(vault: Vault, folder: Path):
    (folder / "one.txt").write_text(ENGLISH + "alphaword")
    (folder / "page.html").write_text(f"<h1>Article 3</h1><p>{ENGLISH}</p>")
    (folder / "copy of one.txt").write_text(ENGLISH + "alphaword")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(99))
    (folder / "cut.pdf").write_bytes(b"%PDF-1.4\n1 0 obj")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "new\nline \u202e.txt").write_text("words with an odd name")
    os.mkfifo(folder / "pipe")
    inner = zipped(
        {"deep.txt": b"deepword in a deep place", "one.txt": (ENGLISH + "alphaword").encode()}
    )
    (folder / "leak.zip").write_bytes(zipped({"inner.zip": inner, "a/b.txt": b"member words"}))
    (folder / "zero.zip").write_bytes(zipped({}))
    report = run_import(vault, [folder])
    status = rows(report, folder)
    ones = {
        status.pop(name) for name in ("one.txt", "copy of one.txt", "leak.zip/inner.zip/one.txt")
    }
    assert ones == {FileStatus.IMPORTED, FileStatus.DUPLICATE}
    assert status == {
        "page.html": FileStatus.IMPORTED,
        "empty.txt": FileStatus.FAILED,
        "film.mp4": FileStatus.UNSUPPORTED,
        "cut.pdf": FileStatus.FAILED,
        ".DS_Store": FileStatus.SKIPPED,
        "new\nline \u202e.txt": FileStatus.IMPORTED,
        "pipe": FileStatus.FAILED,
        "leak.zip": FileStatus.ARCHIVE,
        "leak.zip/inner.zip": FileStatus.ARCHIVE,
        "leak.zip/inner.zip/deep.txt": FileStatus.IMPORTED,
        "leak.zip/a/b.txt": FileStatus.IMPORTED,
        "zero.zip": FileStatus.FAILED,
    }
    assert not report.cancelled
    assert all(row.message for row in report.rows if row.status is FileStatus.FAILED)
    assert vault.store.documents.count() == 5
    one = next(d for d in vault.store.documents.all() if len(d.paths) == 3)
    assert one.language == "en"
    assert vault.search("deepword").total == 1
    assert vault.search("alphaword").total == 1
    kept = {os.path.relpath(r.path, folder) for r in vault.store.documents.reports()}
    assert kept == {"empty.txt", "film.mp4", "cut.pdf", "pipe", "zero.zip"}
    check_clean(vault)


def test_the_same_again_adds_nothing_but_paths(vault: Vault, folder: Path, tmp_path: Path):
    (folder / "a.txt").write_text(ENGLISH)
    first = run_import(vault, [folder])
    moved = folder.rename(tmp_path / "moved")
    second = run_import(vault, [moved])
    assert [r.status for r in first.rows] == [FileStatus.IMPORTED]
    assert [r.status for r in second.rows] == [FileStatus.DUPLICATE]
    assert second.rows[0].document == first.rows[0].document
    (document,) = vault.store.documents.all()
    assert document.paths == (str(folder / "a.txt"), str(moved / "a.txt"))
    check_clean(vault)


def test_a_failed_file_can_be_tried_again(vault: Vault, folder: Path):
    (folder / "a.txt").write_bytes(b"")
    run_import(vault, [folder])
    assert len(vault.store.documents.reports()) == 1
    (folder / "a.txt").write_text(ENGLISH)
    assert run_import(vault, [folder]).count(FileStatus.IMPORTED) == 1
    assert vault.store.documents.reports() == []


def test_a_file_that_vanishes_is_a_row(vault: Vault, folder: Path):
    for name in ("stays.txt", "goes.txt"):
        (folder / name).write_text(ENGLISH + name)

    def meddle(step: Step) -> None:
        if step.detail.endswith("goes.txt"):
            (folder / "goes.txt").unlink(missing_ok=True)

    report = run_import(vault, [folder], progress=Listener(meddle))
    assert rows(report, folder) == {
        "stays.txt": FileStatus.IMPORTED,
        "goes.txt": FileStatus.FAILED,
    }


def test_archives_without_end_are_stopped(vault: Vault, folder: Path):
    data = b"text at the bottom"
    for _ in range(8):
        data = zipped({"next.zip" if data.startswith(b"PK") else "end.txt": data})
    (folder / "nest.zip").write_bytes(data)
    (folder / "good.txt").write_text(ENGLISH)
    report = run_import(vault, [folder])
    failed = [row for row in report.rows if row.status is FileStatus.FAILED]
    assert len(failed) == 1
    assert "deep" in failed[0].message
    assert report.count(FileStatus.IMPORTED) == 1


@pytest.mark.parametrize("moment", [1, 4, 9])
def test_cancelling_keeps_what_is_whole(vault: Vault, folder: Path, moment: int):
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"{ENGLISH} number {number}")
    token = CancelToken()
    seen = []

    def count(step: Step) -> None:
        seen.append(step)
        if len(seen) == moment:
            token.cancel()

    before = threading.active_count()
    report = run_import(vault, [folder], progress=Listener(count), cancel=token, jobs=1)
    assert report.cancelled
    assert vault.store.documents.count() == report.count(FileStatus.IMPORTED)
    check_clean(vault)
    again = run_import(vault, [folder])
    assert len(again.rows) == 12
    assert vault.store.documents.count() == 12
    assert threading.active_count() <= before + 2  # the sandbox may keep a watcher
    check_clean(vault)


def test_a_bug_in_a_thread_is_loud_and_leaves_no_thread(vault: Vault, folder: Path):
    (folder / "a.txt").write_text(ENGLISH)

    def fail(step: Step) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_import(vault, [folder], progress=Listener(fail))
    assert not [t for t in threading.enumerate() if t.name.startswith("import:")]


def test_progress_ends_with_everything_done(vault: Vault, folder: Path):
    (folder / "a.zip").write_bytes(zipped({f"{n}.txt": b"words %d" % n for n in range(5)}))
    steps: list[Step] = []
    run_import(vault, [folder], progress=Listener(steps.append))
    assert (steps[-1].done, steps[-1].total) == (6, 6)
    assert all(step.total is None or step.done <= step.total for step in steps)
    assert any(step.detail.endswith("a.zip/3.txt") for step in steps)


def test_large_texts_are_indexed_by_a_process(vault: Vault, folder: Path, monkeypatch):
    monkeypatch.setattr("itrvault.ingest.workers.WORTH_A_PROCESS", 1_000)
    for number in range(3):
        (folder / f"{number}.txt").write_text((ENGLISH + f"number{number}x ") * 50)
    assert run_import(vault, [folder], jobs=1).count(FileStatus.IMPORTED) == 3
    assert vault.search("number1x").total == 1
    check_clean(vault)


def test_the_plan_counts_what_would_happen(vault: Vault, folder: Path):
    (folder / "a.txt").write_text(ENGLISH)
    run_import(vault, [folder])
    (folder / "b.txt").write_text(ENGLISH[::-1])  # the same size, other bytes
    (folder / "c.txt").write_text("new")
    (folder / ".DS_Store").write_text("x")
    os.mkfifo(folder / "pipe")
    plan = plan_import(vault, [folder, folder / "missing"])
    assert (plan.files, plan.known, plan.new) == (3, 1, 2)
    assert (plan.left_out, plan.unreadable) == (1, 2)
    assert plan.size == 2 * len(ENGLISH) + 3
    assert len(plan.rows) == 4


@pytest.mark.corpus
def test_real_treaties(vault: Vault, corpus: Path):
    report = run_import(vault, [corpus / "texts" / f"udhr-{code}.txt" for code in ("ru", "es")])
    assert {row.language for row in report.rows} == {"ru", "es"}
    assert vault.search("право").total > 10


def test_small_segments_are_merged_at_the_end(vault: Vault, folder: Path, monkeypatch):
    monkeypatch.setattr("itrvault.ingest.building.GROUP_TEXT", 1)  # a segment for each document
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"{ENGLISH} word{number}x")
    run_import(vault, [folder], jobs=1)
    assert len([n for n in vault.store.index_files.names() if n.endswith(".posts")]) < 8
    assert [vault.search(f"word{n}x").total for n in range(12)] == [1] * 12
    check_clean(vault)


def mail_with(attachments: dict[str, bytes], subject: str = "Leaked papers") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", subject
    made.set_content("mailword in the body")
    for name, data in attachments.items():
        made.add_attachment(data, "application", "octet-stream", filename=name)
    return made.as_bytes()


def test_a_message_and_what_is_attached_to_it_are_documents(vault: Vault, folder: Path):
    inner = zipped({"deep.txt": b"deepword in an attached archive"})
    attached = {
        "note.txt": b"attachedword",
        "more.zip": inner,
        "film.mp4": b"\0\0\0\x18ftypmp42" + bytes(9),
    }
    (folder / "mail.eml").write_bytes(mail_with(attached))
    found = rows(run_import(vault, [folder]), folder)
    assert found == {
        "mail.eml": FileStatus.IMPORTED,
        "mail.eml/note.txt": FileStatus.IMPORTED,
        "mail.eml/more.zip": FileStatus.ARCHIVE,
        "mail.eml/more.zip/deep.txt": FileStatus.IMPORTED,
        "mail.eml/film.mp4": FileStatus.UNSUPPORTED,
    }
    for word in ("mailword", "attachedword", "deepword"):
        assert vault.search(word).total == 1
    check_clean(vault)


def test_a_known_message_is_looked_into_again(vault: Vault, folder: Path):
    (folder / "mail.eml").write_bytes(mail_with({"note.txt": b"attachedword"}))
    run_import(vault, [folder])
    note = next(d for d in vault.store.documents.all() if d.name == "note.txt")
    vault.store.documents.remove(note.id)
    found = rows(run_import(vault, [folder], again=True), folder)
    assert found == {
        "mail.eml": FileStatus.DUPLICATE, "mail.eml/note.txt": FileStatus.IMPORTED,
    }  # fmt: skip


def test_a_mailbox_is_an_archive_of_messages(vault: Vault, folder: Path):
    box = b"\n".join(
        b"From a@example.org Fri Nov 30 10:05:00 2012\n" + mail_with({}, f"Number {n}") + b"\n"
        for n in range(3)
    )
    (folder / "INBOX").write_bytes(box)
    found = rows(run_import(vault, [folder]), folder)
    assert found == {"INBOX": FileStatus.ARCHIVE} | {
        f"INBOX/{n + 1:04} Number {n}.eml": FileStatus.IMPORTED for n in range(3)
    }
    assert vault.search("mailword").total == 3


def test_messages_in_messages_end_somewhere(vault: Vault, folder: Path):
    data = mail_with({"note.txt": b"attachedword"})
    for depth in range(8):
        data = mail_with({f"{depth}.eml": data})
    (folder / "mail.eml").write_bytes(data)
    report = run_import(vault, [folder])
    rows(report, folder)
    failed = [row for row in report.rows if row.status is FileStatus.FAILED]
    assert [row.message.partition(":")[0] for row in failed] == [
        "The file goes over a safety limit"
    ]
    assert failed[0].path.endswith("/attachments")
    check_clean(vault)


def test_a_container_that_looks_like_a_document_is_unpacked(vault: Vault, folder: Path):
    odd = zipped({"mimetype": b"", "META-INF/manifest.xml": b"", "in.txt": b"oddword"})
    (folder / "odd.zip").write_bytes(odd)
    (folder / "same.zip").write_bytes(odd)
    found = rows(run_import(vault, [folder], jobs=1), folder)
    assert found["odd.zip"] is FileStatus.ARCHIVE
    assert found["same.zip"] is FileStatus.ARCHIVE
    assert vault.search("oddword").total == 1


def test_a_document_that_looks_like_a_container_is_read(vault: Vault, folder: Path):
    page = b"<html><body><h1>One</h1><p>bookword</p></body></html>"
    book = zipped({"epub/OEBPS/a.html": page, "epub/readme.bin": b"\0"})
    (folder / "odd.epub").write_bytes(book)
    (folder / "folders.zip").write_bytes(zipped({"empty/": b""}))
    found = rows(run_import(vault, [folder]), folder)
    assert found == {"odd.epub": FileStatus.IMPORTED, "folders.zip": FileStatus.ARCHIVE}
    assert vault.search("bookword").total == 1
