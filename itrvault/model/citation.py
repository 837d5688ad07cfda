"""Where a text speaks of a provision or a proposal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from itrvault.model.geometry import Span


class CitedAs(StrEnum):
    """How a citation names what it is about."""

    ARTICLE = "article"  # "Article 5A"
    NUMBER = "number"  # by the number in the margin: "No. 31A"
    PARAGRAPH = "paragraph"  # "section 3.5 bis", "5A.4"
    PROPOSAL = "proposal"  # "RUS/27/7"


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation. `value` is without blanks ("3.5bis"); `span` is in the unit's text.

    `instrument` names another treaty that the words say it is of ("Article 19 of the Covenant"), ""
    for the one that is negotiated.
    """

    cited_as: CitedAs
    value: str
    unit: int
    span: Span
    instrument: str = ""
