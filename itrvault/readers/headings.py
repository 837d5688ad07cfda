"""Which lines of running text are headings, in the six languages, and what they are called.

Conservative on purpose: a missed heading only makes a section longer, a false one cuts a
provision in two. "Article 41 that becomes Article 61." is a sentence and stays one.
"""

from __future__ import annotations

import re

LONGEST_HEADING = 120
LONGEST_LABEL = 60

_VERB = r"(?:(?:ADD\*?|MOD|\(MOD\)|SUP\*?|NOC|\(ADD\)|\(SUP\)|\(NOC\))\s+)?"
_MORE = r"(?:[ -]?(?:bis|ter|quater)\b)?"
_LATIN = (
    "article|artículo|articulo|chapter|chapitre|capítulo|part|partie|parte|section|sección"
    "|annex|annexe|anexo|appendix|appendice|apéndice|resolution|résolution|resolución"
    "|recommendation|recommandation|recomendación|opinion|decision|décision|decisión"
    "|title|titre|título|schedule|protocol"
)
_CYRILLIC = "статья|глава|часть|раздел|приложение|дополнение|резолюция|рекомендация|решение"
_ARABIC = "المادة|مادة|الفصل|الباب|الجزء|القسم|الملحق|التذييل|القرار|التوصية"
_ALONE = re.compile(
    r"\(?(?:preamble|préambule|preámbulo|преамбула|الديباجة|ديباجة|序言|前言"
    r"|introduction|introducción|введение|مقدمة|conclusions?|background)\)?[.:]?",
    re.I,
)
_NUMBER = (
    r"(?:(?i:n\.?[o°º]\.?\s*)|№\s*)?(?:[A-Z]{1,3}(?:\.[A-Z\d]+)+|\d+(?:er|re)?[A-Z]{0,2}|[IVXLC]+|[A-Z]"
    rf"|(?i:premier|première|primero|primera|first)){_MORE}"
)
_NUMBERED = re.compile(
    rf"{_VERB}(?P<label>(?:(?i:{_LATIN})\s+{_NUMBER}(?:/\d+)?"
    rf"|(?i:{_CYRILLIC})\s+(?:№\s*)?(?:\d+[А-ЯA-Z]?|[IVXLC]+){_MORE}"
    rf"|(?:{_ARABIC})\s+(?:[\d٠-٩]+[A-Z]{{0,2}}|ال[\u0600-\u06ff]+)))"
    r"(?!\w|\.\w)(?P<rest>.*)",
    re.S,
)
_CHINESE = re.compile(
    r"(?P<label>第\s*[\d一二三四五六七八九十百零〇]+\s*[条條章节節部编編篇][之\d一二三四五六七八九十]{0,3})"
    r"(?=$|[\s\u3000（(:：])(?P<rest>.*)",
    re.S,
)
_PROPOSAL = re.compile(
    r"\(?(?:ADD|MOD|SUP|NOC)\)?\*?\s+[A-Z]{1,5}(?:/[A-Z]{1,5})*/\w+(?:\([^)]*\))?/\d+\w*"
    r"|[A-Z]{1,5}(?:/[A-Z]{1,5})*/\w+(?:\([^)]*\))?/\d+\w*\s+\(?(?:ADD|MOD|SUP|NOC)\)?\*?"
)
_CHANGE = re.compile(r"\s*\(?(?:ADD|MOD)\)?(?:\s|$)")
_TITLE_START = re.compile(r"[\s.:–—()\[\]*\u202a-\u202e\u200e\u200f-]*")
_MARKDOWN = re.compile(r"(#{1,6})\s*(?=[^\W_]|[*(\[\"«])")
_SENTENCE_END = re.compile(r"[.;,:。；，،؛]$")


def heading_label(line: str) -> str:
    """What a numbered heading is called ("Article 5A"); "" when the line is no such heading.

    The line may hold a title after the number ("Article 7 Suspension of Services") but must not
    read like a sentence: a title starts with a capital and ends without a stop.
    """
    line = line.strip(" \t\u00a0\u200e\u200f*_")
    if not 2 <= len(line) <= LONGEST_HEADING or "\n" in line.strip():
        return ""
    if _ALONE.fullmatch(line):
        return line.rstrip(".:")
    if found := _CHINESE.match(line):
        return "" if _SENTENCE_END.search(line) or len(line) > 40 else found["label"]
    found = _NUMBERED.fullmatch(line)
    if not found:
        return ""
    rest = found["rest"]
    title = rest[_TITLE_START.match(rest).end() :]  # type: ignore[union-attr]
    if title and (_SENTENCE_END.search(title) or not _starts_title(rest, title)):
        return ""
    return " ".join(found["label"].split())


def _starts_title(rest: str, title: str) -> bool:
    """Whether the words after the number are a title rather than the rest of a sentence."""
    letters = [c for c in title if c.isalpha()]
    if not letters:
        return True
    if "\u0600" <= letters[0] <= "\u06ff":  # no capitals in Arabic: ask for a separator
        return rest.lstrip()[:1] in ":-–—.("
    return letters[0].isupper()


def chinese_article(line: str) -> str:
    """The "第一条" a paragraph of body text starts with, "" when it starts with none."""
    found = _CHINESE.match(line.lstrip())
    return found["label"] if found else ""


def markdown_level(line: str) -> int:
    """The depth of a line like "### Article 1" (also without the space), 0 for any other."""
    found = _MARKDOWN.match(line)
    return len(found[1]) if found and len(line) <= 2 * LONGEST_HEADING else 0


def is_capitals(line: str) -> bool:
    """Whether a line standing alone is a heading by its capitals ("FINAL PROVISIONS")."""
    line = line.strip()
    if not 4 <= len(line) <= 80 or _SENTENCE_END.search(line):
        return False
    letters = [c for c in line if c.isalpha()]
    return (
        len(letters) >= 5
        and all(c.isupper() for c in letters)
        and len(letters) >= 0.6 * len(line.replace(" ", ""))
    )


def is_proposal_line(line: str) -> bool:
    """Whether a line is the verb and identifier of a proposal alone ("MOD RUS/27/7")."""
    line = line.strip()
    return len(line) <= 60 and _PROPOSAL.fullmatch(line) is not None


def starts_with_change(text: str) -> bool:
    """Whether a text starts as a proposal does ("MOD RUS/27/7"): underlining is insertion there."""
    return _CHANGE.match(text) is not None


def short_label(heading: str) -> str:
    """A heading as a label: its numbered start if it has one, otherwise its first words."""
    heading = " ".join(heading.strip().lstrip("#").replace("*", "").split())
    if label := heading_label(heading) or chinese_article(heading):
        return label
    if found := _NUMBERED.match(heading):  # known to be a heading, so its title may read anyhow
        return " ".join(found["label"].split())
    if len(heading) <= LONGEST_LABEL:
        return heading
    return heading[: LONGEST_LABEL - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
