"""Pages that lie are told from pages that are merely unusual."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import Doubt, Unit, UnitKind
from itrvault.model.geometry import FlowLayout, PageLayout
from itrvault.text.judge import SENTENCES, judge, judge_document
from itrvault.text.legible import legibility

ENGLISH = (
    "Member States shall ensure that administrations take the measures necessary for the security "
    "of networks, and that nothing in these Regulations impairs the right of any person to the "
    "freedom of expression. The charges for international services shall be settled between the "
    "administrations concerned, in accordance with the provisions of this Article. "
)
FRENCH = (
    "Les États Membres veillent à ce que les administrations prennent les mesures nécessaires à la "
    "sécurité des réseaux, et à ce que rien dans le présent Règlement ne porte atteinte au droit "
    "de toute personne à la liberté d'expression. Les taxes sont réglées entre elles. "
)
RUSSIAN = (
    "Государства-Члены обеспечивают, чтобы администрации принимали меры, необходимые для "
    "безопасности сетей, и чтобы ничто в настоящем Регламенте не нарушало права любого лица на "
    "свободу выражения мнения. Расчёты производятся между администрациями согласно этой статье. "
)
CHINESE = (
    "各成员国应当确保主管部门采取必要的措施保障网络的安全,本规则的任何规定不得损害任何人享有的言论自由的权利。国际业务的费用应当由有关的主管"
    "部门按照本条的规定进行结算。各成员国同意在适当的情况下进行合作,并且为了这个目的提供一切可能的帮助。"
)
ARABIC = (
    "تضمن الدول الأعضاء أن تتخذ الإدارات التدابير اللازمة لأمن الشبكات، وألا يمس أي شيء في هذه "
    "اللوائح حق أي شخص في حرية التعبير. وتسوى الرسوم بين الإدارات المعنية وفقا لأحكام هذه المادة. "
)
PROSE = {"en": ENGLISH, "fr": FRENCH, "ru": RUSSIAN, "zh": CHINESE, "ar": ARABIC}

JAPANESE = 3 * "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等。"
VIETNAMESE = (
    "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. Mọi con người "
    "đều được tạo hoá ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình anh em. "
)
PROGRAM = (
    "static int foo_bar(struct ctx *p, size_t n) { for (i = 0; i < n; i++) { if (p->xs[i] == NULL) "
    "return -EINVAL; memcpy(dst, src, sizeof(*dst)); qsort(tbl, cnt, sizeof tbl[0], cmp_str); } "
    "printf(fmt, argv[i]); free(ptr); goto err_out; } #define MAX_BUF 4096 /* see hdr.h */ "
)
FIGURES = "\n".join(
    f"{n}.{n % 7}  {n * 37 % 1000:>6}  {n * 91 % 10000:>8.2f} kbit/s" for n in range(40)
)
NAMES = (
    "Abdulrahman Krzysztof Nguyen Szczepaniak Oyelaran Vukovic Schmidt Papadopoulos Fernandez "
    "Hernandez Johansson Lindqvist Okonkwo Zbigniew Mbeki Tshabalala Wojciechowski Kovacs Petrov "
)


def shifted(text: str, by: int) -> str:
    """As a font with a wrong table gives it."""
    return "".join(chr(ord(c) + by) if c.isalpha() else c for c in text)


def rotated(text: str) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return text.lower().translate(str.maketrans(letters, letters[11:] + letters[:11]))


def shuffled_han(text: str) -> str:
    signs = list(range(0x4E00, 0x9FA0))
    random.Random(7).shuffle(signs)
    return "".join(chr(signs[ord(c) - 0x4E00]) if 0x4E00 <= ord(c) < 0x9FA0 else c for c in text)


@pytest.mark.parametrize("language", PROSE)
def test_honest_prose_is_not_doubted(language: str):
    assert judge(PROSE[language]).doubt is Doubt.NONE
    assert judge(PROSE[language]).sentence == ""


UNUSUAL = {
    "empty": "", "number": "12", "japanese": JAPANESE, "vietnamese": VIETNAMESE,
    "program": PROGRAM, "figures": FIGURES, "names": NAMES,
    "bullets": 8 * "• \uf0b7 " + ENGLISH, "formula": 20 * "αβ x² ∂f/∂x ∫ ",
    "five languages": ENGLISH + FRENCH + RUSSIAN + ARABIC + CHINESE,
}  # fmt: skip


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_pages_are_not_doubted(name: str):
    assert judge(UNUSUAL[name]).doubt is Doubt.NONE


LIES = {
    "shifted russian": (shifted(RUSSIAN, -0x1D6), Doubt.LETTERS),
    "russian by the table of western letters": (
        RUSSIAN.encode("cp1251").decode("latin-1"), Doubt.LETTERS,
    ),
    "russian by another russian table": (
        RUSSIAN.encode("koi8-r", "replace").decode("cp1251", "replace"), Doubt.WORDS,
    ),
    "rotated english": (rotated(ENGLISH), Doubt.WORDS),
    "shifted english": ("".join(chr(ord(c) - 29) if c > "=" else c for c in ENGLISH), Doubt.WORDS),
    "private signs": (shifted(ENGLISH, 0xE000), Doubt.LETTERS),
    "signs unknown": ("\ufffd" * 60 + " page 7", Doubt.LETTERS),
    "control signs": ("".join(chr(ord(c) % 27 + 1) for c in ENGLISH), Doubt.LETTERS),
    "wrong chinese": (shuffled_han(CHINESE), Doubt.WORDS),
    "scattered chinese": (
        "".join(chr((ord(c) * 7) % 0x1400 + 0x370) for c in CHINESE * 2), Doubt.LETTERS,
    ),
    "backwards arabic": (ARABIC[::-1], Doubt.WORDS),
    "backwards english": (ENGLISH[::-1], Doubt.WORDS),
    "torn arabic": (" ".join(ARABIC.replace(" ", "")), Doubt.WORDS),
    "letter by letter": ("\n".join(ENGLISH.replace(" ", "")), Doubt.WORDS),
}  # fmt: skip


@pytest.mark.parametrize("name", LIES)
def test_lies_are_seen(name: str):
    text, doubt = LIES[name]
    found = judge(text)
    assert found.doubt is doubt
    assert found.sentence.endswith(".")


@pytest.mark.parametrize("language", PROSE)
def test_prose_is_more_legible_than_what_lies(language: str):
    lies = [legibility(text) for text, _ in LIES.values()]
    assert legibility(PROSE[language]) > 0.5
    assert legibility(PROSE[language]) > max(lies)


def page(number: int, text: str, doubt: Doubt = Doubt.NONE) -> Unit:
    return Unit(number, UnitKind.PAGE, str(number + 1), text, PageLayout(595, 842), doubt=doubt)


def test_a_document_is_judged_page_by_page_and_by_what_it_is_in():
    units = [
        page(0, RUSSIAN), page(1, ENGLISH), page(2, "", Doubt.IMAGE), page(3, ""),
        page(4, shifted(RUSSIAN, -0x1D6)), page(5, rotated(ENGLISH * 2)),
    ]  # fmt: skip
    found = [each.doubt for each in judge_document(units)]
    assert found == [
        Doubt.NONE, Doubt.NONE, Doubt.IMAGE, Doubt.NONE, Doubt.LETTERS, Doubt.WORDS,
    ]  # fmt: skip
    assert judge_document(units)[2].sentence == SENTENCES[Doubt.IMAGE]


def test_flowing_text_has_no_page_that_says_otherwise():
    section = Unit(0, UnitKind.SECTION, "1", rotated(ENGLISH), FlowLayout())
    assert judge_document([section])[0].doubt is Doubt.NONE


@given(st.text(max_size=400))
def test_any_text_can_be_judged(text: str):
    assert judge(text).doubt in Doubt
    assert 0.0 <= legibility(text) <= 1.0


@given(st.text(alphabet=st.characters(max_codepoint=0x7E), max_size=60))
def test_a_few_letters_are_never_doubted(text: str):
    assert judge(text.replace("\x7f", "")[:20]).doubt is Doubt.NONE


@given(
    st.text(
        st.sampled_from("abcdefghij    \n.,éüñ’“—→ßœ½ęơỹ⟨\x01\x9f\ufffd\ue000ƃʒᏣжияأبت中ﬁ\ud800"),
        max_size=160,
    ),
    st.integers(0, 4),
)
def test_a_page_of_ordinary_letters_is_judged_as_by_all_that_is_looked_at(
    text: str, sentences: int
) -> None:
    text = "the members of the union shall ensure that and for " * sentences + text
    quick = judge(text, "en")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("itrvault.text.judge._ordinary", lambda sample: False)
        assert judge(text, "en") == quick


@pytest.mark.parametrize("by", [1, 3, 17, -29, 0x100])
def test_chinese_signs_that_are_shifted_are_no_words(by: int):
    moved = "".join(chr(ord(c) + by) if "\u4e00" <= c <= "\u9f00" else c for c in CHINESE)
    assert judge(moved).doubt is Doubt.WORDS


def test_a_list_of_people_in_chinese_is_not_doubted():
    people = "张伟 王芳 李娜 刘洋 陈静 杨勇 赵磊 黄敏 周杰 吴霞 徐强 孙丽 胡军 朱琳 高峰 林涛 何萍 "
    assert judge(3 * people).doubt is Doubt.NONE


def test_signs_that_only_dictionaries_have_are_no_words():
    rare = "".join(map(chr, range(0x3500, 0x3540)))
    assert judge(rare + CHINESE).doubt is Doubt.WORDS


@pytest.mark.parametrize("language", PROSE)
def test_words_with_letters_that_the_file_does_not_name_are_seen(language: str):
    letter = {"en": "r", "fr": "r", "ru": "г", "zh": "的", "ar": "ع"}[language]
    text = PROSE[language] if language != "zh" else 3 * CHINESE
    assert judge(text.replace(letter, "\ufffd")).doubt is Doubt.LETTERS
    assert judge(f"\ufffd {text} \ufffd").doubt is Doubt.NONE  # bullets


def test_the_short_last_page_of_a_document_that_lies_is_doubted_too():
    lies = [shifted(text, 0x1D6) for text in (ENGLISH, 2 * ENGLISH, "Done at Dubai")]
    doubts = [found.doubt for found in judge_document([page(n, t) for n, t in enumerate(lies)])]
    assert doubts[0] is doubts[1] is doubts[2] is Doubt.LETTERS
    honest = [page(0, ENGLISH), page(1, lies[1]), page(2, "Done at Dubai")]
    assert judge_document(honest)[2].doubt is Doubt.NONE
