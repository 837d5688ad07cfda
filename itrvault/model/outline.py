"""What leads from one place of a document to another: its outline, and links on its pages."""

from __future__ import annotations

from dataclasses import dataclass

from itrvault.model.geometry import Rect

MOST_ENTRIES = 5_000
"""Of an outline; a file that has more is no book."""

MOST_LINKS = 2_000
"""On one page."""

MOST_TEXT_LINKS = 50_000
"""Of one flowing document."""

DEEPEST = 12
TITLE_LENGTH = 300
ADDRESS_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of a document's outline. `level` counts from 1; `unit` is -1 when it leads nowhere.

    `height` is how far down the page it leads, in points from the top; `offset` the place in the
    text, where that is what is known (flowing documents).
    """

    title: str
    level: int
    unit: int
    height: float = 0.0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class PageLink:
    """A place of a page that leads somewhere: into the document (`unit`), or out of it (`address`).

    The box and the height are in points of the page as it is shown. An address is what the file
    says, one line of it; it is never followed by the program itself.
    """

    box: Rect
    unit: int = -1
    height: float = 0.0
    address: str = ""


def address_to_see(address: str) -> str:
    """An address in which signs that nobody sees, or that turn the order of others, are U+FFFD.

    They stay as that: they are part of where it leads.
    """
    if address.isprintable():
        return address
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in address)
