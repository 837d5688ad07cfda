"""Turns conditions on facts, tags, notes and spelling into units when a query runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from itrvault.search.columns import Mask, Numbers
from itrvault.search.fields import FIELDS, Facts, fold_value, matcher
from itrvault.search.joining import Joint, joined, joints_at, tongue_of
from itrvault.search.marking import MarkedText
from itrvault.search.matching import Matcher
from itrvault.search.query import And, FieldTest, Leaf, Node, Positional, can_run_over, tests
from itrvault.search.snapshot import Snapshot
from itrvault.search.verbatim import (
    AS_WRITTEN,
    QuickLook,
    UnitTexts,
    is_settled,
    lenient,
    loosened,
    spelt_parts,
    test_for,
    with_tests,
)  # fmt: skip

_AT_ONCE = 500
"""Texts in memory while spellings are compared."""


def resolve(node: Node, facts: Facts, snapshot: Snapshot) -> dict[FieldTest, Mask]:
    """The units that meet each condition."""
    columns = snapshot.lookup.columns
    met: dict[FieldTest, Mask] = {}
    for test in dict.fromkeys(tests(node)):
        if test.field == AS_WRITTEN:
            continue
        field = FIELDS[test.field]
        meets = matcher(test)
        asked = facts.unit_values if field.on_units else facts.document_values
        rows = {row for row, value in asked(field.source) if meets(value)}
        own = columns.rows if field.on_units else columns.document_rows
        found = np.isin(own, np.fromiter(rows, np.int64, len(rows)))
        if test.field == "author":  # who wrote it, or who marked a passage of it
            coded = {row for row, value in facts.unit_values("coder") if meets(value)}
            found |= np.isin(columns.rows, np.fromiter(coded, np.int64, len(coded)))
        spoken = columns.spoken.get(fold_value(test.value)) if test.field == "lang" else None
        met[test] = found if spoken is None else found | spoken
    return met


def sought(
    node: Node,
    forms: Mapping[Leaf, tuple[str, ...]],
    facts: Facts,
    snapshot: Snapshot,
    texts: UnitTexts | None,
) -> tuple[Node, dict[FieldTest, Mask]]:
    """What to look for, with a condition for every part that must be written as typed; and the
    units that meet each condition.

    Only the texts of units are read that match in any spelling. Without `texts` the accents can't
    be told, and any spelling will do.
    """
    met = resolve(node, facts, snapshot)
    parts = list(dict.fromkeys(spelt_parts(node)))
    if not parts or texts is None:
        return node, met
    loose = loosened(node)
    matcher = Matcher(snapshot.lookup, forms, met)
    for part in parts:
        if is_settled(part, forms, snapshot):
            met[test_for(part)] = np.ones(matcher.columns.count, np.bool_)
            continue
        easy = lenient(part)
        candidates = matcher.matches(easy if loose is None else And((easy, loose)))
        rows = matcher.columns.rows[candidates].tolist()
        joints = joints_at([easy], forms, rows, snapshot) if can_run_over(part, forms) else []
        written = _written(part, candidates, matcher.columns.rows, forms, texts, joints)
        met[test_for(part)] = matcher.mask(np.fromiter(written, np.int64))
    return with_tests(node), met


def _written(
    part: Positional,
    candidates: Numbers,
    rows: Numbers,
    forms: Mapping[Leaf, tuple[str, ...]],
    texts: UnitTexts,
    joints: Sequence[Joint],
) -> Iterator[int]:
    """Those of the units in which the part is written as it was typed; `joints` are where it runs
    from one of them into the next."""
    look = QuickLook(part)
    over: dict[int, list[Joint]] = {}
    for joint in joints:
        over.setdefault(joint.first, []).append(joint)
    for start in range(0, len(candidates), _AT_ONCE):
        some = candidates[start : start + _AT_ONCE]
        units = texts.texts_by_row(rows[some].tolist())
        for number in some.tolist():
            unit = units.get(int(rows[number]))
            if unit is None:
                continue
            plain = look.says(unit)
            if plain is None or (not plain and unit.row in over):
                beyond = joined(unit, over.get(unit.row, ()), texts.texts_by_row)
                plain = MarkedText(
                    unit.text, part, forms, unit.redlines,
                    tongues=(tongue_of(unit),),
                    beyond=[one.marked(part, forms) for one in beyond],
                ).holds(part)  # fmt: skip
            if plain:
                yield number
