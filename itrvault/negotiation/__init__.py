"""A negotiation as its papers tell it: the text in force, and all that is proposed on it.

What the command line and the window both show is read and put in order here.
"""

from __future__ import annotations

from itrvault.negotiation.papers import UnitName
from itrvault.negotiation.questions import OpenQuestion, Why
from itrvault.negotiation.reading import Negotiation, Negotiations, read_negotiation
from itrvault.negotiation.subjects import Section, Subject, outline

__all__ = [
    "Negotiation",
    "Negotiations",
    "OpenQuestion",
    "Section",
    "Subject",
    "UnitName",
    "Why",
    "outline",
    "read_negotiation",
]
