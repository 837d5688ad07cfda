"""Whether the text of a page can be what a human reads on it.

A page can look perfect and hold letters that no language has: fonts that hide which letters they
draw, a text layer made by a bad scanner, right-to-left words stored backwards. Nothing here parses;
it counts letters and looks at words, a tenth of a millisecond a page. The rule is to be sure: a
page that is a list, a table, a program or a formula is no liar, and neither is one in a language
that nobody here knows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from itrvault.model.document import Doubt, Unit, UnitKind
from itrvault.text.language import detect_language, script_of
from itrvault.text.legible import common_share, kinds_of, sample_of, script_kind

LEAST = 24
"""Letters (or signs that are none) from which a page can be judged at all."""

SENTENCES: Mapping[Doubt, str] = {
    Doubt.NONE: "",
    Doubt.IMAGE: "The page is a picture with no text, or hardly any.",
    Doubt.LETTERS: "The file gives letters for this page that no language has; what is drawn on "
    "it reads otherwise.",
    Doubt.WORDS: "The words that the file gives for this page are no words of any language.",
    Doubt.UNREAD: "The page could not be read.",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with a text, and a sentence about it for a person ("" when nothing is)."""

    doubt: Doubt = Doubt.NONE
    sentence: str = ""


SOUND = Judgement()


def judge_document(
    units: Sequence[Unit], metadata: Iterable[tuple[str, str]] = (), languages: Sequence[str] = ()
) -> list[Judgement]:
    """A judgement for every unit. What the reader saw on the page (a picture) stands.

    `languages` are those of the units where they are known already. Flowing text is never doubted:
    it has no drawn page that could say something else. A page in another script than the rest
    (and than `metadata` says the document is in) is doubted when its words are in no language that
    is known: a French page in an English document is none of that.
    """
    told = languages or [unit.language or detect_language(unit.text) for unit in units]
    stated = next((value[:2].lower() for key, value in metadata if key == "language"), "")
    found = judge_pages([unit.text for unit in units], told, stated)
    return [
        Judgement(unit.doubt, SENTENCES[unit.doubt])
        if unit.doubt is not Doubt.NONE
        else SOUND
        if unit.kind is not UnitKind.PAGE
        else judgement
        for unit, judgement in zip(units, found, strict=True)
    ]


def judge_pages(
    texts: Sequence[str], languages: Sequence[str], stated: str = ""
) -> list[Judgement]:
    """A judgement for every page of a document by its text and language, as `judge_document`."""
    main = Counter(filter(None, languages)).most_common(1)
    script = SCRIPT_OF.get(main[0][0] if main else stated, "")
    found = [
        _beside(text, judge(text, language), language, script)
        for text, language in zip(texts, languages, strict=True)
    ]
    return _with_short_pages(texts, languages, found)


_SHORT = 120
"""Signs of a page up to which it may be too short to be judged by itself."""


def _with_short_pages(
    texts: Sequence[str], languages: Sequence[str], found: list[Judgement]
) -> list[Judgement]:
    """The judgements, where nearly all pages that can be judged are in doubt also of the others.

    The last page of a document whose letters are all wrong has wrong letters, too.
    """
    doubted = Counter(judgement.doubt for judgement in found)
    long = [
        judgement.doubt is not Doubt.NONE
        for text, language, judgement in zip(texts, languages, found, strict=True)
        if judgement.doubt is not Doubt.NONE
        or language not in ("", "zh")
        or len("".join(text.split())) > _SHORT
    ]
    if sum(long) < 2 or sum(long) < 0.8 * len(long):
        return found
    del doubted[Doubt.NONE]
    usual = doubted.most_common(1)[0][0]
    return [
        Judgement(usual, SENTENCES[usual])
        if judgement.doubt is Doubt.NONE
        and language in ("", "zh")
        and 0 < len("".join(text.split())) <= _SHORT
        else judgement
        for text, language, judgement in zip(texts, languages, found, strict=True)
    ]


SCRIPT_OF = {
    "en": "latin", "fr": "latin", "es": "latin", "pt": "latin", "it": "latin", "de": "latin",
    "nl": "latin", "ru": "cyrillic", "uk": "cyrillic", "bg": "cyrillic", "ar": "arabic",
    "fa": "arabic", "zh": "han",
}  # fmt: skip
"""The script of a language, for those that a treaty document may be in."""


