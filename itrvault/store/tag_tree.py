"""The order of the codebook: a tree that stays one, whatever two copies did to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from itrvault.errors import InvalidValue
from itrvault.model.annotation import Tag
from itrvault.store.matching import folded
from itrvault.store.units import storable

SEPARATOR = "/"
"""Between the names of a path ("Human rights/Privacy"); so no name may hold it."""

DEPTH = 100
"""Levels of the tree. Twenty thousand, one below the other, have paths of a gigabyte."""


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
    return replace(tag, parent="")


def _sibling_key(tag: Tag) -> tuple[int, str, str]:
    return tag.order, folded(tag.name), tag.id


def tidy_name(name: str, siblings: Iterable[Tag]) -> str:
    """A name as it is kept. Raises InvalidValue where a tag beside these cannot have it."""
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
