"""What a file is, is told by its content: every format is known under every name."""

from __future__ import annotations

import pytest
from samples import WORDS, samples

from itrvault.errors import ArchiveUnsupported, FileUnsupported
from itrvault.model.document import Unit
from itrvault.readers import table
from itrvault.readers.base import Member, ReadContext
from itrvault.sandbox import magic

CONTAINERS = {"zip", "tar", "gz", "bz2", "xz", "7z", "warc.gz", "wacz", "mbox"}
BY_NAME = {"csv", "md", "txt"}  # plain text looks like plain text
OTHERS = ("pdf", "docx", "doc", "odt", "xls", "msg", "zip", "html", "txt", "eml", "bin", "")


@pytest.mark.parametrize("ending", samples())
def test_a_wrong_ending_misleads_nobody(ending: str):
    reader_name, data = samples()[ending]
    endings = [ending] if ending in BY_NAME else [ending, *OTHERS]
    for wrong in endings:
        if ending == "mhtml" and wrong not in ("mhtml", "", "bin"):
            continue  # under another name it is the message it is written as
        name = f"leak.{wrong}" if wrong else "leak"
        assert table.choose(data, name).NAME.partition("/")[0] == reader_name, name


@pytest.mark.parametrize("ending", samples())
def test_each_sample_is_read(ending: str):
    _, data = samples()[ending]
    name = f"leak.{ending}"
    records = list(table.choose(data, name).read(data, ReadContext(name)))
    if ending in CONTAINERS:
        assert magic.kind(data, "leak") == "archive"
        members = [record for record in records if isinstance(record, Member)]
        assert members
        assert not any(member.failure for member in members)
    else:
        assert magic.kind(data, "leak") == "document"
        text = "".join(record.text for record in records if isinstance(record, Unit))
        assert WORDS in " ".join(text.split()) or ending == "ppt"


@pytest.mark.parametrize(
    ("head", "kind", "error"),
    [
        (b"Rar!\x1a\x07\x01\0", "RAR archive", ArchiveUnsupported),
        (b"Rar!\x1a\x07\0", "RAR archive", ArchiveUnsupported),
        (b"MSCF\0\0\0\0", "Windows cabinet", ArchiveUnsupported),
        (b"\x28\xb5\x2f\xfd\0\0", "Zstandard file", ArchiveUnsupported),
        (b"!BDN\0\0\0\0", "Outlook mailbox", FileUnsupported),
        (b"\xffWPC\0\0\0\0", "WordPerfect document", FileUnsupported),
        (b"%!PS-Adobe-3.0\n", "PostScript document", FileUnsupported),
        (b"MZ\x90\0\x03\0\0\0", "Windows program", FileUnsupported),
        (b"SQLite format 3\0", "SQLite database", FileUnsupported),
    ],
)
def test_what_is_not_read_is_named_with_a_way_forward(
    head: bytes, kind: str, error: type[FileUnsupported]
):
    data = head.ljust(600, b"\0")
    for name in ("leak", "leak.pdf", "leak.txt", "leak.docx", "leak.eml"):
        with pytest.raises(FileUnsupported) as failure:
            list(table.choose(data, name).read(data, ReadContext(name)))
        assert type(failure.value) is error
        assert failure.value.values["kind"] == kind
        assert failure.value.advice


@pytest.mark.parametrize(
    "ending", ["pdf", "docx", "odt", "fodt", "rtf", "xlsx", "pptx", "epub", "ods"]
)
def test_plain_text_that_is_called_something_else_is_read(ending: str):
    text = f"{WORDS}\nМеждународная электросвязь\n".encode()
    name = f"leak.{ending}"
    assert table.choose(text, name).NAME.startswith("plain")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"4 0 obj\n<</Type/Page>>\nendobj\n" + 9 * b"5 0 obj\n(x)\nendobj\n"),
        ("a.rtf", b"\\par\\pard The rest of a file whose start was lost.}"),
        ("a.docx", b"\x14\0\x06\0\x08\0" + bytes(range(256))),
        ("a.fodt", b"<text:p>The rest of it</text:p>"),
    ],
)
def test_a_file_that_lost_its_beginning_is_no_text(name: str, data: bytes):
    assert not table.choose(data, name).NAME.startswith("plain")
