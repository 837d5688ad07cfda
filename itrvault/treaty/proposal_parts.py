"""What stands around the words of a proposal: heads of parts, what they are called, reasons."""

from __future__ import annotations

import re

from itrvault.model.provision import PartKind
from itrvault.treaty.partheads import Head, read_head

_REASONS = re.compile(
    r"^(?:reasons?(?:\s+for\s+(?:the\s+)?(?:change|proposal)s?)?|rationale|justification"
    r"|motifs?(?:\s+de\s+la\s+proposition)?|raisons?|motivos?|razones|justificación|motivación"
    r"|основани[ея]|обоснован(?:ие|ия)|причин[аы]|мотивировка|(?:ال)?أسباب|(?:ال)?مبررات|(?:提案|修改)?理由)"
    r"\s*[*_]{0,3}\s*(?:[:：]\s*[*_]{0,3}|[–—-]\s|$)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TITLE_OF = re.compile(
    r"^(?:titles?|titres?|títulos?|название|заголовок|العنوان|عنوان|标题)"
    r"(?:\s*(?:of the|of|de la|de l['’]|del|du|de)?\s*(?P<part>\S.{0,60}))?$",
    re.IGNORECASE,
)
_GENITIVE = (("стать[ие]", "статья"), ("приложения", "приложение"), ("резолюции", "резолюция"))
_NEW_RESOLUTION = re.compile(
    r"^(?:(?:draft|projet d(?:e|'une)|proyecto de|проект|مشروع)\s+)?"
    r"(?:(?:new|revised|nouvelle?|nueva|новой|пересмотренной)\s+)?"
    r"(?P<kind>resolution|résolution|resolución|резолюци[ия]|قرار|recommendation|recommandation"
    r"|recomendación|рекомендаци[ия]|توصية|opinion|opinión|avis|мнени[ея])"
    r"(?:\s+(?:جديد|new))?\s*(?P<number>\[[^\]]{1,24}\]|(?:PLEN|COM\d?)\s?/\s?\d{1,2}(?:\s?\([A-Z]+-\d\d\))?)?"
    r"\s*[:–—-]?\s*(?P<title>.{0,160})$",
    re.IGNORECASE,
)
_NEW_CHINESE = re.compile(
    r"^(?:新|修订)?\s*(?P<kind>决议|建议)草案\s*(?P<number>\[[^\]]{1,24}\])?(?P<title>.{0,60})$"
)
_PLACE = re.compile(r"^\([^()]{2,30},\s*(?:19|20)\d\d\)\s*")
"""Where and when a resolution was adopted."""
_PLACE_BEHIND = re.compile(r"(?<=\d)\s*\([^()\d]{3,40}[,،]?\s*(?:19|20)\d\d\)$")
_KINDS = (
    ("res", PartKind.RESOLUTION), ("rés", PartKind.RESOLUTION), ("рез", PartKind.RESOLUTION),
    ("قرار", PartKind.RESOLUTION), ("决议", PartKind.RESOLUTION),
    ("rec", PartKind.RECOMMENDATION), ("рек", PartKind.RECOMMENDATION),
    ("توصية", PartKind.RECOMMENDATION), ("建议", PartKind.RECOMMENDATION),
    ("op", PartKind.OPINION), ("avis", PartKind.OPINION), ("мнен", PartKind.OPINION),
)  # fmt: skip
_REGULATIONS = re.compile(
    r"^(?:the\s+)?(?:regulations|règlement|reglamento|регламента|اللوائح|规则)", re.IGNORECASE
)
_LONGEST_TITLE, _LONGEST_CAPTION = 160, 80
_ENDS = re.compile(r"[,;:。；，؛،.]$")


def read_part_head(line: str) -> Head | None:
    """The head of a part that can be proposed on; None for divisions and for sentences."""
    if len(line) > _LONGEST_TITLE + 40 or line[:1].isdecimal():
        return None
    head = read_head(_PLACE_BEHIND.sub("", line) if line.endswith(")") else line)
    if head is not None:
        sentence = head.kind is PartKind.DIVISION or line.endswith(".")
        return None if sentence else head
    return _new_resolution(line)


def _new_resolution(line: str) -> Head | None:
    found = _NEW_RESOLUTION.match(line) or _NEW_CHINESE.match(line)
    if found is None:
        return None
    number, word, title = found["number"] or "", found["kind"].lower(), found["title"].strip()
    draft = found.start("kind") > 0
    if not number and not draft:
        return None  # the word alone begins many sentences
    if title[:1].islower() or title.endswith((".", ",", ";")):
        return None
    kind = next(kind for sign, kind in _KINDS if word.startswith(sign))
    title = _PLACE.sub("", title)
    return Head(kind, re.sub(r"\s+", "", number).strip("[]"), title)


def read_title_of(line: str) -> tuple[Head | None] | None:
    """The part whose title a line announces ("Title of Article 3"); (None,) for the treaty's own.

    None for other lines.
    """
    found = _TITLE_OF.match(line)
    if found is None:
        return None
    part = (found["part"] or "").strip()
    for genitive, plain in _GENITIVE:
        part = re.sub(f"^{genitive}", plain, part, flags=re.IGNORECASE)
    head = read_head(part) if part else None
    return None if part and head is None and not _REGULATIONS.match(part) else (head,)


def reasons_in(line: str) -> str | None:
    """The reasons that a line begins to give, "" for its label alone; None for other lines."""
    found = _REASONS.match(line)
    return found["rest"] if found is not None else None


def may_be_title(text: str) -> bool:
    """Whether a line may say what a part is called."""
    return len(text) <= _LONGEST_TITLE and not text[0].isdigit() and not _ENDS.search(text)


def is_caption(text: str) -> bool:
    """Whether a line above a provision only says what kind of provision it is."""
    return len(text) <= _LONGEST_CAPTION and not _ENDS.search(text)
