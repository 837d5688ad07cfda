"""Heads of the parts of a treaty ("Article 5A", "الملحق 2", "第三条") in six languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from itrvault.model.provision import PartKind


@dataclass(frozen=True, slots=True)
class Head:
    """What a line that heads a part says: its number ("" for none) and its title, if there."""

    kind: PartKind
    number: str
    title: str


NAMES: dict[PartKind, str] = {
    PartKind.ARTICLE: r"article|artículo|art\.|artikel|статья|المادة|مادة",
    PartKind.APPENDIX: r"appendix|appendice|apéndice|приложение|التذييل|تذييل|附录",
    PartKind.ANNEX: r"annexe?|anexo|الملحق|ملحق|附件",
    PartKind.RESOLUTION: r"resolution|résolution|resolución|резолюция|القرار|قرار",
    PartKind.RECOMMENDATION: r"recommendation|recommandation|recomendación|рекомендация"
    r"|التوصية|توصية",
    PartKind.OPINION: r"opinion|vœu|avis|ruego|мнение|الرأي",
    PartKind.DIVISION: r"part|partie|parte|chapter|chapitre|capítulo|section|sección"
    r"|title|titre|título|часть|глава|раздел|الجزء|الفصل|الباب|القسم",
}
_NUMBER = (
    r"(?P<number>\d{1,3}(?:\s?[A-Z]{1,2}\b)?(?:\s?(?:bis|ter|quater))?|[IVX]{1,5}\b"
    r"|[一二三四五六七八九十百]{1,6}|premier|1er|primero|первая|الأولى|erster)"
)
_FIRST = ("premier", "1er", "primero", "первая", "الأولى", "erster")
_CHINESE = re.compile(
    r"^第\s*(?P<number>\d{1,3}[A-Z]?|[一二三四五六七八九十百]{1,6}[A-Z]?)\s*"
    r"(?P<sign>[条條部章节節])\s*(?P<title>.{0,60})$"
)
_HEADS = {
    kind: re.compile(
        rf"^(?:{names})\s*(?:no\.?|№|n[°º])?\s*{_NUMBER}[.:]?\s*(?:[-–—:]\s*)?(?P<title>\D.*)?$",
        re.IGNORECASE,
    )
    for kind, names in NAMES.items()
}
_LETTERED = re.compile(
    r"^\[?(?i:article|artículo|art\.)\s+(?P<within>[A-Z]{1,3}\.(?:[A-Z]{1,2}\.)?)"
    r"(?P<number>\d{1,4})(?P<suffix>(?:bis|ter|quater)?)(?:\s*[:\]]|\s+[–—-]\s|\s+(?=\{)|$)\s*(?P<title>.*)$"
)
"""Articles of a chapter that has letters for its own number: "Article QQ.A.2bis"."""
_BRACED = re.compile(r"^\{(?P<title>[^{}]*)\}\d{0,3}$")
_FARTHEST = 9
"""How far an article of such a chapter may be behind the last one; more is a footnote's number."""
_CYRILLIC_NUMBER = re.compile(r"(?<=\d)[АВСЕНКМОРТХ]{1,2}(?![а-яёА-ЯЁ])")
_LATIN = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")
_PREAMBLE = re.compile(
    r"^(?:preamble|préambule|preámbulo|преамбула|(?:ال)?ديباجة|序\s*言)$", re.IGNORECASE
)
_PROTOCOL = re.compile(
    r"^(?:final protocol|protocole final|protocolo final|заключительный протокол"
    r"|البروتوكول الختامي|最后议定书)$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    rf"(?:{'|'.join(NAMES.values())}|第|preamble|préambule|preámbulo|преамбула|(?:ال)?ديباجة|序"
    r"|final protocol|protocol[eo]|заключительный|البروتوكول|最后)",
    re.IGNORECASE,
)
_FIGURES = "一二三四五六七八九十"
_LONGEST_TITLE = 120
_OF_CONTENTS = re.compile(r"(?:\.{3,}|\s\.|\s{2,}|…)\s*\d{1,4}$|\s\d{1,4}$")
_MARKS = re.compile(r"^(?:PP-\d\d\s*)+|\s*(?:PP-\d\d)+$")
"""What the Union prints where a conference changed something."""
_IN_ORDER = (PartKind.ARTICLE, PartKind.ANNEX, PartKind.APPENDIX)


def read_head(line: str, last: Mapping[PartKind, str] | None = None) -> Head | None:
    """The head that a line is; None for other lines.

    `last` holds the number of the last part of each kind: a head whose number cannot follow it is
    a citation that happens to begin its line. Without it any number may come next.
    """
    if not _BEGINS.match(line):
        if line[:8].lower() != "[article":
            return None  # told quickly: it is asked of every line
        return _of_chapter(line, last)
    line = latin_numbers(line)
    if (lettered := _of_chapter(line, last)) is not None:
        return lettered
    if _PREAMBLE.match(line):
        return Head(PartKind.PREAMBLE, "", "")
    if _PROTOCOL.match(line):
        return Head(PartKind.PROTOCOL, "", "")
    if (found := _CHINESE.match(line)) is not None:
        number = in_figures(found["number"])
        if found["sign"] not in "条條":
            return Head(PartKind.DIVISION, number, found["title"].strip())
        head = Head(PartKind.ARTICLE, number, found["title"].strip())
        return head if _fits(head, last) else None
    for kind, pattern in _HEADS.items():
        found = pattern.match(line)
        if found is None:
            continue
        title = _MARKS.sub("", (found["title"] or "").strip())
        number = in_figures(re.sub(r"\s+", "", found["number"]))
        if number.lower() in _FIRST:
            number = "1"
        if len(title) > _LONGEST_TITLE or _OF_CONTENTS.search(title):
            return None
        if title and (title[0].islower() or title[0] in "(,;"):
            return None  # a sentence that begins its line with the name of an article
        head = Head(kind, number, title)
        return head if _fits(head, last) else None
    return None


def _of_chapter(line: str, last: Mapping[PartKind, str] | None) -> Head | None:
    """An article whose number begins with letters; the number of a footnote may be glued to it."""
    found = _LETTERED.match(line)
    if found is None:
        return None
    title = found["title"].strip()
    if title and (title[0].islower() or title[0] in "(,;.]" or len(title) > _LONGEST_TITLE):
        return None
    braced = _BRACED.match(title)
    title = braced["title"].strip() if braced is not None else title
    within, digits = found["within"], found["number"]
    before, _, number = (last or {}).get(PartKind.ARTICLE, "").rpartition(".")
    known = re.match(r"\d*", number)
    same = f"{before}." == within
    least = int(known[0] or 0) if known is not None and same else 0
    while int(digits) > least + _FARTHEST and len(digits) > 1:
        digits = digits[:-1]
    head = Head(PartKind.ARTICLE, f"{within}{digits}{found['suffix']}", title)
    if last is None or not same:
        return head
    follows = (least, number[len(known[0]) :] if known else "") < (int(digits), found["suffix"])
    return head if follows else None


def latin_numbers(text: str) -> str:
    """The text with Latin letters in its numbers ("5А" in Russian), of the same length."""
    if not _CYRILLIC_NUMBER.search(text):
        return text
    return _CYRILLIC_NUMBER.sub(lambda found: found[0].translate(_LATIN), text)


def _fits(head: Head, last: Mapping[PartKind, str] | None) -> bool:
    if last is None or head.kind not in _IN_ORDER:
        return True
    return _can_follow(head.number, last.get(head.kind, ""))


def _can_follow(number: str, last: str) -> bool:
    """Whether an article with this number can stand behind the last: the next, or 5A behind 5."""
    now, before = _value(number), _value(last)
    if now is None or before is None:
        return number != last
    if now[0] == before[0]:
        return now[1] > before[1]
    return before[0] < now[0] <= before[0] + 2 or now[0] == 1


def _value(number: str) -> tuple[int, str] | None:
    found = re.match(r"(\d+)(.*)", number)
    if found is not None:
        return int(found[1]), found[2].lower()
    if not number:
        return 0, ""
    if re.fullmatch(r"[IVX]+", number):
        values = [{"I": 1, "V": 5, "X": 10}[figure] for figure in number]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return sum(-one if one < after else one for one, after in pairs), ""
    return None


def in_figures(number: str) -> str:
    """A number written in Chinese, or in digits, in digits."""
    if number[0] not in _FIGURES + "百":
        return number
    hundreds, _, rest = number.rpartition("百")
    tens, sign, ones = rest.rpartition("十")
    value = 100 * (_FIGURES.find(hundreds) + 1) if hundreds else 0
    if sign:
        value += 10 * (_FIGURES.find(tens) + 1 if tens else 1)
    figure = ones.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    value += _FIGURES.find(figure) + 1 if figure else 0
    return f"{value}{ones[len(figure) :]}"
