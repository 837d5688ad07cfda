"""Turns conditions on facts, tags and notes into units of each segment when a query runs."""

from __future__ import annotations

from itrvault.search.fields import FIELDS, Facts, fold_value, matcher
from itrvault.search.query import FieldTest, Node, tests
from itrvault.search.snapshot import Snapshot

Met = dict[FieldTest, set[int]]


def resolve(node: Node, facts: Facts, snapshot: Snapshot) -> list[Met]:
    """For each segment: the units (numbers in the segment) that meet each condition."""
    met: list[Met] = [{} for _ in snapshot.readers]
    for test in dict.fromkeys(tests(node)):
        field = FIELDS[test.field]
        meets = matcher(test)
        asked = facts.unit_values if field.on_units else facts.document_values
        rows = {row for row, value in asked(field.source) if meets(value)}
        language = fold_value(test.value) if test.field == "lang" else ""
        for reader, here in zip(snapshot.readers, met, strict=True):
            columns = reader.units
            own = columns.rows if field.on_units else columns.document_rows
            found = {number for number, row in enumerate(own) if row in rows}
            if language in columns.languages and language:
                wanted = columns.languages.index(language)
                numbers = columns.language_numbers
                found.update(n for n, one in enumerate(numbers) if one == wanted)
            here[test] = found
    return met
