"""The form of a state that stands in brackets behind its name: "Iran (Islamic Republic of)"."""

from __future__ import annotations

import re

_BRACKET = re.compile(r"(?P<name>[^()]+?) ?\((?P<form>[^()]+)\)")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
# Folded words that mean the same, a line each. The lists are closed, so that no part of a state
# passes for it: "(Province of ...)", a region that calls itself a republic.
_KINDS = """
republic republique republica республика جمهوريه 共和国
kingdom royaume reino королевство مملكه 王国
state states etat etats estado estados государство штаты دوله ولايات 国
sultanate sultanat sultania sultanato султанат سلطنه 苏丹国
confederation confederacion конфедерация
"""
_QUALITIES = """
islamic islamique islamica исламская الاسلاميه 伊斯兰
bolivarian bolivarienne bolivariana боливарианская البوليفاريه 玻利瓦尔
plurinational plurinacional многонациональное المتعدده القوميات 多民族
federal federale federative federativa federated federes federados
 федеральная федеративная федеративные الاتحاديه الموحده 联邦
arab arabe арабская العربيه 阿拉伯
people' populaire popular народная народно الشعبيه 人民
democratic democratique democratica демократическая الديمقراطيه 民主
socialist socialiste socialista социалистическая الاشتراكيه 社会主义
united unie unida объединенная المتحده 联合
eastern orientale oriental восточная الشرقيه 东岸
hashemite hachemite hachemita хашимитское الهاشميه 哈希姆
co operative cooperative cooperativa кооперативная التعاونيه 合作
"""
_SMALL_WORDS = "of the and s de du des la le les l' d' et del los las y"


def _rows(table: str) -> dict[str, str]:
    """Each word with the first word of its line."""
    lines = [line.split() for line in table.strip().replace("\n ", " ").splitlines()]
    return {word: line[0] for line in lines for word in line}


_SMALL = frozenset(_SMALL_WORDS.split())
_KIND_OF = _rows(_KINDS)
_MEANING = _KIND_OF | _rows(_QUALITIES)
_HAN_WORD = re.compile("|".join(sorted(filter(_HAN.match, _MEANING), key=len, reverse=True)))


def taken_apart(key: str) -> tuple[str, str] | None:
    """Name and form of a folded "name (form)"; None where no bracket ends it."""
    match = _BRACKET.fullmatch(key)
    return (match["name"], match["form"].strip()) if match else None


def whole_names(name: str, form: str) -> tuple[str, ...]:
    """The folded names that the two make up where the form stands in its place.

    "islamic republic of" before "iran"; Chinese puts it behind; Arabic puts the name behind the
    first word of the form, and where it was left out there may be a dash.
    """
    if _HAN.fullmatch(name):
        return (name + form,)
    first, _, rest = form.partition(" ")
    return (
        f"{form}{'' if form.endswith(chr(39)) else ' '}{name}",
        " ".join(f"{first} {name} {rest.lstrip('- ')}".split()),
    )


def form_means(text: str) -> frozenset[str] | None:
    """What kind of state the folded text says one is, in whatever language; None if it says more.

    {"republic", "islamic"} for "islamic republic of".
    """
    if _HAN.fullmatch(text):
        words = _HAN_WORD.findall(text)
        if "".join(words) != text:
            return None
    else:
        words = [word for word in re.findall(r"\w+'?", text) if word not in _SMALL]
    if not all(word in _MEANING for word in words) or not any(map(_KIND_OF.get, words)):
        return None
    return frozenset(_MEANING[word] for word in words)
