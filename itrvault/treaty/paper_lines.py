"""The lines of a paper and what each is for: text, reasons, what is in force, a heading.

Tables of proposals have columns for the text in force, for the proposed one and for the reasons,
and their first row says which is which. Word says which cell a line stands in; on drawn pages its
place does (`page_columns`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from itrvault.model.document import Unit
from itrvault.model.geometry import FlowLayout, PageLayout, Paragraph, ParagraphKind
from itrvault.model.provision import PartKind
from itrvault.treaty.furniture import without_furniture
from itrvault.treaty.page_columns import PageColumns, Role
from itrvault.treaty.partheads import NAMES
from itrvault.treaty.provision_reader import Line
from itrvault.treaty.right_to_left import upright

_ASIDE = frozenset(
    (
        ParagraphKind.HEADER, ParagraphKind.FOOTER, ParagraphKind.FOOTNOTE, ParagraphKind.ENDNOTE,
        ParagraphKind.COMMENT,
    )
)  # fmt: skip
_REASONS = re.compile(
    r"\b(?:reasons?|rationale|justification|comments?|remarks?|notes?|explanations?|motifs?|raisons?"
    r"|observations?|commentaires?|motivos?|razones|comentarios?|observaciones|explicación|notas?|justificación|основани\w+|обоснован\w+|причин\w+|комментари\w+"
    r"|замечани\w+|примечани\w+|пояснени\w+)\b"
    r"|أسباب|مبررات|ملاحظات|تعليقات|理由|意见|说明",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r"\b(?:exist\w*|current|present|in force|1988|actuel\w*|en vigueur|existant\w*|vigente|actual"
    r"|действующ\w+|существующ\w+|нынешн\w+)\b|الحالي|القائم|الساري|现行|现有",
    re.IGNORECASE,
)
_STEM = 5
_HEAD_WORDS = """
    reason rationale justification comment remark motif raison observation motivo razones comentario
    justificación основание обоснование причина комментарий observaciones explicación
    notes nota notas explanation commentaire замечание примечание пояснение
    existing current present force force, 1988 actuel vigueur existant vigente
    действующий существующий нынешний
"""
_STEMS = frozenset(word[:_STEM] for word in _HEAD_WORDS.split())
_SIGNS = ("أسباب", "مبررات", "ملاحظات", "تعليقات", "理由", "意见", "说明", "الحالي", "القائم",
          "الساري", "现行", "现有")  # fmt: skip
"""What the words above begin with, and those of scripts that join them to others."""
_LONGEST_COLUMN_HEAD = 60
_WRAPPED = (PartKind.ARTICLE, PartKind.APPENDIX, PartKind.RESOLUTION)
_PART_NAME = re.compile(rf"^(?:{'|'.join(NAMES[kind] for kind in _WRAPPED)})$", re.IGNORECASE)
_LONGEST_NAME = 12
_PART_NUMBER = re.compile(r"^\d{1,3}[A-Z]{0,2}(?:\s?(?:bis|ter))?(?:\s+\D.*)?$")


def paper_lines(units: Sequence[Unit]) -> Iterator[tuple[Line, Role]]:
    """What the paper itself says, in order; no running heads, notes or comments."""
    roles = {
        unit.number: _Roles(unit)
        for unit in units
        if isinstance(unit.layout, FlowLayout) and unit.layout.paragraphs
    }
    pages = {unit.number: unit for unit in units if isinstance(unit.layout, PageLayout)}
    lines = list(_whole_heads(without_furniture(units)))
    columns: Iterable[tuple[Line, Role | None]] = ((line, None) for line in lines)
    if pages:
        columns = PageColumns(lines, pages, _column_role, _names_column).read()
    for line, role in columns:
        if role is not None:
            text = upright(line.text)
            yield line if text == line.text else line._replace(text=text), role
        elif line.unit not in roles:
            yield line, Role.TEXT
        elif (known := roles[line.unit].of(line)) is not None:
            yield line, known


def _whole_heads(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, with the number of a part on the line of its name ("ARTICLE" above "3")."""
    held: Line | None = None
    for line in lines:
        if held is not None:
            if held.unit == line.unit and _PART_NUMBER.match(line.text):
                line = line._replace(start=held.start, text=f"{held.text} {line.text}")
            else:
                yield held
            held = None
        if len(line.text) <= _LONGEST_NAME and _PART_NAME.match(line.text):
            held = line
        else:
            yield line
    if held is not None:
        yield held


def _names_column(line: str) -> bool:
    """Whether a line may hold the words of a head that says something, told quickly."""
    if ":" in line or "：" in line:  # a label of reasons
        return False
    if not line.isascii() and any(sign in line for sign in _SIGNS):
        return True
    return any(word[:_STEM] in _STEMS for word in line.casefold().split())


def _column_role(head: str) -> Role | None:
    """What a column with this head is for; None for the text, or what is no head."""
    head = head.strip()
    label = ":" in head or "：" in head  # of reasons, not of a column
    if not head or label or len(head) > _LONGEST_COLUMN_HEAD or head.endswith((".", "。")):
        return None
    if _REASONS.search(head):
        return Role.REASONS
    return Role.IN_FORCE if _IN_FORCE.search(head) else None


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
        role = _column_role(text)
        if role is not None:
            self._columns[cell.table, cell.column] = role
            self._headed.add(cell.table)
