"""Passages in a text that changed: placed right, or not at all."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.model.annotation import Anchor, AnchorKind
from itrvault.model.document import Unit
from itrvault.model.geometry import FlowLayout, Rect
from itrvault.text.anchors import document_anchor, make_anchor, page_anchor, region_anchor, span_in
from itrvault.text.relocating import Relocator, locate, unplaced
from tests.text.pages import page

ENGLISH = (
    "The purpose of these Regulations is to establish general principles which relate to the "
    "provision and operation of international telecommunication services offered to the public.",
    "Member States shall ensure that administrations cooperate in the establishment, operation and "
    "maintenance of the international network to provide a satisfactory quality of service.",
    "Each Member State has the right to suspend its international telecommunication service, "
    "provided that it immediately notifies such action to the other Member States.",
    "Administrations shall take measures against spam, and protect the privacy of the content of "
    "private correspondence without regard to frontiers or to the means of transmission.",
)
RUSSIAN = (
    "Члены Союза обеспечивают, чтобы администрации сотрудничали в создании, эксплуатации и "
    "техническом обслуживании международной сети для удовлетворительного качества службы.",
    "Каждый Член оставляет за собой право приостановить международную службу электросвязи при "
    "условии немедленного извещения об этом других Членов через Генерального секретаря.",
)
ARABIC = (
    "يحتفظ كل عضو بحقه في وقف الخدمة الدولية للاتصالات شريطة أن يبلغ سائر الأعضاء بذلك على الفور "
    "عن طريق الأمين العام وأن يحترم سرية المراسلات الدولية.",
)
CHINESE = (
    "各会员国应确保各主管部门在建立、运营和维护国际网络方面进行合作以提供令人满意的服务质量并保护通信的秘密",
    "每一会员国均保留中止其国际电信业务的权利但应立即将此行动通过秘书长通知其他会员国和有关的运营机构",
)
PAGES = [
    "\n".join(ENGLISH[:2]),
    "\n".join(ENGLISH[2:]),
    *("\n".join(t) for t in (RUSSIAN, ARABIC, CHINESE)),
]
ALIKE = dict(zip("eoiaclnstиоеаовнл一国的", "cаlоеiuz5нсоеа0hп二囯约", strict=False))


def spoiled(text: str, rate: float, chance: random.Random) -> tuple[str, list[int]]:
    """Signs taken for others, dropped, split and joined; where each of the old ones is now."""
    parts: list[str] = []
    places: list[int] = []
    length = 0
    for sign in text:
        places.append(length)
        if chance.random() < rate:
            sign = chance.choice(["", sign + " ", ALIKE.get(sign, "*"), ALIKE.get(sign, "~")])
        parts.append(sign)
        length += len(sign)
    return "".join(parts), [*places, length]


def units_of(texts: list[str]) -> list[Unit]:
    return [page(number, text) for number, text in enumerate(texts)]


@settings(derandomize=True)  # one in thousands may go wrong; the bench counts them
@given(st.data(), st.sampled_from([0.01, 0.05, 0.1]), st.integers(0, 10_000), st.booleans())
def test_what_recognition_spoils_is_placed_right_or_not_at_all(
    data: st.DataObject, rate: float, seed: int, known: bool
) -> None:
    number = data.draw(st.integers(0, len(PAGES) - 1))
    start = data.draw(st.integers(0, len(PAGES[number]) - 12))
    end = data.draw(st.integers(start + 8, min(len(PAGES[number]), start + 200)))
    anchor = make_anchor(units_of(PAGES), number, start, number, end)
    chance = random.Random(seed)
    made = [spoiled(text, rate, chance) for text in PAGES]
    texts, places = [text for text, _ in made], made[number][1]
    found = locate(anchor, texts, PAGES if known else None)
    if found is not None:
        assert found.exact == texts[number][found.start : found.end]
        slack = 4  # an end may be in a word that is no more the same
        assert (found.unit, found.end_unit) == (number, number)
        assert abs(found.start - places[start]) <= slack
        assert abs(found.end - places[end]) <= slack


@pytest.mark.parametrize("rate", [0.01, 0.05, 0.1])
def test_nearly_all_are_placed(rate: float) -> None:
    chance = random.Random(5)
    units = units_of(PAGES)
    texts = [spoiled(text, rate, chance)[0] for text in PAGES]
    relocator = Relocator(texts)
    anchors = []
    for number, text in enumerate(PAGES):
        for _ in range(20):
            start = chance.randrange(len(text) - 20)
            anchors.append(make_anchor(units, number, start, number, start + chance.randint(8, 20)))
    placed = relocator.place_all(anchors)
    assert sum(one is not None for one in placed) >= 0.95 * len(anchors)


def test_back_from_a_spoiled_text_to_the_good_one() -> None:
    texts = [spoiled(text, 0.08, random.Random(2))[0] for text in PAGES]
    start = texts[1].index("suspend") if "suspend" in texts[1] else 30
    anchor = make_anchor(units_of(texts), 1, start, 1, start + 60)
    found = locate(anchor, PAGES)
    assert found is not None
    assert found.unit == 1
    assert found.exact[:40] in PAGES[1]


def test_a_phrase_of_every_page_is_not_guessed() -> None:
    """The same words around it in another pagination: nothing says which one was meant."""
    article = (
        "ARTICLE\nThe Parties shall act in accordance with the provisions of this Convention.\n"
    )
    anchor = make_anchor(units_of([article] * 4), 2, 8, 2, 40)
    assert locate(anchor, ["Cover. " * 9 + article * 4]) is None
    assert locate(anchor, [article.replace("Parties", "Part1es")] * 4) is not None  # same page


def test_what_stands_clear_shows_where_the_others_are() -> None:
    clause = "The Parties shall act in accordance with the provisions of this Convention.\n"
    old = [f"{ENGLISH[n]}\n{clause}{clause}{clause}" for n in range(4)]
    units = units_of(old)
    marks = []
    for number in range(4):
        marks.append(make_anchor(units, number, 4, number, 60))
    twin = make_anchor(units, 2, len(ENGLISH[2]) + 1 + len(clause), 2,
                       len(ENGLISH[2]) + 1 + 2 * len(clause))  # fmt: skip
    once = [f"{ENGLISH[n]}\n{clause}" for n in range(4)]
    lone = make_anchor(units_of(once), 2, len(ENGLISH[2]) + 8, 2, len(ENGLISH[2]) + 40)
    new = ["Other cover.\n" * 7 + "".join(once)]
    assert locate(replace(lone, prefix="", suffix=""), new) is None
    placed = Relocator(new).place_all([*marks, replace(lone, prefix="", suffix="")])
    found = placed[-1]
    assert found is not None
    assert new[0].index(ENGLISH[2]) < found.start < new[0].index(ENGLISH[3])
    assert Relocator(["x".join(old)]).place(replace(twin, prefix="", suffix="")) is None


def test_words_that_are_gone_are_not_found_elsewhere() -> None:
    anchor = make_anchor(units_of(PAGES), 0, 4, 0, 11)  # "purpose"
    assert locate(anchor, ["For the purpose of another text altogether."]) is None


def test_a_long_passage_over_pages_with_a_running_head_between() -> None:
    body = [" ".join(f"{word}{n}" for word in ENGLISH[n % 4].split()) for n in range(12)]
    old = ["\n".join(body[:6]), "\n".join(body[6:])]
    anchor = make_anchor(units_of(old), 0, 30, 1, 700)
    new = ["HEAD\n" + "\n".join(body[:3]), "HEAD\n" + "\n".join(body[3:9]), "HEAD\n" + body[9]]
    found = locate(anchor, new)
    assert found is not None
    assert found.unit == 0
    assert found.exact[:50] == anchor.exact[:50]
    assert found.exact[-50:] == anchor.exact[-50:]


def test_a_lost_passage_keeps_its_words() -> None:
    anchor = make_anchor(units_of(PAGES), 1, 0, 2, 40)
    lost = unplaced(anchor)
    assert not lost.placed
    assert anchor.placed
    assert (lost.exact, lost.prefix, lost.suffix) == (anchor.exact, anchor.prefix, anchor.suffix)
    assert (lost.unit, lost.end_unit, lost.rects) == (1, 1, ())
    again = locate(lost, PAGES)
    assert again is not None
    assert (again.unit, again.start, again.end_unit, again.end) == (1, 0, 2, 40)


def test_regions_pages_and_documents_stay() -> None:
    first = page(0, "ADD RUS/27/7\nMember States shall\n")
    boxes = first.layout.boxes  # type: ignore[union-attr]
    box = Rect(boxes[4] + 200, boxes[5] + 1, boxes[4] - 5, boxes[3] - 1)  # corners the other way
    region = region_anchor(first, box)
    assert region.kind is AnchorKind.REGION
    assert region.exact == "RUS/27/7"
    assert region.rects[0][1].x0 < region.rects[0][1].x1
    whole, everything = page_anchor([first], 0), document_anchor()
    relocator = Relocator(["quite another text"])
    assert relocator.place(region) is region
    assert relocator.place(everything) is everything
    moved = relocator.place(whole)
    assert moved is not None
    assert moved.kind is AnchorKind.PAGE
    for anchor in (region, whole, everything):
        assert anchor.placed
        assert span_in(anchor, 0, 30) is not None
        assert len(span_in(anchor, 0, 30) or "") == 0
    assert [a.whole for a in (region, whole, everything)] == [False, True, True]


def test_a_region_is_on_a_page() -> None:
    flow = replace(page(0, "text"), layout=FlowLayout(()))
    with pytest.raises(ValueError, match="only a page"):
        region_anchor(flow, Rect(0, 0, 5, 5))
    with pytest.raises(ValueError, match="not on the page"):
        region_anchor(page(0, "text"), Rect(-9, -9, -1, -1))
    with pytest.raises(ValueError, match="not there"):
        page_anchor([page(0, "text")], 0, 1)


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40), st.integers(0, 70))
def test_any_anchor_in_any_text(text: str, quote: str, around: str, start: int) -> None:
    anchor = Anchor(0, start, 0, start + len(quote), quote, around, around[::-1])
    found = locate(anchor, [text, text[::-1]])
    if found is not None and quote:
        assert 0 <= found.start <= len([text, text[::-1]][found.unit])
        assert found.exact
