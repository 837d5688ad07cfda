"""A web archive in an import: its pages are documents that know their address."""

from __future__ import annotations

import io
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from itrvault.ingest import run_import
from itrvault.model.report import FileStatus
from itrvault.vault import Vault


def archive(*pages: tuple[str, str, bytes]) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for address, kind, body in pages:
        heads = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(
            address, "response", io.BytesIO(body), len(body), http_headers=heads,
            warc_headers_dict={"WARC-Date": "2012-11-30T10:05:00Z"},
        ))  # fmt: skip
    return out.getvalue()


def test_pages_keep_their_address_and_what_is_left_out_is_said(tmp_path: Path):
    path = tmp_path / "leak.warc.gz"
    path.write_bytes(archive(
        ("http://x.example/wcit/", "text/html", b"<html><p>Words of the proposal.</p></html>"),
        ("http://x.example/look.css", "text/css", b"p {}"),
    ))  # fmt: skip
    with Vault.create(tmp_path / "v.itrvault") as vault:
        report = run_import(vault, [path])
        rows = {row.status: row for row in report.rows}
        assert rows[FileStatus.ARCHIVE].message == (
            "1 file in it. Left out of the web archive: 1 style, script or sound."
        )
        (document,) = vault.store.documents.all()
        assert dict(document.metadata)["url"] == "http://x.example/wcit/"
        assert dict(document.metadata)["fetched"] == "2012-11-30T10:05:00Z"
        assert document.paths == (f"{path}/x.example/wcit/index.html",)
