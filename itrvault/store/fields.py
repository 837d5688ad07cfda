"""The fields journalled objects have, and what each may hold.

Rows may come from a stranger's vault by merging, so each is checked before it is taken in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from itrvault.errors import VaultDamaged
from itrvault.model.annotation import (
    COLOURS,
    CONFIDENCES,
    LEVELS,
    Anchor,
    AnchorKind,
    AnnotationState,
    Answer,
    Stance,
)
from itrvault.model.document import FACT_FIELDS
from itrvault.model.geometry import Rect
from itrvault.model.journal import Entry, ObjectKind
from itrvault.model.link import End, Relation
from itrvault.model.settlement import Ruling
from itrvault.model.suggestion import Decision
from itrvault.store import clock
from itrvault.store.placement import FARTHEST

Test = Callable[[object], bool]

UNREADABLE = (ValueError, TypeError, KeyError, RecursionError)
"""What reading an anchor that is none raises: brackets may be a hundred thousand deep."""

TAG_FIELD = "tag:"
"""An annotation's tags are fields of their own ("tag:<id>"), so that merges are per tag."""

_ID = re.compile(r"[0-9a-zA-Z._:/+-]{1,200}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NUMBER_LIMIT = 2**31


def is_text(value: object) -> bool:
    """A string SQLite can hold."""
    if not isinstance(value, str):
        return False
    if value.isascii():
        return True
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def is_id(value: object) -> bool:
    """An identifier."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def is_colour(value: object) -> bool:
    """A named highlight colour or #rrggbb."""
    return isinstance(value, str) and (value in COLOURS or _COLOUR.fullmatch(value) is not None)


def _is_true(value: object) -> bool:
    return value is True


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < _NUMBER_LIMIT


def _is_level(value: object) -> bool:
    return type(value) is int and 0 <= value < len(LEVELS)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(is_text(v) for v in value)


def _is_parent(value: object) -> bool:
    return value == "" or is_id(value)


def _is_confidence(value: object) -> bool:
    return type(value) is int and 0 <= value < len(CONFIDENCES)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _one_of(names: Iterable[str]) -> Test:
    known = frozenset(names)
    return lambda value: isinstance(value, str) and value in known


def _is_end(value: object) -> bool:
    if not is_text(value):
        return False
    try:
        End.parse(str(value))
    except ValueError:
        return False
    return True


def _is_anchor(value: object) -> bool:
    try:
        anchor_from(value)
    except UNREADABLE:
        return False
    return True


FIELDS: dict[ObjectKind, dict[str, Test]] = {
    ObjectKind.DOCUMENT: dict.fromkeys(FACT_FIELDS, is_text),
    ObjectKind.ANNOTATION: {
        "exists": _is_true, "document": is_id, "number": _is_count, "anchor": _is_anchor,
        "colour": is_colour, "note": is_text, "author": is_text, "important": _is_flag,
        "state": _one_of(AnnotationState),
    },
    ObjectKind.TAG: {
        "exists": _is_true, "parent": _is_parent, "name": is_text, "colour": is_colour,
        "definition": is_text, "rights": _is_texts, "origin": is_text, "order": _is_count,
        "when_to_use": is_text, "when_not": is_text, "examples": _is_texts, "codable": _is_flag,
        "into": is_id,  # what a tag that is gone was merged into; no column has it
    },
    ObjectKind.RISK: {
        "exists": _is_true, "annotation": is_id, "right": is_text, "articles": _is_texts,
        "severity": _is_level, "likelihood": _is_level, "stance": _one_of(Stance),
        "rationale": is_text, "assessor": is_text, "confidence": _is_confidence,
        "affected": _is_texts, "law": _one_of(Answer), "law_why": is_text,
        "aim": _one_of(Answer), "aim_why": is_text, "necessity": _one_of(Answer),
        "necessity_why": is_text, "provision": is_text, "proposal": is_text,
    },
    ObjectKind.SEARCH: {
        "exists": _is_true, "name": is_text, "query": is_text, "order": _is_count,
    },
    ObjectKind.LINK: {
        "exists": _is_true, "origin": _is_end, "target": _is_end, "relation": _one_of(Relation),
        "note": is_text, "author": is_text,
    },
    ObjectKind.SUGGESTION: {
        "exists": _is_true, "document": is_id, "anchor": _is_anchor, "source": is_text,
        "triggers": _is_texts, "decision": _one_of(Decision), "reason": is_text,
        "annotation": is_id, "author": is_text,
    },
    ObjectKind.SETTLEMENT: {
        "exists": _is_true, "document": is_id, "anchor": _is_anchor, "ruling": _one_of(Ruling),
        "verb": is_text, "identifier": is_text, "authors": _is_texts, "target": is_text,
        "wording": is_text, "note": is_text, "author": is_text,
        "names": _is_texts,  # what its proposal was called, and is called now; no column has it
    },
    ObjectKind.CONCORDANCE: {
        "exists": _is_true, "numbering": is_text, "number": is_text, "other_numbering": is_text,
        "other_number": is_text, "note": is_text, "author": is_text,
    },
}  # fmt: skip


def acceptable(kind: ObjectKind, field: str, value: object) -> bool:
    """Whether an object of that kind may have that in that field. None always may be."""
    if kind is ObjectKind.ANNOTATION and field.startswith(TAG_FIELD):
        return is_id(field[len(TAG_FIELD) :]) and (value is None or value is True)
    test = FIELDS.get(kind, {}).get(field)
    return test is not None and (value is None or test(value))


def validate(entry: Entry, path: Path) -> None:
    """Raise VaultDamaged when the row is not one this program writes."""
    right = (
        is_id(entry.id)
        and is_id(entry.subject)
        and is_id(entry.operation)
        and clock.valid(entry.clock)
        and is_text(entry.label)
        and is_text(entry.author)
        and (entry.undoes == "" or is_id(entry.undoes))
        and acceptable(entry.kind, entry.field, entry.before)
        and acceptable(entry.kind, entry.field, entry.after)
    )
    if not right:
        what = f"its journal has a row about a {entry.kind.value} that cannot be right"
        raise VaultDamaged(path=path, reason=what)


def anchor_to(anchor: Anchor) -> dict[str, object]:
    """An anchor as plain values for the journal."""
    return {
        "unit": anchor.unit, "start": anchor.start, "end_unit": anchor.end_unit, "end": anchor.end,
        "exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix,
        "rects": [[unit, r.x0, r.y0, r.x1, r.y1] for unit, r in anchor.rects],
        "text_hash": anchor.text_hash,
    } | ({} if anchor.kind is AnchorKind.PASSAGE else {"kind": anchor.kind.value})  # fmt: skip


def anchor_from(value: object) -> Anchor:
    """The anchor again. Raises ValueError, TypeError or KeyError when it is none."""
    if not isinstance(value, dict):
        raise TypeError("not an anchor")
    unit, start = value["unit"], value["start"]
    end_unit, end = value["end_unit"], value["end"]
    exact, prefix, suffix = value["exact"], value["prefix"], value["suffix"]
    text_hash = value["text_hash"]
    # Written out, since a list of all annotations reads ten thousand of them.
    if not (type(unit) is type(start) is type(end_unit) is type(end) is int):
        raise ValueError("not an anchor")
    if not (0 <= unit <= end_unit < _NUMBER_LIMIT > start >= 0 <= end < _NUMBER_LIMIT):
        raise ValueError("not an anchor")
    if not (type(exact) is type(prefix) is type(suffix) is type(text_hash) is str):
        raise ValueError("not an anchor")
    if not is_text(exact + prefix + suffix + text_hash):
        raise ValueError("not an anchor")
    if unit == end_unit and start > end:
        raise ValueError("an anchor that ends before it begins")
    rects = tuple([_rect(*box) for box in value["rects"]])
    # Before there were kinds, a whole page was told by its having no words.
    kind = AnchorKind.PASSAGE if exact else AnchorKind.PAGE
    if "kind" in value:
        kind = AnchorKind(value["kind"])
    if kind is AnchorKind.REGION and [page for page, _ in rects] != [unit]:
        raise ValueError("a region without its box")
    if kind is not AnchorKind.PASSAGE and (start or end):
        raise ValueError("a whole page that begins within it")
    return Anchor(unit, start, end_unit, end, exact, prefix, suffix, rects, text_hash, kind)


def _rect(page: object, *corners: object) -> tuple[int, Rect]:
    if len(corners) != 4 or not _is_count(page):
        raise ValueError("not a box")
    for corner in corners:
        kind = type(corner)
        # Not `isfinite`: a whole number of a thousand digits does not fit into a float.
        if not (
            (kind is float or kind is int) and -FARTHEST <= corner <= FARTHEST  # type: ignore[operator]
        ):
            raise ValueError("not a box")
    return page, Rect(*corners)  # type: ignore[return-value, arg-type]
