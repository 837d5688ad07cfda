"""Reads web archives: WARC and ARC files, plain or packed with gzip, and WACZ packages of them.

Every page or file that a server gave is a member, named by its address; when it was fetched and
from where goes along. What only makes pages look and work (styles, scripts, small pictures) is no
document and is left out, and so are requests, errors, redirects, and repeats of the same bytes.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from itrvault.errors import FileDamaged, FileEmpty, ReaderFailed, ReaderOverLimit
from itrvault.readers import base
from itrvault.readers.archive import safe_name, unused
from itrvault.readers.base import Member, ReadContext, Record
from itrvault.readers.kinds import extension, zip_kind
from itrvault.readers.mail_parts import ENDINGS_BY_TYPE
from itrvault.readers.packed import open_packed
from itrvault.readers.zips import ZipLimits, open_zip, read_entry
from itrvault.sandbox.magic import is_packed

NAME = "warc/1"
MEDIA_TYPE = "application/warc"

_LIMITS = ZipLimits()
_STARTS = (b"WARC/", b"filedesc://")
_ZIP = b"PK\x03\x04"
_PIECE = 1 << 20
_LOOK_ONLY = re.compile(
    r"text/(?:css|javascript|ecmascript|vtt)|application/(?:x-)?(?:javascript|ecmascript|json"
    r"|ld\+json|manifest\+json|wasm|font\S*|vnd\.ms-fontobject|rss\+xml|atom\+xml|x-shockwave\S*)"
    r"|(?:font|audio|video)/\S+|image/(?:svg\+xml|gif|x-icon|vnd\.microsoft\.icon|webp|avif|bmp)",
    re.I,
)
_PICTURES = ("image/jpeg", "image/png")
_SMALL_PICTURE = 50_000  # bytes; a scanned page has more, a button less
_PAGES = ("text/html", "application/xhtml+xml")
_PAGE_ENDINGS = {"html", "htm", "xhtml", "shtml", "xht"}
_LOOKS = ("style, script or sound", "styles, scripts and sounds")
_BUTTONS = ("small picture", "small pictures")
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, TypeError,
    ValueError, zlib.error,
)  # fmt: skip
"""What warcio runs into in a damaged file, besides its own class."""


def score(head: bytes, name: str) -> int:
    """Sure by the first words, also behind gzip, or by the parts of a package."""
    if head.startswith(_ZIP):
        return 92 if zip_kind(head, name) == "web archive" else 0
    return 92 if _start(head).startswith(_STARTS) else 0


def _start(head: bytes) -> bytes:
    if not head.startswith(b"\x1f\x8b"):
        return head[:16]
    try:
        return zlib.decompressobj(31).decompress(head, 16)
    except zlib.error:
        return b""


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield a Member for every page or file in it."""
    if not data:
        raise FileEmpty
    collected = _Collected()
    if data.startswith(_ZIP):
        with open_zip(data, _LIMITS) as container:
            for entry in container.infolist():
                name = entry.filename.lower()
                if name.startswith("archive/") and name.endswith((".warc", ".warc.gz", ".arc.gz")):
                    yield from collected.members(read_entry(container, entry, _LIMITS))
    elif _start(data).startswith(_STARTS):
        yield from collected.members(data)
    else:
        raise FileDamaged(reason="it does not start as a web archive does")
    yield from (base.Warning(sentence) for sentence in collected.warnings())


class _Collected:
    """What came out of one web archive so far."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._seen: set[tuple[str, int]] = set()
        self._left_out: Counter[tuple[str, str]] = Counter()
        self._left = _LIMITS.total
        self._cut_off = False

    def members(self, data: bytes) -> Iterator[Member]:
        """The documents in one WARC file."""
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

        if not data:
            return
        stream: IO[bytes] = open_packed(data) if is_packed(data) else io.BytesIO(data)
        try:
            for record in ArchiveIterator(stream, arc2warc=True):
                member = self._member(record)
                if member is not None:
                    yield member
                if self._cut_off:
                    raise FileDamaged(reason="its last record is cut off")
        except ReaderFailed:
            raise
        except (ArchiveLoadFailed, *_BROKEN) as error:
            raise FileDamaged(reason="a record in it cannot be read") from error

    def _member(self, record: Any) -> Member | None:
        """A document, None for a record that is none."""
        kind, address, date = _about(record)
        if kind == "" or not address:
            return None
        if _LOOK_ONLY.fullmatch(kind):
            self._left_out[_LOOKS] += 1
            return None
        data = self._content(record)
        if kind in _PICTURES and len(data) < _SMALL_PICTURE:
            self._left_out[_BUTTONS] += 1
            return None
        key = (address, hash(data))
        if not data or key in self._seen:
            return None
        self._seen.add(key)
        stated = [("url", address[:2000])]
        if date:
            stated.append(("fetched", date))
        return Member(unused(_name(address, kind), self._used), data, stated=tuple(stated))

    def _content(self, record: Any) -> bytes:
        pieces: list[bytes] = []
        length = 0
        stream = record.content_stream()
        while piece := stream.read(_PIECE):
            pieces.append(piece)
            length += len(piece)
            if length > min(_LIMITS.member, self._left):
                raise ReaderOverLimit(reason="one of its files grows without measure")
        self._left -= length
        record.raw_stream.read()
        self._cut_off = getattr(record.raw_stream, "limit", 0) > 0
        return b"".join(pieces)

    def warnings(self) -> Iterator[str]:
        """What was left out on purpose."""
        for (one, many), count in self._left_out.items():
            yield f"Left out of the web archive: {count} {one if count == 1 else many}."


def _about(record: Any) -> tuple[str, str, str]:
    """Media type, address and time of a record that holds a document; ("", "", "") for others.

    The type of a file that the server did not name is "application/octet-stream".
    """
    heads = record.rec_headers
    address = str(heads.get_header("WARC-Target-URI") or "").strip("<> ")
    date = str(heads.get_header("WARC-Date") or "")[:40]
    if record.rec_type == "response":
        http = record.http_headers
        if http is None or not str(http.get_statuscode()).startswith("2"):
            return "", "", ""
        stated = http.get_header("Content-Type")
    elif record.rec_type == "resource":
        stated = heads.get_header("Content-Type")
    else:
        return "", "", ""
    if urlsplit(address).scheme not in ("http", "https", "ftp", "file"):
        return "", "", ""
    kind = str(stated or "").partition(";")[0].strip().lower()
    return kind or "application/octet-stream", address, date


def _name(address: str, kind: str) -> str:
    """A file's name made of its address, with an ending that fits what it is."""
    parts = urlsplit(address)
    path = unquote(parts.path, errors="replace")
    if not path or path.endswith("/"):
        path += "index.html" if kind in _PAGES else "index"
    ending = extension(path.rpartition("/")[2])
    if parts.query:
        path += "?" + unquote(parts.query, errors="replace").replace("/", "-")[:100]
        ending = ""
    if kind in _PAGES:
        path += "" if ending in _PAGE_ENDINGS else ".html"
    elif not ending:
        path += ENDINGS_BY_TYPE.get(kind, "")
    return safe_name(f"{parts.netloc}/{path.lstrip('/')}")
