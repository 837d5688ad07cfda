"""Forms that no stemmer brings together, in both directions."""

from __future__ import annotations

import pytest

from itrvault.search.irregular import GROUPS
from tests.search.archive import index_of, rows

PAIRS = [
    ("ar", "حق", "الحقوق"), ("ar", "اللوائح", "لائحة"), ("ar", "مادة", "والمواد"),
    ("en", "criterion", "criteria"), ("en", "bind", "bound"), ("fr", "loi", "lois"),
    ("fr", "contenu", "contenus"), ("fr", "appliquer", "appliquent"), ("fr", "doit", "doivent"),
    ("fr", "respecte", "respectent"), ("es", "libertad", "libertades"), ("es", "voz", "voces"),
    ("ru", "использовать", "использует"), ("ru", "регулировать", "регулируются"),
    ("ru", "должен", "должны"), ("ru", "канал", "каналы"), ("ru", "поправка", "поправок"),
    ("ru", "рынок", "рынки"), ("ru", "конец", "конца"), ("es", "utilizar", "utilicen"),
    ("es", "aplicar", "aplique"), ("es", "proteger", "proteja"), ("es", "establecer", "establezca"),
    ("es", "entender", "entiende"), ("es", "acordar", "acuerdos"), ("es", "negar", "niegue"),
    ("es", "comenzar", "comience"), ("fr", "obtenir", "obtient"), ("fr", "détenir", "détenus"),
    ("fr", "prévoir", "prévoient"), ("fr", "négocier", "négocient"), ("fr", "actif", "actives"),
    ("fr", "inscrire", "inscrite"), ("ar", "مواطن", "للمواطنين"), ("ar", "يتعاون", "ستتعاون"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "one", "other"), PAIRS)
def test_one_form_finds_the_other(language: str, one: str, other: str) -> None:
    for typed, stands in ((one, other), (other, one)):
        assert rows(index_of((language, stands), (language, "xyz")), typed) == {0}


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "mai", "mais"),
        ("fr", "argent", "argile"),
        ("fr", "parent", "par"),
        ("en", "lead", "load"),
        ("ru", "мочь", "мощь"),
    ],
)
def test_words_of_their_own_stay_apart(language: str, one: str, other: str) -> None:
    assert rows(index_of((language, one), (language, other)), one) == {0}


@pytest.mark.parametrize("language", GROUPS)
def test_each_form_of_a_group_finds_all_others(language: str) -> None:
    for group in GROUPS[language]:
        forms = group.split()
        index = index_of(*[(language, form) for form in forms])
        for form in forms:
            assert rows(index, form) == set(range(len(forms))), (form, group)
