"""Reads Markdown: headings, lists, tables and code as such, its signs taken for what they mean.

Words struck (~~so~~, <del>) are deletions, words in <ins> insertions. What stands before the text
between two lines of dashes is what the file says about itself.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from itrvault.model.document import RedlineKind
from itrvault.model.geometry import ParagraphKind
from itrvault.readers import base, plain
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.encoding import bom_of
from itrvault.readers.headings import heading_label
from itrvault.readers.kinds import extension, kind_of
from itrvault.readers.links import inside
from itrvault.readers.sections import PLAIN, Block, Mark, Piece, Sections, Style

NAME = "markdown/1"
MEDIA_TYPE = "text/markdown"

_ENDINGS = {"md", "markdown", "mdown", "mkd"}
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}) *[a-z0-9+#._-]{0,20}")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*")
_ITEM = re.compile(r"(\s*)(?:([-*+])|(\d{1,9}[.)]))\s+(.*)")
_DIVIDER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_CELL_END = re.compile(r"(?<!\\)\|")
_QUOTE = re.compile(r"^(?: {0,3}> ?)+")
_FIELD = re.compile(r"([A-Za-z][\w -]{0,40}):\s*(\S.*)")
_STATED = {
    "title", "author", "date", "subject", "description", "keywords", "language", "created",
    "modified", "category",
}  # fmt: skip
_INLINE = re.compile(
    r"(?P<code>(`+)(?P<coded>.+?)(?<!`)\2(?!`))"
    r"|(?P<image>!\[(?P<shown>[^\]\n]{0,500})\]\([^)\n]{0,2000}\))"
    r"|(?P<link>\[(?P<words>[^\]\n]{1,2000})\]\((?P<target>[^)\n]{0,2000})\))"
    r"|<(?P<address>https?://[^>\s]{1,2000})>"
    r"|(?P<tag></?(?:ins|del|s|u|b|strong|i|em)>)"
    r"|(?P<pair>\*\*\*|\*\*|~~|(?<!\w)__|__(?!\w)|\*(?=\S)|(?<=\S)\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w))"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])",
    re.I,
)
_TAGS = {"ins": "inserted", "del": "struck", "s": "struck", "u": "underline", "b": "bold",
         "strong": "bold", "i": "italic", "em": "italic"}  # fmt: skip
_PAIRS = {"***": ("bold", "italic"), "**": ("bold",), "__": ("bold",), "*": ("italic",),
          "_": ("italic",), "~~": ("struck",)}  # fmt: skip
_DELETED = Mark(RedlineKind.DELETED, drawn=True)
_INSERTED = Mark(RedlineKind.INSERTED, drawn=True)
_HEAD_LINES = 100
_TARGET = re.compile(r"\s*(?:<([^<>]*)>|(\S+))")
_UNSAID = re.compile(r"[^\w\- ]")


def score(head: bytes, name: str) -> int:
    """By its ending; a text says nothing of this itself."""
    if extension(name) not in _ENDINGS or kind_of(head, name):
        return 0
    return 45 if bom_of(head)[0] or b"\0" not in head else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield metadata, then the sections."""
    lines, encoding, lost = plain.lines_of(data, context.name)
    yield Metadata("encoding", encoding)
    start, stated = _front(lines)
    yield from (Metadata(key, value[:1000]) for key, value in stated.items())
    sections = Sections(context)
    slugs: dict[str, int] = {}
    for block in _Blocks(lines[start:]).blocks():
        if block.kind is ParagraphKind.HEADING:
            block.pieces[0].names += (_slug(block.text, slugs),)
        yield from sections.add(block)
    yield from sections.close()
    yield from sections.links()
    if lost:
        yield base.Warning(plain.lost_letters(lost))


def _slug(heading: str, seen: dict[str, int]) -> str:
    """What links call a heading: its words in small letters, with a number when said before."""
    slug = _UNSAID.sub("", heading.strip().lower()).replace(" ", "-")
    count = seen[slug] = seen.get(slug, -1) + 1
    return f"{slug}-{count}" if count else slug


def _target(said: str) -> str:
    """Where a link leads, without the title that may follow."""
    found = _TARGET.match(said)
    target = (found[1] or found[2] or "") if found else ""
    return inside(unquote(target[1:])) if target.startswith("#") else target


def _front(lines: list[str]) -> tuple[int, dict[str, str]]:
    """Where the text starts, and what stands before it."""
    if not lines or lines[0].strip() != "---":
        return 0, {}
    stated: dict[str, str] = {}
    for at, line in enumerate(lines[1:_HEAD_LINES], start=1):
        if line.strip() in ("---", "..."):
            return at + 1, stated
        found = _FIELD.fullmatch(line.strip())
        if found and found[1].lower() in _STATED:
            stated.setdefault(found[1].lower(), found[2].strip("\"' "))
    return 0, {}


