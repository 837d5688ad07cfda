"""Proximity: stretches that hold one occurrence of every part with few words between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence

Place = tuple[int, int]


def windows(parts: Sequence[tuple[Hashable, Sequence[Place]]], distance: int) -> list[Place]:
    """The narrowest stretches, one for each place they can end at, that hold every part.

    At most `distance` positions of a stretch belong to none of the parts. A part given twice must
    stand there twice. `parts` are (what it is, its places).
    """
    needed: dict[Hashable, int] = {}
    for key, _ in parts:
        needed[key] = needed.get(key, 0) + 1
    events = sorted(
        (start, end, number)
        for number, (key, places) in enumerate(dict(parts).items())
        for start, end in places
    )
    need = list(needed.values())
    latest: list[deque[Place]] = [deque(maxlen=count) for count in need]
    missing = len(need)
    found: list[Place] = []
    for start, end, number in events:
        recent = latest[number]
        was_full = len(recent) == need[number]
        recent.append((start, end))
        if not was_full and len(recent) == need[number]:
            missing -= 1
        if missing:
            continue
        first = min(one[0][0] for one in latest)
        last = max(one[-1][1] for one in latest)
        own = sum(stop - begin for one in latest for begin, stop in one)
        if last - first - own <= distance:
            found.append((first, last))
    return found


def ordered_windows(parts: Sequence[Sequence[Place]], distance: int) -> list[Place]:
    """The narrowest stretches, one for each place of the last part, that hold every part in order.

    Each part begins where the one before it has ended, or later, and at most `distance` positions
    lie between them in all.
    """
    running = [(end, start, 0) for start, end in sorted(parts[0], key=lambda place: place[1])]
    for places in parts[1:]:
        following: list[tuple[int, int, int]] = []
        best: tuple[int, int, int] | None = None  # the one with the fewest positions left behind
        at = 0
        for start, end in sorted(places):
            while at < len(running) and running[at][0] <= start:
                one = running[at]
                if best is None or one[2] - one[0] <= best[2] - best[0]:
                    best = one
                at += 1
            if best is not None and (gap := best[2] + start - best[0]) <= distance:
                following.append((end, best[1], gap))
        running = sorted(following)
    return sorted((start, end) for end, start, _ in running)


def is_near(place: Place, other: Place, distance: int, order: int = 0) -> bool:
    """Whether at most `distance` positions lie between two places that are not the same.

    `order`: only if the other comes behind (1), or before (-1), the first.
    """
    behind, before = other[0] - place[1], place[0] - other[1]
    if order > 0:
        return 0 <= behind <= distance
    if order < 0:
        return 0 <= before <= distance
    return place != other and max(behind, before) <= distance