def _beside(text: str, judgement: Judgement, language: str, script: str) -> Judgement:
    """The judgement of a page as one of a document in some script."""
    if judgement.doubt or language or script in ("", "latin"):
        return judgement
    # Latin letters are at home in any document; that none of its own stands among many is not.
    sample = sample_of(text)
    found = Counter(map(script_of, sample))
    latin = found["latin"]
    if latin < 200 or latin < 0.95 * (sum(found.values()) - found[""]):
        return judgement
    return _WORDS if common_share(sample, "latin") < _PROSE else judgement


_PROSE = 0.6
"""Below this share of common letter pairs Latin letters are no prose, though they may be a list."""


def judge(text: str, language: str | None = None) -> Judgement:
    """What is wrong with the text of one page.

    `language` is what `detect_language` says of it, if that was asked.
    """
    sample = sample_of(text)
    if language is None:
        language = detect_language(text)
    if sample.isascii():
        if language in _READ_WELL and not _CONTROLS.search(sample):
            return SOUND
        if found := _controls(sample) or _backwards(sample):
            return found
        return SOUND if language else _words(sample, "latin") or SOUND
    if "\ufffd" in sample and (found := _torn_words(sample)):
        return found
    if language and language != "zh" and _ordinary(sample):
        return SOUND
    kinds = kinds_of(Counter(sample))
    signs = len("".join(sample.split()))
    for check in (_code_points, _exotic):
        if found := check(kinds, signs):
            return found
    if found := _order(sample, kinds) or _salad(sample, kinds):
        return found
    if language and language != "zh" and kinds["cyrillic"] < LEAST:
        return SOUND
    # Chinese and Cyrillic are told by their letters alone, whatever words these make.
    return _unknown_words(sample, kinds) or SOUND


_READ_WELL = frozenset(("en", "fr", "es", "pt", "it", "de", "nl"))
"""Languages whose small words are seldom those of another read backwards."""


_ASCII = bytes(code for code in range(128) if chr(code).isprintable() or chr(code) in "\t\n\r\f\v")
_NO_LETTERS = bytes(code for code in range(256) if not chr(code).isalpha() or code > 127)
_LATIN_SIGNS = re.compile(
    rb"\xc2[\xa0-\xbf]|[\xc3-\xc5].|\xc6[\xa0\xa1\xaf\xb0]"  # the last ones are Vietnamese
    rb"|\xe1(?:\xba[\xa0-\xbf]|\xbb[\x80-\xb9])"  # and so are these
    rb"|\xe2(?:\x80[\x90-\xa7]|\x82\xac|\x84\xa2|[\x87-\x8e\x94-\x9f].)",  # arrows, mathematics
    re.DOTALL,
)
_ODD = 7
"""Other signs from which a page of Latin letters is looked at closely: fewer cannot make any of the
numbers that are doubted here."""


def _ordinary(sample: str) -> bool:
    """Whether all but a few signs are ASCII, accented Latin letters, and common symbols."""
    data = sample.encode("utf-8", "surrogatepass")
    others = data.translate(None, _ASCII)
    if len(others) > len(data.translate(None, _NO_LETTERS)):
        return False
    return len(_LATIN_SIGNS.sub(b"", others).decode("utf-8", "surrogatepass")) < _ODD


# -- single signs --------------------------------------------------------------------------------

_CONTROLS = re.compile("[\0-\b\x0e-\x1f\x7f-\x9f\ufffd]")


def _code_points(kinds: Counter[str], signs: int) -> Judgement | None:
    bad = kinds["bad"]
    if bad >= LEAST and bad > 0.15 * signs:
        share = round(100 * bad / signs)
        return Judgement(
            Doubt.LETTERS, f"The file does not say what {share} of 100 signs of this page are."
        )
    return None


_TORN_WORD = re.compile(r"(?:[^\W\d_]\ufffd|\ufffd[^\W\d_])[^\W\d_\ufffd]*")


def _torn_words(sample: str) -> Judgement | None:
    """Words with letters that the file does not name ("ju\ufffdisdiction")."""
    torn = len(_TORN_WORD.findall(sample))
    if torn < 3 or torn < 0.005 * len(sample.split()):
        return None
    return Judgement(
        Doubt.LETTERS, "The file does not name some of the letters in the words of this page."
    )