@dataclass(slots=True)
class _Blocks:
    """Goes through the lines once."""

    lines: list[str]
    tables: int = 0
    row: int = 0

    def blocks(self) -> Iterator[Block]:
        """The paragraphs in order."""
        waiting: list[str] = []
        at = 0
        while at < len(self.lines):
            line = self.lines[at].rstrip()
            after = self.lines[at + 1] if at + 1 < len(self.lines) else ""
            fence = _FENCE.fullmatch(line)
            if fence:
                yield from self._waited(waiting)
                at = yield from self._code(at + 1, fence[1])
                continue
            if "|" in line and _DIVIDER.fullmatch(after) and "-" in after and "|" in after:
                yield from self._waited(waiting)
                at = yield from self._table(at)
                continue
            setext = _UNDERLINE.fullmatch(line)
            if setext and waiting and not _ITEM.match(waiting[-1]):
                level = 1 if setext[1][0] == "=" else 2
                title = waiting.pop()
                yield from self._waited(waiting)
                yield _heading(title, level)
            elif heading := _HEADING.fullmatch(line):
                yield from self._waited(waiting)
                yield _heading(heading[2], len(heading[1]))
            elif not line.strip() or _RULE.fullmatch(line):
                yield from self._waited(waiting)
            else:
                if _ITEM.match(line):
                    yield from self._waited(waiting)
                waiting.append(_QUOTE.sub("", line, count=1))
            at += 1
        yield from self._waited(waiting)

    def _waited(self, waiting: list[str]) -> Iterator[Block]:
        """The paragraph that was collected, if there is one."""
        if not waiting:
            return
        lines = list(waiting)
        waiting.clear()
        item = _ITEM.fullmatch(lines[0])
        if item:
            depth = len(item[1].expandtabs(4)) // 2 + 1
            pieces = [Piece("• " if item[2] else f"{item[3]} "), *_pieces(
                "\n".join([item[4], *(line.strip() for line in lines[1:])])
            )]  # fmt: skip
            yield Block(pieces, ParagraphKind.ITEM, min(depth, 9))
            return
        text = "\n".join(line.strip() for line in lines)
        if len(lines) == 1 and heading_label(text):
            yield _heading(text, 2)
        else:
            yield Block(_pieces(text))

    def _code(self, at: int, fence: str) -> Generator[Block, None, int]:
        inside: list[str] = []
        while at < len(self.lines):
            line = self.lines[at]
            at += 1
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                break
            inside.append(line)
        if any(line.strip() for line in inside):
            yield Block([Piece("\n".join(inside))], ParagraphKind.CODE)
        return at

    def _table(self, at: int) -> Generator[Block, None, int]:
        self.tables += 1
        row = 0
        while at < len(self.lines) and "|" in self.lines[at]:
            line = self.lines[at].strip()
            if not (row == 1 and _DIVIDER.fullmatch(line)):
                cells = _CELL_END.split(line.removeprefix("|").removesuffix("|"))
                for column, cell in enumerate(cells[:100]):
                    yield Block(
                        _pieces(cell.strip()), ParagraphKind.CELL, 0, self.tables,
                        row - (row > 1), column,
                    )  # fmt: skip
            row += 1
            at += 1
        return at


def _heading(text: str, level: int) -> Block:
    return Block(_pieces(text.strip()), ParagraphKind.HEADING, level)


def _pieces(text: str) -> list[Piece]:
    """Words in their styles. A sign without its partner stays a sign."""
    parts: list[tuple[str, str, str]] = []  # words, or a sign and its name; where words lead
    at = 0
    for found in _INLINE.finditer(text):
        parts.append((text[at : found.start()], "", ""))
        at = found.end()
        if found["pair"]:
            parts.append((found[0], "pair", ""))
        elif found["tag"]:
            parts.append((found[0], "tag", ""))
        else:
            kept = ("coded", "shown", "words", "address", "escaped")
            words = next((found[name] for name in kept if found[name]), "")
            parts.append((words, "", found["address"] or _target(found["target"] or "")))
    parts.append((text[at:], "", ""))
    return _styled(parts)


def _styled(parts: list[tuple[str, str, str]]) -> list[Piece]:
    """Signs that have a partner switch a style; the others are words."""
    partners: dict[int, int] = {}
    waiting: dict[str, int] = {}
    for index, (sign, what, _) in enumerate(parts):
        if what == "pair" and sign in waiting:
            partners[waiting.pop(sign)] = index
        elif what == "pair":
            waiting[sign] = index
    switches = {*partners, *partners.values()}
    on: dict[str, bool] = {}
    pieces: list[Piece] = []
    for index, (words, what, target) in enumerate(parts):
        if what == "tag":
            on[_TAGS[words.strip("</>").lower()]] = not words.startswith("</")
        elif index in switches:
            for name in _PAIRS[words]:
                on[name] = index in partners
        elif words:
            pieces.append(Piece(words, _style(on), _marks(on), link=target))
    return pieces or [Piece("")]


def _style(on: dict[str, bool]) -> Style:
    style = replace(
        PLAIN, bold=on.get("bold", False), italic=on.get("italic", False),
        underline=on.get("underline", False) or on.get("inserted", False),
        strike=on.get("struck", False),
    )  # fmt: skip
    return PLAIN if style == PLAIN else style


def _marks(on: dict[str, bool]) -> tuple[Mark, ...]:
    return ((_DELETED,) if on.get("struck") else ()) + ((_INSERTED,) if on.get("inserted") else ())
