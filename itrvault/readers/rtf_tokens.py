"""Cuts an RTF file into its tokens, and says what its code pages and small signs mean."""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = rb"(?P<run>(?:\\u-?[0-9]{1,5} ?(?:\?|\\'[0-9a-fA-F]{2})){2,})"
_ONE = (
    rb"(?P<open>\{)|(?P<close>\})"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?(?: |(?=[^0-9])|$)"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|[\r\n\x00]+|(?P<text>[^\\{}\r\n\x00]+)|\\"
)
_TOKEN = re.compile(_RUN + rb"|" + _ONE, re.S)
_PLAIN_TOKEN = re.compile(_ONE, re.S)
_CODE = re.compile(rb"\\u(-?[0-9]{1,5})")
_SKIPPING = re.compile(rb"[{}]|\\bin([0-9]{1,10}) ?|\\[^a-zA-Z]", re.S)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is open, close, hex, word, sign, text or run; `number` only what a word carries.

    A run is several \\uN with one sign each for old programs: the letters of most languages.
    """

    kind: str
    value: bytes
    number: int | None = None


class Tokens:
    """Goes through the bytes once."""

    def __init__(self, data: bytes, *, runs: bool = True) -> None:
        self._data = data
        self._pattern = _TOKEN if runs else _PLAIN_TOKEN
        self._at = 0

    def __iter__(self) -> Iterator[Token]:
        while found := self._pattern.match(self._data, self._at):
            self._at = found.end()
            kind = found.lastgroup
            if kind == "number":
                kind = "word"
            if kind is None:
                continue
            number = found["number"] if kind == "word" else None
            token = Token(kind, found[kind], int(number) if number else None)
            if token.value == b"bin" and kind == "word":
                self._at += max(0, token.number or 0)
            else:
                yield token

    def skip_group(self) -> None:
        """Go to the end of the group we are in; its closing brace comes as the next token."""
        depth = 1
        at = self._at
        while found := _SKIPPING.search(self._data, at):
            at = found.end()
            if found[0] == b"{":
                depth += 1
            elif found[0] == b"}":
                depth -= 1
                if not depth:
                    self._at = found.start()
                    return
            elif found[1]:
                at += int(found[1])
        self._at = len(self._data)


def text_of_run(run: bytes) -> str:
    """The letters of a run, "" when it must be read one by one: a half sign at its end."""
    codes = [int(code) & 0xFFFF for code in _CODE.findall(run)]
    if 0xD800 <= codes[-1] < 0xDC00 or 0xDC00 <= codes[0] < 0xE000 or 0 in codes:
        return ""
    return struct.pack(f"<{len(codes)}H", *codes).decode("utf-16-le", "replace")


_BY_CHARSET = {
    0: "cp1252", 77: "mac_roman", 78: "cp932", 79: "cp949", 80: "gb18030", 81: "big5",
    83: "mac_greek", 84: "mac_turkish", 89: "mac_cyrillic", 88: "mac_latin2", 128: "cp932",
    129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_BY_PAGE = {
    0: "cp1252", 708: "iso8859_6", 709: "iso8859_6", 819: "latin_1", 936: "gb18030",
    950: "big5hkscs", 1361: "johab", 10000: "mac_roman", 10001: "cp932", 10006: "mac_greek",
    10007: "mac_cyrillic", 10029: "mac_latin2", 10081: "mac_turkish", 54936: "gb18030",
    65001: "utf-8",
}  # fmt: skip
SYMBOLS = 2
"""The charset of fonts whose bytes are signs of their own."""


def codec_of_charset(charset: int) -> str:
    """The codec of a font's charset; "" for the file's own."""
    return _BY_CHARSET.get(charset, "")


def codec_of_page(page: int) -> str:
    """The codec of a code page; Western for one that nobody knows."""
    name = _BY_PAGE.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


SIGNS = {
    b"tab": "\t", b"line": "\n", b"lbr": "\n", b"softline": "\n", b"page": "\n", b"column": "\n",
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"emspace": "\u2003", b"enspace": "\u2002",
    b"qmspace": "\u2005", b"zwj": "\u200d", b"zwnj": "\u200c", b"ltrmark": "\u200e",
    b"rtlmark": "\u200f", b"zwbo": "\u200b",
}  # fmt: skip
"""Words that stand for one sign."""

ESCAPED = {b"\\": "\\", b"{": "{", b"}": "}", b"~": "\u00a0", b"_": "\u2011", b"-": "\u00ad",
           b"\t": "\t"}  # fmt: skip
"""Signs after a backslash; a line's end there is a paragraph's."""


def stamp(value: int) -> str:
    """A date packed into 32 bits (MS-DOC, DTTM) as ISO; "" for none."""
    value &= 0xFFFFFFFF
    minute, hour, day = value & 63, value >> 6 & 31, value >> 11 & 31
    month, year = value >> 16 & 15, (value >> 20 & 511) + 1900
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60):
        return ""
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00"
