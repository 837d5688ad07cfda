"""ZIP archives: members with safe names, within limits; other archives named and refused."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import FileDamaged, FileEmpty, FileUnsupported, ReaderOverLimit
from itrvault.readers import archive, base
from itrvault.readers.archive import safe_name
from itrvault.readers.base import Member, ReadContext


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return out.getvalue()


def members(data: bytes, name: str = "a.zip") -> list[Member]:
    return [r for r in archive.read(data, ReadContext(name)) if isinstance(r, Member)]


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?\.txt", fullmatch=True),
                       st.binary(max_size=200), min_size=1, max_size=6))  # fmt: skip
def test_every_member_comes_out_whole(files: dict[str, bytes]):
    assert {m.name: m.data for m in members(zipped(files))} == files


def test_names_that_climb_or_hide_are_made_safe():
    files = {"../../etc/passwd": b"1", "/abs.txt": b"2", "C:\\x\\y.txt": b"3",
             "a\u202etxt.exe": b"4", "new\nline": b"5", " ": b"6"}  # fmt: skip
    data = zipped(files)
    assert [m.name for m in members(data)] == [
        "etc/passwd", "abs.txt", "x/y.txt", "a\ufffdtxt.exe", "new\ufffdline", "unnamed",
    ]  # fmt: skip
    warned = [r for r in archive.read(data, ReadContext("a.zip")) if isinstance(r, base.Warning)]
    assert len(warned) == 1


@given(st.text(max_size=600))
def test_a_safe_name_is_safe(name: str):
    safe = safe_name(name)
    assert safe.strip()
    assert not safe.startswith("/")
    assert ".." not in safe.split("/")
    assert len(safe) <= 400
    assert safe.encode()
    assert safe.isprintable() or " " in safe or any(ord(c) > 127 for c in safe)


def test_equal_names_are_both_kept():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("a.txt", b"1")
        z.writestr("../a.txt", b"2")
    assert [(m.name, m.data) for m in members(out.getvalue())] == [
        ("a.txt", b"1"), ("a (2).txt", b"2"),
    ]  # fmt: skip


def test_utf8_names_without_the_flag_are_read_as_utf8():
    data = zipped({"XXXX.txt": b"x"}).replace(b"XXXX", "Ёж".encode())
    assert members(data)[0].name == "Ёж.txt"


def test_an_encrypted_member_is_locked_and_the_others_are_read():
    data = bytearray(zipped({"secret.txt": b"x" * 50, "open.txt": b"y"}))
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(start)
        flags = struct.unpack_from("<H", data, at + offset)[0]
        struct.pack_into("<H", data, at + offset, flags | 1)
    found = members(bytes(data))
    assert [(m.name, m.failure, m.data) for m in found] == [
        ("secret.txt", "locked", b""), ("open.txt", "", b"y"),
    ]  # fmt: skip


def test_a_damaged_member_costs_only_itself():
    data = bytearray(zipped({"a.txt": b"hello world " * 20, "b.txt": b"fine"}, zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    found = members(bytes(data))
    assert (found[0].failure, found[1].data) == ("damaged", b"fine")


def test_bombs_are_stopped_before_they_are_unpacked():
    with pytest.raises(ReaderOverLimit):
        members(zipped({"a": bytes(60_000_000)}))
    flat = zipped({f"{n}.txt": bytes(2_000_000) for n in range(40)})
    with pytest.raises(ReaderOverLimit):
        members(flat)


def test_files_that_share_their_bytes_are_a_bomb():
    data = bytearray(zipped({"a.txt": b"x" * 100, "b.txt": b"y" * 100}))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    struct.pack_into("<I", data, second + 42, 0)
    with pytest.raises(ReaderOverLimit):
        members(bytes(data))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", FileEmpty),
        (zipped({}), FileEmpty),
        (zipped({"a.txt": b"x" * 300})[:-30], FileDamaged),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), FileUnsupported),
        (zipped({"x": b"", "mimetype": b"", "META-INF/container.xml": b""}), FileUnsupported),
    ],
    ids=["nothing", "no member", "cut off", "Word", "book"],
)
def test_what_is_no_archive_fails_clearly(data: bytes, error: type[Exception]):
    with pytest.raises(error):
        members(data)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"Rar!\x1a\x07\x00", "RAR archive"),
        (b"\x1f\x8b\x08", "gzip file"),
        (bytes(257) + b"ustar", "tar archive"),
    ],
)
def test_other_archives_are_named(head: bytes, kind: str):
    assert archive.score(head, "x") > 0
    with pytest.raises(FileUnsupported) as failure:
        members(head)
    assert failure.value.values["kind"] == kind


def test_office_packages_are_no_archives():
    office = zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"})
    book = zipped({"mimetype": b"application/epub+zip", "x": b""}, zipfile.ZIP_STORED)
    assert archive.score(office[:4096], "a.docx") < 10
    assert archive.score(book[:4096], "a.epub") < 10
    assert archive.score(zipped({"a.txt": b"x"})[:4096], "leak") == 90


@pytest.mark.corpus
def test_real_archives(corpus: Path):
    data = (corpus / "office" / "tika__testZip_with_DataDescriptor2.zip").read_bytes()
    assert members(data, "x.zip")
    with pytest.raises(FileUnsupported):
        members((corpus / "office" / "tika__test-documents-enc.rar").read_bytes(), "x.rar")
