"""Annotations as the tables hold them, made into records, whole or as lists show them.

An archive has ten thousand of them and every list wants all. What lists show is read with columns
of its own, once; after that only what the journal speaks of since then is read again.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from json import JSONDecoder
from operator import itemgetter
from sys import intern
from typing import Generic, TypeVar

from itrvault.errors import VaultDamaged
from itrvault.model.annotation import PLAIN, AnchorKind, Annotation, AnnotationState, Listed
from itrvault.store.connection import Row
from itrvault.store.fields import UNREADABLE, anchor_from
from itrvault.store.kept import Kept
from itrvault.store.news import News, batches
from itrvault.store.tags import Tags
from itrvault.store.vaultfile import VaultFile

HERE = "FROM annotations a JOIN documents d ON d.id = a.document WHERE a.present"
_PRESENT = "FROM annotations a WHERE a.present"

KEPT_DOCUMENTS = 4
"""Documents whose annotations are kept whole: those one goes to and fro between."""

FEW = 200
"""So many are put into their place one by one; more of them, by sorting all."""

_COLUMNS = (
    "a.id, a.document, a.colour, a.note, a.author, a.created, a.modified, a.number, a.important, "
    "a.state, "
)
_COLOUR = 2
"""Where the colour stands in them; "" when none was chosen by hand."""

_ANCHOR = "a.anchor"
_PLACE = (
    "a.unit, a.anchor ->> '$.start', a.end_unit, a.anchor ->> '$.end', a.anchor ->> '$.exact', "
    "a.anchor ->> '$.kind'"
)

_STATES = {state.value: state for state in AnnotationState}
_KINDS = {kind.value: kind for kind in AnchorKind}

R = TypeVar("R", Annotation, Listed)
Order = tuple[int, int, int, int, str]


@dataclass(frozen=True, slots=True)
class _Form(Generic[R]):
    """A way to read them: the columns, and how a row becomes a record of a document.

    `place` is where a record comes in its document, `other` the record with another colour, tags
    or number.
    """

    columns: str
    make: Callable[[Row, str, str, tuple[str, ...]], R]
    place: Callable[[R], Order]
    other: Callable[[R, str, tuple[str, ...], int], R]


@dataclass(frozen=True, slots=True)
class _Shelf(Generic[R]):
    """All there are, of the vault or of one document.

    `ordered` by document, in order of import, and place. `documents` are rows by id.
    """

    by_id: dict[str, R]
    ordered: tuple[R, ...]
    documents: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Codebook:
    """The place of each tag in the tree, and its colour."""

    order: dict[str, int]
    colours: dict[str, str]

    def own(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Those that are there, in the order of the tree; a removed one comes back with `undo`."""
        order = self.order
        known = [tag for tag in tags if tag in order]
        return tuple(sorted(known, key=order.__getitem__) if len(known) > 1 else known)


