"""How a treaty's articles are named in running text, as queries for the pages that name one."""

from __future__ import annotations

from collections.abc import Iterator

from itrvault.search.snapshot import Snapshot

_WORDS = {
    "en": "article", "fr": "article", "es": "artículo", "pt": "artigo", "it": "articolo",
    "de": "Artikel", "nl": "artikel", "ru": "статья", "ar": "المادة",
}  # fmt: skip
_CHINESE = "一二三四五六七八九十"
PLAIN, LETTERED = 40, 14
"""Articles 1 to 40 are looked for, and 1A to 14F, as amended treaties have them."""


def article_queries(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """(number, query for the pages that name that article) of the numbers that stand anywhere."""
    languages = [language for language in snapshot.languages if language in _WORDS]
    words = list(dict.fromkeys(_WORDS[language] for language in languages or ["en"]))
    chinese = "zh" in snapshot.languages
    for number in _numbers():
        if not chinese and not snapshot.holds(number.lower()):
            continue
        phrases = [f'"{word} {number}"' for word in words]
        if chinese:
            phrases += [f'"第{number}条"']
            phrases += [f'"第{_in_chinese(int(number))}条"'] if number.isdigit() else []
        yield number, phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})"


def _numbers() -> Iterator[str]:
    for number in range(1, PLAIN + 1):
        yield str(number)
        if number <= LETTERED:
            yield from (f"{number}{letter}" for letter in "ABCDEF")


def _in_chinese(number: int) -> str:
    """A number below 100 as it is written in words."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_CHINESE[tens - 1]}十"
    return head + (_CHINESE[ones - 1] if ones else "")
