"""Lines of Arabic as pages give them: the sign that ends a stretch of words comes out before it."""

from __future__ import annotations

import re

_ARABIC = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_LETTER = re.compile(_ARABIC)
_GLUED = re.compile(rf"^(?P<signs>[.:،؛!؟;,]+)(?P<word>{_ARABIC}.*)$")
_ENDS = re.compile(r"^[.!؟:]+$")


def reads_right_to_left(text: str) -> bool:
    """Whether most letters of a text are of Arabic or Hebrew."""
    arabic = len(_LETTER.findall(text))
    return 2 * arabic > sum(map(str.isalpha, text)) > 0


def upright(text: str) -> str:
    """The line with such signs behind the words that they end; as many code points as before."""
    if text.isascii() or not reads_right_to_left(text):
        return text
    words, last = text.split(" "), ""
    for at, word in enumerate(words):
        glued = _GLUED.match(word)
        if glued is not None:
            signs = glued["signs"]
            ends_line = signs == "." and not last and not any(map(_LETTER.search, words[:at]))
            if ends_line and any(map(_LETTER.search, words[at + 1 :])):
                words[at], last = glued["word"], signs
            else:
                words[at] = glued["word"] + signs
        elif _ENDS.match(word) and not last and any(map(_LETTER.search, words[at + 1 :])):
            words[at], last = "", word
    return " ".join(words) + last
