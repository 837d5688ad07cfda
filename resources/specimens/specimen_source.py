"""Reads the sources of the specimens: plain text that a person can edit.

A source starts with `name: value` lines and, after a line `---`, holds one block a line:

    # heading                      ADD AUR/901/1                    R: reasons
    31A | 3A.1 | a provision       || head | of | a table           | cells | of a | row
    anything else is a paragraph

Inside a line `{+words+}` are inserted, `[-words-]` deleted, `**words**` bold and `//words//` italic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

MARK = "SPECIMEN – written for ITR Vault, not a real document"

_VERB = re.compile(r"^(?:\(?(?:ADD|MOD|SUP|NOC)\)?\s*[A-Z]{2,4}/\w+/\d+|[A-Z]{2,4}/\w+/\d+|"
                   r"\(?(?:ADD|MOD|SUP|NOC)\)?)$")  # fmt: skip
_PROVISION = re.compile(r"^(?P<margin>\d*[A-Z]?\w*)\s*\|\s*(?P<number>[^|]*?)\s*\|\s*(?P<text>.+)$")
_INLINE = re.compile(r"\{\+(.+?)\+\}|\[-(.+?)-\]|\*\*(.+?)\*\*|//(.+?)//")
_STYLES = ("ins", "del", "bold", "italic")


@dataclass(frozen=True)
class Run:
    """Words in one style: "", "ins", "del", "bold" or "italic"."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Block:
    """One block: `kind` is heading, verb, provision, reasons, row, head or paragraph."""

    kind: str
    cells: tuple[tuple[Run, ...], ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs of its last (often only) cell."""
        return self.cells[-1]


@dataclass
class Source:
    """One specimen: what its head says (`head`) and what follows."""

    name: str
    head: dict[str, str]
    blocks: list[Block] = field(default_factory=list)

    def get(self, key: str, default: str = "") -> str:
        """A value of the head."""
        return self.head.get(key, default)


def read_source(path: Path) -> Source:
    """Read one source file."""
    top, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    head = dict(line.split(": ", 1) for line in top.splitlines() if ": " in line)
    source = Source(path.stem, head)
    source.blocks = [_block(line) for line in body.splitlines() if line.strip()]
    return source


def _block(line: str) -> Block:
    if line.startswith("# "):
        return Block("heading", (runs_of(line[2:]),))
    if _VERB.match(line):
        return Block("verb", (runs_of(line),))
    if line.startswith("R: "):
        return Block("reasons", (runs_of(line[3:]),))
    if line.startswith("|"):
        kind = "head" if line.startswith("||") else "row"
        cells = line.lstrip("| ").split(" | ")
        return Block(kind, tuple(runs_of("" if cell.strip() == "-" else cell.strip()) for cell in cells))
    if match := _PROVISION.match(line):
        return Block("provision", tuple(runs_of(match[part]) for part in ("margin", "number", "text")))
    return Block("paragraph", (runs_of(line),))


def runs_of(text: str) -> tuple[Run, ...]:
    """Cut a line at its inline marks."""
    runs: list[Run] = []
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            runs.append(Run(text[end : match.start()]))
        style = next(i for i in range(4) if match[i + 1] is not None)
        runs.append(Run(match[style + 1], _STYLES[style]))
        end = match.end()
    if end < len(text) or not runs:
        runs.append(Run(text[end:]))
    return tuple(runs)


WORDS = {
    "E": {
        "conference": "World Conference on International Telecommunications (WCIT-12)",
        "place": "Dubai, 3-14 December 2012",
        "plenary": "PLENARY MEETING",
        "document": "Document {symbol}",
        "original": "Original: {name}",
        "title": "PROPOSALS FOR THE WORK OF THE CONFERENCE",
        "reasons": "Reasons:",
    },
    "F": {
        "conference": "Conférence mondiale des télécommunications internationales (CMTI-12)",
        "place": "Dubaï, 3-14 décembre 2012",
        "plenary": "SÉANCE PLÉNIÈRE",
        "document": "Document {symbol}",
        "original": "Original: {name}",
        "title": "PROPOSITIONS POUR LES TRAVAUX DE LA CONFÉRENCE",
        "reasons": "Motifs:",
    },
    "S": {
        "conference": "Conferencia Mundial de Telecomunicaciones Internacionales (CMTI-12)",
        "place": "Dubái, 3-14 de diciembre de 2012",
        "plenary": "SESIÓN PLENARIA",
        "document": "Documento {symbol}",
        "original": "Original: {name}",
        "title": "PROPUESTAS PARA LOS TRABAJOS DE LA CONFERENCIA",
        "reasons": "Motivos:",
    },
    "R": {
        "conference": "Всемирная конференция по международной электросвязи (ВКМЭ-12)",
        "place": "Дубай, 3-14 декабря 2012 года",
        "plenary": "ПЛЕНАРНОЕ ЗАСЕДАНИЕ",
        "document": "Документ {symbol}",
        "original": "Оригинал: {name}",
        "title": "ПРЕДЛОЖЕНИЯ ДЛЯ РАБОТЫ КОНФЕРЕНЦИИ",
        "reasons": "Основания:",
    },
    "A": {
        "conference": "المؤتمر العالمي للاتصالات الدولية (WCIT-12)",
        "place": "دبي، 3-14 ديسمبر 2012",
        "plenary": "الجلسة العامة",
        "document": "الوثيقة {symbol}",
        "original": "الأصل: {name}",
        "title": "مقترحات بشأن أعمال المؤتمر",
        "reasons": "الأسباب:",
    },
    "C": {
        "conference": "国际电信世界大会（WCIT-12）",
        "place": "2012年12月3-14日，迪拜",
        "plenary": "全体会议",
        "document": "文件 {symbol}",
        "original": "原文：{name}",
        "title": "有关大会工作的提案",
        "reasons": "理由：",
    },
}
"""The words of the house style, by language letter."""


def symbol_line(source: Source) -> str:
    """`Revision 1 to Document 901-E`: the line of the head that names the document."""
    words = WORDS[source.get("letter", "E")]
    line = words["document"].format(symbol=source.get("document"))
    return f"{source.get('part')} {line}".strip()
