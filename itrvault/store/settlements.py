"""What a person settled: which passages are proposals and whose, and which numbers are the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from itrvault.errors import InvalidValue, NoSuchDocument, NoSuchSettlement, VaultDamaged
from itrvault.model.annotation import Anchor
from itrvault.model.ids import new_id
from itrvault.model.journal import Change, ObjectKind
from itrvault.model.proposal import Verb
from itrvault.model.settlement import NumberPair, Ruling, Settlement
from itrvault.store.connection import Row
from itrvault.store.fields import UNREADABLE, anchor_from, anchor_to
from itrvault.store.journal import Journal
from itrvault.store.records import from_json
from itrvault.store.state import EXISTS, field_value
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile

NAMES = "names"
"""Journal field of what a proposal was called, and last what it is called now; no column."""

_VERBS = frozenset(Verb)
_RULINGS = frozenset(Ruling)
_TEXTS = ("verb", "identifier", "target", "wording", "note")
_SELECT = (
    "SELECT s.id, s.document, s.anchor, s.ruling, s.verb, s.identifier, s.authors, s.target, "
    "s.wording, s.note, s.author, s.created, s.modified FROM settlements s "
    "JOIN documents d ON d.id = s.document"
)
_PAIR = (
    "SELECT id, numbering, number, other_numbering, other_number, note, author, created, modified "
    "FROM concordance"
)


class Settlements:
    """Rulings on proposals of one vault, in the documents that are in it."""

    def __init__(self, file: VaultFile, journal: Journal) -> None:
        self._file = file
        self._journal = journal

    def add(
        self,
        document: str,
        anchor: Anchor,
        *,
        ruling: Ruling = Ruling.IS,
        verb: str = "",
        identifier: str = "",
        authors: Sequence[str] = (),
        target: str = "",
        wording: str = "",
        note: str = "",
        author: str = "",
    ) -> Settlement:
        """Rule on a passage. What is "" (or empty) stays as it is read there.

        Raises NoSuchDocument, InvalidValue (a verb that is none, an empty passage).
        """
        if not anchor.exact.strip():
            raise InvalidValue(value="", field="passage", reason="it is empty")
        key = new_id()
        label = "Settle proposal" if ruling is Ruling.IS else "Dismiss proposal"
        with self._journal.operation(label, author=author):
            here = self._file.reading.value("SELECT 1 FROM documents WHERE id = ?", (document,))
            if here is None:
                raise NoSuchDocument(reference=document)
            texts = {
                "verb": verb, "identifier": identifier, "target": target, "wording": wording,
                "note": note,
            }  # fmt: skip
            fields: dict[str, object] = {
                EXISTS: True, "document": document, "anchor": anchor_to(anchor),
                "ruling": Ruling(ruling).value, "author": storable(author) or None,
            } | _fields(texts, authors)  # fmt: skip
            self._journal.write(ObjectKind.SETTLEMENT, key, fields, label=label)
            return self.get(key)

    def update(
        self,
        key: str,
        *,
        ruling: Ruling | None = None,
        verb: str | None = None,
        identifier: str | None = None,
        authors: Sequence[str] | None = None,
        target: str | None = None,
        wording: str | None = None,
        note: str | None = None,
        anchor: Anchor | None = None,
        author: str = "",
    ) -> Change:
        """Change what is given; "" returns to what is read.

        Raises NoSuchSettlement, InvalidValue.
        """
        with self._file.transaction():
            self.get(key)
            texts = {
                "verb": verb, "identifier": identifier, "target": target, "wording": wording,
                "note": note,
            }  # fmt: skip
            fields = _fields(texts, authors)
            if ruling is not None:
                fields["ruling"] = Ruling(ruling).value
            if anchor is not None:
                fields["anchor"] = anchor_to(anchor)
            return self._journal.write(
                ObjectKind.SETTLEMENT, key, fields, label="Settle proposal", author=author
            )

    def remove(self, key: str, *, author: str = "") -> Change:
        """Return to what is read; `undo` brings it back. Raises NoSuchSettlement."""
        with self._file.transaction():
            return self._journal.write(
                ObjectKind.SETTLEMENT, self.get(key).id, {EXISTS: None},
                label="Withdraw settlement", author=author,
            )  # fmt: skip

    # -- identifiers that became others ----------------------------------------------------------

    def rename(self, key: str, was: str, now: str) -> None:
        """Keep that what was called one thing is called another, by what is settled there.

        For links that come later from a copy in which nobody knew. Said before what names it now
        is removed: a field set after a removal would bring it back.
        """
        before = field_value(self._file.reading, ObjectKind.SETTLEMENT, key, NAMES)
        former = [name for name in (*_names(before), was) if name != now]
        names = [*dict.fromkeys(former), now]
        self._journal.write(ObjectKind.SETTLEMENT, key, {NAMES: names}, label="Settle proposal")

    def free(self, name: str) -> None:
        """Forget what became of a name: a proposal has it from now on."""
        for key, names in self._renamings():
            if name in names[:-1]:
                left = [each for each in names[:-1] if each != name]
                fields = {NAMES: [*left, names[-1]] if left else None}
                self._journal.write(
                    ObjectKind.SETTLEMENT, key, fields, label="Settle proposal"
                )  # fmt: skip

    def renamed(self) -> dict[str, str]:
        """Names that proposals had, to those they have now, as people settled it."""
        step = {was: names[-1] for _, names in self._renamings() for was in names[:-1]}
        found = {}
        for was in step:
            seen, now = {was}, step[was]
            while now in step and now not in seen:
                seen.add(now)
                now = step[now]
            if now != was:
                found[was] = now
        return found

    def _renamings(self) -> list[tuple[str, list[str]]]:
        """Settlements that gave another name, also those withdrawn; the latest said comes last."""
        rows = self._file.reading.all(
            "SELECT subject, after FROM journal WHERE kind = ? AND field = ? ORDER BY clock, id",
            (ObjectKind.SETTLEMENT.value, NAMES),
        )
        latest: dict[str, list[str]] = {}
        for key, after in rows:
            latest.pop(key, None)
            latest[key] = [] if after == "null" else _names(from_json(self._file.reading, after))
        return [(key, names) for key, names in latest.items() if names]

    # -- reading ---------------------------------------------------------------------------------

    def get(self, key: str) -> Settlement:
        """By id, or by the beginning of one. Raises NoSuchSettlement."""
        found = self._select("WHERE s.id = ? OR (length(?) >= 8 AND s.id LIKE ? || '%')", [key] * 3)
        exact = [one for one in found if one.id == key] or found
        if len(exact) != 1 or not all(sign.isalnum() or sign == "-" for sign in key):
            raise NoSuchSettlement(reference=key)
        return exact[0]

    def of_document(self, document: str) -> list[Settlement]:
        """Those in one document, in order of making."""
        return self._select("WHERE s.document = ? ORDER BY s.id", [document])

    def all(self) -> list[Settlement]:
        """Every one, in order of making."""
        return self._select("ORDER BY s.id", [])

    def count(self) -> int:
        """How many there are."""
        sql = "SELECT count(*) FROM settlements s JOIN documents d ON d.id = s.document"
        return int(self._file.reading.value(sql))

    def _select(self, rest: str, values: Sequence[object]) -> list[Settlement]:
        return [self._read(row) for row in self._file.reading.all(f"{_SELECT} {rest}", values)]

    def _read(self, row: Row) -> Settlement:
        key, document, anchor, ruling, verb, identifier, authors, *texts = row
        if ruling not in _RULINGS:
            raise VaultDamaged(path=self._file.path, reason="a settlement rules nothing known")
        try:
            place = anchor_from(json.loads(anchor))
        except UNREADABLE as error:
            raise VaultDamaged(path=self._file.path, reason="a settlement has no place") from error
        codes = tuple(str(code) for code in from_json(self._file.reading, authors))
        return Settlement(key, document, place, Ruling(ruling), verb, identifier, codes, *texts)


class Concordance:
    """Numbers that a person knows to be one provision's in two numberings."""

    def __init__(self, file: VaultFile, journal: Journal) -> None:
        self._file = file
        self._journal = journal

    def add(
        self,
        numbering: str,
        number: str,
        other_numbering: str,
        other_number: str,
        *,
        note: str = "",
        author: str = "",
    ) -> NumberPair:
        """Say that two numbers are one provision's; said again, it takes the new note.

        Raises InvalidValue (something empty, a number of the same numbering).
        """
        wanted = tuple(
            _tidy(name, text)
            for name, text in (
                ("numbering", numbering), ("number", number),
                ("numbering", other_numbering), ("number", other_number),
            )
        )  # fmt: skip
        if wanted[0] == wanted[2]:
            raise InvalidValue(value=wanted[2], field="numbering", reason="both are the same")
        with self._journal.operation("Add to the concordance", author=author):
            turned = wanted[2:] + wanted[:2]
            same = [one for one in self.all() if _numbers(one) in (wanted, turned)]
            key = same[0].id if same else new_id()
            names = ("numbering", "number", "other_numbering", "other_number")
            fields: dict[str, object] = {EXISTS: True, "note": storable(note.strip())}
            if not same:
                fields |= dict(zip(names, wanted, strict=True))
                fields["author"] = storable(author) or None
            self._journal.write(ObjectKind.CONCORDANCE, key, fields, label="Add to the concordance")
            return self.get(key)

    def remove(self, key: str, *, author: str = "") -> Change:
        """Take a pair out; `undo` brings it back. Raises NoSuchSettlement."""
        with self._file.transaction():
            return self._journal.write(
                ObjectKind.CONCORDANCE, self.get(key).id, {EXISTS: None},
                label="Take out of the concordance", author=author,
            )  # fmt: skip

    def get(self, key: str) -> NumberPair:
        """By id. Raises NoSuchSettlement."""
        found = self._file.reading.all(f"{_PAIR} WHERE id = ?", (key,))
        if not found:
            raise NoSuchSettlement(reference=key)
        return NumberPair(*found[0])

    def all(self) -> list[NumberPair]:
        """Every pair, in order of making."""
        return [NumberPair(*row) for row in self._file.reading.all(f"{_PAIR} ORDER BY id")]


def _fields(texts: Mapping[str, str | None], authors: Sequence[str] | None) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name in _TEXTS:
        if (text := texts[name]) is not None:
            fields[name] = storable(text.strip())
    if fields.get("verb") and fields["verb"] not in _VERBS:
        raise InvalidValue(
            value=fields["verb"], field="verb",
            reason=f"there are {', '.join(verb for verb in Verb if verb)}",
        )  # fmt: skip
    if authors is not None:
        fields["authors"] = [storable(code) for code in authors]
    return fields


def called(identifier: str) -> str:
    """An identifier as it is compared: links hold it so."""
    return "".join(identifier.split()).upper()


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []


def _numbers(pair: NumberPair) -> tuple[str, ...]:
    return pair.numbering, pair.number, pair.other_numbering, pair.other_number


def _tidy(field: str, text: str) -> str:
    tidy = storable(" ".join(text.split()))
    if not tidy:
        raise InvalidValue(value=text, field=field, reason="it is empty")
    return tidy
