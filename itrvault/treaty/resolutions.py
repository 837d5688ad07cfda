"""Resolutions, decisions, recommendations and opinions as their heads name them, in six languages.

`RÉSOLUTION 21 (RÉV. BUCAREST, 2022)`, `第21号决议（2022年，布加勒斯特，修订版）` and `RESOLUTION 21
(REV. BUCHAREST, 2022)` are one text in three languages, so they are one symbol: places have their
English names. A place in another script that is not known here makes no symbol.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from itrvault.text.fold import fold

_NAMES: dict[str, str] = {
    "Resolution": "resolution|résolution|resolución|резолюция|(?:ال)?قرار",
    "Decision": "decision|décision|decisión|решение|(?:ال)?مقرر",
    "Recommendation": "recommendation|recommandation|recomendación|рекомендация|(?:ال)?توصية",
    "Opinion": "opinion|opinión|avis|vœu|voeu|ruego|мнение|(?:ال)?رأي",
}
_CHINESE: dict[str, str] = {
    "Resolution": "决议", "Decision": "决定", "Recommendation": "建议书?", "Opinion": "意见",
}  # fmt: skip
_COMMON_WORDS = re.compile("avis|ruego|мнение|(?:ال)?(?:رأي|قرار|مقرر|توصية)|建议|意见|决定")
"""Words of everyday speech: with a number behind them they name one only beside place and year."""

_ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f]")
"""Vowels, and the stroke that stretches a word."""

_NUMBER = r"(?P<number>(?:PLEN\s?/\s?)?\d{1,4})"
_REVISED = r"(?:r[eé]v\.?|пересм\.?|(?:ال)?مراجعة?\s+في)"
SPACED = re.compile(
    r"(?P<body>(?:PP|WTSA|WTDC|WRC|WCIT|(?:ITU\s+)?Council)(?:-\d\d)?\s+)?"
    rf"(?P<series>{'|'.join(_NAMES.values())})\s+(?:(?:no?|n°|nº|№)\.?\s*)?{_NUMBER}"
    rf"(?:\s*\(\s*(?P<revised>{_REVISED}\s*)?(?P<place>[^\W\d_][^\d(),،]{{1,40}}?)\s*[,،]?\s*"
    r"(?P<year>\d{4})(?:\s*г\.?|\s*года?)?\s*\))?",
    re.IGNORECASE,
)
UNSPACED = re.compile(
    rf"第\s*{_NUMBER}\s*号\s*(?P<series>{'|'.join(_CHINESE.values())})"
    r"(?:\s*\(\s*(?P<year>\d{4})\s*年\s*[,、]\s*(?P<place>[^\W\d_]{2,12})"
    r"\s*(?P<revised>[,、]?\s*修订版)?\s*\))?",
    re.IGNORECASE,
)

_PLACES = (
    "Antalya Анталия أنطاليا 安塔利亚", "Bucharest Bucarest Бухарест بوخارست 布加勒斯特",
    "Busan Пусан بوسان 釜山", "Doha Доха الدوحة 多哈", "Dubai Dubaï Dubái Дубай دبي 迪拜",
    "Florianópolis Флорианополис فلوريانوبوليس 弗洛里亚诺波利斯",
    "Geneva Genève Ginebra Женева جنيف 日内瓦", "Guadalajara Гвадалахара غوادالاخارا 瓜达拉哈拉",
    "Hammamet Хаммамет الحمامات 哈马马特", "Helsinki Хельсинки هلسنكي 赫尔辛基",
    "Hyderabad Хайдарабад حيدر_آباد 海得拉巴", "Istanbul Estambul Стамбул إسطنبول 伊斯坦布尔",
    "Johannesburg Johannesburgo Йоханнесбург جوهانسبرغ 约翰内斯堡",
    "Kigali Кигали كيغالي 基加利", "Kyoto Киото كيوتو 京都",
    "Marrakesh Marrakech Марракеш مراكش 马拉喀什", "Melbourne Мельбурн ملبورن 墨尔本",
    "Minneapolis Mineápolis Миннеаполис مينيابوليس 明尼阿波利斯",
    "Montreal Montréal Монреаль مونتريال 蒙特利尔", "Nairobi Найроби نيروبي 内罗毕",
    "New_Delhi Nueva_Delhi Нью-Дели نيودلهي 新德里", "Nice Niza Ницца نيس 尼斯",
    "Buenos_Aires Буэнос-Айрес بوينس_آيرس 布宜诺斯艾利斯",
    "Valletta La_Valette La_Valeta Валлетта فاليتا 瓦莱塔",
)  # fmt: skip
"""Where assemblies of the Union met: its name in English, then in other languages."""


def _folded(text: str) -> str:
    """For comparing names: no case, no accents, one hamza like the other."""
    return re.sub("[أإآ]", "ا", fold(text)).replace("-", " ").strip()


def _by_name(places: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in places:
        names = [name.replace("_", " ") for name in line.split()]
        found |= {_folded(name): names[0] for name in names}
    return found


_ENGLISH = _by_name(_PLACES)
_LATIN = re.compile("[A-Za-zÀ-ÿ' -]+")


def read_resolution(line: str) -> tuple[str, str, str] | None:
    """Series, number, and place and year ("Rev. Dubai, 2018", "" when it names none) of a head.

    `line` is plain text (`symbol_grammar.plain`) and nothing else; None when it is no such head.
    """
    line = _ARABIC_MARKS.sub("", line)
    match = SPACED.fullmatch(line) or UNSPACED.fullmatch(line)
    if match is None:
        return None
    word, where = match["series"].lower(), match["place"] or ""
    body = match.groupdict().get("body") or ""
    if not where:
        if _COMMON_WORDS.fullmatch(word):
            return None
        if body and "COUNCIL" not in body.upper():
            return None  # several bodies have a resolution 52
    else:
        place = _place(where)
        if not place:
            return None
        where = f"{'Rev. ' if match['revised'] else ''}{place}, {match['year']}"
    number = re.sub(r"\s", "", match["number"].upper())
    return _series(word), number, where


def _place(text: str) -> str:
    """The English name of a place, or its own in Latin letters; "" when neither is known."""
    text = text.strip()
    if known := _ENGLISH.get(_folded(text)):
        return known
    if not _LATIN.fullmatch(text):
        return ""
    return text.title() if text.isupper() else text


def _series(word: str) -> str:
    for names in (_NAMES, _CHINESE):
        for series, pattern in names.items():
            if re.fullmatch(pattern, word):
                return series
    raise ValueError(word)
