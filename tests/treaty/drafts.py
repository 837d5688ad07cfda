"""Papers of a negotiation, written as text with their redlines."""

from __future__ import annotations

from itrvault.model.document import Redline, RedlineKind, Unit, UnitKind
from itrvault.model.geometry import FlowLayout


def units_of(*pages: str) -> list[Unit]:
    """Pages whose `{+words+}` are inserted and `[-words-]` deleted."""
    units = []
    for number, page in enumerate(pages):
        text, redlines = "", []
        rest = page
        while rest:
            opening = min((at for sign in ("{+", "[-") if (at := rest.find(sign)) >= 0), default=-1)
            if opening < 0:
                text += rest
                break
            text += rest[:opening]
            inserted = rest.startswith("{+", opening)
            closing = rest.index("+}" if inserted else "-]", opening)
            words = rest[opening + 2 : closing]
            kind = RedlineKind.INSERTED if inserted else RedlineKind.DELETED
            redlines.append(Redline(len(text), len(text) + len(words), kind))
            text += words
            rest = rest[closing + 2 :]
        units.append(
            Unit(number, UnitKind.SECTION, str(number + 1), text, FlowLayout(), "", tuple(redlines))
        )
    return units
