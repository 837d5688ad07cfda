"""Notes are Markdown; this reads the little of it people use in notes.

Paragraphs, headings, lists, quotations, code blocks, and in a line: **strong**, *emphasis*,
`code`, [links](...). Raw HTML and pictures are shown as they are typed, never taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from itrvault.export.wording import printable

Kind = Literal["paragraph", "heading", "bullet", "number", "quote", "code"]

_LINE_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"#{1,6}\s+"), "heading"),
    (re.compile(r"\s*[-*+]\s+"), "bullet"),
    (re.compile(r"\s*\d{1,4}[.)]\s+"), "number"),
    (re.compile(r">\s?"), "quote"),
)
_FENCE = re.compile(r"\s*(```|~~~)")
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|`(?P<code>[^`\n]+)`"
    r"|\*\*(?=\S)(?P<strong>[^*\n]+?)(?<=\S)\*\*"
    r"|(?<![\w*])[*_](?=\S)(?P<emphasis>[^*_\n]+?)(?<=\S)[*_](?!\w)"
    r"|(?<!!)\[(?P<label>[^\[\]\n]+)\]\((?P<target>[^)\[\s]+)\)"
)
"""No stretch may hold the sign it begins with: a stranger's note of nothing but those signs would
otherwise be read to its end from each of them."""


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a line in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False


@dataclass(slots=True)
class Block:
    """A paragraph of a note. `mark` is what a numbered item's number is, as typed."""

    kind: Kind
    words: list[Words] = field(default_factory=list)
    mark: str = ""


def read_note(note: str) -> list[Block]:
    """The blocks of a note, in order."""
    blocks: list[Block] = []
    lines: list[str] = []
    kind: Kind = "paragraph"
    mark = ""
    in_code = False

    def close() -> None:
        nonlocal kind, mark
        if lines:
            joined = "\n".join(lines) if kind == "code" else " ".join(map(str.strip, lines))
            words = [Words(joined, code=True)] if kind == "code" else inline(joined)
            blocks.append(Block(kind, words, mark))
        lines.clear()
        kind, mark = "paragraph", ""

    for line in printable(note).split("\n"):
        if _FENCE.match(line):
            close()
            in_code = not in_code
        elif in_code:
            kind = "code"
            lines.append(line)
        elif not line.strip():
            close()
        else:
            found = next(((m, k) for p, k in _LINE_KINDS if (m := p.match(line))), None)
            if found is None:
                lines.append(line)
                continue
            match, new = found
            if not (new == kind == "quote"):
                close()
            kind, mark = new, match.group().strip() if new == "number" else ""
            lines.append(line[match.end() :])
            if new == "heading":
                close()
    close()
    return blocks


def inline(text: str) -> list[Words]:
    """The styles of one line. A link shows its address after it."""
    words: list[Words] = []
    plain: list[str] = []  # of one stretch; a sign at a time where much is escaped

    def styled(made: Words) -> None:
        _close(words, plain)
        words.append(made)

    done = 0
    for match in _INLINE.finditer(text):
        plain.append(text[done : match.start()])
        done = match.end()
        if match["escaped"]:
            plain.append(match["escaped"])
        elif match["code"]:
            styled(Words(match["code"], code=True))
        elif match["strong"]:
            styled(Words(match["strong"], bold=True))
        elif match["emphasis"]:
            styled(Words(match["emphasis"], italic=True))
        else:
            label, target = match["label"], match["target"]
            plain.append(label if label == target else f"{label} ({target})")
    plain.append(text[done:])
    _close(words, plain)
    return words


def _close(words: list[Words], plain: list[str]) -> None:
    if text := "".join(plain):
        words.append(Words(text))
    plain.clear()
