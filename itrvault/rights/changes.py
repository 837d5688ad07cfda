"""What changed in a step of an annotation's history, in words: which field, from what, to what."""

from __future__ import annotations

from dataclasses import dataclass

from itrvault.model.annotation import CONFIDENCES, LEVELS
from itrvault.model.history import FieldChange, Step
from itrvault.model.journal import ObjectKind
from itrvault.rights.taxonomy import category

FIELDS = {
    "anchor": "passage", "colour": "colour", "note": "note", "author": "name",
    "important": "important", "state": "state", "right": "right", "articles": "articles",
    "severity": "severity", "likelihood": "likelihood", "stance": "stance",
    "rationale": "reasons", "assessor": "assessor", "confidence": "confidence",
    "affected": "people affected", "law": "provided by law", "law_why": "provided by law: why",
    "aim": "legitimate aim", "aim_why": "legitimate aim: why",
    "necessity": "necessary and proportionate",
    "necessity_why": "necessary and proportionate: why", "provision": "provision",
    "proposal": "proposal", "relation": "relation", "origin": "link from", "target": "link to",
}  # fmt: skip
"""Journal field to what people call it. Others are nobody's business."""

_LONGEST = 300
_BY_ID = {"annotation": "another passage", "document": "a document"}
_LEVELS = ("severity", "likelihood")


@dataclass(frozen=True, slots=True)
class Said:
    """One change in words; "" for what was not there. `kind` says of what it is.

    A tag has its path in `what` and True or False in `given`.
    """

    kind: ObjectKind
    what: str
    before: str
    after: str
    given: bool | None = None


def changes_of(step: Step) -> list[Said]:
    """All that people want to know of a step, in order."""
    return [said for change in step.changes if (said := said_of(change)) is not None]


def said_of(change: FieldChange) -> Said | None:
    """One change in words, None for what only the program needs (numbers, references)."""
    if change.name:
        return Said(change.kind, change.name, "", "", change.after is True)
    if change.field == "exists":
        if change.kind is ObjectKind.ANNOTATION:
            return None  # the label says it
        return Said(change.kind, "", "", "", change.after is True)
    if change.field not in FIELDS:
        return None
    before, after = (_words(change.field, value) for value in (change.before, change.after))
    return Said(change.kind, FIELDS[change.field], before, after) if before != after else None


def change_words(change: FieldChange) -> str:
    """One change in a line of English; "" for what only the program needs."""
    said = said_of(change)
    if said is None:
        return ""
    names = {ObjectKind.RISK: "assessment", ObjectKind.LINK: "link"}
    of = names.get(said.kind, "")
    if said.given is not None:
        if said.what:
            return f"tag {'given' if said.given else 'taken off'}: {said.what}"
        return f"{of} {'added' if said.given else 'taken away'}"
    what = f"{of}, {said.what}" if of else said.what
    if not said.before:
        return f"{what}: {said.after}"
    return f"{what}: {said.before} → {said.after or 'nothing'}"


def _words(field: str, value: object) -> str:
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "yes"
    if field == "anchor" and isinstance(value, dict):
        return _passage(value)
    if field in _LEVELS and isinstance(value, int) and 0 <= value < len(LEVELS):
        return LEVELS[value]
    if field == "confidence" and isinstance(value, int) and 0 <= value < len(CONFIDENCES):
        return CONFIDENCES[value]
    if field == "right" and (known := category(str(value))) is not None:
        return known.title
    if field in ("origin", "target"):
        kind, _, name = str(value).partition(":")
        return _BY_ID.get(kind, f"{kind} {name}")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    words = " ".join(str(value).split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _passage(anchor: dict[str, object]) -> str:
    words = " ".join(str(anchor.get("exact", "")).split())
    if not words:
        return {"document": "the whole document", "region": "a region"}.get(
            str(anchor.get("kind")), f"the whole page {int(str(anchor.get('unit', 0))) + 1}"
        )
    short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    lost = (anchor.get("unit"), anchor.get("start")) == (anchor.get("end_unit"), anchor.get("end"))
    if lost and anchor.get("kind") != "region":
        return f"“{short}” (not found)"
    return f"“{short}”"
