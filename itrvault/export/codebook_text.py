"""The codebook as QualCoder's text: `category>>category>>code`, a tab, and its memo, in a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from itrvault.export.wording import one_line
from itrvault.model.codebook import Description, joined_description

if TYPE_CHECKING:
    from itrvault.export.codebook import OutgoingTag

NAME = "txt"
TITLE = "Text (QualCoder)"
EXTENSION = ".txt"

STEP = ">>"


def render(tags: Sequence[OutgoingTag]) -> bytes:
    """The file, in UTF-8."""
    paths: list[str] = []
    lines = []
    for each in tags:
        name = one_line(each.tag.name).replace(STEP, "> >")
        paths.append(f"{paths[each.parent]}{STEP}{name}" if each.parent >= 0 else name)
        lines.append(f"{paths[-1]}\t{_memo(each)}\n")
    return "".join(lines).encode()


def left_out(tags: Sequence[OutgoingTag]) -> Iterable[str]:
    """Much: it is the plainest of the three."""
    from itrvault.export.codebook import named

    yield "Colours and identifiers of all tags."
    folders = [each for each in tags if not each.tag.codable]
    if folders:
        yield f"That some tags only hold others: {named(folders)}."
    broken = [each for each in tags if "\n" in _text(each) or "\t" in _text(each)]
    if broken:
        yield f"Line breaks in the texts of {named(broken)}."
    stepped = [each for each in tags if STEP in each.tag.name]
    if stepped:
        yield f"“{STEP}” in the names of {named(stepped)}, which parts names there."


def _text(each: OutgoingTag) -> str:
    tag = each.tag
    return joined_description(
        Description(tag.definition, tag.when_to_use, tag.when_not, tag.rights)
    )


def _memo(each: OutgoingTag) -> str:
    return one_line(_text(each))
