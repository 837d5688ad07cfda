"""`translit:` finds a name as another script writes it: Lavrov, Лавров, لافروف.

Of a word only its consonants are kept, in classes wide enough for what scripts don't tell apart
(Arabic writes neither p nor v, and few vowels). Words of different scripts with the same skeleton
are taken for one name; where both scripts write vowels, these must agree by and large. So it finds
more than is meant now and then, which is why it must be asked for. Chinese writes no sounds, and
is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from rapidfuzz.distance import OSA

from itrvault.search.codec import VaultReader
from itrvault.search.snapshot import Snapshot
from itrvault.text.language import script_of

SCRIPTS = ("latin", "cyrillic", "arabic")
_FEWEST = 2
"""Consonants of a name that can be looked for; one is in every text."""
_FEWEST_WITHOUT_VOWELS = 3

_CYRILLIC = str.maketrans({
    "б": "b", "в": "v", "г": "g", "д": "d", "ж": "j", "з": "z", "к": "k", "л": "l", "м": "m",
    "н": "n", "п": "p", "р": "r", "с": "s", "т": "t", "ф": "f", "х": "h", "ц": "ts", "ч": "c",
    "ш": "x", "щ": "x", "а": "a", "е": "e", "ё": "e", "и": "i", "й": "i", "о": "o", "у": "u",
    "ы": "i", "э": "e", "ю": "u", "я": "a", "ь": "", "ъ": "", "і": "i", "ї": "i", "є": "e",
    "ґ": "g", "ў": "u", "ј": "i", "љ": "l", "њ": "n", "ћ": "c", "ђ": "j", "џ": "j",
})  # fmt: skip
_ARABIC = str.maketrans({
    "ب": "b", "پ": "p", "ت": "t", "ث": "t", "ج": "j", "چ": "c", "ح": "h", "خ": "h", "د": "d",
    "ذ": "d", "ر": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "x", "ص": "s", "ض": "d", "ط": "t",
    "ظ": "z", "ع": "", "غ": "g", "ف": "f", "ڤ": "v", "ق": "k", "ك": "k", "گ": "g", "ل": "l",
    "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i", "ا": "a", "ء": "", "ئ": "i", "ؤ": "u",
})  # fmt: skip
_LATIN_PAIRS = (
    ("tsch", "c"), ("tch", "c"), ("sch", "x"), ("sh", "x"), ("ch", "c"), ("zh", "j"), ("kh", "h"),
    ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("dj", "j"), ("ck", "k"), ("qu", "k"),
    ("x", "ks"),
)  # fmt: skip
_LATIN_PAIR = re.compile("|".join(one for one, _ in _LATIN_PAIRS))
_LATIN_OF = dict(_LATIN_PAIRS)
_SOFT_C = re.compile("c(?=[eiy])")
_LATIN = str.maketrans({"q": "k", "w": "v", "y": "i"})
_ARTICLE = re.compile("^(?:وال|بال|فال|كال|لل|ال)(?=.{3})")

_CLASSES = str.maketrans({
    "p": "b", "v": "f", "g": "k", "d": "t", "z": "s", "x": "s", "c": "s", "j": "s",
    "a": "", "e": "", "i": "", "o": "", "u": "",
})  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")


def script_of_word(word: str) -> str:
    """The script of a folded word when it is one of `SCRIPTS`, else ""."""
    script = script_of(word[0]) if word else ""
    return script if script in SCRIPTS else ""


def romanised(word: str) -> str:
    """A folded word in Latin letters, the same for all scripts; x, c and j stand for sh, ch, zh."""
    match script_of_word(word):
        case "cyrillic":
            found = word.translate(_CYRILLIC)
        case "arabic":
            found = _ARTICLE.sub("", word).replace("تش", "c").translate(_ARABIC)
        case _:
            marked = _LATIN_PAIR.sub(lambda match: _LATIN_OF[match.group()].upper(), word)
            marked = _SOFT_C.sub("s", marked).replace("c", "k")
            found = marked.lower().translate(_LATIN)
    return _DOUBLE.sub(r"\1", found)


def skeleton(word: str) -> str:
    """The consonants of a folded word in classes; the same for spellings of one name."""
    bare = romanised(word).rstrip("h").translate(_CLASSES)
    return _DOUBLE.sub(r"\1", bare)


def other_spellings(term: str, snapshot: Snapshot) -> Iterator[str]:
    """The words of the index in other scripts that may be the same name."""
    own = script_of_word(term)
    key = skeleton(term)
    if not own or len(key) < _FEWEST:
        return
    sound = romanised(term)
    for script in SCRIPTS:
        if script == own:
            continue
        vowels = "arabic" not in (own, script)
        if not vowels and len(key) < _FEWEST_WITHOUT_VOWELS:
            continue
        for reader in snapshot.readers:
            for other in _names(reader, script).get(key, ()):
                if not vowels or OSA.distance(sound, romanised(other)) <= max(1, len(sound) // 3):
                    yield other


_known: WeakKeyDictionary[VaultReader, dict[str, dict[str, list[str]]]] = WeakKeyDictionary()


def _names(reader: VaultReader, script: str) -> dict[str, list[str]]:
    """The words of a segment in one script by their skeletons; made once, for it never changes."""
    tables = _known.setdefault(reader, {})
    table = tables.get(script)
    if table is None:
        table = {}
        for term in reader.terms.keys.text.decode(errors="replace").split("\n"):
            if script_of_word(term) == script and term.isalpha():
                table.setdefault(skeleton(term), []).append(term)
        tables[script] = table
    return table
