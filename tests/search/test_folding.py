"""Folding letter by letter gives what folding the whole word gives."""

from __future__ import annotations

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from itrvault.search.folding import _fold, _speak, fold_word, spoken_form

ODD = list("aiIиИйЙاأةكـ٣क3.ßİſς가ᄀ\u1161\u11a8ﬁ①½⁰_-\u0301\u0306\u093e\u09be\u064b\u200b\u00ad")


@given(st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")), max_size=6))
def test_words_fold_and_are_spoken_as_a_whole(word: str) -> None:
    assert word.isascii() or fold_word(word) == _fold(word)
    assert word.isascii() or spoken_form(word) == _speak(word)


def test_every_letter_folds_beside_others_as_alone() -> None:
    for code in range(0x80, sys.maxunicode + 1):
        char = chr(code)
        if 0xAC10 < code < 0xD7A0 or 0x4E10 < code < 0x9FF0 or code > 0x1FFFF:
            continue  # many of a kind
        if unicodedata.category(char) != "Cn":
            for word in (f"a{char}", f"{char}e", f"{char}\u0301"):
                assert fold_word(word) == _fold(word), ascii(word)
                assert spoken_form(word) == _speak(word), ascii(word)
