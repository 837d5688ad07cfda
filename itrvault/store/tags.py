"""The codebook: a tree of tags."""

from __future__ import annotations

import contextlib
import difflib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence

from itrvault.errors import InvalidValue, NoSuchTag
from itrvault.model.annotation import Tag
from itrvault.model.journal import Change, Changed, ObjectKind
from itrvault.store.connection import Connection
from itrvault.store.fields import is_colour, is_id
from itrvault.store.journal import Journal
from itrvault.store.matching import folded
from itrvault.store.records import from_json
from itrvault.store.state import EXISTS, field_value
from itrvault.store.tag_queries import TagQueries
from itrvault.store.tag_reshaping import INTO, Reshaping
from itrvault.store.tag_tree import DEPTH, SEPARATOR, in_order, tidy_name
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile

__all__ = ["DEPTH", "SEPARATOR", "Tags", "in_order"]

MOST_EXAMPLES = 50
"""Of one tag."""


class Tags:
    """The tags of one vault. Ids name them; paths are what people read and type."""

    def __init__(self, file: VaultFile, journal: Journal) -> None:
        self._file = file
        self._journal = journal
        self.queries = TagQueries(file, journal)

    # -- changing --------------------------------------------------------------------------------

    def add(
        self,
        name: str,
        parent: str = "",
        *,
        colour: str = "gray",
        definition: str = "",
        rights: Sequence[str] = (),
        origin: str = "",
        when_to_use: str = "",
        when_not: str = "",
        codable: bool = True,
        key: str = "",
        author: str = "",
    ) -> Tag:
        """Make a tag, last among its siblings. `key` is an id to give it, "" for a new one.

        New ids are of chance alone: they go out with the codebook, and must not tell when it was
        made. Raises InvalidValue (an empty name, a "/" in it, a sibling of that name), NoSuchTag.
        """
        with self._journal.operation("New tag", author=author):
            tree = self._tree()
            if parent:
                self._must_have(tree, parent)
            siblings = [tag for tag in tree if tag.parent == parent]
            order = 1 + max((tag.order for tag in siblings), default=-1)
            tag = Tag(
                key or str(uuid.uuid4()), parent, tidy_name(name, siblings), _colour(colour),
                storable(definition), tuple(storable(r) for r in rights), storable(origin), order,
                storable(when_to_use), storable(when_not), codable=codable,
            )  # fmt: skip
            self._write(tag, "New tag", None)
            return self.get(tag.id)

    def add_all(
        self, tags: Iterable[Tag], *, label: str = "Add codebook", author: str = ""
    ) -> Change:
        """Add ready-made tags under their own ids, as one operation.

        A tag that is here already takes over what is given. Raises InvalidValue.
        """
        added = list(tags)
        with self._followed(label, author):
            here = {tag.id: tag for tag in self._tree()}
            for tag in added:
                if not is_id(tag.id):
                    raise InvalidValue(value=tag.id, field="tag id", reason="it is none")
                tidy_name(tag.name, ())
                _colour(tag.colour)
                self._write(tag, label, here.get(tag.id))
        return Change(Changed.TAGS, tuple(tag.id for tag in added), label)

    def update(
        self,
        key: str,
        *,
        name: str | None = None,
        colour: str | None = None,
        definition: str | None = None,
        rights: Sequence[str] | None = None,
        when_to_use: str | None = None,
        when_not: str | None = None,
        examples: Sequence[str] | None = None,
        codable: bool | None = None,
        author: str = "",
    ) -> Change:
        """Change what is given. Raises NoSuchTag, InvalidValue.

        `examples` are ids of annotations that have the tag. What only holds others has no passages
        of its own.
        """
        with self._file.transaction():
            tree = self._tree()
            old = self._must_have(tree, key)
            fields: dict[str, object] = {}
            if name is not None:
                siblings = [t for t in tree if t.parent == old.parent and t.id != key]
                fields["name"] = tidy_name(name, siblings)
            if colour is not None:
                fields["colour"] = _colour(colour)
            if rights is not None:
                fields["rights"] = [storable(right) for right in rights]
            texts = {"definition": definition, "when_to_use": when_to_use, "when_not": when_not}
            fields |= {k: storable(text) for k, text in texts.items() if text is not None}
            if examples is not None:
                fields["examples"] = self._examples(examples)
            if codable is not None:
                count = 0 if codable else len(self.passages(key))
                if count:
                    reason = f"{count:,} passages have it themselves"
                    raise InvalidValue(
                        value=old.name, field="tag that only holds others", reason=reason
                    )
                fields["codable"] = codable
            label = "Rename tag" if list(fields) == ["name"] else "Change tag"
            with self._followed(label, author):
                return self._journal.write(ObjectKind.TAG, key, _news(old, fields), label=label)

    def merge(self, key: str, into: str, *, author: str = "") -> Change:
        """Make one tag of two: every passage of the first has the second afterwards.

        What lies below the first comes below the second, tags of one name are made one as well;
        texts, rights and examples are kept together. One step of undo. Raises NoSuchTag,
        InvalidValue.
        """
        with self._followed("Merge tags", author):
            tree = self._tree()
            self._must_have(tree, key)
            self._must_have(tree, into)
            gone = Reshaping(self._file, self._journal, tree).merge(key, into)
        return Change(Changed.TAGS | Changed.ANNOTATIONS, (into, *gone), "Merge tags")

    def split(
        self,
        key: str,
        annotations: Iterable[str],
        name: str,
        *,
        below: bool = False,
        colour: str = "",
        keep: bool = False,
        author: str = "",
    ) -> Tag:
        """Give some passages of a tag to a new one beside it, or `below` it.

        The new tag begins with the rights of the old one and, unless said, its colour. With `keep`
        the passages keep the old one as well. One step of undo. Raises NoSuchTag, InvalidValue (a
        passage that does not have the tag, a name that is taken).
        """
        with self._journal.operation("Split tag", author=author):
            tree = self._tree()
            old = self._must_have(tree, key)
            chosen = list(dict.fromkeys(annotations))
            having = set(self.passages(key))
            for strange in (each for each in chosen if each not in having):
                reason = f'it does not have the tag "{old.name}"'
                raise InvalidValue(value=strange, field="passage to split off", reason=reason)
            new = self.add(
                name, old.id if below else old.parent, colour=colour or old.colour,
                rights=old.rights,
            )  # fmt: skip
            if not below:
                beside = [t.id for t in self._tree() if t.parent == old.parent]
                beside.remove(new.id)
                self.move(new.id, old.parent, beside.index(old.id) + 1)
            Reshaping(self._file, self._journal, tree).split(old, new.id, chosen, keep=keep)
            return self.get(new.id)

    def move(self, key: str, parent: str, order: int | None = None, *, author: str = "") -> Change:
        """Put it under another tag ("" for the top), at a place among its siblings (None: last).

        Raises NoSuchTag, InvalidValue (under itself, a sibling of that name).
        """
        with self._followed("Move tag", author):
            tree = self._tree()
            tag = self._must_have(tree, key)
            if parent:
                self._must_have(tree, parent)
                if parent in self.below(key):
                    reason = "a tag cannot lie under itself"
                    raise InvalidValue(value=tag.name, field="place of the tag", reason=reason)
            siblings = [t for t in tree if t.parent == parent and t.id != key]
            tidy_name(tag.name, siblings)
            place = len(siblings) if order is None else min(max(order, 0), len(siblings))
            siblings.insert(place, tag)
            for number, sibling in enumerate(siblings):
                fields: dict[str, object] = {"order": number}
                if sibling.id == key:
                    fields["parent"] = parent
                self._journal.write(ObjectKind.TAG, sibling.id, fields, label="Move tag")
        return Change(Changed.TAGS, (key,), "Move tag")

    def remove(self, key: str, *, author: str = "") -> Change:
        """Take it away with all tags below it; `undo` brings them back, also on annotations.

        Raises NoSuchTag.
        """
        with self._journal.operation("Remove tag", author=author):
            self._must_have(self._tree(), key)
            gone = sorted(self.below(key))
            for tag in gone:
                self._journal.write(ObjectKind.TAG, tag, {EXISTS: None}, label="Remove tag")
        return Change(Changed.TAGS, tuple(gone), "Remove tag")

    # -- reading ---------------------------------------------------------------------------------

    def all(self) -> list[Tag]:
        """Every tag in the order of the tree: each before those below it."""
        return self._tree()

    def get(self, key: str) -> Tag:
        """By id. Raises NoSuchTag."""
        return self._must_have(self._tree(), key)

    def order(self) -> dict[str, int]:
        """Id to place in the order of the tree."""
        return {tag.id: place for place, tag in enumerate(self._tree())}

    def path(self, key: str) -> str:
        """The names from the top, joined by "/". Raises NoSuchTag."""
        found = self.paths().get(key)
        if found is None:
            raise NoSuchTag(path=key, nearest=self.nearest(key))
        return found

    def paths(self) -> dict[str, str]:
        """Id to path, in the order of the tree."""
        paths: dict[str, str] = {}
        for tag in self._tree():
            above = paths.get(tag.parent, "")
            paths[tag.id] = f"{above}{SEPARATOR}{tag.name}" if above else tag.name
        return paths

    def paths_of(self, before: Mapping[str, str]) -> dict[str, str]:
        """Id to path of every tag now, and of those there were that were merged into one of them.

        `before` is what `paths` said then.
        """
        paths = self.paths()
        known = set(paths)
        heirs = {key: self._heir(key, known) for key in before.keys() - known}
        return paths | {key: paths[heir] for key, heir in heirs.items() if heir}

    def by_path(self, path: str) -> Tag:
        """The tag a person means by a path, or by the end of one where that is unique.

        Case and accents do not matter. Raises NoSuchTag, with the nearest paths.
        """
        wanted = _plain(path)
        paths = {key: _plain(whole) for key, whole in self.paths().items()}
        exact = [key for key, whole in paths.items() if whole == wanted]
        ends = [key for key, whole in paths.items() if whole.endswith(SEPARATOR + wanted)]
        if exact:
            return self.get(exact[0])
        if wanted and len(ends) == 1:
            return self.get(ends[0])
        raise NoSuchTag(path=path, nearest=self.nearest(path))

    def below(self, key: str) -> set[str]:
        """Ids of the tag and of all those below it."""
        found = {key}
        for tag in self._tree():  # parents come first
            if tag.parent in found:
                found.add(tag.id)
        return found

    def matching(self, text: str) -> set[str]:
        """Ids a person means by `tag:text`: that tag, or those whose name holds it, and all below.

        Read as a path or the end of one first.
        """
        wanted = _plain(text)
        if not wanted:
            return set()
        paths = {key: _plain(whole) for key, whole in self.paths().items()}
        found = [k for k, p in paths.items() if p == wanted or p.endswith(SEPARATOR + wanted)]
        found = found or [k for k, p in paths.items() if wanted in p.rpartition(SEPARATOR)[2]]
        return {below for key in found for below in self.below(key)}

    def counts(self) -> dict[str, int]:
        """Id to how many annotations have the tag or one below it."""
        rows = self._file.reading.all(
            "SELECT t.tag, t.annotation FROM annotation_tags t "
            "JOIN annotations a ON a.id = t.annotation AND a.present "
            "JOIN documents d ON d.id = a.document"
        )
        return self._counted_up(rows)

    def _counted_up(self, rows: Iterable[Sequence[str]]) -> dict[str, int]:
        """How many things each tag has, itself or through those below it."""
        having: dict[str, set[str]] = {}
        for key, thing in rows:
            having.setdefault(key, set()).add(thing)
        tree = self._tree()
        for tag in reversed(tree):  # those below come first
            if tag.parent:
                having.setdefault(tag.parent, set()).update(having.get(tag.id, ()))
        return {tag.id: len(having.get(tag.id, ())) for tag in tree}

    def passages(self, key: str) -> list[str]:
        """Ids of the annotations that have the tag itself, in order of making."""
        return [
            row[0]
            for row in self._file.reading.all(
                "SELECT t.annotation FROM annotation_tags t "
                "JOIN annotations a ON a.id = t.annotation AND a.present "
                "JOIN documents d ON d.id = a.document WHERE t.tag = ? ORDER BY t.annotation",
                (key,),
            )
        ]

    def strays(self) -> list[tuple[str, str, str]]:
        """Annotations with a tag that was merged away, that tag, and the one it went into.

        A copy may come home with passages that were given the tag meanwhile.
        """
        rows = self._file.reading.all(
            "SELECT t.annotation, t.tag FROM annotation_tags t "
            "WHERE NOT EXISTS (SELECT 1 FROM tags g WHERE g.id = t.tag) ORDER BY t.annotation"
        )
        known = {tag.id for tag in self._tree()} if rows else set()
        heirs = {tag: self._heir(tag, known) for tag in {row[1] for row in rows}}
        return [(annotation, tag, heirs[tag]) for annotation, tag in rows if heirs[tag]]

    def _heir(self, tag: str, known: set[str]) -> str:
        """The tag that is there of those it was merged into, one after the other; "" for none."""
        seen: set[str] = set()
        while tag and tag not in known and tag not in seen:
            seen.add(tag)
            tag = str(field_value(self._file.reading, ObjectKind.TAG, tag, INTO) or "")
        return tag if tag in known else ""

    def own_counts(self) -> dict[str, int]:
        """Id to how many annotations have the tag itself; those without any are left out."""
        rows = self._file.reading.all(
            "SELECT t.tag, count(*) FROM annotation_tags t "
            "JOIN annotations a ON a.id = t.annotation AND a.present "
            "JOIN documents d ON d.id = a.document GROUP BY t.tag"
        )
        return dict(rows)

    def document_counts(self) -> dict[str, int]:
        """Id to how many documents have a passage with the tag or one below it."""
        rows = self._file.reading.all(
            "SELECT DISTINCT t.tag, a.document FROM annotation_tags t "
            "JOIN annotations a ON a.id = t.annotation AND a.present "
            "JOIN documents d ON d.id = a.document"
        )
        return self._counted_up(rows)

    def nearest(self, path: str) -> str:
        """Paths that look like it, for a hint."""
        paths = list(self.paths().values())
        names = {folded(p.rpartition(SEPARATOR)[2]): p for p in paths} | {
            _plain(p): p for p in paths
        }
        close = difflib.get_close_matches(_plain(path), names, n=3, cutoff=0.5)
        return ", ".join(dict.fromkeys(names[name] for name in close)) or ", ".join(paths[:3])

    # -- helpers ---------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _followed(self, label: str, author: str) -> Iterator[None]:
        """One step, in which saved searches follow what becomes of the tags they name."""
        with self._journal.operation(label, author=author):
            before = self.paths() if self.queries.saved() else {}
            yield
            if before:
                self.queries.follow(before, self.paths_of(before), label)

    def _tree(self) -> list[Tag]:
        reading = self._file.reading
        rows = reading.all(
            "SELECT id, parent, name, colour, definition, rights, origin, position, when_to_use, "
            "when_not, examples, codable FROM tags"
        )
        return in_order(
            Tag(key, parent, name, colour, definition, _texts(reading, rights), origin, order,
                use, when_not, _texts(reading, examples), bool(codable))
            for (key, parent, name, colour, definition, rights, origin, order, use, when_not,
                 examples, codable) in rows
        )  # fmt: skip

    def _examples(self, annotations: Sequence[str]) -> list[str]:
        chosen = list(dict.fromkeys(annotations))
        for key in chosen:
            if not is_id(key):
                raise InvalidValue(value=key, field="example", reason="it is no annotation")
        if len(chosen) > MOST_EXAMPLES:
            reason = f"more than {MOST_EXAMPLES} do not help anybody"
            raise InvalidValue(value=len(chosen), field="number of examples", reason=reason)
        return chosen

    def _must_have(self, tree: Iterable[Tag], key: str) -> Tag:
        for tag in tree:
            if tag.id == key:
                return tag
        raise NoSuchTag(path=key, nearest=self.nearest(key))

    def _write(self, tag: Tag, label: str, old: Tag | None) -> None:
        """Write a whole tag; `old` is what is here under its id."""
        fields: dict[str, object] = {
            EXISTS: True, "parent": tag.parent, "name": storable(tag.name), "colour": tag.colour,
            "definition": storable(tag.definition), "rights": list(tag.rights),
            "origin": tag.origin, "order": tag.order,
        }  # fmt: skip
        more: dict[str, object] = {
            "when_to_use": storable(tag.when_to_use), "when_not": storable(tag.when_not),
            "examples": list(tag.examples), "codable": tag.codable,
        }  # fmt: skip
        sql = "SELECT 1 FROM journal WHERE kind = 'tag' AND subject = ? LIMIT 1"
        if old is None and self._file.writing.value(sql, (tag.id,)) is not None:
            # It was here before, and must not come back with what it had then.
            fields |= {**more, INTO: None}
        else:
            fields |= _news(old or Tag(tag.id, "", ""), more)
        self._journal.write(ObjectKind.TAG, tag.id, fields, label=label)


def _texts(reading: Connection, stored: str) -> tuple[str, ...]:
    return tuple(str(text) for text in from_json(reading, stored))


def _news(old: Tag, fields: dict[str, object]) -> dict[str, object]:
    """The fields that differ from what the tag has: what it never had must not be journalled."""
    return {
        field: value
        for field, value in fields.items()
        if (tuple(value) if isinstance(value, list) else value) != getattr(old, field)
    }


def _plain(path: str) -> str:
    names = path.replace(">", SEPARATOR).split(SEPARATOR)
    return SEPARATOR.join(folded(name) for name in names if name.strip())


def _colour(colour: str) -> str:
    if not is_colour(colour):
        raise InvalidValue(value=colour, field="colour", reason="there is no such colour")
    return colour
