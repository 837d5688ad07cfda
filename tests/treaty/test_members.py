"""Names and codes of those who make proposals."""

from __future__ import annotations

import json
import random

import pytest

from itrvault.paths import resources
from itrvault.treaty.members import find_member, split_members

JOINTS = {
    "en": (" and ", ", ", " / ", ", and "), "fr": (" et ", ", "), "es": (" y ", ", "),
    "ru": (" и ", ", "), "ar": (" و", "، ", "، و", " و "), "zh": ("和", "及", "、", "以及", "，"),
}  # fmt: skip
"""What each language writes between two names of a list."""


def state_names(language: str) -> list[str]:
    raw = json.loads((resources() / "facts" / "members.json").read_text(encoding="utf-8"))
    return [name for state in raw["states"] for name in state["names"][language]]


def join(language: str, names: list[str], joint: str) -> str:
    line = names[0]
    for name in names[1:]:
        spanish_e = joint == " y " and language == "es" and name.startswith("I")
        line += (" e " if spanish_e else joint) + name
    return line


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
        ("BOSNIA AND HERZEGOVINA AND CANADA", ("BOSNIA AND HERZEGOVINA", "CANADA")),
        ("جمهورية مصر العربية والمملكة العربية السعودية",
         ("جمهورية مصر العربية", "المملكة العربية السعودية")),
        ("البوسنة والهرسك، ولايات ميكرونيسيا الموحدة وولايات ميكرونيسيا الموحدة",
         ("البوسنة والهرسك", "ولايات ميكرونيسيا الموحدة", "ولايات ميكرونيسيا الموحدة")),
        ("苏丹、埃及及波斯尼亚和黑塞哥维那以及南非共和国",
         ("苏丹", "埃及", "波斯尼亚和黑塞哥维那", "南非共和国")),
        ("中华 人民共和国和俄罗斯联邦、", ("中华 人民共和国", "俄罗斯联邦")),
        ("Antigua y Barbuda, Irán (República Islámica del) e Iraq",
         ("Antigua y Barbuda", "Irán (República Islámica del)", "Iraq")),
        ("CDT, United Nations Educational, Scientific and Cultural Organization and EFF",
         ("CDT", "United Nations Educational, Scientific and Cultural Organization", "EFF")),
    ],
)  # fmt: skip
def test_joint_proponents_come_apart_as_they_stand(line: str, names: tuple[str, ...]) -> None:
    assert split_members(line) == names


@pytest.mark.parametrize("language", JOINTS)
def test_lists_of_states_in_six_languages_give_the_names_back(language: str) -> None:
    """Each name of the facts stands once before another and once behind; then longer lists."""
    chance = random.Random(language)
    names = state_names(language)
    others = chance.sample(names, len(names))
    pairs = [[a, b] for joint in JOINTS[language] for a, b in zip(names, others, strict=True)]
    lists = [chance.choices(names, k=chance.randint(3, 9)) for _ in range(100)]
    for each in pairs + lists:
        line = join(language, each, chance.choice(JOINTS[language]))
        assert split_members(line) == tuple(each), line


@pytest.mark.parametrize("language", JOINTS)
def test_no_name_of_the_facts_comes_apart(language: str) -> None:
    for name in state_names(language):
        assert split_members(name) == (name,)


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("Iran (Islamic Republic of), Venezuela (Bolivarian Republic of)", "IRN VEN"),
        ("Sri Lanka (Democratic Socialist Republic of) and Micronesia (Federated States of)",
         "CLN FSM"),
        ("Kazakhstan (République du), Iran (République islamique d’)", "KAZ IRN"),
        ("Pakistán (República Islámica del) y Kenya (República de)", "PAK KEN"),
        ("Иран (Исламская Республика), Боливия (Многонациональное Государство)", "IRN BOL"),
        ("إيران (جمهورية - الإسلامية)، وبوليفيا (دولة - المتعددة القوميات)", "IRN BOL"),
        ("伊朗（伊斯兰共和国）、委内瑞拉(玻利瓦尔共和国)和密克罗尼西亚（联邦）", "IRN VEN FSM"),
        ("Korea (Democratic People's Republic of), Korea (Republic of)", "KRE KOR"),
        ("刚果（民主共和国）和刚果（共和国）", "COD COG"),
    ],
)  # fmt: skip
def test_the_form_of_a_state_may_stand_behind_each_name(line: str, codes: str) -> None:
    members = [find_member(name) for name in split_members(line)]
    assert [member.code for member in members if member] == codes.split()


@pytest.mark.parametrize(
    "name",
    [
        "Germany (Democratic Republic)", "Йемен (Народная Демократическая Республика)",
        "Canada (Province of)", "Украина (Донецкая Народная Республика)", "Canada (2012)",
        "Arab States (Kingdom of)", "Canada ()", "中国（台湾省）", "China (of the)",
    ],
)  # fmt: skip
def test_what_stands_in_brackets_may_make_it_somebody_else(name: str) -> None:
    assert find_member(name) is None
    assert split_members(f"{name}, France") == ()


def test_a_list_may_be_as_long_as_somebody_likes() -> None:
    line = "、".join(["埃及"] * 1000)
    assert split_members(line) == ("埃及",) * 1000
    assert split_members(line + "、某国") == ()
    assert split_members("法国" + " " * 50_000 + "、" * 50_000 + "埃及") == ("法国", "埃及")


@pytest.mark.parametrize(
    "line",
    [
        "Canada and friends", "Atlantis", "", " , ", "Proposals, France", "CanadaandFrance",
        "فرنسا وأصدقاؤها", "法国和朋友",
    ],
)  # fmt: skip
def test_a_list_with_an_unknown_name_is_left_alone(line: str) -> None:
    assert split_members(line) == ()
