"""Confines unpickling while an index is open.

Whoosh's own format is full of pickles, and unpickling a doctored one runs code. Our codec (see
`codec.py`) reads no pickle at all. This is the second wall, for whatever Whoosh itself, a later
version of it, or we might come to read: while a thread reads an index, `pickle` finds no class and
no function in that thread. It raises an audit event before it looks for one, in every protocol and
for extension codes too, and an audit hook can refuse.
Pickles of plain numbers and strings need no class and stay harmless.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from itrvault.search.damage import IndexUntrusted

_INSTALLING = threading.Lock()
_state = threading.local()
_installed = False


def _depth() -> int:
    return int(getattr(_state, "depth", 0))


def _refuse(event: str, args: tuple[object, ...]) -> None:
    if event == "pickle.find_class" and _depth():
        name = ".".join(str(part)[:60] for part in args)
        raise IndexUntrusted(f"the stored index tried to load {name}")


@contextmanager
def confined() -> Iterator[None]:
    """Within this block, in this thread, unpickling finds no class. May be nested."""
    global _installed
    if not _installed:
        with _INSTALLING:
            if not _installed:
                sys.addaudithook(_refuse)
                _installed = True
    _state.depth = _depth() + 1
    try:
        yield
    finally:
        _state.depth -= 1