def _exotic(kinds: Counter[str], signs: int) -> Judgement | None:
    letters = sum(number for kind, number in kinds.items() if kind not in ("", "signs", "bad"))
    if letters < LEAST:
        return None
    # Shifted fonts, and letters of one alphabet read by the table of another ("Ñòðàíà"). Ewe and
    # phonetic scripts write a letter in ten like that; Vietnamese has marks on a third.
    if kinds["ipa"] > 0.25 * letters or kinds["accented"] > 0.5 * letters:
        return _LETTERS
    # A page all in Cherokee is honest; Cherokee among other letters is a table read wrongly.
    return _LETTERS if 0.3 * letters < kinds["other"] < 0.9 * letters else None


_LETTERS = Judgement(Doubt.LETTERS, SENTENCES[Doubt.LETTERS])
_WORDS = Judgement(Doubt.WORDS, SENTENCES[Doubt.WORDS])


def _controls(sample: str) -> Judgement | None:
    bad = len(_CONTROLS.findall(sample))
    return _LETTERS if bad >= LEAST and bad > 0.15 * len("".join(sample.split())) else None


# -- order of letters ----------------------------------------------------------------------------

_LATIN_WORD = re.compile("[a-z]+")
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_WORD = re.compile("[\u0621-\u064a\u0671-\u06d3\ufb50-\ufdfb\ufe70-\ufefc]{3,}")
_HEBREW_WORD = re.compile("[\u05d0-\u05ea]{3,}")
_FORWARD = frozenset(("the", "of", "and", "that", "for", "with", "dans", "pour", "para"))
_BACKWARD = frozenset(word[::-1] for word in _FORWARD) - _FORWARD


def _backwards(sample: str) -> Judgement | None:
    """Latin words that run backwards ("acirfA ni smelborP"), as sideways text often comes out."""
    words = _LATIN_WORD.findall(sample.lower())
    turned = sum(map(_BACKWARD.__contains__, words))
    if turned < 4 or turned < 0.04 * len(words) or turned < sum(map(_FORWARD.__contains__, words)):
        return None
    return Judgement(Doubt.WORDS, "The words of this page are stored backwards.")


def runs_backwards(text: str) -> bool:
    """Whether Arabic or Hebrew words are stored from their last letter to their first.

    Told by what stands at one end of words only: the article, teh marbuta and alef maksura of
    Arabic, the five final letters of Hebrew.
    """
    if any("\ufb50" <= char <= "\ufefc" for char in text):
        text = unicodedata.normalize("NFKC", text)
    right = wrong = 0
    for word in _ARABIC_WORD.findall(text):
        right += word.startswith("ال") + (word[-1] in "ةى")
        wrong += word.endswith("لا") + (word[0] in "ةى")
    for word in _HEBREW_WORD.findall(text):
        right += word[-1] in "ךםןףץ"
        wrong += word[0] in "ךםןףץ"
    return wrong >= 4 and wrong > 2 * right


def _order(sample: str, kinds: Counter[str]) -> Judgement | None:
    if kinds["arabic"] + kinds["form"] + kinds["he"] < LEAST:
        return None
    if runs_backwards(sample):
        return Judgement(Doubt.WORDS, "The words of this page are stored backwards.")
    return _torn_arabic(sample, kinds)


_ARABIC_RUN = re.compile("[\u0621-\u065f\u0671-\u06d3\ufb50-\ufdfb\ufe70-\ufefc]+")
_FORMED = re.compile("[\ufb50-\ufdfb\ufe70-\ufefc]")
_TORN = Judgement(
    Doubt.WORDS,
    "The words that the file gives for this page are torn: letters are missing or stand apart.",
)


def _torn_arabic(sample: str, kinds: Counter[str]) -> Judgement | None:
    """Arabic words with letters left out, as fonts with a patchy table give them.

    Told by single letters standing apart, and by letters in the form of a word's middle that stand
    at its end (where the file gives forms).
    """
    words = _ARABIC_RUN.findall(sample)
    if len(words) < LEAST:
        return None
    alone = sum(len(word) == 1 and word != "و" for word in words)  # "and" is a word
    if alone > 0.3 * len(words):
        return _TORN
    if kinds["form"] < LEAST:
        return None
    formed = [word for word in words if _FORMED.match(word[0]) and _FORMED.match(word[-1])]
    broken = sum(
        _form(word[0]) in ("<medial>", "<final>") or _form(word[-1]) in ("<initial>", "<medial>")
        for word in formed
    )
    return _TORN if len(formed) >= LEAST and broken > 0.3 * len(formed) else None


