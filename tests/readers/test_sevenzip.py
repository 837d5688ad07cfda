"""7z archives and encrypted ZIP archives: every way of packing, passwords, limits."""

from __future__ import annotations

import struct
from zlib import crc32

import pytest
from flows import ENDS, end_of
from hypothesis import given
from hypothesis import strategies as st
from packs import FILES, PASSWORD, SEVENZIP, ZIP

from itrvault.errors import (
    ArchiveUnsupported,
    FileDamaged,
    FileEmpty,
    FileLocked,
    ReaderFailed,
    ReaderOverLimit,
)  # fmt: skip
from itrvault.readers import archive, sevenzip, table
from itrvault.readers.base import Member, ReadContext, Reader
from itrvault.readers.sevenzip_head import Cursor
from itrvault.sandbox import magic

PLAIN = ("lzma2", "lzma", "bzip2", "deflate", "copy", "bcj", "delta", "apart")


def unpacked(reader: Reader, data: bytes, password: str = "") -> dict[str, Member]:
    context = ReadContext("a.7z", password=password)
    return {m.name: m for m in reader.read(data, context) if isinstance(m, Member)}


@pytest.mark.parametrize("way", PLAIN)
def test_every_way_of_packing(way: str):
    found = unpacked(sevenzip, SEVENZIP[way])
    assert {name: member.data for name, member in found.items()} == FILES
    assert not any(member.failure for member in found.values())


def test_under_a_password():
    for way in ("aes", "aes_heads"):
        found = unpacked(sevenzip, SEVENZIP[way], PASSWORD)
        assert {name: member.data for name, member in found.items()} == FILES
    for password in ("", "wrong"):
        found = unpacked(sevenzip, SEVENZIP["aes"], password)
        assert {m.failure for name, m in found.items() if FILES[name]} == {"locked"}
        with pytest.raises(FileLocked):
            unpacked(sevenzip, SEVENZIP["aes_heads"], password)


def test_a_rare_way_is_named():
    found = unpacked(sevenzip, SEVENZIP["ppmd"])
    assert {(m.failure, m.reason) for name, m in found.items() if FILES[name]} == {
        ("archive", "7z packed with PPMd")
    }


@pytest.mark.parametrize("way", ZIP)
def test_encrypted_zip_archives(way: str):
    found = unpacked(archive, ZIP[way], PASSWORD)
    assert {name: member.data for name, member in found.items()} == FILES
    for password in ("", "wrong"):
        found = unpacked(archive, ZIP[way], password)
        assert {m.failure for name, m in found.items() if FILES[name]} == {"locked"}


def test_a_damaged_encrypted_member_is_not_taken_for_read():
    data = bytearray(ZIP["aes256"])
    data[data.index(b"PK\x03\x04") + 90] ^= 1
    found = unpacked(archive, bytes(data), PASSWORD)
    assert any(member.failure for member in found.values())


def test_what_is_cut_or_changed_ends_with_a_sentence():
    whole = SEVENZIP["lzma2"]
    for cut in (0, 6, 31, 40, len(whole) - 3):
        with pytest.raises((FileDamaged, FileEmpty)):
            unpacked(sevenzip, whole[:cut])


def test_a_changed_byte_costs_its_file():
    data = bytearray(SEVENZIP["copy"])
    data[data.index(b"Words")] ^= 1
    found = unpacked(sevenzip, bytes(data))
    assert {name: (m.failure, m.reason) for name, m in found.items()} == {
        "leak/one.txt": ("damaged", "its checksum is wrong"), "leak/два.txt": ("", ""),
        "leak/empty.txt": ("", ""),
    }  # fmt: skip


def sealed(header: bytes) -> bytes:
    """An archive with this header, its checksums right."""
    start = struct.pack("<QQI", 0, len(header), crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", crc32(start)) + start + header


@given(st.binary(min_size=1, max_size=80), st.sampled_from([b"\x01", b"\x17", b"\x01\x04"]))
def test_any_list_of_files_ends(rest: bytes, start: bytes):
    assert end_of(sevenzip, sealed(start + rest), "a.7z") in (*ENDS, "archive")


@given(st.data())
def test_no_change_of_bytes_brings_anything_but_a_known_failure(data: st.DataObject):
    whole = bytearray(SEVENZIP[data.draw(st.sampled_from(PLAIN))])
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(32, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        unpacked(sevenzip, bytes(whole))
    except ReaderFailed as failure:
        assert failure.code in ENDS  # noqa: PT017 - any of them will do


def test_a_claim_of_endless_bytes_is_stopped_before_unpacking():
    huge = b"\xff" + (1 << 50).to_bytes(8, "little")
    header = b"\x01\x04\x06\x00\x01\x09\x0a\x00\x07\x0b\x01\x00\x01\x01\x00\x0c" + huge + b"\0\0"
    header += b"\x05\x01\x11\x05\x00a\0\0\0\0\0"
    with pytest.raises(ReaderOverLimit):
        unpacked(sevenzip, sealed(header))
    many = b"\x01\x05\xff" + (1 << 40).to_bytes(8, "little")
    with pytest.raises(ReaderOverLimit):
        unpacked(sevenzip, sealed(many))


@given(st.integers(0, (1 << 64) - 1))
def test_numbers_of_any_size(number: int):
    extra = next((n for n in range(8) if number < 1 << 7 * (n + 1)), 8)
    if extra == 8:
        coded = b"\xff" + number.to_bytes(8, "little")
    else:
        low = (number & (1 << 8 * extra) - 1).to_bytes(extra, "little")
        coded = bytes([(0xFF00 >> extra & 0xFF) | number >> 8 * extra]) + low
    assert Cursor(coded).number() == number


def test_names_cannot_climb():
    name = "..\\..\\etc/pass\0".encode("utf-16-le")
    header = b"\x01\x05\x01\x0e\x01\x80\x0f\x01\x80\x11" + bytes([len(name) + 1]) + b"\0" + name
    assert list(unpacked(sevenzip, sealed(header + b"\0\0"))) == ["etc/pass"]


def test_they_are_told_from_documents_and_others_are_named():
    assert magic.kind(SEVENZIP["lzma"], "a.doc") == "archive"
    assert table.choose(SEVENZIP["lzma"], "a.txt") is sevenzip
    with pytest.raises(ArchiveUnsupported) as failure:
        list(archive.read(b"Rar!\x1a\x07\x00" + bytes(50), ReadContext("a.rar")))
    assert failure.value.message == "Archives of this kind (RAR archive) are not supported."
    assert "import the folder" in failure.value.advice
