"""Reads ZIP archives: yields their members one by one; the host feeds them back in.

Office, OpenDocument and EPUB files are ZIP containers but documents, so they score nothing here.
Archives of other kinds are named and refused.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from itrvault.errors import (
    ArchiveUnsupported,
    FileDamaged,
    FileEmpty,
    FileUnsupported,
    ReaderFailed,
    ReaderOverLimit,
)
from itrvault.readers import base
from itrvault.readers.base import Member, ReadContext, Record
from itrvault.readers.kinds import extension, kind_of, zip_kind
from itrvault.readers.zips import ZipLimits, open_zip, read_entry

NAME = "archive/1"
MEDIA_TYPE = "application/zip"

_LIMITS = ZipLimits()
_OTHERS = ("RAR", "tar", "gzip", "bzip2", "xz", "Zstandard", "Windows cabinet", "Unix")
_LONGEST_NAME = 400
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_DRIVE = re.compile(r"^[A-Za-z]:")


def score(head: bytes, name: str) -> int:
    """Sure for a ZIP that is no document; also claims archives it can only name."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return 5 if zip_kind(head, name) else 90
    return 50 if kind_of(head, name).startswith(_OTHERS) else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield a Member for every file inside, with a failure where it can't be unpacked."""
    if not data:
        raise FileEmpty
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        raise ArchiveUnsupported(kind=kind_of(data[:4096], context.name) or "unknown archive")
    kind = zip_kind(data[:4096], context.name)
    limits = _LIMITS.patient(context.patience)
    with open_zip(data, limits) as container:
        kind = kind or _package_kind(container, context.name)
        if kind:
            raise FileUnsupported(kind=kind)
        limits = replace(limits, total=limits.most(len(data)))
        yield from _members(container, limits, context.password)


def _package_kind(container: zipfile.ZipFile, name: str) -> str:
    """The name of an office package whose first bytes did not give it away; "" for an archive."""
    names = set(container.namelist()[:2000])
    if names >= {"mimetype", "META-INF/manifest.xml"} and extension(name) != "zip":
        return "OpenDocument file"
    if "[Content_Types].xml" in names and "_rels/.rels" in names:
        return "Office document"
    if "META-INF/manifest.xml" in names and "content.xml" in names:
        return "OpenDocument file"
    return "EPUB book" if "META-INF/container.xml" in names else ""


def _members(container: zipfile.ZipFile, limits: ZipLimits, password: str) -> Iterator[Record]:
    left = limits.total
    odd = 0
    used: set[str] = set()
    for entry in container.infolist():
        if entry.is_dir():
            continue
        shown = safe_name(_name(entry))
        odd += shown != _name(entry)
        name = unused(shown, used)
        try:
            data = read_entry(container, entry, limits, password)
            left -= len(data)
            if left < 0:
                raise ReaderOverLimit(reason="unpacked it grows without measure")
        except ReaderFailed as error:
            yield Member(name, b"", error.code, _reason(error))
            if left < 0:
                return
            continue
        yield Member(name, data)
    if odd:
        yield base.Warning(f"{odd} names inside were made safe (path tricks or invisible signs).")


def _reason(error: ReaderFailed) -> str:
    """The one value a failure's sentence may carry."""
    return str(error.values.get("reason", "")) or (
        "it cannot be unpacked" if isinstance(error, FileDamaged) else ""
    )


def _name(entry: zipfile.ZipInfo) -> str:
    """The member's name; one without the UTF-8 flag may be UTF-8 all the same."""
    if not entry.flag_bits & 0x800 and not entry.filename.isascii():
        try:
            return entry.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            return entry.filename
    return entry.filename


def safe_name(name: str) -> str:
    """A member's name as shown: no way up or out, no invisible or direction-changing signs."""
    name = _UNSAFE.sub("\ufffd", name.replace("\\", "/").encode("utf-8", "replace").decode())
    parts = _DRIVE.sub("", name).split("/")
    parts = [part for part in parts if part.strip() not in ("", ".", "..")]
    shown = "/".join(parts) or "unnamed"
    if len(shown) <= _LONGEST_NAME:
        return shown
    return "…" + shown[-_LONGEST_NAME + 1 :]


def unused(name: str, used: set[str]) -> str:
    """The name, counted up when the archive holds it twice (both versions are kept)."""
    count, shown = 1, name
    while shown in used:
        count += 1
        stem, dot, ending = name.rpartition(".")
        shown = f"{stem} ({count}).{ending}" if dot and "/" not in ending else f"{name} ({count})"
    used.add(shown)
    return shown
