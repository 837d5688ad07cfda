"""The table of readers: what is not loaded would not have been chosen."""

from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from itrvault.readers.table import ONLY_IF

STARTS = (
    b"PK\x03\x04" + bytes(22) + b"\x08\0\0\0mimetypeapplication/epub+zip", b"\xd0\xcf\x11\xe0",
    b"{\\rtf1 x", b"From: a\nTo: b\nDate: c", b"From a Fri 2012\nTo: x\nDate: y",
    gzip.compress(b"x"),
    b"<?xml version='1.0'?><office:document xmlns", "<office:document ".encode("utf-16"),
    "From: a\nTo: b\nDate: c".encode("utf-16"), b"Content-Type: multipart/mixed", b"words", b"",
    b"\r\nSubject: x\nTo: y", b"\xef\xbb\xbf{\\rtf1", b"1234\nFrom: a\n",
)  # fmt: skip
ENDINGS = (
    "", ".docx", ".xlsm", ".potx", ".epub", ".ott", ".sxw", ".fods", ".rtf", ".eml", ".emlx",
    ".msg",
    ".mbox", ".mhtml", ".nws", ".odf", ".txt", ".tar", ".gz",
)  # fmt: skip


@given(st.sampled_from(STARTS), st.binary(max_size=60), st.sampled_from(ENDINGS))
def test_a_reader_that_is_not_loaded_would_have_scored_nothing(
    start: bytes, rest: bytes, ending: str
):
    head, name = start + rest, f"leak{ending}"
    for load, wanted in ONLY_IF.items():
        reader = load()
        assert wanted(head, name) or reader.score(head, name) == 0, reader.NAME


def test_every_ending_a_reader_names_lets_it_be_loaded():
    for load, wanted in ONLY_IF.items():
        reader = load()
        for ending in getattr(reader, "_ENDINGS", ()):
            if reader.score(b"words", f"a.{ending}"):
                assert wanted(b"words", f"a.{ending}"), (reader.NAME, ending)
