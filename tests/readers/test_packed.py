"""TAR and packed files: members with safe names, counted while they grow, links left out."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flows import ENDS, end_of, members
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import FileDamaged, FileEmpty, FileUnsupported, ReaderOverLimit
from itrvault.readers import packed, table
from itrvault.readers.zips import ZipLimits
from itrvault.sandbox import magic

PACKERS: tuple[Callable[[bytes], bytes], ...] = (
    bytes, gzip.compress, bz2.compress, lzma.compress,
)  # fmt: skip


def tarred(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def special(kind: bytes, name: str, target: str = "") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, target
        archive.addfile(entry)
    return out.getvalue()


@given(
    st.dictionaries(
        st.from_regex(r"[a-zж]{1,8}(/[a-z]{1,120})?\.txt", fullmatch=True),
        st.binary(max_size=2000), min_size=1, max_size=4,
    ),
    st.sampled_from(PACKERS),
    st.sampled_from([tarfile.PAX_FORMAT, tarfile.GNU_FORMAT]),
)  # fmt: skip
def test_every_member_comes_out_whole(
    files: dict[str, bytes], pack: Callable[[bytes], bytes], form: int
):
    data = pack(tarred(files, form))
    assert magic.kind(data, "leak") == "archive"
    assert table.choose(data, "leak") is packed
    assert {m.name: m.data for m in members(packed, data, "leak")} == files


@pytest.mark.parametrize("pack", PACKERS[1:])
def test_a_single_packed_file_is_its_one_member(pack: Callable[[bytes], bytes]):
    (member,) = members(packed, pack(b"words"), "minutes.txt.gz")
    assert (member.name, member.data) == ("minutes.txt", b"words")


def test_a_gzip_file_knows_its_own_name():
    out = io.BytesIO()
    with gzip.GzipFile("folder/протокол.txt", "wb", fileobj=out) as packing:
        packing.write(b"words")
    named = out.getvalue()
    assert members(packed, named, "x.gz")[0].name == "x"  # gzip writes Latin letters only
    latin = gzip.compress(b"words")
    head = latin[:3] + b"\x08" + latin[4:10] + b"../d\xe9p\xeache.txt\0" + latin[10:]
    assert members(packed, head, "x.gz")[0].name == "dépêche.txt"


def test_names_that_climb_are_made_safe_and_equal_ones_kept():
    data = tarred({"../../etc/passwd": b"1", "/etc/passwd": b"2"})
    assert [(m.name, m.data) for m in members(packed, data, "a.tar")] == [
        ("etc/passwd", b"1"), ("etc/passwd (2)", b"2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "what"),
    [(tarfile.SYMTYPE, "a link"), (tarfile.LNKTYPE, "a link"), (tarfile.CHRTYPE, "a device"),
     (tarfile.FIFOTYPE, "a device")],
)  # fmt: skip
def test_links_and_devices_are_named_and_left_out(kind: bytes, what: str):
    (member,) = members(packed, special(kind, "odd", "/etc/passwd"), "a.tar")
    assert (member.data, member.failure, member.reason) == (b"", "unsupported", what)


def test_what_grows_without_measure_is_stopped(monkeypatch: pytest.MonkeyPatch):
    bomb = gzip.compress(bytes(30_000_000))
    with pytest.raises(ReaderOverLimit):
        members(packed, bomb, "a.gz")
    with pytest.raises(ReaderOverLimit):
        members(packed, bz2.compress(tarred({"zeros": bytes(30_000_000)})), "a.tar.bz2")
    monkeypatch.setattr(packed, "_LIMITS", ZipLimits(members=3, member=1000))
    with pytest.raises(ReaderOverLimit):
        members(packed, tarred({f"{n}.txt": b"x" for n in range(4)}), "a.tar")
    with pytest.raises(ReaderOverLimit):
        members(packed, tarred({"large": bytes(2000)}), "a.tar")


def test_a_sparse_file_does_not_grow_either(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packed, "_LIMITS", ZipLimits(member=1 << 20))
    entry = tarfile.TarInfo("sparse")
    entry.pax_headers = {
        "GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.map": "0,1",
        "GNU.sparse.size": str(1 << 40),
    }  # fmt: skip
    entry.size = 1
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(entry, io.BytesIO(b"x"))
    with pytest.raises(ReaderOverLimit):
        members(packed, out.getvalue(), "a.tar")


def test_what_was_read_before_a_break_is_kept():
    data = tarred({"a.txt": b"first", "b.txt": b"x" * 20_000})[:12_000]
    found = []
    with pytest.raises(FileDamaged):
        found.extend(packed.read(data, packed.ReadContext("a.tar")))
    assert [m.name for m in found] == ["a.txt"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", FileEmpty),
        (b"words", FileUnsupported),
        (gzip.compress(b"words" * 999)[:-20], FileDamaged),
        (lzma.compress(b"words" * 999)[:-20], FileDamaged),
        (b"BZh91AY&SY" + bytes(99), FileDamaged),
    ],
    ids=["empty", "text", "cut gzip", "cut xz", "broken bzip2"],
)
def test_what_cannot_be_unpacked_fails_clearly(data: bytes, error: type[Exception]):
    with pytest.raises(error):
        members(packed, data, "a.gz")


@given(st.data())
def test_a_damaged_archive_ends_as_a_known_failure(data: st.DataObject):
    pack = data.draw(st.sampled_from(PACKERS))
    whole = bytearray(pack(tarred({"a.txt": b"words", "б" * 60: b"more"})))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert end_of(packed, bytes(whole), "a.tar") in ENDS


@given(st.binary(max_size=600))
def test_no_other_bytes_are_taken_for_a_tar(data: bytes):
    assert not magic.is_tar(data)


@pytest.mark.corpus
def test_a_real_packed_file(corpus: Path):
    name = "tika__testWARC_multiple.warc.gz"
    (member,) = members(packed, (corpus / "office" / name).read_bytes(), name)
    assert member.data.startswith(b"WARC/")
