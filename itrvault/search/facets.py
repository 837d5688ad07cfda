"""Counts a whole result by class, series, proponent, language, date, article, tag and notes.

A value counts what a search narrowed to it would find: each value's rows are worked out with the
very condition that its query stands for, once for a state of the archive, and counting a result is
then a look-up of arrays. Nothing is sampled, and the size of the page that is shown plays no part.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from itrvault.errors import QueryError
from itrvault.model.search import FACETS, Facet, FacetValue
from itrvault.search.articles import article_queries
from itrvault.search.composing import field_query
from itrvault.search.fields import HAS_VALUES, Facts, fold_value, matcher
from itrvault.search.parse import parse
from itrvault.search.query import FieldTest
from itrvault.search.snapshot import Snapshot

Rows = npt.NDArray[np.int64]
Values = list[tuple[int, str]]
Names = Callable[[str], Iterable[str]]
Matching = Callable[[str], Sequence[int]]

MOST_VALUES = 2_000
"""Values of one facet; an archive with more names than this has none worth listing."""
_LONGEST = 200
"""Code points of a value; what is longer is a stranger's, and no name."""


def _names(value: str) -> Iterable[str]:
    return (name.strip() for name in value.split(";"))


def _months(value: str) -> Iterable[str]:
    """The year of a date, and its month where it says one."""
    return (value[:4], value[:7]) if len(value) >= 7 else (value[:4],)


def _steps(path: str) -> Iterable[str]:
    """A tag's path and those it lies below."""
    steps = path.split("/")
    return ("/".join(steps[: count + 1]) for count in range(len(steps)))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A facet: the field of its queries, where its values are, and what of a value is listed."""

    field: str
    source: str
    on_units: bool
    names: Names


_KINDS = {
    "class": _Kind("class", "class", False, _names),
    "series": _Kind("series", "series", False, _names),
    "proponent": _Kind("proponent", "proponent", False, _names),
    "language": _Kind("lang", "language", False, _names),
    "date": _Kind("date", "date", False, _months),
    "tag": _Kind("tag", "tag", True, _steps),
    "notes": _Kind("has", "has", True, _names),
}
_IN_UNITS = frozenset({"language", "article", "tag", "notes"})
"""Facets that are told of a unit; the others of its document."""
_ORDERS: Mapping[str, Callable[[FacetValue], tuple[object, ...]]] = {
    "date": lambda one: (-int(one.value[:4]), -int(one.value[5:7] or 13)),
    "article": lambda one: _natural(one.value),
    "tag": lambda one: tuple(one.value.split("/")),
    "notes": lambda one: (HAS_VALUES.index(one.value),),
}


def _natural(value: str) -> tuple[object, ...]:
    digits = "".join(sign for sign in value if sign.isdigit())
    return (int(digits or 0), value)


@dataclass(frozen=True, slots=True)
class _Choice:
    """One value with the rows that meet it: of units, or of documents."""

    value: str
    query: str
    rows: Rows


class Units:
    """Which document each unit of a snapshot belongs to, by rows."""

    def __init__(self, snapshot: Snapshot) -> None:
        readers = snapshot.readers
        rows = [np.frombuffer(one.units.rows, dtype=np.uint32) for one in readers]
        owners = [np.frombuffer(one.units.document_rows, dtype=np.uint32) for one in readers]
        self.rows: Rows = np.concatenate([np.empty(0, np.int64), *rows]).astype(np.int64)
        self.owners: Rows = np.concatenate([np.empty(0, np.int64), *owners]).astype(np.int64)
        self.size = int(self.rows.max(initial=-1)) + 1
        self.documents = int(self.owners.max(initial=-1)) + 1
        self.owner_of: Rows = np.zeros(self.size, np.int64)
        self.owner_of[self.rows] = self.owners
        self.spoken: dict[str, Rows] = {}
        for reader, own in zip(readers, rows, strict=True):
            numbers = np.frombuffer(reader.units.language_numbers, dtype=np.uint8)
            for number, language in enumerate(reader.units.languages):
                here = own[numbers == number].astype(np.int64)
                known = self.spoken.get(language)
                self.spoken[language] = here if known is None else np.concatenate([known, here])


class Found:
    """The units of one result, ready to be counted."""

    def __init__(self, rows: Iterable[int], units: Units) -> None:
        found = np.fromiter(rows, dtype=np.int64)
        self._units = units
        self._here = np.zeros(units.size, dtype=bool)
        self._here[found[found < units.size]] = True
        self._places = np.bincount(units.owner_of[self._here], minlength=units.documents)

    def of_documents(self, rows: Rows) -> tuple[int, int]:
        """(documents, places) of the result in these documents."""
        places = self._places[rows]
        return int(np.count_nonzero(places)), int(places.sum())

    def of_units(self, rows: Rows) -> tuple[int, int]:
        """(documents, places) of the result among these units."""
        found = rows[self._here[rows]]
        return len(np.unique(self._units.owner_of[found])), len(found)


class FacetCounter:
    """Counts results of one index. Any thread may ask."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._lock = threading.Lock()
        self._units: tuple[Snapshot, Units] | None = None
        self._choices: dict[str, tuple[Values, Units, list[_Choice]]] = {}

    def count(
        self,
        snapshot: Snapshot,
        found: Mapping[str, Iterable[int]],
        whole: Iterable[int],
        matching: Matching,
        names: Sequence[str] = FACETS,
    ) -> tuple[Facet, ...]:
        """The named facets of a result; `matching` gives the unit rows that a query finds.

        `whole` are the rows of the result. A facet in `found` counts the rows given there instead:
        those of the result without the facet's own filter, so that its other values can be chosen.
        """
        units = self._units_of(snapshot)
        everything = Found(whole, units)
        apart = {name: Found(rows, units) for name, rows in found.items()}
        facets = []
        for name in names:
            if name == "article":
                choices = self._articles(snapshot, units, matching)
            else:
                choices = self._choices_of(name, units)
            values = self._count(name, apart.get(name, everything), choices)
            facets.append(Facet(name, values))
        return tuple(facets)

    def _count(self, name: str, found: Found, choices: Sequence[_Choice]) -> tuple[FacetValue, ...]:
        on_units = name in _IN_UNITS
        count = found.of_units if on_units else found.of_documents
        counted = [
            FacetValue(choice.value, choice.query, *count(choice.rows)) for choice in choices
        ]
        present = [one for one in counted if one.places]
        order = _ORDERS.get(name, lambda one: (-one.documents, -one.places, one.value))
        return tuple(sorted(present, key=order))

    def _units_of(self, snapshot: Snapshot) -> Units:
        with self._lock:
            kept = self._units
        if kept is None or kept[0] is not snapshot:
            kept = snapshot, Units(snapshot)
            with self._lock:
                self._units = kept
        return kept[1]

    def _articles(self, snapshot: Snapshot, units: Units, matching: Matching) -> list[_Choice]:
        """Articles are named in the text, so they change with the index alone."""
        with self._lock:
            kept = self._choices.get("article")
        if kept is None or kept[1] is not units:
            made = [
                _Choice(number, query, np.array(sorted(rows), dtype=np.int64))
                for number, query in article_queries(snapshot)
                if (rows := matching(query))
            ]
            kept = [], units, made
            with self._lock:
                self._choices["article"] = kept
        return kept[2]

    def _choices_of(self, name: str, units: Units) -> list[_Choice]:
        kind = _KINDS[name]
        ask = self._facts.unit_values if kind.on_units else self._facts.document_values
        values = list(ask(kind.source))
        with self._lock:
            kept = self._choices.get(name)
        if kept is None or kept[0] != values or kept[1] is not units:
            made = _by_language(values, units) if name == "language" else _made(kind, values, units)
            kept = values, units, made
            with self._lock:
                self._choices[name] = kept
        return kept[2]


