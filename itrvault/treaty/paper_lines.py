"""The lines of a paper and what each is for: text, reasons, what is in force, a heading.

Word says which cell of a table a line stands in; tables of proposals have columns for the text in
force, for the proposed one and for the reasons, and their first row says which is which.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum

from itrvault.model.document import Unit
from itrvault.model.geometry import FlowLayout, Paragraph, ParagraphKind
from itrvault.treaty.furniture import without_furniture
from itrvault.treaty.provision_reader import Line


class Role(StrEnum):
    """What a line is for."""

    TEXT = "text"
    HEADING = "heading"
    REASONS = "reasons"
    IN_FORCE = "in force"
    COLUMN_HEAD = "column head"


_ASIDE = frozenset(
    (
        ParagraphKind.HEADER, ParagraphKind.FOOTER, ParagraphKind.FOOTNOTE, ParagraphKind.ENDNOTE,
        ParagraphKind.COMMENT,
    )
)  # fmt: skip
_REASONS = re.compile(
    r"\b(?:reasons?|rationale|justification|comments?|remarks?|motifs?|raisons?|observations?"
    r"|motivos?|razones|comentarios?|justificación|основани\w+|обоснован\w+|причин\w+|комментари\w+)\b"
    r"|أسباب|مبررات|ملاحظات|تعليقات|理由|意见|说明",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r"\b(?:exist\w*|current|present|in force|1988|actuel\w*|en vigueur|existant\w*|vigente|actual"
    r"|действующ\w+|существующ\w+|нынешн\w+)\b|الحالي|القائم|الساري|现行|现有",
    re.IGNORECASE,
)
_LONGEST_COLUMN_HEAD = 60


def paper_lines(units: Sequence[Unit]) -> Iterator[tuple[Line, Role]]:
    """What the paper itself says, in order; no running heads, notes or comments."""
    roles = {
        unit.number: _Roles(unit)
        for unit in units
        if isinstance(unit.layout, FlowLayout) and unit.layout.paragraphs
    }
    for line in without_furniture(units):
        known = roles.get(line.unit)
        role = known.of(line) if known is not None else Role.TEXT
        if role is not None:
            yield line, role


class _Roles:
    """What the paragraphs of a unit are for."""

    def __init__(self, unit: Unit) -> None:
        assert isinstance(unit.layout, FlowLayout)
        self._paragraphs = unit.layout.paragraphs
        self._starts = [each.start for each in self._paragraphs]
        self._columns: dict[tuple[int, int], Role] = {}
        self._headed: set[int] = set()
        heads = [each for each in self._paragraphs if each.table and each.row == 0]
        for each in heads:
            self._read_column_head(each, unit.text[each.start : each.end].strip())

    def of(self, line: Line) -> Role | None:
        """The role of a line; None for what stands aside of the text."""
        at = bisect_right(self._starts, line.start) - 1
        if at < 0:
            return Role.TEXT
        paragraph = self._paragraphs[at]
        if paragraph.kind in _ASIDE:
            return None
        if paragraph.table:
            if paragraph.row == 0 and paragraph.table in self._headed:
                return Role.COLUMN_HEAD
            return self._columns.get((paragraph.table, paragraph.column), Role.TEXT)
        return Role.HEADING if paragraph.kind is ParagraphKind.HEADING else Role.TEXT

    def _read_column_head(self, cell: Paragraph, text: str) -> None:
        if not text or len(text) > _LONGEST_COLUMN_HEAD or text.endswith((":", ".", "：")):
            return
        for role, words in ((Role.REASONS, _REASONS), (Role.IN_FORCE, _IN_FORCE)):
            if words.search(text):
                self._columns[cell.table, cell.column] = role
                self._headed.add(cell.table)
                return
