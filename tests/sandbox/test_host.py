"""Readers as the host sees them: real processes, real files, real ends."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pymupdf
import pytest

from itrvault.errors import (
    BugError,
    Cancelled,
    FileDamaged,
    FileEmpty,
    FileLocked,
    FileUnsupported,
    NoSuchUnit,
    ReaderFailed,
    ReaderOverLimit,
    ReaderTimedOut,
)
from itrvault.progress import CancelToken
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.limits import Limits


def pdf_of(*pages: str, **save: object) -> bytes:
    document = pymupdf.open()
    for text in pages:
        document.new_page(width=200, height=100).insert_text((20, 40), text)
    return document.tobytes(**save)


def slow_pdf() -> bytes:
    """A page whose instructions take minutes to go through: forms that call forms."""
    document = pymupdf.open()
    page = document.new_page()
    leaf = document.get_new_xref()
    document.update_object(leaf, "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]>>")
    document.update_stream(leaf, b"0 0 m 1 1 l S\n" * 20)
    for _ in range(7):
        form = document.get_new_xref()
        document.update_object(
            form,
            f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {leaf} 0 R>>>>>>",
        )
        document.update_stream(form, b"/F Do\n" * 20)
        leaf = form
    document.xref_set_key(page.xref, "Resources", f"<</XObject<</F {leaf} 0 R>>>>")
    contents = document.get_new_xref()
    document.update_object(contents, "<<>>")
    document.update_stream(contents, b"/F Do")
    page.set_contents(contents)
    return document.tobytes()


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as shared:
        yield shared


def processes_of(sandbox: Sandbox) -> list[int]:
    return [reader.process_id for reader in sandbox._pool._keeper._readers]


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_file_is_read(sandbox):
    extraction = sandbox.extract(pdf_of("Article 7", "second"), "TD 64.pdf")
    assert [unit.text for unit in extraction.units] == ["Article 7", "second"]
    assert extraction.media_type == "application/pdf"
    assert extraction.reader.startswith("pdf/")
    assert extraction.warnings == ()


def test_plain_text_goes_to_its_own_reader(sandbox):
    extraction = sandbox.extract("Статья 7\n\nПриостановка служб".encode(), "статья.txt")
    assert "Приостановка" in extraction.units[0].text


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", FileEmpty),
        (b"%PDF-1.4 and nothing more", FileDamaged),
        (
            pdf_of("x", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="k", owner_pw="k"),
            FileLocked,
        ),
        (b"\x7fELF\0\0\0\1\2\3" * 50, FileUnsupported),
    ],
)
def test_known_failures_keep_their_class_and_their_reader(sandbox, data, error):
    sandbox.warm_up()
    before = processes_of(sandbox)
    with pytest.raises(error):
        sandbox.extract(data, "file.bin")
    assert processes_of(sandbox) == before
    assert sandbox.extract(pdf_of("still here"), "x.pdf").units[0].text == "still here"


def test_a_password_opens(sandbox):
    data = pdf_of("x", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="kéy", owner_pw="o")
    assert sandbox.extract(data, "x.pdf", password="kéy").units[0].text == "x"


def test_a_file_too_large_is_not_even_sent():
    with Sandbox(Limits(file_size=100)) as sandbox, pytest.raises(ReaderOverLimit):
        sandbox.extract(b"x" * 101, "x.txt")


def test_many_threads_at_once(sandbox):
    def work(number: int) -> str:
        return sandbox.extract(pdf_of(f"number {number}"), "x.pdf").units[0].text

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(20))) == [f"number {n}" for n in range(20)]
    assert len(processes_of(sandbox)) <= sandbox.limits.idle_children


def test_a_page_that_hangs_costs_itself():
    with Sandbox(Limits(stall_seconds=1.5)) as sandbox:
        document = pymupdf.open(stream=pdf_of("first", "second"))
        document.insert_pdf(pymupdf.open(stream=slow_pdf()))
        document.insert_pdf(pymupdf.open(stream=pdf_of("last")))
        extraction = sandbox.extract(document.tobytes(), "x.pdf")
        assert [unit.text for unit in extraction.units] == ["first", "second", "", "last"]
        assert extraction.warnings == (
            "A page of it hung or crashed a reader, so it was read with care: words that are "
            "underlined or struck out are not told apart.",
            "1 of 4 pages has damage and could not be read: 3.",
        )


def test_a_file_that_only_hangs_is_stopped_and_its_reader_gone():
    with Sandbox(Limits(stall_seconds=1.1)) as sandbox:
        sandbox.warm_up()
        (process,) = processes_of(sandbox)
        with pytest.raises(ReaderTimedOut, match=r"1\.1 seconds"):
            sandbox.extract(slow_pdf(), "x.pdf")
        assert process not in processes_of(sandbox)
        assert gone(process)


def test_cancelling_ends_a_call_that_waits(sandbox):
    token = CancelToken()
    timer = threading.Timer(0.3, token.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        sandbox.extract(slow_pdf(), "x.pdf", cancel=token)
    timer.join()
    with pytest.raises(Cancelled):
        sandbox.extract(pdf_of("x"), "x.pdf", cancel=token)


def test_a_reader_that_dies_while_idle_is_replaced(sandbox):
    sandbox.warm_up()
    for reader in sandbox._pool._keeper._readers:
        reader._process.kill()
        reader._process.wait()
    assert sandbox.extract(pdf_of("again"), "x.pdf").units[0].text == "again"
    assert len(processes_of(sandbox)) == 1


def test_closing_leaves_no_process_and_no_thread():
    sandbox = Sandbox()
    sandbox.warm_up(2)
    pages = sandbox.open_pages(pdf_of("x"), "x.pdf")
    running = processes_of(sandbox)
    assert running
    sandbox.close()
    sandbox.close()
    pages.close()
    assert all(map(gone, running))
    assert not any(t.name == "itrvault-sandbox" and t.is_alive() for t in threading.enumerate()
                   if t is sandbox._pool._keeper._thread)  # fmt: skip


def test_a_worn_out_reader_is_replaced():
    with Sandbox(Limits(files_per_child=1)) as sandbox:
        sandbox.extract(pdf_of("a"), "x.pdf")
        assert processes_of(sandbox) == []
        assert sandbox.extract(pdf_of("b"), "x.pdf").units[0].text == "b"


def test_a_reader_is_kept_however_much_memory_the_program_has_in_use():
    """On Linux a process begins its record of memory with that of the one that started it."""
    held = bytearray(b"x") * (300 << 20)
    with Sandbox(Limits(memory=512 << 20)) as sandbox:
        sandbox.extract(pdf_of("a"), "x.pdf")
        assert len(processes_of(sandbox)) == 1
    assert held


def zip_of(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_members_of_an_archive_and_reading_them_meanwhile(sandbox):
    data = zip_of({"a.pdf": pdf_of("inside"), "b/c.txt": b"plain words"})
    assert sandbox.kind(data, "leak.zip") == "archive"
    seen = {}
    for member in sandbox.members(data, "leak.zip"):
        assert member.error is None
        seen[member.name] = sandbox.extract(member.data, member.name).units[0].text.strip()
    assert seen == {"a.pdf": "inside", "b/c.txt": "plain words"}


def test_leaving_the_members_early_ends_cleanly(sandbox):
    members = sandbox.members(zip_of({f"{n}.txt": b"x" * 5000 for n in range(50)}), "leak.zip")
    assert next(members).data == b"x" * 5000
    members.close()
    assert sandbox.extract(pdf_of("next"), "x.pdf").units[0].text == "next"


def test_an_archive_that_unpacks_to_too_much_is_stopped():
    with Sandbox(Limits(expanded=50_000, member_size=50_000)) as sandbox:
        members = sandbox.members(zip_of({"zeros": bytes(10_000_000)}), "bomb.zip")
        with pytest.raises(ReaderOverLimit):
            list(members)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (zip_of({"[Content_Types].xml": b"<x/>"}), "a.docx", "document"),
        (zip_of({"word/document.xml": b"<x/>", "[Content_Types].xml": b""}), "a", "document"),
        (zip_of({"mimetype": b"application/epub+zip"}), "book.epub", "document"),
        (zip_of({"in/[Content_Types].xml": b"<x/>"}), "unpacked.zip", "archive"),
        (zip_of({"a.docx": zip_of({"[Content_Types].xml": b""})}), "leak.zip", "archive"),
        (zip_of({}), "empty.zip", "archive"),
        (b"junk\n%PDF-1.4", "x", "document"),
        (b"words", "x.txt", "document"),
        (b"\x7fELF\0", "x", ""),
        (b"", "x", ""),
    ],
)
def test_kinds_by_magic(sandbox, data, name, kind):
    assert sandbox.kind(data, name) == kind


def test_pages_are_drawn_and_measured(sandbox):
    with sandbox.open_pages(pdf_of("one", "two"), "x.pdf") as pages:
        assert pages.page_count == 2
        assert pages.size(1) == (200, 100)
        picture = pages.draw(0, 2.0)
        assert (picture.width, picture.height) == (400, 200)
        assert len(picture.rgb) == picture.stride * 200
        assert pages.glyphs(1).chars == "two"
        assert max(pages.draw(0, 1.0, night=True).rgb[:3]) < 40
        with pytest.raises(NoSuchUnit):
            pages.draw(2, 1.0)


def test_one_reader_is_made_ready_and_draws_one_document_after_the_other(sandbox):
    sandbox.warm_up(drawing=True)
    ready = processes_of(sandbox)
    for text in ("first", "second"):
        with sandbox.open_pages(pdf_of(text), "x.pdf") as pages:
            assert pages.glyphs(0).chars == text
            assert pages.draw(0, 1.0).width == 200
        assert processes_of(sandbox) == ready


def test_the_next_document_is_opened_by_the_same_reader(sandbox):
    first = sandbox.open_pages(pdf_of("first"), "a.pdf")
    ready = processes_of(sandbox)
    second = sandbox.open_pages(pdf_of("second", "third"), "b.pdf", instead_of=first)
    assert processes_of(sandbox) == ready
    assert (second.page_count, second.glyphs(0).chars) == (2, "second")
    with pytest.raises(BugError):
        first.draw(0, 1.0)
    first.close()  # has nothing to say any more
    assert second.draw(1, 1.0).width == 200
    second.close()
    with pytest.raises(FileDamaged):
        sandbox.open_pages(
            b"%PDF-1.4 and nothing more", "c.pdf",
            instead_of=sandbox.open_pages(pdf_of("x"), "x.pdf"),
        )  # fmt: skip
    assert processes_of(sandbox) == ready
    assert sandbox.extract(pdf_of("still here"), "x.pdf").units[0].text == "still here"


def test_a_worn_out_reader_is_not_used_for_the_next_document():
    with Sandbox(Limits(files_per_child=2)) as sandbox:
        pages, seen = sandbox.open_pages(pdf_of("0"), "x.pdf"), set()
        for number in range(1, 5):
            seen |= set(processes_of(sandbox))
            pages = sandbox.open_pages(pdf_of(f"{number}"), "x.pdf", instead_of=pages)
            assert pages.glyphs(0).chars == f"{number}"
        pages.close()
        assert len(seen) == 2


def test_pixels_are_capped():
    with (
        Sandbox(Limits(picture_pixels=5000)) as sandbox,
        sandbox.open_pages(pdf_of("x"), "x.pdf") as pages,
    ):
        picture = pages.draw(0, 90.0)
        assert picture.width * picture.height <= 5000


def test_a_page_that_hangs_while_drawn_does_not_hold_the_others():
    document = pymupdf.open(stream=pdf_of("fine"))
    document.insert_pdf(pymupdf.open(stream=slow_pdf()))
    with (
        Sandbox(Limits(page_seconds=1.5)) as sandbox,
        sandbox.open_pages(document.tobytes(), "x.pdf") as pages,
    ):
        with pytest.raises(ReaderTimedOut):
            pages.draw(1, 1.0)
        assert pages.draw(0, 1.0).width == 200
        assert pages.glyphs(0).chars == "fine"


def test_a_locked_document_does_not_open_and_leaves_its_reader_usable(sandbox):
    data = pdf_of("x", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="k", owner_pw="o")
    with pytest.raises(FileLocked):
        sandbox.open_pages(data, "x.pdf")
    with sandbox.open_pages(data, "x.pdf", "k") as pages:
        assert pages.page_count == 1


@pytest.mark.skipif(sys.platform != "linux", reason="these layers are Linux's")
def test_layers_are_words(sandbox):
    assert "limited memory and no written files (rlimits)" in sandbox.layers()


@pytest.mark.corpus
@pytest.mark.parametrize("folder", ["hostile", "treaties", "multilingual"])
def test_real_files_end_in_an_extraction_or_a_known_failure(corpus, folder):
    files = sorted((corpus / folder).glob("*.pdf"))[::4]
    read = 0
    with Sandbox(Limits(stall_seconds=3)) as sandbox:
        for file in files:
            with contextlib.suppress(ReaderFailed):
                read += bool(sandbox.extract(file.read_bytes(), file.name).units)
        running = processes_of(sandbox)
    assert read > len(files) // 2
    assert all(map(gone, running))


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["libitext5-java__acsploit_timing.pdf", "PyMuPDF__test_2548.pdf"])
def test_files_known_to_hang_are_stopped(corpus, name):
    data = (corpus / "hostile" / name).read_bytes()
    with Sandbox(Limits(stall_seconds=1.5, page_seconds=1.0)) as sandbox:
        with sandbox.open_pages(data, name) as pages, pytest.raises(ReaderTimedOut):
            pages.draw(0, 1.0)
        if "acsploit" in name:
            with pytest.raises(ReaderTimedOut):
                sandbox.extract(data, name)
