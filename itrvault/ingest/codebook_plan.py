"""What taking in a codebook would do: told from the file and the tags there are. Writes nothing.

A tag of the file is known by its identifier; what differs is taken from the file, but nothing that
the file leaves empty is emptied here. Where only the name is the same, beside the same parent, the
caller says which it shall be. So a file read twice changes nothing the second time, and nothing
that is here ever goes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from itrvault.model.annotation import COLOURS, Tag
from itrvault.model.codebook import CodebookEntry, CodebookFile, guid_of_path, shown_guid
from itrvault.rights.taxonomy import codebook, load_taxonomy
from itrvault.store.matching import folded
from itrvault.store.tag_tree import DEPTH, in_order

NEW_COLOUR = "gray"
ROUNDS = 8
_NAMES = {value: name for name, value in COLOURS.items()}
_TEXTS = ("definition", "when_to_use", "when_not")


class SameName(StrEnum):
    """What a tag of the file does that has the name, but not the identifier, of one here."""

    JOIN = "join"  # ours takes in what the file says, and keeps all it says itself
    OURS = "ours"  # ours stays as it is
    BOTH = "both"  # both are there afterwards, the new one with a number after its name


class Fate(StrEnum):
    """What becomes of a tag of the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class PlannedTag:
    """One tag of the file: what it will be here, what was here before, and why.

    `by_name` when it was only known by its name; `fields` are those that change.
    """

    tag: Tag
    before: Tag | None
    fate: Fate
    by_name: bool
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodebookPlan:
    """All tags of the file in their order, and sentences on what the file could not give."""

    rows: tuple[PlannedTag, ...]
    warnings: tuple[str, ...]

    def of(self, fate: Fate) -> tuple[PlannedTag, ...]:
        """Those that fare so."""
        return tuple(row for row in self.rows if row.fate is fate)

    @property
    def same_names(self) -> tuple[PlannedTag, ...]:
        """Those known only by their name."""
        return tuple(row for row in self.rows if row.by_name)


def plan_codebook(
    file: CodebookFile, tags: Sequence[Tag], *, same_name: SameName = SameName.JOIN, under: str = ""
) -> CodebookPlan:
    """Compare a file with the tags of a vault, in the order of their tree.

    `under` is the tag that the file's top tags come under, "" for the top.
    """
    first = rows = _round(file, tags, same_name, under)
    # Names and places that a later entry leaves are free for an earlier one: looked at again, so
    # that reading the file another time finds nothing more to do.
    for _ in range(ROUNDS):
        if all(row.fate is Fate.SAME for row in rows):
            break
        rows = _round(file, _after(tags, rows), same_name, under)
    before = {tag.id: tag for tag in tags}
    done = (
        _planned(row.tag, before.get(row.tag.id), by_name=one.by_name)
        for one, row in zip(first, rows, strict=True)
    )
    return CodebookPlan(tuple(done), file.warnings)


def _round(
    file: CodebookFile, tags: Sequence[Tag], same_name: SameName, under: str
) -> list[PlannedTag]:
    planner = _Planner(tags, same_name, {entry.id for entry in file.entries})
    placed: list[str] = []
    rows = []
    for entry in file.entries:
        row = planner.place(entry, placed[entry.parent] if entry.parent >= 0 else under)
        placed.append(row.tag.id)
        rows.append(row)
    return rows


def _after(tags: Sequence[Tag], rows: Sequence[PlannedTag]) -> list[Tag]:
    """The tree once these are written."""
    return in_order(({tag.id: tag for tag in tags} | {r.tag.id: r.tag for r in rows}).values())


def _planned(tag: Tag, old: Tag | None, *, by_name: bool) -> PlannedTag:
    if old is None:
        return PlannedTag(tag, None, Fate.NEW, by_name)
    names = ("name", "parent", "colour", *_TEXTS, "rights", "codable")
    fields = tuple(name for name in names if getattr(tag, name) != getattr(old, name))
    return PlannedTag(tag, old, Fate.CHANGED if fields else Fate.SAME, by_name, fields)


