"""What an export must not say unless its maker chose so: who, and when.

Exporters get only what comes out of `scrub`, so none of them can forget it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from itrvault.export.excerpts import Excerpt


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Choices of an export.

    `names`: the names authors and assessors gave themselves, and those of redlines. `times`: when
    notes and redlines were made, and the annotations' ids (which hold a time). `overwrite`: replace
    an existing file.
    """

    names: bool = False
    times: bool = False
    overwrite: bool = False
    heading: str = "Excerpts"


def scrub(excerpt: Excerpt, options: ExportOptions) -> Excerpt:
    """The excerpt without names and times that were not asked for."""
    assessments = tuple(
        replace(
            item,
            assessor=item.assessor if options.names else "",
            created=item.created if options.times else "",
            modified=item.modified if options.times else "",
        )
        for item in excerpt.assessments
    )
    pieces = tuple(
        replace(
            piece,
            author=piece.author if options.names else "",
            date=piece.date if options.times else "",
        )
        for piece in excerpt.pieces
    )
    return replace(
        excerpt,
        pieces=pieces,
        assessments=assessments,
        author=excerpt.author if options.names else "",
        id=excerpt.id if options.times else "",
        created=excerpt.created if options.times else "",
        modified=excerpt.modified if options.times else "",
    )


def scrub_all(excerpts: Iterable[Excerpt], options: ExportOptions) -> tuple[Excerpt, ...]:
    """All of them, in order."""
    return tuple(scrub(excerpt, options) for excerpt in excerpts)