class AnnotationRows:
    """Reads the annotations on documents that are in the vault."""

    def __init__(self, file: VaultFile, tags: Tags) -> None:
        self._file = file
        self._tags = tags
        self._turn = threading.Lock()
        self._as_listed = _Form(_COLUMNS + _PLACE, _brief, _place_of_listed, _other_listed)
        self._as_whole = _Form(_COLUMNS + _ANCHOR, _annotation, place, _other_annotation)
        self._listed = self._shelf(self._as_listed, "", ())
        self._whole: OrderedDict[str, Kept[_Shelf[Annotation]]] = OrderedDict()

    def select(self, condition: str = "", values: Sequence[object] = ()) -> list[Annotation]:
        """Those for which an SQL condition holds, by document (in order of import) and place."""
        with self._file.snapshot():
            return list(self._read(self._as_whole, condition, values).ordered)

    def of_document(self, document: str) -> tuple[Annotation, ...]:
        """Those of one document, in order of place."""
        with self._turn:
            kept = self._whole.pop(document, None)
            if kept is None:
                kept = self._shelf(self._as_whole, "AND a.document = ?", (document,))
            self._whole[document] = kept
            while len(self._whole) > KEPT_DOCUMENTS:
                self._whole.popitem(last=False)
        return kept.now().ordered

    def listed(self) -> tuple[Listed, ...]:
        """All of them as lists show them, by document and place.

        What is as it was is the same record, so that two answers are quickly compared.
        """
        return self._listed.now().ordered

    # -- what is kept --------------------------------------------------------------------------

    def _shelf(self, form: _Form[R], condition: str, values: Sequence[object]) -> Kept[_Shelf[R]]:
        """What is kept of those for which an SQL condition holds."""
        return Kept(
            self._file,
            lambda: self._read(form, condition, values),
            lambda kept, news: self._patched(form, kept, news, condition, values),
        )

    def _patched(
        self, form: _Form[R], kept: _Shelf[R], news: News, condition: str,
        values: Sequence[object],
    ) -> _Shelf[R]:  # fmt: skip
        by_id, documents = dict(kept.by_id), kept.documents
        gone = set(news.annotations)
        if news.documents:
            gone |= {key for key, one in by_id.items() if one.document in news.documents}
            documents = self._documents()
        book = self._codebook()
        fresh: dict[str, R] = {}
        for column, ids in (("id", news.annotations), ("document", news.documents)):
            for marks, some in batches(ids):
                where = f"AND a.{column} IN ({marks}) {condition}"
                fresh |= self._records(form, where, list(chain(some, values)), book, documents)
        made = [shelf[key] for shelf in (by_id, fresh) for key in news.numbered if key in shelf]
        touched = news.numbered_in | {one.document for one in made}
        for key in gone:
            by_id.pop(key, None)
        by_id |= fresh
        self._number(form, by_id, touched)
        if news.tags:
            self._colour(form, by_id, book)
        left = [by_id[one.id] for one in kept.ordered if one.id not in gone]
        return _Shelf(by_id, _in_order(form, left, fresh, by_id, documents), documents)

    def _number(self, form: _Form[R], by_id: dict[str, R], documents: Iterable[str]) -> None:
        """Give those of some documents the numbers they have now."""
        for marks, some in batches(documents):
            sql = f"SELECT id, number FROM annotations WHERE document IN ({marks})"  # noqa: S608
            for key, number in self._file.reading.all(sql, some):
                one = by_id.get(key)
                if one is not None and one.number != number:
                    by_id[key] = form.other(one, one.colour, one.tags, number)

    def _colour(self, form: _Form[R], by_id: dict[str, R], book: _Codebook) -> None:
        """Give all of them the tags and colours they have by another codebook."""
        tags = self._tags_of("", ())
        none: tuple[str, ...] = ()
        for key, one in by_id.items():
            own = book.own(tags[key]) if key in tags else none
            colour = one.colour if one.chosen else book.colours[own[0]] if own else PLAIN
            if own != one.tags or colour != one.colour:
                by_id[key] = form.other(one, colour, own, one.number)

    # -- reading -------------------------------------------------------------------------------

    def _read(self, form: _Form[R], condition: str, values: Sequence[object]) -> _Shelf[R]:
        documents = self._documents()
        found = self._records(form, condition, values, self._codebook(), documents)
        return _Shelf(found, _in_order(form, [], found, found, documents), documents)

    def _records(
        self,
        form: _Form[R],
        condition: str,
        values: Sequence[object],
        book: _Codebook,
        documents: dict[str, int],
    ) -> dict[str, R]:
        """Those of the documents for which an SQL condition holds, by id."""
        sql = f"SELECT {form.columns} {_PRESENT} {condition}"
        rows = self._file.reading.all(sql, values)
        tags = self._tags_of(condition, values) if rows else {}
        none: tuple[str, ...] = ()
        own, colours, make = book.own, book.colours, form.make
        same = {document: document for document in documents}  # one string for all of its own
        found: dict[str, R] = {}
        try:
            for row in rows:
                document = same.get(row[1])
                if document is None:
                    continue  # it waits for its document
                key = row[0]
                had = own(tags[key]) if key in tags else none
                colour = row[_COLOUR] or (colours[had[0]] if had else PLAIN)
                found[key] = make(row, document, colour, had)
        except UNREADABLE as error:
            reason = "an annotation's place is unreadable"
            raise VaultDamaged(path=self._file.path, reason=reason) from error
        return found

    def _tags_of(self, condition: str, values: Sequence[object]) -> dict[str, list[str]]:
        """The tags of each that has any, also of those that are not here."""
        sql = "SELECT annotation, tag FROM annotation_tags"
        if condition:
            sql = (
                "SELECT t.annotation, t.tag FROM annotation_tags t JOIN annotations a "  # noqa: S608
                f"ON a.id = t.annotation WHERE a.present {condition}"
            )
        tags: dict[str, list[str]] = {}
        for annotation, tag in self._file.reading.all(sql, values):
            if annotation in tags:
                tags[annotation].append(tag)
            else:
                tags[annotation] = [tag]
        return tags

    def _codebook(self) -> _Codebook:
        tree = self._tags.all()
        return _Codebook(
            {tag.id: place for place, tag in enumerate(tree)}, {tag.id: tag.colour for tag in tree}
        )

    def _documents(self) -> dict[str, int]:
        """Id to row."""
        return dict(self._file.reading.all("SELECT id, row FROM documents"))


