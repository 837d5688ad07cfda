"""Lines of a paragraph put together again: words cut at a line's end, scripts without blanks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_CUT = re.compile(r"(?P<word>[^\W\d_]{2,})[-\u2010]$")
_HYPHENS = ("-", "\u2010")
_LONGEST_WORD = 40
_GOES_ON = re.compile(r"[^\W\d_]{2,}")
_NO_BLANKS = re.compile(r"[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def joined(lines: Sequence[str], known: Callable[[str], bool]) -> str:
    """The lines as one text with single blanks; `known` says whether a word stands elsewhere."""
    if len(lines) == 1:
        return _tidy(lines[0])
    text = ""
    for line in lines:
        words = _tidy(line)
        if not words:
            continue
        hyphen = text.endswith(_HYPHENS) and words[0].islower() and not line[:1].isspace()
        cut = _CUT.search(text, max(0, len(text) - _LONGEST_WORD)) if hyphen else None
        if cut is not None:
            behind = _GOES_ON.match(words)
            after = behind[0] if behind is not None else ""
            one_word = known(cut["word"] + after) or not (known(cut["word"]) and known(after))
            text = f"{text[:-1] if one_word and after else text}{words}"
        elif text and not (_NO_BLANKS.match(text[-1]) and _NO_BLANKS.match(words[0])):
            text = f"{text} {words}"
        else:
            text += words
    return text


def _tidy(line: str) -> str:
    return " ".join((line if line.isascii() else line.replace("\u00ad", "")).split())
