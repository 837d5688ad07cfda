"""The comments of a Word file: who said what about which words, and who answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from itrvault.model.geometry import ParagraphKind
from itrvault.readers.ooxml import Element, W
from itrvault.readers.remarks import Edge, Flag, Remark
from itrvault.readers.sections import Block, Piece, clean

EDGES = {"commentRangeStart": Edge.BEGIN, "commentRangeEnd": Edge.END}
"""Elements between which the words stand that a comment is about."""

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
ANSWER = "Reply: "
"""How the note of an answer begins; it is a mark of its own, so that it keeps its author."""


@dataclass(frozen=True, slots=True)
class Comment:
    """`block` is what stands in the text ("Author: words"), `remark` what becomes a mark."""

    block: Block
    remark: Remark


def edge(element: Element) -> Piece:
    """The flag of a place where a comment begins or ends."""
    name = element.tag.rpartition("}")[2]
    return Piece("", flag=Flag(element.get(W + "id", ""), EDGES[name]))


def comments_of(root: Element | None, extended: Element | None) -> dict[str, Comment]:
    """Comments by id. `extended` is the part that says which answer which."""
    answers = {
        entry.get(f"{_W15}paraId", ""): entry.get(f"{_W15}paraIdParent", "")
        for entry in (extended.iter(f"{_W15}commentEx") if extended is not None else ())
    }
    found: dict[str, Comment] = {}
    for comment in root.iter(W + "comment") if root is not None else ():
        paragraphs = list(comment.iter(W + "p"))
        words = clean("\n".join(map(words_of, paragraphs)).strip())
        author = " ".join(comment.get(W + "author", "").split())
        said = f"{author}: {words}" if author else words
        names = (paragraph.get(f"{_W14}paraId", "") for paragraph in paragraphs)
        note = ANSWER + words if any(answers.get(name) for name in names) else words
        found[comment.get(W + "id", "")] = Comment(
            Block([Piece(clean(said))], ParagraphKind.COMMENT),
            Remark(note, author, comment.get(W + "date", "")),
        )
    return found


def words_of(paragraph: Element) -> str:
    """The words of a comment's paragraph, deleted ones left out."""
    parts: Iterable[Element] = paragraph.iter(W + "t", W + "tab", W + "br", W + "cr")
    return "".join((part.text or "") if part.tag == W + "t" else " " for part in parts)
