"""Reads Word files (.docx, .docm, .dotx): everything a person could read in them, in order.

Tracked insertions and deletions stay in the text as redlines with author and date. Notes follow
the paragraph that refers to them, comments stand at the end of their section (and are marks on the
words they are about), running heads come first and feet last, once each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from itrvault.errors import FileDamaged, FileEmpty
from itrvault.model.geometry import ParagraphKind
from itrvault.readers import base
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.docx_body import Body, Place
from itrvault.readers.docx_comments import comments_of
from itrvault.readers.docx_styles import Numbering, Styles
from itrvault.readers.kinds import extension, kind_of
from itrvault.readers.ooxml import Element, Package, W, core_properties
from itrvault.readers.sections import Block, Sections

NAME = "docx/2"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_ENDINGS = {"docx", "docm", "dotx", "dotm"}
_PAGE_NUMBER = re.compile(r"[-–—\s]*\d*[-–—\s]*")
_OLE = b"\xd0\xcf\x11\xe0"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def score(head: bytes, name: str) -> int:
    """Sure for a ZIP with Word's parts; also takes an encrypted one, to say that it is locked."""
    if head.startswith(b"PK\x03\x04"):
        kind = kind_of(head, name)
        if kind == "Word document":
            return 95
        return 60 if kind == "Office document" else 40 if extension(name) in _ENDINGS else 0
    if head.startswith(_OLE):
        return 60 if extension(name) in _ENDINGS else 0
    return 20 if extension(name) in _ENDINGS else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield metadata, sections and warnings of a Word file."""
    if not data:
        raise FileEmpty
    if not data.startswith((b"PK", _OLE)):
        raise FileDamaged(reason="it does not start as a Word file does")
    package = Package(data)
    yield from (Metadata(key, value) for key, value in core_properties(package))
    root = package.xml(package.main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise FileDamaged(reason="it has no text part")
    walker = Body(
        Styles(_part(package, "styles")),
        Numbering(_part(package, "numbering")),
        _notes(package),
        comments_of(
            _part(package, "comments"),
            _part(package, "commentsExtended"),
        ),
        {kind: package.addresses(_name(package, f"{kind}s")) for kind in ("footnote", "endnote")},
    )
    sections = Sections(context)
    for block in _everything(package, body, walker):
        yield from sections.add(block)
    yield from sections.close()
    yield from sections.marks()
    yield from sections.links()
    if walker.hidden:
        yield base.Warning("Some words are marked as hidden in Word; they are shown here.")
    if sections.length < 200 and any(part.startswith("/word/media/") for part in package.names()):
        yield base.Warning("It holds pictures, whose words were not read.")


def _everything(package: Package, body: Element, walker: Body) -> Iterator[Block]:
    """All paragraphs: heads, body, notes nobody refers to, comments likewise, feet."""
    yield from _running(package, body, walker, ParagraphKind.HEADER)
    yield from walker.blocks(body, Place(), package.addresses(package.main))
    for kind in (ParagraphKind.FOOTNOTE, ParagraphKind.ENDNOTE):
        yield from walker.leftover_notes(kind)
    yield from _running(package, body, walker, ParagraphKind.FOOTER)
    yield Block([], comments=[comment.block for comment in walker.comments.values()])


def _running(package: Package, body: Element, walker: Body, kind: ParagraphKind) -> Iterator[Block]:
    """The running heads or feet of all sections, each paragraph once."""
    links = package.links(package.main)
    seen: set[str] = set()
    for reference in body.iter(f"{W}{kind.value}Reference"):
        identity = reference.get(_RELATION) or reference.get(_STRICT_RELATION) or ""
        _, name = links.get(identity, ("", ""))
        root = _tolerant(package, name) if name else None
        if root is None:
            continue
        for block in walker.blocks(root, Place(kind), package.addresses(name)):
            text = " ".join(block.text.split())
            if text not in seen and not _PAGE_NUMBER.fullmatch(text):
                seen.add(text)
                yield Block(block.pieces, kind, end_marks=block.end_marks)


def _part(package: Package, kind: str) -> Element | None:
    """The part of a kind ("styles", "footnotes") that the text refers to, None without one."""
    return _tolerant(package, _name(package, kind))


def _name(package: Package, kind: str) -> str:
    """Where the part of a kind lies."""
    links = package.links(package.main).values()
    return next((to for what, to in links if what == kind), f"/word/{kind}.xml")


def _tolerant(package: Package, name: str) -> Element | None:
    """A side part; a damaged one must not cost the reader the text itself."""
    try:
        return package.xml(name)
    except FileDamaged:
        return None


def _notes(package: Package) -> dict[tuple[str, str], Element]:
    """Footnotes and endnotes by kind and id, without Word's separators."""
    found: dict[tuple[str, str], Element] = {}
    for kind in ("footnote", "endnote"):
        root = _part(package, f"{kind}s")
        for note in root.iter(W + kind) if root is not None else ():
            if note.get(W + "type") not in ("separator", "continuationSeparator"):
                found[kind, note.get(W + "id", "")] = note
    return found
