"""The package of an Office file: parts, relationships and core properties, read without trust.

Parsed here with a hardened lxml instead of python-docx, which loads every part (pictures too) and
gives up on a file with one dangling relationship; a leaked file is often just that.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from itrvault.errors import FileDamaged, FileLocked, FileUnsupported
from itrvault.readers.zips import ZipLimits, open_zip, read_entry

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LIMITS = ZipLimits(members=20_000, member=128 << 20, total=2 << 30, ratio=250)
_OLE = b"\xd0\xcf\x11\xe0"

Element = Any
"""An lxml element (lxml ships no types)."""


def parse_xml(data: bytes) -> Element:
    """The root of an XML part. No entities, no network, no huge trees; raises FileDamaged."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        collect_ids=False,  # one given twice is no reason to refuse the text
        remove_comments=True,
        remove_pis=True,
        recover=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileDamaged(reason="a part of it is not well-formed XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileDamaged(reason="a part of it declares a document type, which no such file does")
    return root


@dataclass(frozen=True, slots=True)
class _Relation:
    """One thing a part refers to, inside the package or outside of it."""

    identity: str
    kind: str
    target: str
    outside: bool


class Package:
    """An Office file's parts by name, looked up without regard to case.

    `main` is where the main part lies in a file that does not say so, `old` what an old file of
    this ending is called. Raises FileLocked, FileUnsupported, FileDamaged, ReaderOverLimit.
    """

    def __init__(
        self, data: bytes, main: str = "/word/document.xml", old: str = "Word 97-2003 document"
    ) -> None:
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise FileLocked
            raise FileUnsupported(kind=old)
        self._zip = open_zip(data, _LIMITS)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._relations: dict[str, list[_Relation]] = {}
        for entry in self._zip.infolist():
            name = "/" + entry.filename.replace("\\", "/").lstrip("/")
            self._entries.setdefault(name.casefold(), entry)
        links = self.links("/")
        self.main = next((to for kind, to in links.values() if kind == "officeDocument"), "")
        if not self.has(self.main):
            self.main = main
        if not self.has(self.main):
            raise FileUnsupported(kind="Office document without a text")
        self.core = next((to for kind, to in links.values() if kind == "core-properties"), "")

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.casefold() in self._entries

    def names(self) -> list[str]:
        """All parts, in lower case."""
        return list(self._entries)

    def data(self, name: str) -> bytes | None:
        """A part's bytes, None when there is no such part."""
        entry = self._entries.get(name.casefold())
        return None if entry is None else read_entry(self._zip, entry, _LIMITS)

    def side(self, name: str) -> Element | None:
        """The root of a part that must not cost the reader the rest when it is damaged."""
        try:
            return self.xml(name) if name else None
        except FileDamaged:
            return None

    def xml(self, name: str) -> Element | None:
        """A part's root, None when there is no such part.

        The strict flavour of the format is read as the common one, by its namespace.
        """
        data = self.data(name)
        if data is None:
            return None
        if _STRICT.encode() in data[:4096]:
            data = data.replace(_STRICT.encode(), W[1:-1].encode())
        return parse_xml(data)

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id to (kind, part name) for what a part refers to inside the package."""
        folder = part.rpartition("/")[0] or "/"
        found: dict[str, tuple[str, str]] = {}
        for one in self._related(part):
            if not one.outside:
                path = posixpath.normpath(posixpath.join(folder, unquote(one.target)))
                found[one.identity] = (one.kind, path)
        return found

    def addresses(self, part: str) -> dict[str, str]:
        """Relationship id to address for what a part's words lead to outside of the package.

        None where the list of these is damaged: that must not cost the reader the words.
        """
        try:
            related = self._related(part)
        except FileDamaged:
            return {}
        return {
            one.identity: one.target for one in related if one.outside and one.kind == "hyperlink"
        }

    def _related(self, part: str) -> list[_Relation]:
        found = self._relations.get(part)
        if found is None:
            folder, _, file = part.rpartition("/")
            root = self.xml(f"{folder}/_rels/{file}.rels")
            found = self._relations[part] = [
                _Relation(
                    link.get("Id", ""), link.get("Type", "").rpartition("/")[2],
                    link.get("Target", ""), link.get("TargetMode") == "External",
                )
                for link in (root.iter(_REL) if root is not None else ())
            ]  # fmt: skip
        return found


def relation(element: Element, name: str = "id") -> str:
    """The relationship id an element gives in one of its attributes, "" for none."""
    values = (element.get(space + name) for space in _RELATIONS)
    return next((str(value) for value in values if value), "")


_CORE = {
    "title": "title",
    "creator": "author",
    "subject": "subject",
    "description": "description",
    "keywords": "keywords",
    "category": "category",
    "language": "language",
    "lastModifiedBy": "last modified by",
    "created": "created",
    "modified": "modified",
    "revision": "revision",
}


def core_properties(package: Package) -> list[tuple[str, str]]:
    """What the file says about itself: title, author, created ..., in that order."""
    try:
        root = package.xml(package.core or "/docProps/core.xml")
    except FileDamaged:
        return []
    if root is None:
        return []
    values: dict[str, str] = {}
    for child in root:
        tag = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if tag in _CORE and (text := re.sub(r"\s+", " ", child.text or "").strip()):
            values.setdefault(_CORE[tag], text[:1000])
    return [(key, values[key]) for key in _CORE.values() if key in values]
