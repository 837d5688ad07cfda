"""What a file is, by its first bytes alone. Nothing here parses; readers decide for good."""

from __future__ import annotations

import re
import struct

_END_OF_DIRECTORY = b"PK\x05\x06"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENTRY_HEAD = 46
_FIRST_PARTS = (b"[Content_Types].xml", b"mimetype")
_DOCUMENT_PARTS = (b"[Content_Types].xml", b"META-INF/manifest.xml", b"META-INF/container.xml")
"""A ZIP file with one of these at its top is an office document or a book."""

_KNOWN_DOCUMENTS = (
    b"{\\rtf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<?xml", b"\xff\xfe", b"\xfe\xff",
    b"\xef\xbb\xbf", b"AT&TFORM",
)  # fmt: skip


_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"WARC/", b"filedesc://")

_PACKED = re.compile(rb"\x1f\x8b\x08|BZh[1-9](?:1AY&SY|\x17rE8P\x90)|\xfd7zXZ\x00")


def is_packed(data: bytes) -> bool:
    """Whether it is packed with gzip, bzip2 or xz."""
    return _PACKED.match(data) is not None


def is_tar(data: bytes) -> bool:
    """Whether it starts with the head of a TAR archive, by its checksum."""
    head = data[:512]
    if len(head) < 512 or not head[0]:
        return False
    digits = head[148:156].strip(b" \0")
    if not digits or digits.translate(None, b"01234567"):
        return False
    return int(digits, 8) == sum(head) - sum(head[148:156]) + 8 * 32


_FROM_LINE = rb"From [^\r\n]{1,300}\d{4}[^\r\n]{0,40}\r?\n[!-9;-~]{1,100}:"
_MAILBOX_START = re.compile(_FROM_LINE)
_NEXT_MESSAGE = re.compile(rb"\n\r?\n" + _FROM_LINE)


def is_mailbox(data: bytes) -> bool:
    """Whether it is a mailbox (mbox) of several messages, not one message."""
    return _MAILBOX_START.match(data) is not None and _NEXT_MESSAGE.search(data) is not None


def message_starts(data: bytes) -> list[int]:
    """Where the messages of a mailbox start, each with its "From " line."""
    return [0, *(data.index(b"From ", at.start()) for at in _NEXT_MESSAGE.finditer(data))]


def kind(data: bytes, name: str) -> str:
    """Tell an "archive" from a "document"; "" for bytes that are neither."""
    if data.startswith((b"PK\x03\x04", _END_OF_DIRECTORY)):
        return "document" if _is_document(data) else "archive"
    if is_packed(data) or is_tar(data) or data.startswith(_ARCHIVES):
        return "archive"
    if data.startswith(b"From ") and is_mailbox(data):
        return "archive"
    head = data[:4096]
    if b"%PDF-" in head[:1024] or head.startswith(_KNOWN_DOCUMENTS):
        return "document"
    if name.lower().endswith((".pdf", ".docx")):
        return "document"  # damaged: its reader can say so better than we can
    return "document" if head and b"\0" not in head else ""


def _is_document(data: bytes) -> bool:
    """Whether the table of a ZIP file lists, at its top, what office documents hold."""
    if data[30:].startswith(_FIRST_PARTS):
        return True
    at = data.rfind(_END_OF_DIRECTORY, max(0, len(data) - 65_557))
    if at < 0 or len(data) < at + 22:
        return False  # cut off: the reader of archives says so
    size, offset = struct.unpack_from("<II", data, at + 12)
    first, last = max(0, min(offset, at)), min(offset + size, at)
    listed = data[first:last].lower()
    for part in _DOCUMENT_PARTS:
        found = listed.find(part.lower())
        while found >= 0:
            entry = found - _ENTRY_HEAD
            if entry >= 0 and listed[entry : entry + 4] == _DIRECTORY_ENTRY.lower():
                return True
            found = listed.find(part.lower(), found + 1)
    return False
