"""Which forms of a word are looked up, where an archive holds many languages."""

from __future__ import annotations

import pytest

from tests.search.archive import index_of, rows


def forms_of(index, query: str) -> set[str]:
    reading = index.parse(query)
    return {term.rstrip("\x02") for terms in reading.forms.values() for term in terms}


def test_a_key_of_one_language_is_no_word_of_another():
    index = index_of("freedom of expression", "the prisoners were freed", ("pl", "wolność słowa i"))
    assert forms_of(index, "freedom") == {"freedom"}


def test_a_key_that_stands_alone_in_its_own_language_is_found():
    index = index_of("the right to privacy", ("fr", "le droit à la vie"))
    assert rows(index, "rights") == {0}
    assert rows(index, "droits") == {1}


def test_small_words_have_no_other_forms():
    index = index_of("freedom of speech", ("nl", "of het offending woord"), ("es", "notar la nota"))
    assert forms_of(index, "of") == {"of"}
    assert forms_of(index, "not") == set()


def test_a_guest_is_not_looked_up_where_it_is_only_cited():
    spanish = [("es", f"el contenido del acuerdo número {n}") for n in range(60)]
    index = index_of(
        *[f"the content and contents of page {n}" for n in range(20)],
        *spanish, ("es", "muy contento con el acuerdo"), ("es", "la palabra content se cita"),
    )  # fmt: skip
    assert forms_of(index, "content") == {"content", "contents"}
    assert index.parse("content").read_as.endswith(" in en")


@pytest.mark.parametrize(
    ("typed", "language", "stands"),
    [
        ("plan", "es", "los planes nacionales"),
        ("operator", "de", "die Operatoren der Netze"),
        ("nation", "fr", "les nations unies"),
    ],
)
def test_a_word_at_home_in_several_languages_is_found_in_each(typed, language, stands):
    english = [f"the {typed} of member {n}" for n in range(8)]
    others = [(language, stands)] * 4
    assert len(rows(index_of(*english, *others), typed)) == 12


def test_a_small_language_is_not_drowned_by_a_large_one():
    english = [f"the service {n} of a provider" for n in range(400)]
    index = index_of(*english, ("fr", "les services fournis"), ("fr", "le réseau"))
    assert 400 in rows(index, "service")


def test_a_wildcard_means_each_word_once():
    index = index_of("the rights of users", "rights and duties", "of a right", "right", segments=2)
    (terms,) = index.parse("rig*").forms.values()
    assert len(terms) == len(set(terms))
