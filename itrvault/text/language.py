"""Which language a stretch of text is in: by its script first, then by its small words.

Only a sample is looked at, so a page costs a tenth of a millisecond. An answer is given when the
evidence is clear; a heading, a table of figures or a page in three languages is "".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import islice

from itrvault.text.language_words import LATIN_LETTERS, SMALL_WORDS

SAMPLE = 900
"""Code points looked at; a longer text is sampled in three places."""

_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "latin"), (0x0370, 0x03FF, "greek"), (0x0400, 0x052F, "cyrillic"),
    (0x0531, 0x058F, "hy"), (0x0590, 0x05FF, "he"), (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"), (0x08A0, 0x08FF, "arabic"), (0x0900, 0x097F, "devanagari"),
    (0x0980, 0x09FF, "bn"), (0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"),
    (0x0B00, 0x0B7F, "or"), (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"),
    (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"), (0x0D80, 0x0DFF, "si"),
    (0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"), (0x0F00, 0x0FFF, "bo"),
    (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"), (0x1100, 0x11FF, "ko"),
    (0x1200, 0x137F, "am"), (0x1780, 0x17FF, "km"), (0x1E00, 0x1EFF, "latin"),
    (0x1F00, 0x1FFF, "greek"), (0x3040, 0x30FF, "kana"), (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"), (0xAC00, 0xD7AF, "ko"), (0xF900, 0xFAFF, "han"),
    (0xFB1D, 0xFB4F, "he"), (0xFB50, 0xFDFF, "arabic"), (0xFE70, 0xFEFE, "arabic"),
    (0xFF66, 0xFF9F, "kana"), (0x20000, 0x2FA1F, "han"),
)  # fmt: skip
_WRITTEN_BY_SEVERAL = {"latin", "greek", "cyrillic", "arabic", "devanagari", "kana", "han"}
_COMMAND = re.compile(r"\\[a-z@]+")
"""A command of TeX: `fi` behind a backslash is no Romanian."""
_WORD = re.compile(r"[^\W\d_]+")
_ASCII_WORD = re.compile("[a-z]+")
_NO_LETTERS = bytes(code for code in range(256) if not chr(code).isalpha() or code > 127)
_NO_ASCII = re.compile(r"[^\0-\x7f]")
_FARSI = frozenset("پچژگکی")
_URDU = frozenset("ٹڈڑںےہھ")
_ARABIC_ONLY = frozenset("ةىيكأإ")

_script_cache: dict[str, str] = {}


_OF_OTHER_SCRIPT = {"ru": "cyrillic", "uk": "cyrillic", "be": "cyrillic", "bg": "cyrillic",
                    "sr": "cyrillic", "mk": "cyrillic", "kk": "cyrillic", "mn": "cyrillic",
                    "ar": "arabic", "fa": "arabic", "ur": "arabic", "zh": "", "ja": "", "ko": "",
                    "el": "greek", "he": "he", "hi": "devanagari", "th": "th"}  # fmt: skip


def script_in(language: str) -> str:
    """The script that a language is written in, as `script_of` names it; "" for unknown."""
    return _OF_OTHER_SCRIPT.get(language, "latin") if language else ""


def script_of(char: str) -> str:
    """The script of one letter ("latin", "han", ... or a language's code where it has its own).

    "" for everything that is not a letter of a script listed here.
    """
    known = _script_cache.get(char)
    if known is None:
        known, code = "", ord(char)
        if char.isalpha():
            for first, last, name in _BLOCKS:
                if first <= code <= last:
                    known = name
                    break
        _script_cache[char] = known
    return known


def scripts(text: str) -> Counter[str]:
    """How many letters of each script the text holds."""
    counts: Counter[str] = Counter()
    for char, number in Counter(text).items():
        script = script_of(char)
        if script:
            counts[script] += number
    return counts


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language most of the text is in, "" when that can't be told."""
    sample = _sample(text)
    if sample.isascii():
        # Of most texts the first line tells that there are letters enough.
        some = sum(map(str.isalpha, sample[:60])) >= 8 or sum(map(str.isalpha, sample)) >= 8
        return _by_words(sample, "latin") if some else ""
    plain = sample.encode("ascii", "ignore")
    if len(plain.translate(None, _NO_LETTERS)) >= max(5, 4 * (len(sample) - len(plain))):
        return _by_words(sample, "latin")  # whatever the few others are
    counts = scripts(sample)
    # A Han sign is about half a word, a Latin letter a fifth: compare words, not letters.
    weighed = {s: n * (2.5 if s in ("han", "kana", "ko") else 1.0) for s, n in counts.items()}
    east = weighed.pop("han", 0.0) + weighed.pop("kana", 0.0)
    if east:
        weighed["han"] = east
    if not weighed:
        return ""
    script = max(weighed, key=lambda name: weighed[name])
    if weighed[script] < 0.6 * sum(weighed.values()) or weighed[script] < 5:
        return ""
    if script == "han":
        # Japanese prose is half kana; a few (a name, a trade mark) do not make a text Japanese.
        return "ja" if counts["kana"] > 0.15 * (counts["han"] + counts["kana"]) else "zh"
    if script == "greek":
        return "el" if _distinct_words(sample) >= 2 else ""
    if script == "arabic":
        return _arabic_script(sample)
    if script == "cyrillic":
        return _cyrillic_letters(sample) or _by_words(sample, "cyrillic")
    if script in ("latin", "devanagari"):
        return _by_words(sample, script)
    return script


def _sample(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    part, middle = SAMPLE // 3, len(text) // 2
    return f"{text[:part]} {text[middle : middle + part]} {text[-part:]}"


def _distinct_words(sample: str) -> int:
    return sum(len(word) > 1 for word in set(_WORD.findall(sample)))


def _arabic_script(sample: str) -> str:
    if any("\ufb50" <= char <= "\ufefe" for char in sample):
        sample = unicodedata.normalize("NFKC", sample)
    counts = Counter(sample)
    letters = sum(n for char, n in counts.items() if script_of(char) == "arabic")
    urdu = sum(counts[char] for char in _URDU)
    farsi = sum(counts[char] for char in _FARSI)
    arabic = sum(counts[char] for char in _ARABIC_ONLY)
    if letters < 8:
        return ""
    if urdu > 0.03 * letters:
        return "ur"
    if farsi > 0.03 * letters and farsi > arabic:
        return "fa"
    # Kurdish and Uighur write vowels that Arabic does not have.
    if sum(counts[char] for char in "ێۆەڕڵېۈۋ") > 0.03 * letters:
        return ""
    return "ar" if arabic >= farsi else ""


def _cyrillic_letters(sample: str) -> str:
    """By the letters a language alone has, and those it never has; "" when none is there."""
    counts = Counter(sample.lower())
    letters = sum(n for char, n in counts.items() if script_of(char) == "cyrillic")
    if letters < 12:
        return ""

    def often(chars: str) -> bool:
        return sum(counts[char] for char in chars) >= max(1, 0.004 * letters)

    if often("әғқңұүөһҳӣҷӯҕҥӈҡҙҫӏӑӗӳӧ"):
        # Kazakh and Mongolian are told apart by their words; their neighbours are not known here.
        return _by_words(sample, "cyrillic")
    if often("ђћ"):
        return "sr"
    if often("ѓќѕ"):
        return "mk"
    if often("љњјџ"):
        return ""
    if often("ў"):
        return "be"
    if often("їєґі"):
        return "uk" if counts["и"] and not often("ыэёъ") else ""
    if often("ыэё"):
        return "ru"
    return "bg" if counts["ъ"] > 0.008 * letters and letters > 60 else ""


def _by_words(sample: str, script: str) -> str:
    """The language whose small words (and special letters) the text has clearly most of."""
    lowered = _COMMAND.sub(" ", sample.lower()) if "\\" in sample else sample.lower()
    words = (_ASCII_WORD if lowered.isascii() else _WORD).findall(lowered)
    known = SMALL_WORDS[script]
    scores: dict[str, float] = {}
    found = Counter(filter(known.__contains__, words))
    for word, number in found.items():
        languages, weight = known[word]
        for language in languages:
            scores[language] = scores.get(language, 0.0) + number * weight
    if script == "latin" and not lowered.isascii():
        for char, number in Counter(_NO_ASCII.findall(lowered)).items():
            for language in LATIN_LETTERS.get(char, ()):
                scores[language] = scores.get(language, 0.0) + min(number, 20) * 0.25
    if not scores:
        return ""
    ranked = sorted(scores.values(), reverse=True)
    best = ranked[0]
    second = ranked[1] if len(ranked) > 1 else 0.0
    # Two clear small words at least, one in twenty words or more, and a lead.
    if best < 1.6 or best < 0.05 * len(words) or best < 1.3 * second:
        return ""
    likeliest = max(scores, key=scores.__getitem__)
    # Single letters are names in formulas, programs and indexes as often as words.
    if script != "latin":
        return likeliest
    whole = (word for word in found if len(word) > 1 and likeliest in known[word][0])
    return likeliest if len(list(islice(whole, 2))) == 2 else ""
