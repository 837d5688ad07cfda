from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import Redline, RedlineKind
from itrvault.model.geometry import FlowLayout, Paragraph, ParagraphKind, Span
from itrvault.rights.negation import negations
from itrvault.rights.sweep import PassageKind, Trigger, fits, kind_of, passages, suggestion_id


def at(text: str, words: str, source: str = "taxonomy:x", **more: object) -> Trigger:
    start = text.index(words)
    return Trigger(source, words, Span(start, start + len(words)), **more)  # type: ignore[arg-type]


def said(text: str, span: Span) -> str:
    return text[span.start : span.end]


def test_a_passage_is_the_sentence_without_its_number() -> None:
    text = "30 3.3 Routes are agreed. A State may know the route of its traffic. Done."
    (found,) = passages(text, "en", [at(text, "route of its traffic")])
    assert said(text, found.span) == "A State may know the route of its traffic."
    (first,) = passages(text, "en", [at(text, "Routes")])
    assert said(text, first.span) == "Routes are agreed."


def test_triggers_of_one_source_in_one_sentence_are_one_passage() -> None:
    text = "Retain data and inspect traffic. Retain records."
    some = [at(text, "Retain"), at(text, "inspect"), at(text, "data", "taxonomy:y")]
    found = passages(text, "en", some)
    assert [(one.source, len(one.triggers)) for one in found] == [
        ("taxonomy:x", 2), ("taxonomy:y", 1),
    ]  # fmt: skip


def test_of_triggers_within_another_the_longest_stays() -> None:
    text = "The international route is known."
    (found,) = passages(text, "en", [at(text, "route"), at(text, "international route")])
    assert [said(text, one.span) for one in found.triggers] == ["international route"]


def test_words_that_mean_something_else_are_no_trigger() -> None:
    text = "The call is free of charge. There is a charge."
    charge = text.index("charge")
    some = [
        Trigger("s", "charge", Span(charge, charge + 6)),
        at(text, "free of charge", "s", other=True),
    ]
    assert passages(text, "en", some) == []
    later = Trigger("s", "charge", Span(text.rindex("charge"), text.rindex("charge") + 6))
    (found,) = passages(text, "en", [*some, later])
    assert said(text, found.span) == "There is a charge."


def test_words_near_each_other_belong_to_one_sentence() -> None:
    text = "Operators retain it. Data is safe. They retain all data."
    first, last = text.index("retain"), text.rindex("retain")
    data = text.index("Data")
    over = Trigger("s", "retain … data", Span(first, data + 4),
                   (Span(first, first + 6), Span(data, data + 4)))  # fmt: skip
    end = text.rindex("data")
    within = Trigger("s", "retain … data", Span(last, end + 4),
                     (Span(last, last + 6), Span(end, end + 4)))  # fmt: skip
    (found,) = passages(text, "en", [over, within])
    assert said(text, found.span) == "They retain all data."


