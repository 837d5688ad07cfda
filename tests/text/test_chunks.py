"""A text cut into chunks has the words of the text, for whoever makes words of it."""

from __future__ import annotations

from array import array

from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.search.tokens import PIECE, analyse
from itrvault.text.chunks import Chunks, cut
from itrvault.text.fold import fold_loosely, fold_with_map
from itrvault.text.words import plain_words

SIGNS = list(
    "aAbBIıİſKßſéÉeоПйЙЁ1239²³¹½ªº.-‐‑—–'’“_/()\n\n\n \t\r\xa0\u2003\x0b\x1c\x85\u0301\u0308"
    "\u030c\u200b\u00ad\u200d\ufeff\u0640محﬁﬂ①⁰₀℃Ⅻ−⟨\uf0b7\ue000\ufffd中かภ\ud800ςΣΑ\0"
)
"""What words are made of and parted by, with whatever behaves oddly in Unicode."""

TEXTS = st.text(
    st.one_of(st.sampled_from(SIGNS), st.sampled_from(SIGNS), st.characters()), max_size=14
)


def terms(texts: list[str]) -> tuple[list[tuple[str, int]], int]:
    """The terms of some texts one after another, with their positions, and how many there are."""
    found, position = [], 0
    for text in texts:
        for match in PIECE.finditer(text):
            piece = analyse(match.group())
            found += [(part.term, position + part.offset) for part in piece.parts]
            position += piece.width
    return found, position


def spelt(text: str) -> list[str]:
    return [fold_loosely(word) for word in plain_words(text)]


def chunks_of(text: str) -> list[str] | None:
    found = cut(text)
    return None if found is None else [chunk.decode() for chunk in found]


@settings(max_examples=600)
@given(TEXTS)
def test_the_terms_of_the_index_are_those_of_the_chunks(text: str) -> None:
    chunks = chunks_of(text)
    assert chunks is None or terms(chunks) == terms([text])


@settings(max_examples=600)
@given(TEXTS.filter(lambda text: "\n" not in text))
def test_the_plain_words_are_those_of_the_chunks(text: str) -> None:
    chunks = chunks_of(text)
    assert chunks is None or [word for chunk in chunks for word in spelt(chunk)] == spelt(text)


def test_every_character_parts_words_or_does_not_as_it_always_did() -> None:
    for code in (*range(0x3000), *range(0xE000, 0xE100), *range(0xF900, 0x10000)):
        text = f"ab{chr(code)}cd"
        chunks = chunks_of(text)
        if chunks is not None:
            assert terms(chunks) == terms([text]), hex(code)
            assert [word for chunk in chunks for word in spelt(chunk)] == spelt(text), hex(code)


def test_ordinary_prose_is_cut_into_its_words() -> None:
    text = "Members shall “ensure” tele-\ncommunication (see 3.4).\nIntroduction ..... 7 — end."
    assert chunks_of(text) == [
        "members", "shall", "ensure", "tele-communication", "see", "3.4", "introduction", "7",
        "end",
    ]  # fmt: skip
    assert chunks_of("") == []
    assert chunks_of("国际电信规则") is None
    assert chunks_of("tele\u00ad\ncommunication") is None
    assert chunks_of("tele\u00adcommunication") == ["tele\u00adcommunication"]


def test_chunks_keep_their_numbers() -> None:
    chunks = Chunks()
    assert chunks.numbers("The Members of the Union") == array("i", [0, 1, 2, 0, 3])
    assert chunks.numbers("Union members, OF THE") == array("i", [3, 1, 2, 0])
    pieces = chunks.numbers_of(["UNION", "tele-\ncommunication", "國際"])
    assert pieces == array("i", [3, 4, 5])
    assert chunks.spellings == ["the", "members", "of", "union", "tele-\ncommunication", "國際"]
    assert len(chunks) == 6


@given(TEXTS)
def test_folding_loosely_is_folding_without_the_way_back(text: str) -> None:
    assert fold_loosely(text) == fold_with_map(text)[0]
