"""The annotations of one document as the reader marks them; read on a reading thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from itrvault.desktop.models.tag_codes import tag_codes
from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.widgets.selection_units import Mark, Stripe
from itrvault.desktop.words import author_words, one_line
from itrvault.model.annotation import Anchor, AnchorKind, Annotation, AnnotationState, Tag
from itrvault.model.geometry import Rect
from itrvault.text.anchors import span_in
from itrvault.text.relocating import Relocator
from itrvault.vault import Vault

HINT = 160

_SIGNS = {AnnotationState.CHECK: "?", AnnotationState.DONE: "✓"}

Marks = dict[int, tuple[Mark, ...]]


def look_at_notes(vault: Vault, document: str) -> tuple[tuple[Annotation, ...], Marks]:
    """The annotations of a document, and where they are in its text as it is now."""
    notes = tuple(vault.store.annotations.of_document(document))
    if not notes:
        return (), {}
    tags = list(vault.store.tags.all())
    return notes, marks_of(notes, vault.store.documents.texts(document), tags)


def marks_of(notes: Sequence[Annotation], texts: Sequence[str], tags: Sequence[Tag]) -> Marks:
    """The marks of each unit. A note whose words are gone has none; the lists still have it."""
    by_id = {tag.id: tag for tag in tags}
    codes = tag_codes(tags)
    paths = {tag.id: tag_path(tag, by_id) for tag in tags}
    stripes = {
        tag.id: Stripe(tag.colour, codes[tag.id], paths[tag.id]) for tag in tags
    }  # fmt: skip
    marks: dict[int, list[Mark]] = {}
    relocator = Relocator(texts)
    for note in notes:
        anchor = None if note.unplaced else relocator.place(note.anchor)
        if anchor is None:
            continue
        own = tuple(stripes[tag] for tag in note.tags if tag in stripes)
        hint = hint_of(note, [stripe.path for stripe in own])
        signs = signs_of(note)
        for number in range(anchor.unit, min(anchor.end_unit, len(texts) - 1) + 1):
            span = span_in(anchor, number, len(texts[number]))
            if span is not None:
                mark = Mark(
                    note.id, span, note.colour, bool(note.note), hint, own, box_of(anchor), signs
                )
                marks.setdefault(number, []).append(mark)
    return {number: tuple(found) for number, found in marks.items()}


def box_of(anchor: Anchor) -> Rect | None:
    """The rectangle of a region; None for words and whole pages."""
    return anchor.rects[0][1] if anchor.kind is AnchorKind.REGION and anchor.rects else None


def signs_of(note: Annotation) -> tuple[str, ...]:
    """What stands beside a mark that is important, to be looked at again, or done."""
    sign = _SIGNS.get(note.state, "")
    return tuple(filter(None, ("★" if note.important else "", sign)))


def hint_of(note: Annotation, paths: Sequence[str]) -> str:
    """What it is on if not on words, the tags, the beginning of the note and who made it."""
    words = one_line(note.note)
    if len(words) > HINT:
        words = words[: HINT - 1] + "…"
    on = ""
    if note.anchor.kind is AnchorKind.PAGE:
        on = QCoreApplication.translate("ReaderNotes", "On the whole page")
    elif note.anchor.kind is AnchorKind.DOCUMENT:
        on = QCoreApplication.translate("ReaderNotes", "On the whole document")
    parts = (", ".join(paths), on, words, author_words(note))
    return "\n".join(part for part in parts if part)
