"""A file that nobody here reads is named, with what to do about it."""

from __future__ import annotations

import pickle

import pytest

from itrvault.errors import ArchiveUnsupported, FileUnsupported
from itrvault.readers import table
from itrvault.readers.base import ReadContext


@pytest.mark.parametrize(
    ("head", "name", "kind", "way"),
    [
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a.webp", "WebP picture", "as PNG"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "a.heic", "HEIC picture", "as PNG"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "a", "AVIF picture", "as PNG"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", "a.mp4", "video", "no written words"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "a.wav", "sound recording", "no written words"),
        (b"AT&TFORM\x00\x00\x10\x00THUM", "a.djvu", "DjVu document", "ddjvu -format=pdf"),
        (b"!BDN\x00\x00\x00\x00SM\x17\x00", "a.pst", "Outlook mailbox", "readpst"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a.exe", "Windows program", "never opened"),
        (b"SQLite format 3\x00\x10\x00", "a.db", "SQLite database", "as CSV"),
    ],
)
def test_it_is_named_and_the_way_forward_fits(head: bytes, name: str, kind: str, way: str):
    data = head + bytes(600)
    with pytest.raises(FileUnsupported) as told:
        list(table.choose(data, name).read(data, ReadContext(name)))
    assert told.value.values["kind"] == kind
    assert way in told.value.advice
    assert pickle.loads(pickle.dumps(told.value)).advice == told.value.advice


def test_an_archive_is_to_be_unpacked_and_an_unknown_kind_saved_as_another():
    with pytest.raises(ArchiveUnsupported) as told:
        table.choose(b"Rar!\x1a\x07\x01\x00" + bytes(600), "a.rar")
    assert told.value.advice.startswith("Unpack it")
    assert "PDF or DOCX" in FileUnsupported(kind="binary data").advice
