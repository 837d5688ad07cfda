"""A negotiation as its papers tell it: the text in force, and all that is proposed on it.

What the command line and the window both show is read and put in order here.
"""

from __future__ import annotations

from itrvault.negotiation.reading import Negotiation, Negotiations, UnitName, read_negotiation
from itrvault.negotiation.subjects import Section, Subject, outline

__all__ = [
    "Negotiation",
    "Negotiations",
    "Section",
    "Subject",
    "UnitName",
    "outline",
    "read_negotiation",
]
