"""Words in the shapes of slides and sheets: paragraphs, tables, diagrams, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from itrvault.errors import ReaderOverLimit
from itrvault.model.geometry import ParagraphKind
from itrvault.readers.docx_body import local
from itrvault.readers.docx_styles import numeral
from itrvault.readers.ooxml import Element, relation
from itrvault.readers.sections import PLAIN, Block, Piece, clean

_DEEPEST = 60
_OFF = {"0", "false", "none", "noStrike"}
_LOOKS = (("bold", "b"), ("italic", "i"), ("underline", "u"), ("strike", "strike"))
_PLACES = {
    "title": ParagraphKind.HEADING, "ctrTitle": ParagraphKind.HEADING,
    "ftr": ParagraphKind.FOOTER, "dt": ParagraphKind.FOOTER, "hdr": ParagraphKind.HEADER,
}  # fmt: skip
_FORMS = {"arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter",
          "romanLc": "lowerRoman", "romanUc": "upperRoman"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    kind: ParagraphKind = ParagraphKind.BODY
    table: int = 0
    row: int = 0
    column: int = 0


class Shapes:
    """Walks the shapes of one file. `graphic` gives the words of a part a shape refers to.

    `targets` are those of linked words, by relationship id.
    """

    def __init__(
        self,
        graphic: Callable[[str], Iterator[str]] | None = None,
        targets: Mapping[str, str] | None = None,
    ) -> None:
        self._graphic = graphic
        self._targets = targets or {}
        self._tables = 0
        self.pictures = 0
        """Pictures seen, whose words nobody read."""

    def blocks(self, tree: Element, *, only: tuple[str, ...] = ()) -> Iterator[Block]:
        """The paragraphs of a tree of shapes; `only` those in placeholders of these types."""
        yield from self._tree(tree, only, 0)

    def _tree(self, parent: Element, only: tuple[str, ...], depth: int) -> Iterator[Block]:
        if depth > _DEEPEST:
            raise ReaderOverLimit(reason="its shapes nest too deeply")
        for child in parent:
            name = local(child)
            if name in ("sp", "cxnSp"):
                yield from self._shape(child, only)
            elif name == "AlternateContent":
                yield from self._tree(_alternative(child), only, depth + 1)
            elif name == "graphicFrame" and not only:
                yield from self._frame(child)
            elif name == "pic":
                self.pictures += 1
            elif name in _GROUPS:
                yield from self._tree(child, only, depth + 1)

    def _shape(self, shape: Element, only: tuple[str, ...]) -> Iterator[Block]:
        holder = next((e for e in shape.iter() if local(e) == "ph"), None)
        role = holder.get("type", "body") if holder is not None else ""
        if role in ("sldNum", "sldImg") or (only and role not in only):
            return
        place = _Place(_PLACES.get(role, ParagraphKind.BODY))
        for body in shape:
            if local(body) == "txBody":
                yield from paragraphs(body, place, self._targets)

    def _frame(self, frame: Element) -> Iterator[Block]:
        for element in frame.iter():
            name = local(element)
            if name == "tbl":
                yield from self._table(element)
                return
            if name in ("relIds", "chart") and self._graphic is not None:
                part = relation(element, "dm") or relation(element)
                for words in self._graphic(part):
                    yield Block([Piece(clean(words))])
            elif name == "pic":
                self.pictures += 1

    def _table(self, table: Element) -> Iterator[Block]:
        self._tables += 1
        rows = (line for line in table if local(line) == "tr")
        for row, line in enumerate(rows):
            cells = (cell for cell in line if local(cell) == "tc")
            for column, cell in enumerate(cells):
                place = _Place(ParagraphKind.CELL, self._tables, row, column)
                for body in cell:
                    if local(body) == "txBody":
                        yield from paragraphs(body, place, self._targets)


_GROUPS = {
    "grpSp", "spTree", "cSld", "Choice", "Fallback", "twoCellAnchor", "oneCellAnchor",
    "absoluteAnchor", "wsDr", "graphic", "graphicData", "lockedCanvas", "contentPart",
}  # fmt: skip


def _alternative(element: Element) -> Element:
    """The one branch to read: the first that holds words, else none."""
    for branch in element:
        if any(local(text) == "t" and (text.text or "").strip() for text in branch.iter()):
            return [branch]
    return []


def paragraphs(
    body: Element, place: _Place | None = None, targets: Mapping[str, str] | None = None
) -> Iterator[Block]:
    """The paragraphs of a text body; `targets` of linked words by relationship id."""
    place = place or _Place()
    counts: dict[int, int] = {}
    for paragraph in body:
        if local(paragraph) != "p":
            continue
        pieces: list[Piece] = []
        properties: Element | None = None
        for child in paragraph:
            name = local(child)
            if name == "pPr":
                properties = child
            elif name == "br":
                pieces.append(Piece("\n"))
            elif name in ("r", "fld") and child.get("type") != "slidenum":
                pieces += _run(child, targets or {})
            elif name in ("m", "AlternateContent", "oMath", "oMathPara"):
                words = "".join(e.text or "" for e in child.iter() if local(e) == "t")
                pieces.append(Piece(clean(words)))
        mark, level = _bullet(properties, counts)
        block = Block(pieces, place.kind, 0, place.table, place.row, place.column)
        if not block.text.strip():
            continue
        if mark:
            pieces.insert(0, Piece(f"{mark} "))
        if place.kind is ParagraphKind.HEADING:
            block.level = 1
        elif place.kind is ParagraphKind.BODY and mark:
            block.kind, block.level = ParagraphKind.ITEM, level
        yield block


def _run(run: Element, targets: Mapping[str, str]) -> Iterator[Piece]:
    style, target = PLAIN, ""
    for child in run:
        name = local(child)
        if name == "rPr":
            found = {look: child.get(key) not in _OFF for look, key in _LOOKS if child.get(key)}
            style = replace(PLAIN, **found) if found else PLAIN
            for link in child if targets else ():
                if local(link) == "hlinkClick":
                    target = targets.get(relation(link), "")
        elif name == "t" and child.text:
            yield Piece(clean(child.text), style, link=target)


def _bullet(properties: Element | None, counts: dict[int, int]) -> tuple[str, int]:
    """The mark a paragraph states for itself, and its depth from 1."""
    if properties is None:
        counts.clear()
        return "", 1
    said = properties.get("lvl", "0")
    level = min(int(said), 8) + 1 if said.isdecimal() and len(said) < 4 else 1
    for deeper in [depth for depth in counts if depth > level]:
        del counts[deeper]
    for child in properties:
        name = local(child)
        if name in ("buChar", "buBlip"):
            return "•", level
        if name == "buAutoNum":
            start = child.get("startAt", "1")
            first = int(start) if start.isdecimal() and len(start) < 6 else 1
            counts[level] = counts[level] + 1 if level in counts else first
            kind = child.get("type", "")
            form = next((form for word, form in _FORMS.items() if kind.startswith(word)), "decimal")
            shown = numeral(counts[level], form)
            if kind.endswith("ParenBoth"):
                return f"({shown})", level
            return shown + (")" if kind.endswith("ParenR") else "."), level
    counts.pop(level, None)
    return "", level
