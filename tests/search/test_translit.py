"""Names are found in other scripts when that is asked for, and not otherwise."""

from __future__ import annotations

import pytest

from itrvault.search.folding import fold_word
from itrvault.search.translit import skeleton
from tests.search.archive import index_of, marked, rows

NAMES = [
    ("Lavrov", "Лавров", "لافروف"), ("Putin", "Путин", "بوتين"), ("Gaddafi", "Каддафи", "القذافي"),
    ("Churkin", "Чуркин", "تشوركين"), ("Zhukov", "Жуков", "جوكوف"), ("Touré", "Туре", "توري"),
    ("Mohammed", "Мохаммед", "محمد"), ("Moscow", "Москов", "موسكو"), ("Dubai", "Дубай", "دبي"),
    ("Shishkin", "Шишкин", "شيشكين"), ("Washington", "Вашингтон", "واشنطن"),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_cyrillic(name: tuple[str, str, str]) -> None:
    index = index_of(("en", name[0]), ("ru", f"а {name[1]} и"), ("en", "nothing"), ("ru", "ничего"))
    assert rows(index, f"translit:{name[0]}") == {0, 1}
    assert rows(index, f"translit:{name[1]}") == {0, 1}
    assert rows(index, name[0]) == {0}


@pytest.mark.parametrize("name", NAMES[:5] + NAMES[6:7] + NAMES[9:10])
def test_a_name_in_arabic(name: tuple[str, str, str]) -> None:
    index = index_of(("en", name[0]), ("ar", f"قال {name[2]} اليوم"), ("ru", name[1]))
    found = len(skeleton(fold_word(name[0]))) > 2
    assert rows(index, f"translit:{name[0]}") == ({0, 1, 2} if found else {0, 2})
    assert rows(index, f"translit:{name[2]}") == ({0, 1, 2} if found else {1})


def test_is_said_and_marked() -> None:
    index = index_of(("en", "Mr Lavrov said"), ("ru", "г-н Лавров сказал"))
    assert "лавров" in index.parse("translit:Lavrov").read_as
    assert marked(index, "translit:Lavrov", "г-н Лавров сказал") == ["Лавров"]
    assert rows(index, 'translit:(Lavrov OR Putin) -translit:"Churkin"') == {0, 1}
    assert rows(index, "translit:Lavrov said") == {0}
