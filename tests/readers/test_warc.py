"""Web archives: each page or file with its address; what only makes pages look is left out."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from flows import ENDS, end_of, members, warnings, zipped
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from itrvault.errors import FileDamaged, FileEmpty
from itrvault.readers import table, warc
from itrvault.readers.base import Member
from itrvault.sandbox import magic
from itrvault.sandbox.host import Sandbox

DATE = "2012-11-30T10:05:00Z"
HEADS = {"WARC-Date": DATE, "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000000>"}
PAGE = "<html><body><p>Слова</p></body></html>".encode()


class Written:
    def __init__(self, *, packed: bool = True) -> None:
        self.out = io.BytesIO()
        self._writer = WARCWriter(self.out, gzip=packed)

    def response(
        self, url: str, body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK",
        **heads: str,
    ) -> Written:  # fmt: skip
        listed = [("Content-Type", kind), *((k.replace("_", "-"), v) for k, v in heads.items())]
        self._writer.write_record(self._writer.create_warc_record(
            url, "response", io.BytesIO(body), len(body),
            warc_headers_dict=HEADS,
            http_headers=StatusAndHeaders(status, listed, protocol="HTTP/1.1"),
        ))  # fmt: skip
        return self

    def other(self, form: str, url: str, body: bytes, kind: str) -> Written:
        self._writer.write_record(self._writer.create_warc_record(
            url, form, io.BytesIO(body), len(body), warc_content_type=kind,
            warc_headers_dict=HEADS,
        ))  # fmt: skip
        return self

    @property
    def data(self) -> bytes:
        return self.out.getvalue()


def found(data: bytes) -> dict[str, Member]:
    return {member.name: member for member in members(warc, data, "a.warc.gz")}


@pytest.mark.parametrize("packed", [True, False])
def test_pages_and_files_are_named_by_their_address(packed: bool):
    made = Written(packed=packed)
    made.response("http://itu.example/wcit/", PAGE)
    made.response("https://itu.example/md/S12-WCIT12-C-0027!A2!MSW-R", b"PK", "application/msword")
    made.response("https://itu.example/a%20b.PDF", b"%PDF-1.4 x", "application/pdf")
    made.response("https://itu.example/page.aspx?id=3/4&l=ru", PAGE)
    made.other("resource", "file:///saved/note", b"a note", "text/plain")
    assert {name: (m.data, dict(m.stated)["url"]) for name, m in found(made.data).items()} == {
        "itu.example/wcit/index.html": (PAGE, "http://itu.example/wcit/"),
        "itu.example/md/S12-WCIT12-C-0027!A2!MSW-R.doc": (
            b"PK", "https://itu.example/md/S12-WCIT12-C-0027!A2!MSW-R",
        ),
        "itu.example/a b.PDF": (b"%PDF-1.4 x", "https://itu.example/a%20b.PDF"),
        "itu.example/page.aspx?id=3-4&l=ru.html": (
            PAGE, "https://itu.example/page.aspx?id=3/4&l=ru",
        ),
        "saved/note.txt": (b"a note", "file:///saved/note"),
    }  # fmt: skip
    assert all(dict(m.stated)["fetched"] == DATE for m in found(made.data).values())


def test_what_is_no_document_is_left_out():
    made = Written().response("http://x.example/gone", PAGE, status="404 Not Found")
    made.response("http://x.example/moved", b"", status="301 Moved", Location="/")
    made.response("http://x.example/s.css", b"p {}", "text/css")
    made.response("http://x.example/button.png", b"\x89PNG", "image/png")
    made.response("http://x.example/scan.jpg", b"\xff\xd8" + bytes(60_000), "image/jpeg")
    made.other("metadata", "http://x.example/", b"via: y", "application/warc-fields")
    made.response("http://x.example/", PAGE).response("http://x.example/", PAGE)
    made.response("http://x.example/", PAGE + b"later")
    assert list(found(made.data)) == [
        "x.example/scan.jpg", "x.example/index.html", "x.example/index (2).html",
    ]  # fmt: skip
    assert warnings(warc, made.data, "a.warc") == [
        "Left out of the web archive: 1 style, script or sound.",
        "Left out of the web archive: 1 small picture.",
    ]


def test_bodies_are_unpacked_as_the_server_packed_them():
    made = Written().response("http://x.example/", gzip.compress(PAGE), Content_Encoding="gzip")
    chunked = b"%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n"
    made.response("http://x.example/c", chunked, Transfer_Encoding="chunked")
    assert {member.data for member in found(made.data).values()} == {PAGE}


def test_one_stream_of_gzip_and_packages_of_archives():
    plain = Written(packed=False).response("http://x.example/", PAGE).data
    assert list(found(gzip.compress(plain))) == ["x.example/index.html"]
    package = zipped({
        "datapackage.json": "{}", "pages/pages.jsonl": "{}", "indexes/index.cdx": "x",
        "archive/data.warc.gz": Written().response("http://y.example/", PAGE).data,
    })  # fmt: skip
    assert table.choose(package, "a.wacz") is warc
    assert magic.kind(package, "a.wacz") == "archive"
    assert list(found(package)) == ["y.example/index.html"]


def test_it_is_told_from_other_packed_files():
    data = Written().response("http://x.example/", PAGE).data
    for name in ("a.warc.gz", "a.gz", "a.txt"):
        assert table.choose(data, name) is warc
    assert table.choose(gzip.compress(b"words"), "a.warc.gz") is not warc
    assert magic.kind(Written(packed=False).response("http://x/", PAGE).data, "a") == "archive"


def test_addresses_reach_the_host():
    data = Written().response("http://x.example/", PAGE).data
    data += Written().response("http://x.example/s.css", b"p {}", "text/css").data
    said: list[str] = []
    with Sandbox() as sandbox:
        (member,) = sandbox.members(data, "a.warc.gz", warnings=said)
    assert said == ["Left out of the web archive: 1 style, script or sound."]
    assert member.stated == (("url", "http://x.example/"), ("fetched", DATE))
    assert member.data == PAGE


def test_damage_ends_with_a_sentence():
    data = Written().response("http://x.example/", PAGE * 50).response("http://y", PAGE).data
    with pytest.raises(FileDamaged):
        found(data[: len(data) - 30])
    plain = Written(packed=False).response("http://x.example/", PAGE * 50).data
    with pytest.raises(FileDamaged):
        found(plain[: len(plain) - 30])
    with pytest.raises(FileDamaged):
        found(b"words")
    with pytest.raises(FileEmpty):
        found(b"")


@given(st.data())
def test_no_change_of_bytes_brings_anything_but_a_known_failure(data: st.DataObject):
    made = Written(packed=data.draw(st.booleans()))
    whole = bytearray(made.response("http://x.example/", PAGE).data)
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert end_of(warc, bytes(whole), "a.warc") in ENDS


@pytest.mark.corpus
def test_a_real_archive(corpus: Path):
    data = (corpus / "office" / "tika__testWARC_multiple.warc.gz").read_bytes()
    assert list(found(data)) == ["russellvets.org/index.html"]
