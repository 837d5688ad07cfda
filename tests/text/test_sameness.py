"""Signatures tell how alike two texts are, whatever file the words come from."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.model.versions import Relation, Version
from itrvault.text.running import running_lines, without
from itrvault.text.sameness import (
    FEWEST_WORDS,
    Likeness,
    Sketch,
    likeness,
    runs_of,
    signature,
    worth_a_look,
)
from itrvault.text.words import plain_words

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def prose(words: int, seed: int = 0) -> list[str]:
    """Words of a language of 3,000 words, the short ones often."""
    chance = random.Random(seed)
    language = ["".join(chance.choices(LETTERS, k=2 + n // 300)) for n in range(3000)]
    return [language[int(3000 * chance.random() ** 2)] for _ in range(words)]


def sketch(*texts: str, pages: bool = False) -> Sketch:
    return Sketch.unpack(signature(texts, pages=pages))


def alike(one: str, other: str) -> Likeness:
    return likeness(sketch(one), sketch(other))


def test_the_same_words_give_the_same_signature_however_they_are_set() -> None:
    words = prose(400)
    words[7], words[20] = "télécommunication", "Office"
    lines = " ".join(words)
    broken = lines.replace("télécommunication", "Télécom-\n  munication").replace("Office", "oﬃce")
    shouted = "\n\n".join(word.upper() for word in broken.split(" "))
    assert signature([lines]) == signature([broken]) == signature([shouted])
    assert signature([" ".join(words[:150]), " ".join(words[150:])]) == signature([lines])
    assert alike(lines, lines) == Likeness(1.0, 1.0, 1.0, 398)


def test_a_signature_is_the_same_in_another_process() -> None:
    code = (
        "from itrvault.text.sameness import signature;"
        "print(signature(['the quick brown fox number %d jumps' % n for n in range(99)]).hex())"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    here = signature([f"the quick brown fox number {n} jumps" for n in range(99)])
    assert said.stdout.strip() == here.hex()


def test_a_text_of_a_few_words_has_no_signature() -> None:
    assert signature([" ".join(prose(FEWEST_WORDS - 1))]) == b""
    assert signature([" ".join(prose(FEWEST_WORDS))]) != b""
    assert signature([]) == b""
    assert signature(["… — * * *\n" * 500]) == b""


@pytest.mark.parametrize("length", [300, 3_000, 40_000])
def test_a_revision_is_a_version(length: int) -> None:
    words = prose(length)
    chance = random.Random(5)
    revised = list(words)
    for _ in range(length // 50):
        revised[chance.randrange(length)] = "amended"
    found = alike(" ".join(words), " ".join(revised))
    assert found.relation is Relation.VERSION
    assert 0.9 < found.similarity < 0.97  # each word that is another changes three runs


@pytest.mark.parametrize("length", [250, 2_000, 20_000])
def test_an_excerpt_is_part_of_the_compilation(length: int) -> None:
    whole = prose(60_000)
    excerpt = whole[7_000 : 7_000 + length]
    inside, outside = sketch(" ".join(excerpt)), sketch(" ".join(whole))
    assert likeness(inside, outside).relation is Relation.PART
    assert likeness(outside, inside).relation is Relation.WHOLE
    assert likeness(inside, outside).strength > 0.97


def test_two_texts_in_the_same_words_are_no_versions() -> None:
    words = prose(5_000)
    shuffled = random.Random(3).sample(words, len(words))
    assert alike(" ".join(words), " ".join(shuffled)).relation is None
    assert alike(" ".join(words), " ".join(prose(5_000, seed=9))).similarity < 0.05


@settings(max_examples=60, deadline=None)
@given(st.integers(60, 3_000), st.integers(0, 100), st.integers(0, 2**32))
def test_the_estimate_is_near_the_truth(length: int, percent: int, seed: int) -> None:
    ours, theirs = prose(length, seed), prose(length, seed + 1)
    cut = length * percent // 100
    mixed = ours[:cut] + theirs[cut:]
    one, other = ({tuple(w[i : i + 3]) for i in range(length - 2)} for w in (ours, mixed))
    truth = 2 * len(one & other) / (len(one) + len(other))
    found = alike(" ".join(ours), " ".join(mixed))
    # 400 hashes: a standard error of 2.5 points at most; the keys must let it be found, too
    assert abs(found.similarity - truth) < 0.11
    if truth > 0.55:
        a, b = sketch(" ".join(ours)), sketch(" ".join(mixed))
        shared = len(set(a.keys) & set(b.keys))
        assert worth_a_look(a.count, b.count, shared)


def test_chinese_is_compared_by_characters() -> None:
    chance = random.Random(1)
    text = "".join(chr(0x4E00 + int(2000 * chance.random() ** 2)) for _ in range(1200))
    lines = "\n".join(text[at : at + 31] for at in range(0, 1200, 31))
    assert signature([text]) == signature([lines])
    assert alike(text, text[:600] + "新" + text[601:]).similarity > 0.98
    assert alike(text, text[::-1]).relation is None


def test_arabic_forms_and_vowels_make_no_difference() -> None:
    words = ["الاتحاد", "الدولي", "للاتصالات", "المؤتمر", "العالمي", "لا", "يجوز", "الدول"]
    text = " ".join(words[n * n % 8] + str(n) for n in range(90))
    pointed = text.replace("الدول", "الدُّوَل").replace("لا ", "\ufefb ")
    assert alike(text, pointed).similarity > 0.99


def test_running_heads_make_no_difference() -> None:
    words = prose(6_000)
    pages = [" ".join(words[at : at + 300]) for at in range(0, 6_000, 300)]
    printed = [
        f"WCIT12/27(Rev.1)-E\nPage {n} of 20\n{page}\n– {n} –\n"
        for n, page in enumerate(pages, 1)
    ]  # fmt: skip
    flowing = sketch("\n".join(pages))
    found = likeness(flowing, sketch(*printed, pages=True))
    assert found.similarity > 0.99
    assert likeness(flowing, sketch(*printed)).similarity < found.similarity


def test_the_first_running_head_of_a_kind_is_kept() -> None:
    pages = [f"Document 5-E\nbody {'ab'[n % 2] * (n + 1)}\n- {n + 3} -" for n in range(6)]
    passed = running_lines(pages)
    kept = [without(page, lines) for page, lines in zip(pages, passed, strict=True)]
    assert kept[0] == pages[0]
    assert [plain_words(page) for page in kept[1:]] == [
        ["body", "ab"[n % 2] * (n + 1)] for n in range(1, 6)
    ]


def test_articles_that_begin_pages_are_no_running_heads() -> None:
    pages = [f"Article {n * n}\n{' '.join(prose(9, n))}, {n * n}" for n in range(9)]
    assert not any(running_lines(pages))
    assert not any(running_lines(["same", "same"]))


@given(st.lists(st.text(alphabet="ab1 \n-", max_size=60), max_size=8))
def test_lines_passed_over_lie_in_the_page_in_order(pages: list[str]) -> None:
    for page, lines in zip(pages, running_lines(pages), strict=True):
        at = 0
        for span in lines:
            assert at <= span.start < span.end <= len(page)
            at = span.end


@given(st.binary(max_size=80))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    assert runs_of(data) >= 0
    try:
        found = Sketch.unpack(data)
    except ValueError:
        return
    assert found.count >= len(found.values)


def test_a_percentage_is_never_rounded_up() -> None:
    assert Version("", 0.999, Relation.VERSION).percent == 99
    assert Version("", 1.0, Relation.VERSION).percent == 100
    assert Version("", 0.29, Relation.VERSION).percent == 29
    assert Version("", 0.98, Relation.VERSION).sentence("X") == "Nearly the same as X (98 %)."
