"""What could not be read is read again: with patience, with a password, when something changed."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pymupdf
import pytest

from itrvault.ingest import run_import
from itrvault.ingest.retry import locate, retry
from itrvault.model.report import FileStatus, ImportReport
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.limits import Limits
from itrvault.vault import Vault

LONG_AGO = 1_354_269_600
IMPORTED, FAILED = FileStatus.IMPORTED, FileStatus.FAILED


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """A vault whose readers stop at five sections."""
    with Vault.create(tmp_path / "test.itrvault") as opened:
        opened._sandbox = Sandbox(Limits(units=5))
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "leak"
    path.mkdir()
    return path


def put(path: Path, data: bytes, at: int = LONG_AGO) -> Path:
    path.write_bytes(data)
    os.utime(path, (at, at))
    return path


def pdf() -> bytes:
    document = pymupdf.open()
    document.new_page(width=200, height=100).insert_text((20, 40), "pageword")
    return document.tobytes()


def long_text() -> bytes:
    """Seven sections."""
    return "\n\n".join(f"# Part {n}\n\npart{n}x words" for n in range(7)).encode()


def locked(word: str) -> bytes:
    document = pymupdf.open()
    document.new_page().insert_text((20, 40), word)
    return document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="k", owner_pw="o")


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return out.getvalue()


def told(report: ImportReport, folder: Path) -> dict[str, tuple[FileStatus, bool]]:
    assert len({row.path for row in report.rows}) == len(report.rows)
    return {os.path.relpath(row.path, folder): (row.status, row.unchanged) for row in report.rows}


def unread(vault: Vault, folder: Path) -> list[str]:
    return [os.path.relpath(row.path, folder) for row in vault.store.documents.reports()]


def test_patience_reads_what_was_over_the_limit(vault: Vault, folder: Path):
    put(folder / "long.md", long_text())
    put(folder / "cut.pdf", b"%PDF-1.4\n1 0 obj")
    put(folder / "good.txt", b"goodword")
    assert run_import(vault, [folder]).count(FAILED) == 2
    report = retry(vault)
    assert told(report, folder) == {
        "long.md": (IMPORTED, False),
        "cut.pdf": (FAILED, True),  # however long one looks at it
    }
    assert unread(vault, folder) == ["cut.pdf"]
    assert vault.search("part6x").total == 1
    assert run_import(vault, [folder]).unchanged == 3


def test_members_are_found_in_their_archives_and_nothing_else_is_touched(
    vault: Vault, folder: Path
):
    inner = zipped({"long.md": long_text(), "b.txt": b"betaword", "bad.pdf": b"%PDF-1.4\n1 0 obj"})
    put(folder / "leak.zip", zipped({"in/inner.zip": inner, "a.txt": b"alphaword"}))
    run_import(vault, [folder])
    assert unread(vault, folder) == [
        "leak.zip/in/inner.zip/bad.pdf", "leak.zip/in/inner.zip/long.md",
    ]  # fmt: skip
    report = retry(vault)
    assert told(report, folder) == {
        "leak.zip/in/inner.zip/long.md": (IMPORTED, False),
        "leak.zip/in/inner.zip/bad.pdf": (FAILED, True),
    }
    assert unread(vault, folder) == ["leak.zip/in/inner.zip/bad.pdf"]
    assert vault.store.documents.count() == 3
    assert run_import(vault, [folder]).count(FileStatus.ARCHIVE) == 1


def test_a_password_opens_what_was_protected(vault: Vault, folder: Path):
    put(folder / "locked.pdf", locked("secretword"))
    put(folder / "other.zip", zipped({"locked.pdf": locked("otherword")}))
    run_import(vault, [folder])
    assert retry(vault).unchanged == 2
    assert retry(vault, password="wrong").count(FAILED) == 2
    assert retry(vault, [folder / "other.zip"], password="k").count(IMPORTED) == 1
    assert unread(vault, folder) == ["locked.pdf"]
    assert retry(vault, password="k").count(IMPORTED) == 1
    assert unread(vault, folder) == []
    assert vault.search("secretword").total == 1


def test_what_changed_on_disk_is_tried_whatever_it_failed_with(vault: Vault, folder: Path):
    path = put(folder / "a.pdf", b"%PDF-1.4\n1 0 obj")
    pack = put(folder / "b.zip", zipped({"bad.pdf": b"%PDF-1.4\n1 0 obj"}))
    run_import(vault, [folder])
    assert retry(vault).unchanged == 2
    put(path, pdf(), LONG_AGO + 100)
    put(pack, zipped({"good.txt": b"goodword"}), LONG_AGO + 100)
    report = retry(vault)
    assert told(report, folder) == {
        "a.pdf": (IMPORTED, False), "b.zip": (FileStatus.ARCHIVE, False),
        "b.zip/good.txt": (IMPORTED, False),
    }  # fmt: skip
    assert unread(vault, folder) == []


def test_a_newer_program_tries_again(vault: Vault, folder: Path, monkeypatch: pytest.MonkeyPatch):
    put(folder / "picture.xyz", bytes(range(256)) * 20)
    run_import(vault, [folder])
    assert retry(vault).unchanged == 1
    monkeypatch.setattr("itrvault.ingest.retry.__version__", "99")
    report = retry(vault)
    assert told(report, folder) == {"picture.xyz": (FileStatus.UNSUPPORTED, False)}
    assert unread(vault, folder) == ["picture.xyz"]


def test_a_file_that_is_gone_stays_on_the_list(vault: Vault, folder: Path):
    put(folder / "long.md", long_text()).unlink()
    put(folder / "long.md", long_text())
    run_import(vault, [folder])
    before = vault.store.documents.reports()
    (folder / "long.md").unlink()
    report = retry(vault)
    assert report.rows[0].message.startswith("It is no longer at this place. Before, it said: ")
    assert vault.store.documents.reports() == before


def test_attachments_that_could_not_be_taken_out_are_tried_again(vault: Vault, folder: Path):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", "Papers"
    made.set_content("mailword")
    for name in ("one.txt", "two.txt"):
        made.add_attachment(name.encode() * 20, "text", "plain", filename=name)
    put(folder / "mail.eml", made.as_bytes())
    vault.sandbox.close()
    vault._sandbox = Sandbox(Limits(members=1))
    run_import(vault, [folder])
    assert unread(vault, folder) == ["mail.eml/attachments"]
    report = retry(vault)
    assert told(report, folder) == {
        "mail.eml": (FileStatus.DUPLICATE, False),
        "mail.eml/one.txt": (FileStatus.DUPLICATE, False),
        "mail.eml/two.txt": (IMPORTED, False),
    }
    assert unread(vault, folder) == []


def test_places_on_disk_are_found_from_shown_paths(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.zip").write_bytes(b"x")
    odd = os.fsencode(tmp_path / "a") + b"/\xff.zip"
    with open(odd, "wb") as file:
        file.write(b"x")
    folder = str(tmp_path / "a")
    assert locate(f"{folder}/b.zip") == f"{folder}/b.zip"
    assert locate(f"{folder}/b.zip/c.zip/d.txt") == f"{folder}/b.zip"
    assert locate(f"{folder}/gone.txt") is None
    assert locate(folder) == folder
    assert locate(f"{folder}/\ufffd.zip/x.txt") == os.fsdecode(odd)
    assert locate("nothing/at/all") is None


def test_patient_limits_grow_but_for_what_the_program_holds_itself():
    usual = Limits()
    patient = usual.patient(4)
    assert patient.stall_seconds == 4 * usual.stall_seconds
    assert patient.seconds_for(0) == 4 * usual.seconds_for(0)
    assert patient.memory >= usual.memory
    assert patient.text == usual.text
    assert usual.patient(1) == Limits(memory=usual.patient(1).memory, depth=10)
