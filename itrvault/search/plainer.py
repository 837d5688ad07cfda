"""Other forms of a word that have the stem of its relatives, where Snowball's rules leave it apart.

Written as endings and what to put in their place. A form that comes out wrong is no word, and so
brings nothing together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NO_PLURALS = frozenset(
    {"mais", "puis", "plus", "sous", "nous", "vous", "tous", "trois", "mois", "fois", "bois"}
    | {"jamais", "depuis", "dessus", "dessous"}
)

_RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "fr": (
        (r"(.{2,}[aiou])s", r"\1"),  # lois, contenus
        (r"(.{3,}(?<!m))ent", r"\1e"),  # ils appliquent
        (r"(.{3,})i(?:es?|ent|ait|aient|ant)", r"\1ier"),  # négocie
        (r"(.{2,})ifs?", r"\1ive"),  # actif, active
        (r"(.*[tv])ien(?:t|nent|nes?|dra|dront|drait|draient)", r"\1enir"),  # obtient
        (r"(.*[tv])enue?s?", r"\1enir"),  # détenu
        (r"(.{2,})voi(?:t|s|ent)", r"\1voir"),  # prévoit
        (r"(.+)cri(?:te?s?|ve|vent|vant)", r"\1crire"),  # inscrit
    ),
    "es": (
        (r"(.+ad)es", r"\1"),  # libertades
        (r"(.{2,})ces", r"\1z"),  # voces
        (r"(.{2,})zc(?:o|as?|an)", r"\1cer"),  # establezca
        (r"(.{3,})j(?:o|as?|an)", r"\1ger"),  # proteja
        (r"(.{3,})qu(?:é|es?|en)", r"\1car"),  # aplique
        (r"(.{3,})gu(?:é|es?|en)", r"\1gar"),  # niegue
        (r"(.{3,})c(?:é|es?|en)", r"\1zar"),  # utilice
    ),
    "ru": (
        (r"(.{3,})(?:у[её]т|уют|у[её]тся|уются|уем|ующ\w{2,3})", r"\1овать"),  # использует
        (r"(.{3,})(?:ок|ек)", r"\1ка"),  # поправок, рынок
        (r"(.{2,})ец", r"\1ца"),  # конец
        (r"(.{3,})ивая", r"\1ивать"),  # обеспечивая
    ),
    "ar": (
        (r"ت(.{3,})", r"ي\1"),  # of a verb: she
        (r"(.{3,})(?:ون|ين)", r"\1"),  # مواطنون
    ),
}
_READY = {
    language: tuple((re.compile(f"(?:{ending})\\Z"), plain) for ending, plain in rules)
    for language, rules in _RULES.items()
}
_DIPHTHONG = re.compile(r"(.*)(ie|(?<![qg])ue)(?=.)")
_UNDONE = {"ie": "e", "ue": "o"}

MAY_HAVE = {
    "fr": re.compile(r"(?:[aiou]s|ent|ie|i(?:es|ait|aient|ant)|ifs?|[tv]ien\w*|[tv]enue?s?|voi\w+"
                     r"|cri\w*)\Z"),
    "es": re.compile(r"ie|ue|(?:ades|ces?|cen|zc\w+|j(?:o|as?|an)|[qg]u\w+)\Z"),
}  # fmt: skip
"""By language: what the words in ASCII letters have in them that `plainer` may know a form of."""


def plainer(language: str, word: str) -> Iterator[str]:
    """The other forms of a word in lower case, as a rule none or one."""
    if language == "fr" and word in _NO_PLURALS:
        return
    forms = []
    for ending, plain in _READY.get(language, ()):
        if (match := ending.match(word)) is not None:
            forms.append(match.expand(plain))
    yield from forms
    if language == "es":  # "entiende" as "entende": the stem of "entender"
        for form in (word, *forms):
            if (match := _DIPHTHONG.match(form)) is not None:
                yield match[1] + _UNDONE[match[2]] + form[match.end() :]
