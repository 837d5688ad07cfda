"""A hybrid logical clock: sorts in order of cause, stays near the time of day.

"milliseconds-counter-node", each of fixed width, so that clocks compare as strings. A new clock is
later than every clock ever seen, whatever the computer's own clock says. `node` is drawn anew each
time a vault is opened for writing, so that a vault copied as a file never shares it with its copy;
it says nothing about the machine.
"""

from __future__ import annotations

import re
import secrets
import time
from datetime import UTC, datetime

_FORM = re.compile(r"(\d{13})-(\d{6})-([0-9a-f]{8})")
_COUNTER_LIMIT = 10**6
UNKNOWN_TIME = 0
"""Milliseconds of a mark that came with a file which does not say when it was made."""
_LATEST = 9 * 10**12
"""Milliseconds: the year 2255. Later clocks are refused, or a stranger's could use up the width."""


def valid(clock: str) -> bool:
    """Whether it is a clock of ours."""
    return _FORM.fullmatch(clock) is not None and int(clock[:13]) < _LATEST


def time_of(clock: str) -> str:
    """The time of day it was near, ISO, UTC, to the second; "" when nobody knows."""
    found = _FORM.fullmatch(clock)
    if found is None or int(found[1]) == UNKNOWN_TIME:
        return ""
    moment = datetime.fromtimestamp(int(found[1]) / 1000, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Clock:
    """Gives clocks. `after` is the latest clock known, "" for none."""

    def __init__(self, after: str = "") -> None:
        self.node = secrets.token_hex(4)
        self._last = (0, 0)
        self.see(after)

    def see(self, clock: str) -> None:
        """Take note of another's clock: all later ones of ours come after it."""
        found = _FORM.fullmatch(clock)
        if found is not None and valid(clock):
            self._last = max(self._last, (int(found[1]), int(found[2])))

    def next(self) -> str:
        """A clock later than all seen."""
        now = min(time.time_ns() // 1_000_000, _LATEST)
        last, counter = self._last
        if now > last:
            last, counter = now, 0
        elif counter + 1 < _COUNTER_LIMIT:
            counter += 1
        else:
            last, counter = last + 1, 0
        self._last = (last, counter)
        return f"{last:013d}-{counter:06d}-{self.node}"
