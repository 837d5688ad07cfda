"""Reads PowerPoint files (.pptx, .pptm, .ppsx, .potx): one section a slide.

The title is the section's heading; shapes, groups, tables, diagrams and the words of charts follow
as they lie in the file, then the speaker's notes, then comments with their authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from itrvault.errors import FileDamaged, FileEmpty, FileUnsupported
from itrvault.model.geometry import ParagraphKind
from itrvault.readers import base
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.docx_body import local
from itrvault.readers.drawingml import Shapes, paragraphs
from itrvault.readers.kinds import extension, kind_of
from itrvault.readers.links import inside
from itrvault.readers.ooxml import Element, Package, core_properties, relation
from itrvault.readers.sections import Block, Piece, Sections, clean

NAME = "pptx/1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_ENDINGS = {"pptx", "pptm", "ppsx", "ppsm", "potx", "potm"}
_OLE = b"\xd0\xcf\x11\xe0"
_SLIDE = re.compile(r"/ppt/slides/slide(\d{1,6})\.xml")


def score(head: bytes, name: str) -> int:
    """Sure for a ZIP with PowerPoint's parts; also takes an encrypted one, to say so."""
    if head.startswith(b"PK\x03\x04"):
        kind = kind_of(head, name)
        return 95 if kind == "PowerPoint slides" else 40 if extension(name) in _ENDINGS else 0
    if head.startswith(_OLE):
        return 60 if extension(name) in _ENDINGS else 0
    return 20 if extension(name) in _ENDINGS else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield metadata, one section a slide, and warnings."""
    if not data:
        raise FileEmpty
    if not data.startswith((b"PK", _OLE)):
        raise FileDamaged(reason="it does not start as a PowerPoint file does")
    package = Package(data, "/ppt/presentation.xml", "PowerPoint 97-2003 slides")
    yield from (Metadata(key, value) for key, value in core_properties(package))
    show = _Show(package)
    sections = Sections(context, parts=True)
    for block in show.blocks():
        yield from sections.add(block)
    yield from sections.close()
    yield from sections.links()
    yield from show.warnings()


class _Show:
    """One file on its way through."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._hidden: list[int] = []
        self._wordless: list[int] = []
        self._damaged = 0
        self._authors = self._people()

    def blocks(self) -> Iterator[Block]:
        """The paragraphs of all slides."""
        names = self._slides()
        if not names:
            raise FileUnsupported(kind="PowerPoint file without slides")
        for number, name in enumerate(names, start=1):
            yield Block([], opens=f"Slide {number}")
            root = self._package.side(name)
            if root is None:
                self._damaged += 1
                continue
            if root.get("show") in ("0", "false"):
                self._hidden.append(number)
            yield from self._slide(number, name, root)

    def _slides(self) -> list[str]:
        """The parts of the slides in the order they are shown."""
        package = self._package
        links = package.links(package.main)
        root = package.xml(package.main)
        listed = [
            links.get(relation(element), ("", ""))[1]
            for element in (root.iter() if root is not None else ())
            if local(element) == "sldId"
        ]
        found = [name for name in dict.fromkeys(listed) if package.has(name)]
        if found:
            return found
        numbered = ((match, name) for name in package.names() if (match := _SLIDE.fullmatch(name)))
        return [name for _, name in sorted(numbered, key=lambda pair: int(pair[0][1]))]

    def _slide(self, number: int, name: str, root: Element) -> Iterator[Block]:
        links = self._package.links(name)
        targets = self._package.addresses(name)
        targets |= {key: inside(part) for key, (kind, part) in links.items() if kind == "slide"}
        shapes = Shapes(lambda identity: self._graphic(links.get(identity, ("", ""))), targets)
        words = 0
        for block in shapes.blocks(root):
            if not words:
                block.pieces[0].names = (name,)
            words += 1
            yield block
        if not words and shapes.pictures:
            self._wordless.append(number)
        for kind, part in links.values():
            if kind == "notesSlide":
                yield from self._notes(part)
            elif kind == "comments":
                yield Block([], comments=list(self._comments(part)))

    def _notes(self, part: str) -> Iterator[Block]:
        root = self._package.side(part)
        for block in Shapes().blocks(root, only=("body",)) if root is not None else ():
            block.kind, block.level, block.table = ParagraphKind.FOOTNOTE, 0, 0
            yield block

    def _graphic(self, link: tuple[str, str]) -> Iterator[str]:
        """The words of a diagram, or the words (not the numbers) of a chart."""
        kind, part = link
        root = self._package.side(part)
        if root is None:
            return
        if kind == "diagramData":
            for body in root.iter():
                if local(body) == "t" and len(body):
                    yield from (block.text for block in paragraphs(body))
        elif kind == "chart":
            said = (e.text or "" for e in root.iter() if local(e) == "t" or _is_label(e))
            yield from dict.fromkeys(words for words in said if words.strip())

    def _people(self) -> dict[str, str]:
        """Authors of comments by id, in both ways PowerPoint keeps them."""
        found: dict[str, str] = {}
        for kind, part in self._package.links(self._package.main).values():
            root = self._package.side(part) if kind in ("commentAuthors", "authors") else None
            for element in root if root is not None else ():
                found[element.get("id", "")] = element.get("name", "").strip()
        return found

    def _comments(self, part: str) -> Iterator[Block]:
        root = self._package.side(part)
        for comment in root.iter() if root is not None else ():
            if local(comment) not in ("cm", "reply"):
                continue
            words = "\n".join(_said(child) for child in comment).strip()
            author = self._authors.get(comment.get("authorId", ""), "")
            said = f"{author}: {words}" if author else words
            if words:
                yield Block([Piece(clean(said))], ParagraphKind.COMMENT)

    def warnings(self) -> Iterator[base.Warning]:
        """What a reader should be told at the end."""
        if self._hidden:
            numbers = ", ".join(map(str, self._hidden[:20]))
            yield base.Warning(f"Slides hidden in it, and shown here: {numbers}.")
        if self._wordless:
            numbers = ", ".join(map(str, self._wordless[:20]))
            yield base.Warning(f"Slides of pictures only, whose words were not read: {numbers}.")
        if self._damaged:
            yield base.Warning(f"{self._damaged} slides are damaged and were left out.")


def _is_label(element: Element) -> bool:
    parent = element.getparent()
    return (
        local(element) == "v"
        and parent is not None
        and parent.getparent() is not None
        and local(parent.getparent()) == "strCache"
    )


def _said(child: Element) -> str:
    """The words of a comment, in its one element for them."""
    if local(child) == "text":
        return child.text or ""
    if local(child) == "txBody":
        return "\n".join(block.text for block in paragraphs(child))
    return ""
