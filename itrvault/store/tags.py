"""The codebook: a tree of tags."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from itrvault.errors import InvalidValue, NoSuchTag
from itrvault.model.annotation import Tag
from itrvault.model.ids import new_id
from itrvault.model.journal import Change, Changed, ObjectKind
from itrvault.store.fields import is_colour, is_id
from itrvault.store.journal import Journal
from itrvault.store.matching import folded
from itrvault.store.records import from_json
from itrvault.store.state import EXISTS
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile

SEPARATOR = "/"
"""Between the names of a path ("Human rights/Privacy"); so no name may hold it."""

DEPTH = 100
"""Levels of the tree. Twenty thousand, one below the other, have paths of a gigabyte."""


class Tags:
    """The tags of one vault. Ids name them; paths are what people read and type."""

    def __init__(self, file: VaultFile, journal: Journal) -> None:
        self._file = file
        self._journal = journal

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
        key: str = "",
        author: str = "",
    ) -> Tag:
        """Make a tag, last among its siblings. `key` is an id to give it, "" for a new one.

        Raises InvalidValue (an empty name, a "/" in it, a sibling of that name), NoSuchTag.
        """
        with self._journal.operation("New tag", author=author):
            tree = self._tree()
            if parent:
                self._must_have(tree, parent)
            siblings = [tag for tag in tree if tag.parent == parent]
            order = 1 + max((tag.order for tag in siblings), default=-1)
            tag = Tag(
                key or new_id(), parent, _name(name, siblings), _colour(colour),
                storable(definition), tuple(storable(r) for r in rights), storable(origin), order,
            )  # fmt: skip
            self._write(tag, "New tag")
            return self.get(tag.id)

    def add_all(self, tags: Iterable[Tag], *, label: str = "Add codebook") -> Change:
        """Add ready-made tags under their own ids, as one operation.

        A tag that is here already takes over what is given. Raises InvalidValue.
        """
        added = list(tags)
        with self._journal.operation(label):
            for tag in added:
                if not is_id(tag.id):
                    raise InvalidValue(value=tag.id, field="tag id", reason="it is none")
                _name(tag.name, ())
                _colour(tag.colour)
                self._write(tag, label)
        return Change(Changed.TAGS, tuple(tag.id for tag in added), label)

    def update(
        self,
        key: str,
        *,
        name: str | None = None,
        colour: str | None = None,
        definition: str | None = None,
        rights: Sequence[str] | None = None,
        author: str = "",
    ) -> Change:
        """Change what is given. Raises NoSuchTag, InvalidValue."""
        with self._file.transaction():
            tree = self._tree()
            old = self._must_have(tree, key)
            fields: dict[str, object] = {}
            if name is not None:
                siblings = [t for t in tree if t.parent == old.parent and t.id != key]
                fields["name"] = _name(name, siblings)
            if colour is not None:
                fields["colour"] = _colour(colour)
            if definition is not None:
                fields["definition"] = storable(definition)
            if rights is not None:
                fields["rights"] = [storable(right) for right in rights]
            label = "Rename tag" if list(fields) == ["name"] else "Change tag"
            return self._journal.write(ObjectKind.TAG, key, fields, label=label, author=author)

    def move(self, key: str, parent: str, order: int | None = None, *, author: str = "") -> Change:
        """Put it under another tag ("" for the top), at a place among its siblings (None: last).

        Raises NoSuchTag, InvalidValue (under itself, a sibling of that name).
        """
        with self._journal.operation("Move tag", author=author):
            tree = self._tree()
            tag = self._must_have(tree, key)
            if parent:
                self._must_have(tree, parent)
                if parent in self.below(key):
                    reason = "a tag cannot lie under itself"
                    raise InvalidValue(value=tag.name, field="place of the tag", reason=reason)
            siblings = [t for t in tree if t.parent == parent and t.id != key]
            _name(tag.name, siblings)
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
        having: dict[str, set[str]] = {}
        rows = self._file.reading.all(
            "SELECT t.tag, t.annotation FROM annotation_tags t "
            "JOIN annotations a ON a.id = t.annotation AND a.present "
            "JOIN documents d ON d.id = a.document"
        )
        for tag, annotation in rows:
            having.setdefault(tag, set()).add(annotation)
        tree = self._tree()
        for tag in reversed(tree):  # those below come first
            if tag.parent:
                having.setdefault(tag.parent, set()).update(having.get(tag.id, ()))
        return {tag.id: len(having.get(tag.id, ())) for tag in tree}

    def nearest(self, path: str) -> str:
        """Paths that look like it, for a hint."""
        paths = list(self.paths().values())
        names = {folded(p.rpartition(SEPARATOR)[2]): p for p in paths} | {
            _plain(p): p for p in paths
        }
        close = difflib.get_close_matches(_plain(path), names, n=3, cutoff=0.5)
        return ", ".join(dict.fromkeys(names[name] for name in close)) or ", ".join(paths[:3])

    # -- helpers ---------------------------------------------------------------------------------

    def _tree(self) -> list[Tag]:
        reading = self._file.reading
        rows = reading.all(
            "SELECT id, parent, name, colour, definition, rights, origin, position FROM tags"
        )
        return in_order(
            Tag(key, parent, name, colour, definition,
                tuple(str(right) for right in from_json(reading, rights)), origin, order)
            for key, parent, name, colour, definition, rights, origin, order in rows
        )  # fmt: skip

    def _must_have(self, tree: Iterable[Tag], key: str) -> Tag:
        for tag in tree:
            if tag.id == key:
                return tag
        raise NoSuchTag(path=key, nearest=self.nearest(key))

    def _write(self, tag: Tag, label: str) -> None:
        fields: dict[str, object] = {
            EXISTS: True, "parent": tag.parent, "name": storable(tag.name), "colour": tag.colour,
            "definition": storable(tag.definition), "rights": list(tag.rights),
            "origin": tag.origin, "order": tag.order,
        }  # fmt: skip
        self._journal.write(ObjectKind.TAG, tag.id, fields, label=label)


def in_order(tags: Iterable[Tag]) -> list[Tag]:
    """The tree from the top down, siblings by order, name and id.

    Two copies may each move one tag under the other, or remove a tag the other copy puts something
    under. What then hangs in the air, or deeper than `DEPTH`, is shown at the top: nothing is ever
    out of sight.
    """
    known = {tag.id: tag for tag in tags}
    roots = {key for key, tag in known.items() if tag.parent not in known}
    children: dict[str, list[Tag]] = {}
    for tag in known.values():
        children.setdefault(tag.parent, []).append(tag)
    reached: set[str] = set()
    for key in sorted(roots):
        _reach(key, children, reached)
    for key in sorted(known):  # what is left hangs on rings: cut each at its smallest id
        if key not in reached:
            ring = _ring(key, known)
            cut = min(ring)
            roots.add(cut)
            _reach(cut, children, reached)
    ordered: list[Tag] = []
    tops = [_at_top(known[key]) for key in roots]
    waiting = [(tag, 1) for tag in sorted(tops, key=_sibling_key, reverse=True)]
    while waiting:
        tag, depth = waiting.pop()
        ordered.append(tag)
        below = [t for t in children.get(tag.id, ()) if t.id not in roots]
        if depth == DEPTH:
            below, depth = [_at_top(t) for t in below], 0
        waiting += [(t, depth + 1) for t in sorted(below, key=_sibling_key, reverse=True)]
    return ordered


def _reach(key: str, children: dict[str, list[Tag]], reached: set[str]) -> None:
    waiting = [key]
    while waiting:
        at = waiting.pop()
        if at not in reached:
            reached.add(at)
            waiting += [tag.id for tag in children.get(at, ())]


def _ring(key: str, known: dict[str, Tag]) -> list[str]:
    seen: list[str] = []
    while key not in seen:
        seen.append(key)
        key = known[key].parent
    return seen[seen.index(key) :]


def _at_top(tag: Tag) -> Tag:
    if not tag.parent:
        return tag
    return Tag(tag.id, "", tag.name, tag.colour, tag.definition, tag.rights, tag.origin, tag.order)


def _sibling_key(tag: Tag) -> tuple[int, str, str]:
    return tag.order, folded(tag.name), tag.id


def _plain(path: str) -> str:
    names = path.replace(">", SEPARATOR).split(SEPARATOR)
    return SEPARATOR.join(folded(name) for name in names if name.strip())


def _name(name: str, siblings: Iterable[Tag]) -> str:
    tidy = storable(" ".join(name.split()))
    reason = ""
    if not tidy:
        reason = "it is empty"
    elif SEPARATOR in tidy:
        reason = f'"{SEPARATOR}" stands between the names of a path'
    elif any(folded(tag.name) == folded(tidy) for tag in siblings):
        reason = "there is one of that name beside it"
    if reason:
        raise InvalidValue(value=name, field="name of a tag", reason=reason)
    return tidy


def _colour(colour: str) -> str:
    if not is_colour(colour):
        raise InvalidValue(value=colour, field="colour", reason="there is no such colour")
    return colour