NEGATED = [
    ("en", "These Regulations do not address the content of messages.", "content", "do not"),
    ("en", "Member States shall not intercept traffic.", "intercept", "shall not"),
    ("en", "Nothing in these Regulations allows interception.", "interception", "Nothing in"),
    ("en", "Content is outside the scope of this treaty.", "Content", "outside the scope"),
    ("en", "They retain no data.", "data", "no"),
    ("fr", "Sans porter atteinte à la vie privée, ils contrôlent.", "vie privée",
     "Sans porter atteinte"),
    ("fr", "Le Règlement ne traite pas du contenu des messages.", "contenu", "ne"),
    ("es", "El presente Reglamento no se aplica al contenido.", "contenido", "no"),
    ("es", "Se aplica sin perjuicio de la vida privada.", "vida privada", "sin perjuicio"),
    ("ru", "Регламент не распространяется на содержание сообщений.", "содержание",
     "не распространяется"),
    ("ar", "لا تتناول هذه اللوائح محتوى الاتصالات.", "محتوى", "لا"),
    ("ar", "ولا تمس هذه التدابير حرية التعبير.", "حرية التعبير", "ولا"),
    ("zh", "本规则不涉及电信的内容。", "内容", "不涉及"),
    ("zh", "成员国不得监听通信。", "监听", "不得"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words", "cue"), NEGATED)
def test_a_negation_that_bears_on_the_words_is_flagged(
    language: str, text: str, words: str, cue: str
) -> None:
    (found,) = passages(text, language, [at(text, words)])
    assert [said(text, span) for span in found.negations] == [cue]
    assert found.turned == found.triggers


AFFIRMED = [
    ("en", "They shall retain data for not less than twelve months.", "data"),
    ("en", "Under No. 31 operators retain data.", "data"),
    ("en", "Operators not only count calls; they inspect content.", "content"),
    ("en", "States may not delay; they shall inspect the content.", "content"),
    ("en", "They inspect all traffic, without a suspicion.", "traffic"),
    ("en", "It is no longer proposed, because it could be a rule on content.", "content"),
    ("fr", "Les prix ne concernent que le contenu.", "contenu"),
    ("fr", "Non seulement le trafic mais aussi le contenu est examiné.", "contenu"),
    ("es", "No obstante, se examina el contenido.", "contenido"),
    ("ru", "Не только трафик, но и содержание проверяется.", "содержание"),
    ("ar", "تراقب الدول المحتوى، لا سيما الرسائل.", "المحتوى"),
    ("zh", "成员国不仅监听通信。", "监听"),
    ("zh", "无线电通信的内容受到监听。", "内容"),
]


@pytest.mark.parametrize(("language", "text", "words"), AFFIRMED)
def test_what_only_looks_like_a_negation_is_none(language: str, text: str, words: str) -> None:
    (found,) = passages(text, language, [at(text, words)])
    assert [said(text, span) for span in found.negations] == []


def test_a_negation_that_is_looked_for_is_no_flag() -> None:
    text = "Traffic passes without any priority or preference."
    (found,) = passages(text, "en", [at(text, "without any priority or preference")])
    assert not found.negated


def test_a_struck_negation_does_not_negate() -> None:
    text = "The Union does not address content."
    start = text.index("does not ")
    gone = Redline(start, start + len("does not "), RedlineKind.DELETED)
    assert passages(text, "en", [at(text, "content")])[0].negated
    assert not passages(text, "en", [at(text, "content")], redlines=[gone])[0].negated


def test_headings_and_definitions_are_told_apart() -> None:
    text = (
        "ARTICLE 7 Suspension of services\n\n55 7.1 A Member may suspend services.\n\n"
        "15 2.2 International route: facilities in two countries.\n\n"
        'In these rules "spam" means bulk messages.\n\nRouting ........ 12\n'
    )
    kinds = [
        passages(text, "en", [at(text, words)])[0].kind
        for words in ("Suspension", "suspend services", "International route", "spam", "Routing")
    ]
    assert kinds == [
        PassageKind.HEADING, PassageKind.TEXT, PassageKind.DEFINITION, PassageKind.DEFINITION,
        PassageKind.HEADING,
    ]  # fmt: skip
    flow = FlowLayout((Paragraph(0, 9, 1, ParagraphKind.HEADING), Paragraph(10, 30, 2)))
    said_twice = "Spam here\nSpam here is text now."
    assert kind_of(said_twice, Span(0, 9), flow) is PassageKind.HEADING
    assert kind_of(said_twice, Span(10, 31), flow) is PassageKind.TEXT


def test_a_word_in_an_address_is_no_trigger() -> None:
    text = "See http://content.example/list and the content of it."
    assert len(passages(text, "en", [at(text, "content")])) == 0
    bare = "original: content.example.org/docs"
    assert passages(bare, "en", [at(bare, "content")]) == []
    place = text.rindex("content")
    assert passages(text, "en", [Trigger("s", "content", Span(place, place + 7))])


@pytest.mark.parametrize(
    ("term", "written", "is_form"),
    [
        ("association", "associations", True), ("association", "associated", False),
        ("TIES", "ties", False), ("TIES", "TIES", True), ("public order", "public or", False),
        ("priority", "priorities", True), ("retain … data", "date…retained", False),
        ("retain … data", "data…retained", True), ("vies privées", "vie privée", True),
        ("deep packet inspection", "deep-packet inspections", True), ("监听", "监听", True),
    ],
)  # fmt: skip
def test_forms_of_a_term_are_no_mere_relatives(term: str, written: str, is_form: bool) -> None:
    assert fits(term, written) is is_form


def test_ids_are_the_same_for_the_same_words() -> None:
    one = suggestion_id("a" * 64, "taxonomy:privacy", "They  retain\nDATA.")
    assert one == suggestion_id("a" * 64, "taxonomy:privacy", "they retain data.")
    assert one != suggestion_id("a" * 64, "taxonomy:expression", "they retain data.")
    # Written down, because vaults out there rely on it.
    assert one == "487e664b-8f47-5b29-9562-fe66e60be346"


@given(st.text("ab .\n,不لنеne", max_size=200), st.data())
def test_passages_lie_in_the_text_and_hold_their_triggers(text: str, data: st.DataObject) -> None:
    places = data.draw(
        st.lists(st.tuples(st.integers(0, len(text)), st.integers(1, 12)), max_size=6)
    )
    triggers = [
        Trigger("s", "t", Span(start, min(len(text), start + length)))
        for start, length in places
        if start < len(text)
    ]
    found = passages(text, data.draw(st.sampled_from(["", "en", "zh", "ar", "ru"])), triggers)
    last = 0
    for one in found:
        assert 0 <= last <= one.span.start < one.span.end <= len(text)
        last = one.span.end
        for trigger in one.triggers:
            assert one.span.start <= trigger.span.start
            assert trigger.span.end <= one.span.end
        for cue in one.negations:
            assert one.span.start <= cue.start < cue.end <= one.span.end
    assert {trigger for one in found for trigger in one.triggers} <= set(triggers)


@given(st.text(max_size=120))
def test_negations_lie_in_the_stretch(text: str) -> None:
    span = Span(len(text) // 3, len(text))
    for language in ("", "en", "fr", "es", "ru", "ar", "zh", "de"):
        for cue in negations(text, span, language):
            assert span.start <= cue.start < cue.end <= span.end
