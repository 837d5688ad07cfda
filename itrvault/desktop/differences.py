"""Where two documents differ, made ready to be shown: worked out on a reading thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from itrvault.desktop.words import place_words
from itrvault.model.document import Document, Unit, UnitKind
from itrvault.progress import CancelToken
from itrvault.text.hunks import CONTEXT, Hunk, hunks
from itrvault.text.word_diff import Kind, Place, Stretch, WordDiff, Wording, diff_units
from itrvault.vault import Vault

WHOLE = 1 << 40
"""More context than any text has: all of it is shown."""

MOST = 600_000
"""Characters that are shown at most; what comes after is counted."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one fate in one unit. `document` is where they stand, by its id.

    `glued` says that nothing stands between them and the word before.
    """

    kind: Kind
    text: str
    document: str
    unit: int
    start: int
    end: int
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Changes that stand together with the words around them, under the places they stand at."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """What the window shows. Counts are of words; `left_out` of blocks too many to show."""

    left: Document
    right: Document
    same: bool
    similarity: float
    deleted: int
    inserted: int
    heads: int
    empty: tuple[Document, ...]
    blocks: tuple[Block, ...]
    left_out: int = 0


class _Side:
    def __init__(self, vault: Vault, reference: str) -> None:
        self.document = vault.store.documents.get(reference)
        self.units: Sequence[Unit] = vault.store.documents.units(self.document.id)
        self.texts = [unit.text for unit in self.units]

    def where(self, place: Place) -> str:
        if not self.units:
            return ""
        return place_words(self.units[place.unit].label, self.units[place.unit].kind)

    def parts(self, kind: Kind, places: Sequence[Place]) -> list[Part]:
        pages = self.document.unit_kind is UnitKind.PAGE
        return [
            Part(kind, _as_read(self.texts[place.unit][place.start : place.end], pages=pages),
                 self.document.id, place.unit, place.start, place.end, self._glued(place))
            for place in places
            if place.end > place.start
        ]  # fmt: skip

    def _glued(self, place: Place) -> bool:
        before = self.texts[place.unit][max(0, place.start - 1) : place.start]
        return bool(before) and not before.isspace()


def look_at_differences(
    vault: Vault,
    left: str,
    right: str,
    *,
    wording: Wording = Wording.MARKED,
    whole: bool = False,
    cancel: CancelToken | None = None,
) -> Differences:
    """Compare two documents by their ids. Raises NoSuchDocument, Cancelled."""
    one, other = _Side(vault, left), _Side(vault, right)
    found = diff_units(one.units, other.units, wording=wording, cancel=cancel)
    blocks, left_out = _blocks(found, one, other, WHOLE if whole else CONTEXT)
    empty = [(one, found.left_words), (other, found.right_words)]
    return Differences(
        one.document,
        other.document,
        found.same,
        found.similarity,
        found.count(Kind.DELETED),
        found.count(Kind.INSERTED),
        sum(found.passed_over),
        tuple(side.document for side, words in empty if not words),
        blocks,
        left_out,
    )


def _blocks(
    found: WordDiff, one: _Side, other: _Side, context: int
) -> tuple[tuple[Block, ...], int]:
    gathered = hunks(found, other.texts, context)
    blocks: list[Block] = []
    length = 0
    for hunk in gathered:
        block = _block(hunk, one, other)
        length += sum(len(part.text) for part in block.parts)
        if blocks and length > MOST:
            break
        blocks.append(block)
    return tuple(blocks), len(gathered) - len(blocks)


def _block(hunk: Hunk, one: _Side, other: _Side) -> Block:
    places = dict.fromkeys((one.where(hunk.left), other.where(hunk.right)))
    parts = other.parts(Kind.EQUAL, hunk.before)
    for stretch in hunk.stretches:
        parts += _stretch(stretch, one, other)
    parts += other.parts(Kind.EQUAL, hunk.after)
    return Block("  →  ".join(place for place in places if place), tuple(parts))


def _stretch(stretch: Stretch, one: _Side, other: _Side) -> list[Part]:
    if stretch.kind is Kind.DELETED:
        return one.parts(stretch.kind, stretch.left)
    return other.parts(stretch.kind, stretch.right)


def _as_read(text: str, *, pages: bool) -> str:
    """Lines of a page run on; paragraphs of flowing text stay."""
    if pages:
        return " ".join(text.split())
    return "\n".join(line for line in (" ".join(each.split()) for each in text.split("\n")) if line)
