"""Names and codes of those who make proposals."""

from __future__ import annotations

import pytest

from itrvault.treaty.members import find_member, split_members


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Russian Federation", "RUS"), ("RUSSIAN FEDERATION", "RUS"),
        ("Fédération de Russie", "RUS"),
        ("Российская Федерация", "RUS"), ("الاتحاد الروسي", "RUS"), ("俄罗斯联邦", "RUS"),
        ("Egypt (Arab Republic of)", "EGY"), ("Brasil", "B"), ("The Netherlands", "HOL"),
        ("Arab States", "ARB"), ("Estados Árabes", "ARB"), ("Asia-Pacific Telecommunity", "ACP"),
        ("Cote d’Ivoire", "CTI"),
    ],
)  # fmt: skip
def test_one_member_in_many_languages(name: str, code: str) -> None:
    member = find_member(name)
    assert member is not None
    assert member.code == code


def test_organisations_have_no_code() -> None:
    member = find_member("Center for Democracy and Technology")
    assert member is not None
    assert (member.kind, member.code) == ("organisation", "")
    assert find_member("CDT") == member == find_member("Center for Democracy & Technology")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Canada, United States of America", ("Canada", "United States of America")),
        ("Canada / United States", ("Canada", "United States")),
        ("Algeria (People's Democratic Republic of), Saudi Arabia (Kingdom of) and Bahrain",
         ("Algeria (People's Democratic Republic of)", "Saudi Arabia (Kingdom of)", "Bahrain")),
        ("Bosnia and Herzegovina", ("Bosnia and Herzegovina",)),
        ("Trinidad and Tobago", ("Trinidad and Tobago",)),
        ("Беларусь и Украина", ("Беларусь", "Украина")),
    ],
)  # fmt: skip
def test_joint_proponents_come_apart_as_they_stand(line: str, names: tuple[str, ...]) -> None:
    assert split_members(line) == names


@pytest.mark.parametrize("line", ["Canada and friends", "Atlantis", "", "Proposals, France"])
def test_a_list_with_an_unknown_name_is_left_alone(line: str) -> None:
    assert split_members(line) == ()
