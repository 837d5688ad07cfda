"""What a saved search found when it was last looked at, packed into one value.

Kept beside the searches and never journalled or carried: it is about this desk, not the archive.
Rows of units are kept, not a time, because a page can begin to match without being new: when it is
read by OCR, tagged, or given its date.
"""

from __future__ import annotations

import base64
import binascii
import sys
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise

LARGEST = 64 << 20
"""Bytes of rows, unpacked; a forger may claim more than there is memory."""


@dataclass(frozen=True, slots=True)
class Looked:
    """When a search was last looked at (ISO, UTC), and the unit rows it found."""

    at: str
    rows: frozenset[int]


def pack(at: str, rows: Iterable[int]) -> str:
    """One line of text: the time, and the steps from row to row, compressed."""
    ordered = sorted(set(rows))
    steps = array("I", [after - before for before, after in pairwise([0, *ordered])])
    if sys.byteorder == "big":
        steps.byteswap()
    return f"{at} {base64.b64encode(zlib.compress(steps.tobytes())).decode('ascii')}"


def unpack(text: str) -> Looked | None:
    """The inverse; None for what `pack` never made."""
    at, _, packed = text.partition(" ")
    try:
        inflater = zlib.decompressobj()
        data = inflater.decompress(base64.b64decode(packed, validate=True), LARGEST)
        steps = array("I", data)
    except (ValueError, binascii.Error, zlib.error):
        return None
    if not inflater.eof:
        return None
    if sys.byteorder == "big":
        steps.byteswap()
    return Looked(at, frozenset(accumulate(steps)))
