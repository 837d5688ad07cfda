"""What a file is, in words a person knows, from its first bytes.

Only for telling people what was refused and for keeping text readers off files that merely look
like text (RTF, mail, PostScript). Which reader takes a file is decided by the readers' scores.
"""

from __future__ import annotations

import re

from itrvault.readers.ole import OLE, ole_names

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF document"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\x1f\x8b", "gzip file"),
    (b"BZh", "bzip2 file"),
    (b"\xfd7zXZ\x00", "xz file"),
    (b"\x28\xb5\x2f\xfd", "Zstandard file"),
    (b"MSCF", "Windows cabinet"),
    (b"!<arch>\n", "Unix archive"),
    (b"\x89PNG\r\n\x1a\n", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF87a", "GIF picture"),
    (b"GIF89a", "GIF picture"),
    (b"II*\x00", "TIFF picture"),
    (b"MM\x00*", "TIFF picture"),
    (b"BM", "BMP picture"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"AT&TFORM", "DjVu document"),
    (b"%!PS", "PostScript document"),
    (b"\xc5\xd0\xd3\xc6", "PostScript document"),
    (b"{\\rtf", "RTF document"),
    (b"!BDN", "Outlook mailbox"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"\x7fELF", "program"),
    (b"MZ", "Windows program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"ID3", "sound recording"),
    (b"OggS", "sound recording"),
    (b"fLaC", "sound recording"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"\xd7\xcd\xc6\x9a", "WMF picture"),
    (b"\x00\x00\x02\x00", "Lotus spreadsheet"),
    (b"\xff\x57\x50\x43", "WordPerfect document"),
    (b"WARC/", "web archive"),
)

_READ = {
    "PDF document", "RTF document", "gzip file", "bzip2 file", "xz file", "7-Zip archive",
    "web archive",
}  # fmt: skip
"""Kinds whose own readers say what is wrong with a file."""

_OLE_BY_STREAM = {
    "encryptedpackage": "protected Office document",
    "powerpoint document": "PowerPoint 97-2003 slides",
    "workbook": "Excel 97-2003 workbook",
    "book": "Excel 97-2003 workbook",
    "worddocument": "Word 97-2003 document",
    "__properties_version1.0": "Outlook message",
    "quill": "Publisher document",
    "visiodocument": "Visio drawing",
    "matost": "Works document",
    "fileheader": "Hangul document",
}
"""Kinds of compound files by a stream at their top; the first that is there counts."""

_OLE_BY_NAME = {
    "doc": "Word 97-2003 document",
    "dot": "Word 97-2003 document",
    "xls": "Excel 97-2003 workbook",
    "ppt": "PowerPoint 97-2003 slides",
    "msg": "Outlook message",
    "pub": "Publisher document",
    "vsd": "Visio drawing",
    "wps": "Works document",
}
_ODF = {
    "text": "OpenDocument text",
    "spreadsheet": "OpenDocument spreadsheet",
    "presentation": "OpenDocument slides",
    "graphics": "OpenDocument drawing",
    "formula": "OpenDocument formula",
    "chart": "OpenDocument chart",
    "database": "OpenDocument database",
}
_OOXML = (
    (b"word/", "Word document"),
    (b"xl/", "Excel workbook"),
    (b"ppt/", "PowerPoint slides"),
    (b"visio/", "Visio drawing"),
)
_ZIP_BY_NAME = {
    "docx": "Word document",
    "docm": "Word document",
    "dotx": "Word document",
    "xlsx": "Excel workbook",
    "xlsb": "Excel workbook",
    "pptx": "PowerPoint slides",
    "vsdx": "Visio drawing",
    "xps": "XPS document",
    "oxps": "XPS document",
    "epub": "EPUB book",
}
_BRANDS = {
    b"heic": "HEIC picture", b"heix": "HEIC picture", b"mif1": "HEIC picture",
    b"msf1": "HEIC picture", b"avif": "AVIF picture", b"M4A ": "sound recording",
}  # fmt: skip
_RIFF = {b"WAVE": "sound recording", b"AVI ": "video", b"WEBP": "WebP picture"}
_OTHERS_BY_NAME = {"rtf": "RTF document", "pdf": "PDF document", "odt": "OpenDocument text"}
_MAIL = re.compile(
    rb"(?:From [^\r\n]{1,300}\d{4}[^\r\n]{0,40}\r?\n[!-9;-~]{1,100}:"
    rb"|(?:Return-Path|Received|MIME-Version|Message-ID|Delivered-To|X-[\w-]+|From|Date"
    rb"|Subject|To|Content-Type):[ \t])",
    re.I,
)
_MAIL_SECOND = re.compile(
    rb"^(?:Message-ID|MIME-Version|Received|Date|Subject|To):[ \t]", re.I | re.M
)


_OLE_LIST = b"\0names in the compound file\0"
_HEADER = re.compile(rb"PK(?:\x03\x04|\x01\x02)")
_TABLE = 1 << 16
_OF_BOOKS = (b".opf", b".xhtml", b".html", b".htm")
_ZIP_END = b"PK\x05\x06"


def extension(name: str) -> str:
    """The file name's ending without its dot, in lower case; "" for none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def zip_kind(head: bytes, name: str) -> str:
    """What a ZIP container holds, as far as its first bytes tell; "" for a plain archive.

    Office packages name their parts in the local headers: the first is nearly always
    `[Content_Types].xml` (OOXML) or an uncompressed `mimetype` (OpenDocument, EPUB).
    """
    if head[30:38] == b"mimetype":
        kind = head[38:110]
        if b"epub" in kind:
            return "EPUB book"
        for word, said in _ODF.items():
            if b"opendocument." + word.encode() in kind:
                return said
        if b"sun.xml" in kind:
            return "OpenOffice 1 document"
    names = _names(head)
    if any(n == b"[content_types].xml" or n.startswith((b"_rels/", b"word/")) for n in names):
        if any(n.endswith((b".fdseq", b".fpage")) for n in names):
            return "XPS document"
        for prefix, said in _OOXML:
            if any(n.startswith(prefix) for n in names):
                return said
        return _ZIP_BY_NAME.get(extension(name), "Office document")
    if b"meta-inf/container.xml" in names:
        return "EPUB book"
    if extension(name) == "epub" and any(n.endswith(_OF_BOOKS) for n in names):
        return "EPUB book"  # one whose parts all lie in a folder, or that lost its package file
    if b"datapackage.json" in names and any(n.startswith(b"archive/") for n in names):
        return "web archive"
    if b"meta-inf/manifest.xml" in names and b"content.xml" in names:
        return "OpenDocument file"
    if _ZIP_END in head:
        return ""  # all that is in it is listed here, and it is no document
    return _ZIP_BY_NAME.get(extension(name), "")


def ole_kind(head: bytes) -> str:
    """What a compound file holds by the streams at its top, "" for nothing known.

    `head` is what `head_of` gives, or the whole file.
    """
    at = head.find(_OLE_LIST)
    names = head[at + len(_OLE_LIST) :].decode().split("\0") if at >= 0 else ole_names(head)
    inside = {name.lower() for name in names}
    return next((kind for stream, kind in _OLE_BY_STREAM.items() if stream in inside), "")


def head_of(data: bytes, length: int) -> bytes:
    """What a file is judged by: its start, and of a container the start of what it lists."""
    head = data[:length]
    if head.startswith(OLE):
        return head + _OLE_LIST + "\0".join(ole_names(data)).encode("utf-8", "replace")
    if not head.startswith(b"PK\x03\x04") or len(data) <= length:
        return head
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        return head
    start = max(length, min(int.from_bytes(data[end + 16 : end + 20], "little"), end))
    last = min(end, start + _TABLE)
    return head + data[start:last] + (_ZIP_END if last == end else b"")


def _names(head: bytes) -> list[bytes]:
    """Names in the headers of a ZIP, local or of its table, that start within `head`.

    In lower case and with slashes: some programs write them otherwise.
    """
    names = []
    for found in _HEADER.finditer(head):
        at = found.start()
        name, size = (30, 26) if found[0] == b"PK\x03\x04" else (46, 28)
        length = int.from_bytes(head[at + size : at + size + 2], "little")
        names.append(head[at + name : at + name + length].replace(b"\\", b"/").lower())
    return names


def kind_by_name(name: str) -> str:
    """What a name's ending promises, for bytes that keep no such promise; "" for nothing."""
    ending = extension(name)
    return _OLE_BY_NAME.get(ending) or _ZIP_BY_NAME.get(ending) or _OTHERS_BY_NAME.get(ending, "")


def unread_kind(head: bytes) -> str:
    """A format known by its first bytes that has no reader of its own; "" for any other."""
    binary = b"\0" in head[:64]  # two letters alone may begin a text
    found = (said for magic, said in _MAGIC if head.startswith(magic) and (binary or magic[3:]))
    return next((said for said in found if said not in _READ), "")


def kind_of(head: bytes, name: str) -> str:
    """The human name of a format, "" when the bytes look like nothing known (maybe text)."""
    if head.startswith(OLE):
        return ole_kind(head) or _OLE_BY_NAME.get(
            extension(name), "Microsoft Office 97-2003 document"
        )
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return zip_kind(head, name) or "ZIP archive"
    if head[257:262] == b"ustar":
        return "tar archive"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video")
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[:4] == b"\x01\x00\x00\x00" and head[40:44] == b" EMF":
        return "EMF picture"
    if head[60:68] == b"BOOKMOBI":
        return "Mobipocket book"
    if (mail := _MAIL.match(head)) and _MAIL_SECOND.search(head, mail.end()):
        return "e-mail message"
    return next((said for magic, said in _MAGIC if head.startswith(magic)), "")
