"""The fields journalled objects have, and what each may hold.

Rows may come from a stranger's vault by merging, so each is checked before it is taken in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from itrvault.errors import VaultDamaged
from itrvault.model.annotation import COLOURS, LEVELS, Anchor, Stance
from itrvault.model.document import FACT_FIELDS
from itrvault.model.geometry import Rect
from itrvault.model.journal import Entry, ObjectKind
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


def _is_stance(value: object) -> bool:
    return value in tuple(Stance)


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
        "colour": is_colour, "note": is_text, "author": is_text,
    },
    ObjectKind.TAG: {
        "exists": _is_true, "parent": _is_parent, "name": is_text, "colour": is_colour,
        "definition": is_text, "rights": _is_texts, "origin": is_text, "order": _is_count,
    },
    ObjectKind.RISK: {
        "exists": _is_true, "annotation": is_id, "right": is_text, "articles": _is_texts,
        "severity": _is_level, "likelihood": _is_level, "stance": _is_stance,
        "rationale": is_text, "assessor": is_text,
    },
    ObjectKind.SEARCH: {
        "exists": _is_true, "name": is_text, "query": is_text, "order": _is_count,
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
    }  # fmt: skip


def anchor_from(value: object) -> Anchor:
    """The anchor again. Raises ValueError, TypeError or KeyError when it is none."""
    if not isinstance(value, dict):
        raise TypeError("not an anchor")
    numbers = [value[name] for name in ("unit", "start", "end_unit", "end")]
    texts = [value[name] for name in ("exact", "prefix", "suffix", "text_hash")]
    if not all(_is_count(n) for n in numbers) or not all(is_text(t) for t in texts):
        raise ValueError("not an anchor")
    unit, start, end_unit, end = numbers
    if (unit, start) > (end_unit, end):
        raise ValueError("an anchor that ends before it begins")
    exact, prefix, suffix, text_hash = texts
    rects = tuple((page, _rect(*corners)) for page, *corners in value["rects"])
    if not all(_is_count(page) for page, _ in rects):
        raise ValueError("not an anchor")
    return Anchor(unit, start, end_unit, end, exact, prefix, suffix, rects, text_hash)


def _rect(*corners: object) -> Rect:
    if len(corners) != 4:
        raise ValueError("not a box")
    for corner in corners:
        # Not `isfinite`: a whole number of a thousand digits does not fit into a float.
        if type(corner) not in (int, float) or not -FARTHEST <= corner <= FARTHEST:  # type: ignore[operator]
            raise ValueError("not a box")
    x0, y0, x1, y1 = corners
    return Rect(x0, y0, x1, y1)  # type: ignore[arg-type]
