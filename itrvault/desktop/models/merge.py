"""What a merge brings as a table: what comes in, what changes, what conflicts, what stays away."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from itrvault.carry.plan import Conflict, Effect, FieldChange, MergePlan
from itrvault.desktop.words import one_line
from itrvault.model.journal import ObjectKind

translate = QCoreApplication.translate

KINDS = {
    ObjectKind.ANNOTATION: QT_TRANSLATE_NOOP("merge", "Note"),
    ObjectKind.RISK: QT_TRANSLATE_NOOP("merge", "Judgement"),
    ObjectKind.TAG: QT_TRANSLATE_NOOP("merge", "Tag"),
    ObjectKind.DOCUMENT: QT_TRANSLATE_NOOP("merge", "Document"),
    ObjectKind.SEARCH: QT_TRANSLATE_NOOP("merge", "Search"),
    ObjectKind.LINK: QT_TRANSLATE_NOOP("merge", "Link"),
    ObjectKind.SUGGESTION: QT_TRANSLATE_NOOP("merge", "Swept passage"),
    ObjectKind.SETTLEMENT: QT_TRANSLATE_NOOP("merge", "Settled proposal"),
    ObjectKind.CONCORDANCE: QT_TRANSLATE_NOOP("merge", "Pair of numbers"),
    ObjectKind.VAULT: QT_TRANSLATE_NOOP("merge", "Archive"),
}

EFFECTS = {
    Effect.ADDED: QT_TRANSLATE_NOOP("merge", "comes in"),
    Effect.CHANGED: QT_TRANSLATE_NOOP("merge", "changes"),
    Effect.REMOVED: QT_TRANSLATE_NOOP("merge", "is removed"),
    Effect.BACK: QT_TRANSLATE_NOOP("merge", "comes back"),
}


def in_words(text: object) -> str:
    """A word of this table in the user's language."""
    return translate("merge", str(text))


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One line. `state` is "in", "conflict", "missing" or "refused"."""

    state: str
    kind: str
    effect: str
    words: str
    detail: str
    author: str = ""
    conflict: Conflict | None = None


def shown(value: object) -> str:
    """A value of a field as people read it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, dict):
        return one_line(str(value.get("exact", "")))
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def change_words(change: FieldChange) -> str:
    """One field: what it was and what it becomes."""
    if change.field.startswith("tag:"):
        return (
            translate("merge", "tag given") if change.after else translate("merge", "tag taken off")
        )
    if change.before is None:
        return f"{change.field}: {one_line(shown(change.after))}"
    before, after = one_line(shown(change.before)), one_line(shown(change.after))
    return f"{change.field}: {before} → {after}"


HIDDEN = ("exists", "document", "number", "anchor", "annotation", "origin", "order")


def told(change: FieldChange) -> bool:
    """Whether a change says something to a person: no bare id, no empty field of a new thing."""
    return change.field not in HIDDEN and bool(change.before or change.after)


def merge_rows(plan: MergePlan) -> list[MergeRow]:
    """Conflicts first: they are what a person has to look at."""
    rows = [
        MergeRow(
            "conflict", in_words(KINDS[each.kind]), translate("merge", "conflicts"),
            one_line(each.words), each.field, conflict=each,
        )
        for each in plan.conflicts
    ]  # fmt: skip
    rows += [
        MergeRow(
            "in", in_words(KINDS[each.kind]), in_words(EFFECTS[each.effect]), one_line(each.words),
            "; ".join(change_words(c) for c in each.changes if told(c)), each.author,
        )
        for each in plan.incoming
    ]  # fmt: skip
    rows += [
        MergeRow(
            "refused",
            in_words(KINDS[each.kind]),
            translate("merge", "is refused"),
            one_line(each.words),
            each.reason,
        )
        for each in plan.refused
    ]
    rows += [
        MergeRow(
            "missing", in_words(KINDS[ObjectKind.DOCUMENT]), translate("merge", "is not here"),
            each.symbol or one_line(each.title),
            translate("merge", "{count} notes wait for it").format(count=each.annotations),
        )
        for each in plan.missing
    ]  # fmt: skip
    return rows
