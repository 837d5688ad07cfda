"""Which encoding the bytes of a text file are in, decided by evidence, never by the system."""

from __future__ import annotations

import codecs
import re

from itrvault.errors import FileDamaged
from itrvault.text.letter_pairs import COMMON_HAN

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
PLAUSIBLE = [
    "cp1252", "iso8859_15", "cp1250", "cp1251", "koi8_r", "cp866", "iso8859_5", "cp1256",
    "iso8859_6", "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1253", "cp1254",
    "cp1255", "mac_roman", "mac_cyrillic", "cp437", "cp850", "cp720", "mac_arabic", "cp855",
]  # fmt: skip
"""Encodings treaty papers came in: of the six languages first, then their neighbours."""

_LATIN = ("cp1252", "iso8859_15", "cp1250", "mac_roman", "cp850", "cp437")
_CYRILLIC = ("cp1251", "mac_cyrillic")
_MANY_BYTES = ("gb18030", "big5", "cp932", "euc_jp", "cp949")
_ASCII_LETTERS = re.compile(rb"[A-Za-z]")
_SMALL = "a-zà-öø-ÿœšžа-яё"
_MISSPELT = re.compile(
    f"[{_SMALL}][À-ÖØ-ÞŒŠŽŸА-ЯЁ](?=[{_SMALL}])"  # a capital inside a word
    f"|[{_SMALL}][^\\x00-\\x7f\\w’‘\u00ad·\u2010-\u2014\u2026](?=[{_SMALL}])"  # a sign inside one
    "|[a-z][\u0370-\u06ff](?=[a-z])|[\x80-\x9f\ufffd]"  # a letter of another script; none at all
)

_NEVER = {"punycode", "idna", "undefined"}
"""Encodings of names on the net; over a long text the first takes hours."""

_SAMPLE = 200_000
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\v\x1b")
_PLAUSIBLE_SIGN = re.compile(
    "[\t\n\r\x20-\x7e\xa0-\u024f\u0370-\u06ff\u0900-\u097f\u0e00-\u0e7f\u1e00-\u206f\u20a0-\u22ff"
    "\u3000-\u30ff\u4e00-\u9fff\ufb00-\ufdff\ufe70-\uffef]"
)


