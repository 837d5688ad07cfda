"""Documents signed by the numbers of their chunks have the signatures they always had."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.text.chunks import Chunks
from itrvault.text.sameness import FEWEST_WORDS, signature
from itrvault.text.sketching import Signer

WORDS = [
    "members", "Members", "shall", "tele-\ncommunication", "tele-\n\n communication", "ITU\u2011T",
    "co\u2010\n \n operation", "réseau", "RÉSEAU", "re\u0301seau", "service-", "-wide", "3.4",
    "(1995-1996)", "l’union", "Σας", "устав", "المعاهدة", "\u00ad", "soft\u00ad\nhyphen", "ﬁnal",
    "_", "—", "memory¹", "\n", "x", "a\u00ad-b-\n\nc--d", "e\u00ad\u0301-",
]  # fmt: skip
EASTERN = ["国际电信规则", "ข้อบังคับ", "한국"]


def agree(documents: list[list[str]], *, pages: bool) -> None:
    chunks = Chunks()
    signer = Signer(chunks)
    for texts in documents:
        numbers = [chunks.numbers(text) for text in texts]
        assert signer.signature(texts, numbers, pages=pages) == signature(texts, pages=pages)


def page(chance: random.Random, words: list[str], length: int) -> str:
    return " ".join(chance.choices(words, k=length))


@settings(max_examples=60)
@given(st.integers(0, 1 << 30), st.booleans(), st.sampled_from([WORDS, WORDS + EASTERN]))
def test_signatures_are_the_same_to_the_bit(seed: int, pages: bool, words: list[str]) -> None:
    chance = random.Random(seed)
    documents = []
    for _ in range(3):
        texts = [page(chance, words, chance.randrange(60)) for _ in range(chance.randrange(6))]
        if pages:
            head = chance.choice(("Document 27-E", "a broken-", ""))
            texts = [f"{head}\n{text}\n{number}" for number, text in enumerate(texts)]
        documents.append(texts)
    agree(documents, pages=pages)


def test_long_texts_keep_an_eighth_of_their_runs_and_short_ones_all() -> None:
    chance = random.Random(3)
    for length in (0, FEWEST_WORDS - 1, FEWEST_WORDS, 399, 402, 403, 3_000, 20_000):
        words = ["".join(chance.choices("abcdefg", k=6)) for _ in range(length)]
        texts = [" ".join(words)]
        agree([texts, texts], pages=False)
        assert bool(signature(texts)) is (length >= FEWEST_WORDS)
