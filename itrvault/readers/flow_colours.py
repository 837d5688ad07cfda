"""Coloured words of flowing text, where they stand for insertions (see `colour_changes`)."""

from __future__ import annotations

from itertools import groupby

from itrvault.model.document import RedlineKind
from itrvault.readers.colour_changes import Stretch, inserting_colours
from itrvault.readers.sections import Block, Mark, Piece

_INSERTED = Mark(RedlineKind.INSERTED, drawn=True)


def mark_coloured(blocks: list[Block]) -> list[Block]:
    """The same paragraphs of a document that marks changes, with what its colours insert marked.

    Nothing is marked where black is not the colour of most words.
    """
    black = coloured = 0
    for block in blocks:
        for piece in block.pieces:
            if piece.ink:
                coloured += len(piece.text)
            else:
                black += len(piece.text)
    if not coloured or coloured > black:
        return blocks
    colours = inserting_colours(stretch for block in blocks for stretch in _stretches(block))
    for block in blocks:
        for piece in block.pieces:
            if piece.ink in colours and not piece.marks:
                piece.marks = (_INSERTED,)
    return blocks


def _stretches(block: Block) -> list[Stretch]:
    groups = [(ink, list(pieces)) for ink, pieces in groupby(block.pieces, lambda each: each.ink)]
    found: list[Stretch] = []
    for at, (ink, pieces) in enumerate(groups):
        if not ink:
            continue
        text = "".join(piece.text for piece in pieces)
        begins = text.rstrip()[-1:] not in (".", ":", ";") and _black(groups[at + 1 :])
        beside = _black(groups[:at]) or begins
        struck = sum(len(piece.text) for piece in pieces if _is_struck(piece))
        found.append(Stretch(ink, text, beside, 2 * struck > len(text)))
    return found


def _black(groups: list[tuple[str, list[Piece]]]) -> bool:
    """Whether there are black words among these pieces."""
    return any(
        any(map(str.isalnum, piece.text)) for ink, some in groups if not ink for piece in some
    )


def _is_struck(piece: Piece) -> bool:
    return any(mark.kind is RedlineKind.DELETED for mark in piece.marks)