def bom_of(data: bytes) -> tuple[str, int]:
    """The encoding a byte order mark names and the mark's length; ("", 0) without one."""
    return next(((name, len(bom)) for bom, name in _BOMS if data.startswith(bom)), ("", 0))


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Bytes as text and the encoding's name.

    In order: byte order mark, the encoding the document declares, UTF-8 (strict), UTF-16 and -32
    without a mark (by where their zero bytes stand), then charset-normalizer among the plausible
    ones. Raises FileDamaged when a marked encoding doesn't hold to the end.
    """
    encoding, skip = bom_of(data)
    if encoding:
        try:
            return data[skip:].decode(encoding), encoding
        except UnicodeDecodeError as error:
            text = data[skip:].decode(encoding, "replace")
            if text.count("\ufffd") > max(2, len(text) // 100):
                raise FileDamaged(reason=f"its text is not {encoding}, as its mark says") from error
            return text, encoding
    if declared and (found := _strict(data, declared)) is not None:
        return found, codecs.lookup(declared).name
    if b"\x00" not in data[:_SAMPLE] and (found := _strict(data, "utf-8")) is not None:
        if not found.isascii():
            return found, "utf-8"
        return _seven_bits(data) or (found, "ascii")
    if (found := _nearly_utf8(data)) is not None:
        return found, "utf-8"
    for name in _wide_guesses(data):
        if (found := _strict(data, name)) is not None:
            return found, name
    if (found := _strict(data, "utf-8")) is not None:
        return found, "utf-8"  # with a NUL byte here and there
    name = _guess(data)
    return data.decode(name, "replace"), name


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        if codecs.lookup(encoding).name in _NEVER:
            return None
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


_SHIFTED = ((b"~{", b"~}", "hz"), (b"\x1b$", b"\x1b(", "iso2022_jp_2"))


def _seven_bits(data: bytes) -> tuple[str, str] | None:
    """Chinese written in ASCII between signs that shift to it and back, believed if it is any."""
    for begin, end, name in _SHIFTED:
        if begin in data and end in data and (found := _strict(data, name)) is not None:
            wide = [sign for sign in found if sign > "\x7f"]
            if len(wide) >= 6 and sum(map(COMMON_HAN.__contains__, wide)) > 0.3 * len(wide):
                return found, name
    return None


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken letters, which no other encoding looks like; None for others."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    whole = sum("\x7f" < sign != "\ufffd" for sign in text[:_SAMPLE])
    return text if whole >= 20 and lost * 50 <= whole else None


def _wide_guesses(data: bytes) -> list[str]:
    """UTF-32 by where its zero bytes stand, UTF-16 by the letters it would make."""
    sample = data[: 4096 - len(data[:4096]) % 4] or data[: len(data) - len(data) % 2]
    if len(sample) < 4:
        return []
    size = len(sample) / 4
    zero = [sample[place::4].count(0) / size for place in range(4)]
    if zero[2] > 0.9 and zero[3] > 0.9:
        return ["utf-32-le"]
    if zero[0] > 0.9 and zero[1] > 0.9:
        return ["utf-32-be"]
    bare = sample.translate(None, _CONTROLS)
    controls = 1 - len(bare) / len(sample)
    if controls < 0.02:
        return []  # text of one byte a letter has no control bytes, UTF-16 always has
    if controls < 0.25 and not _broken_inside(bare):
        return []  # plain text or UTF-8 with a few bytes of dirt
    even = sample[: len(sample) - len(sample) % 2]
    shares = {
        name: len(_PLAUSIBLE_SIGN.findall(even.decode(name, "replace"))) * 2 / len(even)
        for name in ("utf-16-le", "utf-16-be")
    }
    return [name for name in sorted(shares, key=shares.__getitem__)[::-1] if shares[name] > 0.9]


def _broken_inside(sample: bytes) -> bool:
    """Whether it is not UTF-8, but for a letter cut at the end."""
    try:
        sample.decode()
    except UnicodeDecodeError as error:
        return error.start < len(sample) - 3
    return False


def _guess(data: bytes) -> str:
    """What charset-normalizer holds for likeliest, from the first stretch with bytes above 127."""
    from charset_normalizer import from_bytes  # imported here: 60 ms most files never need

    first = next((at for at, byte in enumerate(data[: 50 * _SAMPLE]) if byte > 127), 0)
    start = max(0, first - 2000)
    found = from_bytes(data[start : start + _SAMPLE], cp_isolation=PLAUSIBLE)
    if not found:
        return "cp1252"
    best = found.best()
    ties = [
        encoding
        for match in found
        if best is not None
        and match.chaos <= best.chaos + 0.01
        and match.coherence >= best.coherence - 0.1
        for encoding in match.could_be_from_charset  # those that decode to the same text
    ]
    return _spelt_best(data[start : start + _SAMPLE], min(ties, key=_rank))


def _spelt_best(sample: bytes, guess: str) -> str:
    """The guess, or its neighbour from DOS or an old Mac where only that one spells words.

    What is "règlement" there holds a quotation mark or a capital in its middle here.
    """
    if guess in _MANY_BYTES:
        return guess
    others = sum(byte > 127 for byte in sample)
    latin = guess in _LATIN or len(_ASCII_LETTERS.findall(sample)) > 3 * others
    neighbours = _LATIN if latin else _CYRILLIC if guess in _CYRILLIC else ()
    flaws = {
        name: len(_MISSPELT.findall(sample.decode(name, "replace")))
        for name in (guess, *neighbours)
    }
    best = min(flaws, key=lambda name: (flaws[name], name != guess))
    return best if flaws[guess] >= 2 and flaws[best] * 4 <= flaws[guess] else guess


def _rank(encoding: str) -> int:
    return PLAUSIBLE.index(encoding) if encoding in PLAUSIBLE else len(PLAUSIBLE)


_CONTROL_SIGN = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")


def is_binary(text: str, *, guessed: bool) -> bool:
    """Whether decoded "text" is no text, by its share of control characters.

    2 in 100 are too many, and 3 in 1,000 when the encoding was only guessed: every byte is a
    letter in some encoding. Replacement signs count for a guess alone; in proven UTF-8 they stand
    in the file itself, put there by whoever lost the letters.
    """
    sample = text[:20_000]
    controls = len(_CONTROL_SIGN.findall(sample))
    if guessed:
        return controls + sample.count("\ufffd") > len(sample) // 300
    return controls > max(1, len(sample) // 50)


def is_guessed(encoding: str) -> bool:
    """Whether `decode` named this encoding by likelihood rather than by proof."""
    return not encoding.startswith(("utf", "ascii"))
