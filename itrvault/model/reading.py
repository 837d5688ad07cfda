"""Readings: the texts that one page or section has, of which one is in use."""

from __future__ import annotations

from dataclasses import dataclass

from itrvault.model.document import Doubt, TextSource


@dataclass(frozen=True, slots=True)
class TextReading:
    """One reading of a unit. `reader` names who read it, "" for the one that came at import.

    `length` is in code points; 0 with a `reader` is an attempt that found nothing.
    """

    unit: int
    source: TextSource
    doubt: Doubt
    in_use: bool
    reader: str
    length: int
