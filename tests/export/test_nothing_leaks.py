"""By default an export names nobody, no machine, no path and no time."""

from __future__ import annotations

import getpass
import io
import re
import socket
import zipfile
from pathlib import Path

import pytest

import itrvault
from itrvault.export.registry import EXPORTERS
from itrvault.export.run import preview, write_excerpts
from itrvault.export.scrub import ExportOptions
from tests.export.samples import AUTHOR, ID, SAMPLES, SECRETS, TIME

UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def everything(data: bytes) -> bytes:
    """The bytes, with those of every member of a ZIP container."""
    if data[:2] != b"PK":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return data + b"\n".join(
            info.filename.encode() + info.comment + info.extra + package.read(info)
            for info in package.infolist()
        )


@pytest.mark.parametrize("name", EXPORTERS)
def test_nobody_is_named(name: str, tmp_path: Path) -> None:
    target = tmp_path / "folder-of-somebody" / "report"
    target.parent.mkdir()
    write_excerpts(SAMPLES, target, name)
    data = everything(target.read_bytes())
    for secret in (*SECRETS, getpass.getuser() + "@", "folder-of-somebody", str(Path.home())):
        assert secret.encode() not in data
    if len(socket.gethostname()) > 4:
        assert socket.gethostname().encode() not in data
    assert f"itrvault {itrvault.__version__}".encode() not in data.lower()
    assert b"python-docx" not in data
    assert not UUID.search(data)


@pytest.mark.parametrize("name", EXPORTERS)
def test_names_and_times_go_along_when_asked(name: str, tmp_path: Path) -> None:
    target = tmp_path / "report"
    write_excerpts(SAMPLES, target, name, ExportOptions(names=True, times=True))
    data = everything(target.read_bytes())
    assert AUTHOR.encode() in data
    assert TIME.encode() in data
    write_excerpts(SAMPLES, target, name, ExportOptions(names=True, overwrite=True))
    data = everything(target.read_bytes())
    assert AUTHOR.encode() in data
    assert TIME.encode() not in data
    assert ID.encode() not in data


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_preview_says_no_more(name: str) -> None:
    shown = preview(SAMPLES[0], name)
    assert "WCIT12/27(Add.2)-E" in shown
    assert not any(secret in shown for secret in SECRETS)


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_excerpts_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    write_excerpts(SAMPLES, one, name)
    write_excerpts(SAMPLES, other, name)
    assert one.read_bytes() == other.read_bytes()


def test_the_properties_of_a_word_file_are_blank(tmp_path: Path) -> None:
    import docx

    target = tmp_path / "report.docx"
    write_excerpts(SAMPLES, target, "docx")
    properties = docx.Document(str(target)).core_properties
    for value in (properties.author, properties.last_modified_by, properties.comments,
                  properties.title, properties.identifier, properties.keywords):  # fmt: skip
        assert value == ""
    assert properties.created.year == properties.modified.year == 1980
    with zipfile.ZipFile(target) as package:
        assert "docProps/app.xml" not in package.namelist()
        assert "docProps/thumbnail.jpeg" not in package.namelist()
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