@lru_cache(maxsize=1024)
def _form(letter: str) -> str:
    """Which place in a word the form of a letter is for."""
    return unicodedata.decomposition(letter).partition(" ")[0]


_CYRILLIC = re.compile("[\u0400-\u04ff]")
_TWINS = dict.fromkeys(map(ord, "aceiopxyABCEHIKMOPTXY"))
"""Latin letters that are typed for Cyrillic ones that look the same, by hand and by scanners."""

_MIXED_OK = frozenset({"han", "kana", "", "signs", "form", "bad"})


def _salad(sample: str, kinds: Counter[str]) -> Judgement | None:
    """Letters of several scripts inside the same words, as fonts with a wrong table give them."""
    scripts = [kind for kind, number in kinds.items() if kind not in _MIXED_OK and number > 2]
    if len(scripts) - ({"latin", "accented"} <= set(scripts)) < 2:
        return None
    mixed = total = 0
    for word in _WORD.findall(sample):
        if len(word) < 2 or word.isascii():
            total += len(word) > 1
            continue
        if _CYRILLIC.search(word):
            word = word.translate(_TWINS)
        found = {script_kind(char) for char in word} - _MIXED_OK
        total += 1
        mixed += len(found) > 1
    return _LETTERS if mixed >= 8 and mixed > 0.2 * total else None


# -- words ---------------------------------------------------------------------------------------


def _unknown_words(sample: str, kinds: Counter[str]) -> Judgement | None:
    """Words of no language, by the letters that stand beside each other."""
    latin = kinds["latin"] + kinds["accented"]
    numbers = {
        "latin": latin, "cyrillic": kinds["cyrillic"],
        "arabic": kinds["arabic"] + kinds["form"], "han": kinds["han"],
    }  # fmt: skip
    script = max(numbers, key=lambda name: numbers[name])
    if script == "han" and len(_RARE_HAN.findall(sample)) > max(LEAST, 0.15 * numbers["han"]):
        return _WORDS
    if numbers[script] < 0.6 * (sum(kinds.values()) - kinds["signs"] - kinds[""]):
        return None
    if script == "latin":
        return _backwards(sample) or _words(sample, script)
    if script != "han":
        return _words(sample, script)
    if kinds["kana"] > 0.05 * kinds["han"] or kinds["ko"] > 0.05 * kinds["han"]:
        return None
    if numbers["han"] < 60:
        return None
    names = sum(map(sample.count, _SURNAMES)) / numbers["han"]
    return _WORDS if common_share(sample, "han") + names < _LEAST_HAN else None


_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊"
    "金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許蘇盧蔣賈葉閻鐘譚鄒陸龍錢湯賴龔喬賀顧"
)
"""Lists of people are made of these, and of the rarest of signs."""


_RARE_HAN = re.compile("[\u3400-\u4dbf]")
"""Signs that dictionaries list and hardly any text has: shapes numbered like code points."""

_LEAST_HAN = 0.28
"""Of the signs of a page, the share of common ones below which they are no Chinese. Treaties have
at least half in either form of the script, lists of names a third; shifted fonts at most 0.23."""


def _words(sample: str, script: str) -> Judgement | None:
    share = common_share(sample, script)
    if share >= _LEAST_COMMON[script]:
        return _letter_lines(sample)
    return _WORDS


_LEAST_COMMON = {"latin": 0.42, "cyrillic": 0.3, "arabic": 0.2}
"""Below this share of common letter pairs the words are none. Lists of names, codes and programs
lie above; random letters at 0.22, 0.13 and 0.1."""


def _letter_lines(sample: str) -> Judgement | None:
    """One letter a line, as upright heads of tables come out: most of the page's letters."""
    single = sum(len(line) == 1 and line.isalpha() for line in map(str.strip, sample.split("\n")))
    if single >= LEAST and single > 0.5 * sum(map(str.isalpha, sample)):
        return Judgement(Doubt.WORDS, "The words of this page are stored letter by letter.")
    return None