def _made(kind: _Kind, values: Values, units: Units) -> list[_Choice]:
    """The values of a facet, each with the rows that its query would find."""
    limit = units.size if kind.on_units else units.documents
    rows_of = _grouped(values, limit)
    choices = []
    for name in _listed(rows_of, kind.names):
        query = field_query(kind.field, name)
        test = condition(query)
        if test is not None:
            meets = matcher(test)
            rows = [rows for value, rows in rows_of.items() if meets(value)]
            choices.append(_Choice(name, query, _together(rows)))
    return choices


def _by_language(values: Values, units: Units) -> list[_Choice]:
    """`lang:` finds the units in a language, and those of documents in it."""
    rows_of = _grouped(values, units.documents)
    owned = {fold_value(name) for value in rows_of for name in _names(value)}
    choices = []
    for code in sorted({*owned, *units.spoken} - {""}):
        query = field_query("lang", code)
        test = condition(query)
        if test is not None:
            meets = matcher(test)
            rows = [rows for value, rows in rows_of.items() if meets(value)]
            in_documents = units.rows[np.isin(units.owners, _together(rows))]
            spoken = units.spoken.get(code, units.rows[:0])
            choices.append(_Choice(code, query, _together([in_documents, spoken])))
    return choices


def _grouped(values: Values, limit: int) -> dict[str, Rows]:
    found: dict[str, list[int]] = {}
    for row, value in values:
        if row < limit and len(value) <= _LONGEST:
            found.setdefault(value, []).append(row)
    return {value: np.array(rows, dtype=np.int64) for value, rows in found.items()}


def _listed(values: Iterable[str], names: Names) -> list[str]:
    """What of the values is listed, once each, in the order of the archive."""
    every = dict.fromkeys(name for value in values for name in names(value) if name)
    return list(every)[:MOST_VALUES]


def _together(rows: Sequence[Rows]) -> Rows:
    return np.unique(np.concatenate([np.empty(0, np.int64), *rows]))


def condition(query: str) -> FieldTest | None:
    """The condition that a query is, None when it is none (a name that is only signs)."""
    try:
        node = parse(query)
    except QueryError:
        return None
    return node if isinstance(node, FieldTest) else None