def _annotation(row: Row, document: str, colour: str, tags: tuple[str, ...]) -> Annotation:
    key, _, chosen, note, author, created, modified, number, important, state, anchor = row
    value, end = _decode(anchor)
    if end != len(anchor):
        raise ValueError("more than an anchor")
    return Annotation(
        key, document, anchor_from(value), colour, note, tags, intern(author), created,
        created if modified == created else modified, number, important != 0, _STATES[state],
        chosen != "",
    )  # fmt: skip


def _brief(row: Row, document: str, colour: str, tags: tuple[str, ...]) -> Listed:
    (
        key, _, chosen, note, author, created, modified, number, important, state,
        unit, start, end_unit, end, exact, kind,
    ) = row  # fmt: skip
    if not (
        type(start) is type(end) is int and type(exact) is str and 0 <= unit <= end_unit
        and start >= 0 and end >= 0 and (start <= end or unit < end_unit)
    ):  # fmt: skip
        raise ValueError("not an anchor")
    # Before there were kinds, a whole page was told by its having no words.
    known = _KINDS[kind] if kind is not None else _PASSAGE if exact else AnchorKind.PAGE
    return _new_tuple(
        Listed,
        (
            key, document, unit, start, end_unit, end, exact, known, colour, note, tags,
            intern(author), created, created if modified == created else modified, number,
            important != 0, _STATES[state], chosen != "",
        ),
    )  # fmt: skip


_PASSAGE = AnchorKind.PASSAGE
_new_tuple = tuple.__new__
_decode = JSONDecoder().raw_decode


def _in_order(
    form: _Form[R],
    left: list[R],
    fresh: dict[str, R],
    by_id: dict[str, R],
    documents: dict[str, int],
) -> tuple[R, ...]:
    """Those that are in order with those that are new among them."""
    place = form.place
    new = [by_id[key] for key in fresh]  # they may have another number or colour by now
    if len(new) > FEW:
        lots: dict[str, list[R]] = {}
        for one in left + new:
            lots.setdefault(one.document, []).append(one)
        for lot in lots.values():
            lot.sort(key=place)
        return tuple(
            one for document in sorted(lots, key=documents.__getitem__) for one in lots[document]
        )

    def order(one: R) -> tuple[int, Order]:
        return documents[one.document], place(one)

    for one in new:
        left.insert(bisect_left(left, order(one), key=order), one)
    return tuple(left)


def place(annotation: Annotation) -> Order:
    """Where an annotation comes among those of its document."""
    anchor = annotation.anchor
    return anchor.unit, anchor.start, anchor.end_unit, anchor.end, annotation.id


_place_of_listed: Callable[[Listed], Order] = itemgetter(2, 3, 4, 5, 0)
"""The same."""


def _other_listed(one: Listed, colour: str, tags: tuple[str, ...], number: int) -> Listed:
    return one._replace(colour=colour, tags=tags, number=number)


def _other_annotation(
    one: Annotation, colour: str, tags: tuple[str, ...], number: int
) -> Annotation:
    return replace(one, colour=colour, tags=tags, number=number)
