"""Links between passages, provisions, proposals and documents, each of a kind that has a name."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from itrvault.errors import (
    InvalidValue,
    NoSuchLink,
    VaultDamaged,
)
from itrvault.model.ids import new_id
from itrvault.model.journal import Change, ObjectKind
from itrvault.model.link import End, EndKind, Link, Relation
from itrvault.store.annotations import Annotations
from itrvault.store.connection import Row
from itrvault.store.documents import Documents
from itrvault.store.journal import Journal
from itrvault.store.state import EXISTS
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile
from itrvault.treaty.concordance import tidy_number

LONGEST = 100
"""Signs of a provision's number or a proposal's identifier."""

_COLUMNS = "id, origin, target, relation, note, author, created, modified"
_BATCH = 400


class Links:
    """The links of one vault. A link whose annotation was removed waits, and comes back with it."""

    def __init__(
        self, file: VaultFile, journal: Journal, annotations: Annotations, documents: Documents
    ) -> None:
        self._file = file
        self._journal = journal
        self._annotations = annotations
        self._documents = documents

    # -- changing --------------------------------------------------------------------------------

    def add(
        self,
        origin: End,
        target: End,
        relation: Relation,
        *,
        note: str = "",
        author: str = "",
    ) -> Link:
        """Link two ends. The same link again is the one that is there; a new note is added to it.

        Raises NoSuchAnnotation, NoSuchDocument, InvalidValue (an end linked with itself).
        """
        with self._journal.operation("Link", author=author):
            origin, target = self._checked(origin), self._checked(target)
            if origin == target:
                raise InvalidValue(
                    value=str(target), field="other end", reason="it is the same as this one"
                )
            relation = Relation(relation)
            for link in self.of([origin]):
                if (link.origin, link.target, link.relation) == (origin, target, relation):
                    if note and note not in link.note:
                        both = f"{link.note}\n{note}" if link.note else note
                        self.update(link.id, note=both)
                    return self.get(link.id)
            key = new_id()
            fields: dict[str, object] = {
                EXISTS: True, "origin": str(origin), "target": str(target),
                "relation": relation.value, "note": storable(note),
                "author": storable(author) or None,
            }  # fmt: skip
            self._journal.write(ObjectKind.LINK, key, fields, label="Link")
            return self.get(key)

    def update(
        self,
        key: str,
        *,
        relation: Relation | None = None,
        note: str | None = None,
        author: str = "",
    ) -> Change:
        """Another kind of link, or another note. Raises NoSuchLink."""
        fields: dict[str, object] = {}
        if relation is not None:
            fields["relation"] = Relation(relation).value
        if note is not None:
            fields["note"] = storable(note)
        with self._file.transaction():
            return self._journal.write(
                ObjectKind.LINK, self.get(key).id, fields, label="Change link", author=author
            )

    def remove(self, key: str, *, author: str = "") -> Change:
        """Take a link away; `undo` brings it back. Raises NoSuchLink."""
        with self._file.transaction():
            return self._journal.write(
                ObjectKind.LINK, self.get(key).id, {EXISTS: None}, label="Remove link",
                author=author,
            )  # fmt: skip

    def follow(self, was: End, now: End, *, author: str = "") -> None:
        """Have every link that ends at one end the other: both are one thing."""
        with self._journal.operation("Change link", author=author):
            for key, fields in self.following(was, now).items():
                self._journal.write(ObjectKind.LINK, key, fields, label="Change link")

    def following(
        self, was: End, now: End, only: Collection[str] | None = None
    ) -> dict[str, dict[str, object]]:
        """The fields of each link (of `only` these) that change when one end becomes another.

        A link that is there already takes over the note of one that would be the same; one that
        would lead from an end to itself stays as it is.
        """
        turned: dict[str, dict[str, object]] = {}
        there = {
            (one.origin, one.target, one.relation): (one.id, one.note) for one in self._at([now])
        }
        for link in self._at([was]):
            if only is not None and link.id not in only:
                continue
            origin = now if link.origin == was else link.origin
            target = now if link.target == was else link.target
            if origin == target:
                continue
            same = there.get((origin, target, link.relation))
            if same is None:
                there[origin, target, link.relation] = link.id, link.note
                turned[link.id] = {
                    name: str(end)
                    for name, end, old in (
                        ("origin", origin, link.origin), ("target", target, link.target),
                    )
                    if end != old
                }  # fmt: skip
                continue
            key, note = same
            turned[link.id] = {EXISTS: None}
            if link.note and link.note not in note:
                note = f"{note}\n{link.note}" if note else link.note
                there[origin, target, link.relation] = key, note
                turned.setdefault(key, {})["note"] = note
        return turned

    # -- reading ---------------------------------------------------------------------------------

    def get(self, reference: str) -> Link:
        """By id, or by its beginning where that is unique. Raises NoSuchLink."""
        found = self._select("WHERE id = ?", (reference,))
        if not found and len(reference) >= 8:
            found = self._select("WHERE substr(id, 1, ?) = ?", (len(reference), reference))
        if len(found) != 1:
            raise NoSuchLink(reference=reference)
        return found[0]

    def all(self) -> list[Link]:
        """Every link whose ends are in the vault, as they were made."""
        return self._whole(self._select("", ()))

    def of(self, ends: Iterable[End]) -> list[Link]:
        """Those that begin or end at any of these."""
        return self._whole(self._at(ends))

    def _at(self, ends: Iterable[End]) -> list[Link]:
        """As `of`, with those whose other end is not in the vault."""
        wanted = list(dict.fromkeys(map(str, ends)))
        found: dict[str, Link] = {}
        for at in range(0, len(wanted), _BATCH):
            some = wanted[at : at + _BATCH]
            marks = ",".join("?" * len(some))
            condition = f"WHERE origin IN ({marks}) OR target IN ({marks})"
            found |= {link.id: link for link in self._select(condition, (*some, *some))}
        return sorted(found.values(), key=lambda link: link.id)

    def of_annotation(self, annotation: str) -> list[Link]:
        """Those of one annotation."""
        return self.of([End(EndKind.ANNOTATION, annotation)])

    # -- helpers ---------------------------------------------------------------------------------

    def _select(self, condition: str, values: tuple[object, ...]) -> list[Link]:
        rows = self._file.reading.all(
            f"SELECT {_COLUMNS} FROM links {condition} ORDER BY id",  # noqa: S608
            values,
        )
        return [self._link(row) for row in rows]

    def _link(self, row: Row) -> Link:
        key, origin, target, relation, note, author, created, modified = row
        try:
            return Link(
                key, End.parse(origin), End.parse(target), Relation(relation), note, author,
                created, modified,
            )  # fmt: skip
        except ValueError as error:
            raise VaultDamaged(path=self._file.path, reason="a link leads nowhere") from error

    def _whole(self, links: list[Link]) -> list[Link]:
        """Without those of annotations or documents that are not in the vault."""
        ends = {end for link in links for end in (link.origin, link.target)}
        here = {end for end in ends if end.kind not in (EndKind.ANNOTATION, EndKind.DOCUMENT)}
        for kind, sql in (
            (
                EndKind.ANNOTATION,
                "SELECT a.id FROM annotations a JOIN documents d ON d.id = a.document "
                "WHERE a.present AND a.id IN ",
            ),
            (EndKind.DOCUMENT, "SELECT id FROM documents WHERE id IN "),
        ):
            wanted = [end.value for end in ends if end.kind is kind]
            for at in range(0, len(wanted), _BATCH):
                some = wanted[at : at + _BATCH]
                marks = ",".join("?" * len(some))
                rows = self._file.reading.all(f"{sql}({marks})", some)
                here.update(End(kind, key) for (key,) in rows)
        return [link for link in links if link.origin in here and link.target in here]

    def _checked(self, end: End) -> End:
        """The end as it is written in a link."""
        if end.kind is EndKind.ANNOTATION:
            return End(end.kind, self._annotations.get(end.value).id)
        if end.kind is EndKind.DOCUMENT:
            return End(end.kind, self._documents.get(end.value).id)
        words = storable(end.value).split()
        value = "".join(words).upper()
        if end.kind is EndKind.PROVISION:
            value = tidy_number(value if value[:1].isdigit() else " ".join(words))
        if not value or len(value) > LONGEST or not value.isprintable():
            raise InvalidValue(value=end.value, field=end.kind.value, reason="it names none")
        return End(end.kind, value)
