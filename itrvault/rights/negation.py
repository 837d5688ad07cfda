"""Words that turn a sentence round: "do not address", "sans porter atteinte", "не", "لا", "不".

A list of words finds them in a promise to leave something alone as well as in a power over it. So
every passage is looked at for negations, and those near enough to what triggered it are shown. It
is a hint for a reader, made from words and distances; no grammar is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from itrvault.model.geometry import Span
from itrvault.text.fold import fold

_CUES = {
    "en": r"\b(?:(?:do|does|did|shall|should|will|would|may|might|must|can|could|is|are|was|were|"
    r"be|need|has|have)\s+not|not|cannot|never|neither|nor|nothing\s+in|nothing|none|no\s+longer|"
    r"without\s+prejudice(?:\s+to)?|without|no|outside(?:\s+of)?\s+the\s+(?:scope|competence|"
    r"remit|mandate)|refrains?\s+from|exclud(?:e|es|ed|ing))\b|\w+n't\b",
    "fr": r"\b(?:sans\s+porter\s+atteinte|sans\s+prejudice|sans|aucune?s?|ni|non|ne|jamais|"
    r"en\s+dehors\s+d[eu]|hors\s+d[eu])\b|\bn'(?=\w)",
    "es": r"\b(?:sin\s+perjuicio|sin\s+menoscab\w+|sin|no|ningun[ao]?s?|ni|nunca|jamas|tampoco|"
    r"fuera\s+del?\s+(?:alcance|ambito))\b",
    "ru": r"\b(?:не\s+(?:распростран\w+|затрагива\w+|примен\w+|касa?\w+|должн\w+|может|могут)|"
    r"не|ни|нет|без\s+ущерба|без|нельзя|никогда|никак\w+|вне\s+(?:сферы|рамок|компетенции))\b",
    "ar": r"(?<!\w)[وف]?(?:لا|لم|لن|ليس(?:ت|وا)?|دون|بدون|بلا|غير|عدم|بعدم)(?!\w)",
    "zh": r"不得|不应|不会|不能|不可|不在|不属于|不适用|不涉及|不妨碍|不影响|不损害|不是|不再|没有|"
    r"并非|不|未|无|勿|除外",
}  # fmt: skip
"""In folded text: small letters without accents."""

_OTHERWISE = {
    "en": r"\bnot\s+only\b|\bnot\s+(?:later|less|more|earlier|fewer)\s+than\b|\bno\s+(?:later|less|"
    r"more|fewer|doubt)\b|\bwhether\s+or\s+not\b|\bfor\s+not\s+less\b|\bno\s*\.?\s*\d",
    "fr": r"\bnon[ -]seulement\b|\bsans\s+doute\b|\bn(?:e\b|')(?=(?:(?!\b(?:pas|point|plus|aucun|"
    r"jamais|rien|ni)\b)[^.;]){0,60}\bqu(?:e\b|'))",
    "es": r"\bno\s+(?:solo|solamente|obstante)\b|\bsin\s+embargo\b|\bno\s*\.?\s*\d",
    "ru": r"\bне\s+(?:только|позднее|позже|ранее|раньше|менее|более|реже)\b",
    "ar": r"(?<!\w)[وف]?لا\s+(?:سيما|بد|شك)(?!\w)|(?<!\w)ما\s+لم(?!\w)",
    "zh": r"不仅|不但|不断|不同|不良|不少|不久|不论|不管|未来|无线|无论|不可抗力|无障碍",
}  # fmt: skip
"""What looks like a negation and is none."""

_TURNS = re.compile(
    r"[;:；：]|\b(?:because|parce qu|puisqu|porque|потому что|так как)\b|لان|因为|"
    r",\s*(?:but|however|yet|mais|pero|sino|no obstante|но|однако|а)\b|"
    r"،\s*(?:لكن|بل|الا)|，(?:但|而)"
)
"""Where a negation ends at the latest."""

_COMMA = re.compile("[,،，]")
_NOUNS = re.compile(
    r"(?:without(?! prejudice)|no(?! longer)|sans(?! p)|aucune?s?|non|sin(?! (?:perj|menosc))|"
    r"ningun[ao]?s?|без(?! ущ)|нет|[وف]?(?:دون|بدون|بلا|غير|عدم|بعدم)|无|非)\Z"
)
"""What negates the next words alone, not what a whole sentence says."""
_AND = re.compile(r"\b(?:and|but|et|y|и)\b")
_NEXT = 30
_BEFORE = {"zh": 30, "ar": 60}
_AFTER = {"zh": 14, "ar": 25}
BEFORE, AFTER = 90, 40
"""Code points between a negation and what it negates, which comes behind it or before it."""

_FOUND = {name: re.compile(source) for name, source in _CUES.items()}
_LET_BE = {name: re.compile(source) for name, source in _OTHERWISE.items()}


def negations(text: str, span: Span, language: str) -> list[Span]:
    """The negations in a stretch of a text, in order; of all six languages when it is in none."""
    stretch = fold(text[span.start : span.end])
    found: dict[int, Span] = {}
    for name in (language,) if language in _FOUND else _FOUND:
        apart = [match.span() for match in _LET_BE[name].finditer(stretch)]
        for match in _FOUND[name].finditer(stretch):
            start, end = match.span()
            if not any(first < end and start < last for first, last in apart):
                place = Span(span.start + start, span.start + end)
                if len(place) > len(found.get(place.start, Span(0, 0))):
                    found[place.start] = place
    return [found[start] for start in sorted(found)]


def turning(text: str, words: Sequence[Span], cues: Sequence[Span], language: str) -> list[Span]:
    """Those of the negations that bear on some words: near enough, in the same clause.

    One that is part of the words ("without any priority") is meant by whoever looks for them.
    """
    start, end = min(word.start for word in words), max(word.end for word in words)
    found = []
    for cue in cues:
        if any(cue.start < word.end and word.start < cue.end for word in words):
            continue
        if cue.end <= start:
            near = _reaches(text, cue, Span(cue.end, start), language)
        elif cue.start >= end:
            between = text[end : cue.start]
            near = (
                len(between) <= _AFTER.get(language, AFTER)
                and not _is_next_only(text, cue, language)
                and not _TURNS.search(fold(between))
                and not _COMMA.search(between)
            )
        else:
            near = True
        if near:
            found.append(cue)
    return found


def _reaches(text: str, cue: Span, between: Span, language: str) -> bool:
    reach = _NEXT if _is_next_only(text, cue, language) else _BEFORE.get(language, BEFORE)
    said = text[between.start : between.end]
    if len(said) > reach or _TURNS.search(fold(said)):
        return False
    return not (
        _is_next_only(text, cue, language) and (_COMMA.search(said) or _AND.search(fold(said)))
    )


def _is_next_only(text: str, cue: Span, language: str) -> bool:
    said = fold(text[cue.start : cue.end])
    return _NOUNS.match(said) is not None and not (said == "no" and language == "es")