@dataclass
class _Planner:
    """`tree` grows by what is planned."""

    tags: Sequence[Tag]
    same_name: SameName
    guids: set[str]
    tree: dict[str, Tag] = field(init=False)

    def __post_init__(self) -> None:
        self.tree = {tag.id: tag for tag in self.tags}
        self._by_guid = {shown_guid(tag.id): tag.id for tag in self.tags}
        self._shipped = {tag.id: tag.origin for tag in codebook(load_taxonomy())}
        self._beside: dict[str, dict[str, str]] = {}
        self._last: dict[str, int] = {}
        self._taken: set[str] = set()
        # A tag that the file knows by its identifier is nobody else's by its name.
        self._claimed = {tag for guid, tag in self._by_guid.items() if guid in self.guids}
        self._nameless: Counter[tuple[str, str]] = Counter()
        for tag in self.tags:
            self._settle(tag)

    def place(self, entry: CodebookEntry, parent: str) -> PlannedTag:
        guid = entry.id or self._made_guid(parent, entry.name)
        known = self._by_guid.get(guid, "")
        if known and known not in self._taken:
            return self._known(entry, known, parent)
        beside = self._beside.get(parent, {})
        name, number = entry.name, 2
        while same := beside.get(folded(name), ""):
            free = same not in self._taken and same not in self._claimed
            if free and (self.same_name != SameName.BOTH or not entry.id):
                return self._same_name(entry, same)
            name, number = f"{entry.name} ({number})", number + 1
        return self._new(replace(entry, name=name, id=guid), parent)

    def _made_guid(self, parent: str, name: str) -> str:
        """An identifier for an entry without: of its place and name, and which it is of several."""
        self._nameless[parent, folded(name)] += 1
        guid = parent
        for _ in range(self._nameless[parent, folded(name)]):
            guid = guid_of_path(guid, name)
        return guid

    def _known(self, entry: CodebookEntry, key: str, parent: str) -> PlannedTag:
        old = self.tree[key]
        tag = self._filled(old, entry)
        if not entry.id:
            return self._row(tag, old, by_name=False)  # its name and place made it known
        name, elsewhere = entry.name, entry.parent >= 0 and parent != old.parent
        if elsewhere and self._may_move(replace(tag, name=name), parent):
            tag = replace(tag, name=name, parent=parent, order=self._next(parent))
            return self._row(tag, old, by_name=False)
        numbered = re.fullmatch(re.escape(name) + r" \(\d+\)", old.name)  # beside one of its name
        if not numbered and self._beside[old.parent].get(folded(name), key) == key:
            tag = replace(tag, name=name)
        if elsewhere and self._may_move(tag, parent):
            tag = replace(tag, parent=parent, order=self._next(parent))
        return self._row(tag, old, by_name=False)

    def _same_name(self, entry: CodebookEntry, key: str) -> PlannedTag:
        old = self.tree[key]
        tag = old
        if self.same_name is not SameName.OURS:
            tag = self._filled(old, entry, keep=True)
        return self._row(tag, old, by_name=bool(entry.id))

    def _new(self, entry: CodebookEntry, parent: str) -> PlannedTag:
        key = entry.id
        while key in self.tree:
            key = guid_of_path(key, entry.name)
        if self._depth(parent) >= DEPTH:
            parent = ""
        tag = Tag(
            key, parent, entry.name, _colour(entry.colour) or self._colour_above(parent),
            entry.definition, entry.rights, self._shipped.get(key, ""), self._next(parent),
            entry.when_to_use, entry.when_not, codable=entry.codable,
        )  # fmt: skip
        return self._row(tag, None, by_name=False)

    def _row(self, tag: Tag, old: Tag | None, *, by_name: bool) -> PlannedTag:
        self._taken.add(tag.id)
        if old is not None and self._beside[old.parent].get(folded(old.name)) == old.id:
            del self._beside[old.parent][folded(old.name)]
        self.tree[tag.id] = tag
        self._settle(tag)
        return _planned(tag, old, by_name=by_name)

    def _filled(self, old: Tag, entry: CodebookEntry, *, keep: bool = False) -> Tag:
        """Ours with what the file says; with `keep` nothing that ours says goes."""
        texts = {}
        for name in _TEXTS:
            ours, theirs = getattr(old, name), getattr(entry, name)
            if theirs.strip() in ours:
                texts[name] = ours
            elif keep and ours.strip():
                texts[name] = f"{ours}\n\n{theirs}"
            else:
                texts[name] = theirs
        colour = _colour(entry.colour)
        rights = entry.rights or old.rights
        if keep:
            colour = old.colour
            rights = tuple(dict.fromkeys((*old.rights, *entry.rights)))
        # A tag that has passages, or may get them, is not made a mere holder of others by a file.
        return replace(
            old, colour=colour or old.colour, rights=rights,
            codable=old.codable or entry.codable, **texts,
        )  # fmt: skip

    def _may_move(self, tag: Tag, parent: str) -> bool:
        """Not under itself, nor beside another of its name, nor too deep."""
        at, seen = parent, set()
        while at in self.tree and at not in seen:
            if at == tag.id:
                return False
            seen.add(at)
            at = self.tree[at].parent
        free = folded(tag.name) not in self._beside.get(parent, {})
        return free and self._depth(parent) < DEPTH

    def _depth(self, key: str) -> int:
        depth, seen = 0, set()
        while key in self.tree and key not in seen:
            seen.add(key)
            depth, key = depth + 1, self.tree[key].parent
        return depth

    def _settle(self, tag: Tag) -> None:
        self._beside.setdefault(tag.parent, {}).setdefault(folded(tag.name), tag.id)
        self._last[tag.parent] = max(self._last.get(tag.parent, -1), tag.order)

    def _next(self, parent: str) -> int:
        return self._last.get(parent, -1) + 1

    def _colour_above(self, parent: str) -> str:
        return self.tree[parent].colour if parent in self.tree else NEW_COLOUR


def _colour(stated: str) -> str:
    """A colour of a file as it is kept here: by name where it is one of the eight."""
    return _NAMES.get(stated, stated)
