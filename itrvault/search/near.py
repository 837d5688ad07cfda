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
