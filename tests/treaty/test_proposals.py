"""Proposals are found whole in every form the Union's papers have, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.proposal import Proposal, ProposalDoubt, Target, Verb
from itrvault.model.provision import PartKind
from itrvault.treaty.proposals import find_proposals
from tests.treaty.drafts import units_of


def read(*pages: str) -> list[Proposal]:
    """The proposals of these pages."""
    return find_proposals(units_of(*pages))


def only(*pages: str) -> Proposal:
    """The one proposal of these pages."""
    (found,) = read(*pages)
    return found


def test_a_proposal_with_all_its_parts():
    found = only(
        "ARTICLE 3 International network\n"
        "MOD\tRUS/27/7\n"
        "30\t3.3\tAdministrations agree [-on routes-]{+on which routes are used+}.\n"
        "Reasons: A country must know\nwhere its traffic goes.\n"
        "ARTICLE 4 Services\nNothing is proposed here."
    )
    assert (found.verb, found.identifier, found.authors) == (Verb.MOD, "RUS/27/7", ("RUS",))
    assert found.target == Target(PartKind.ARTICLE, "3", "30", "3.3")
    (wording,) = found.wordings
    assert wording.text == "Administrations agree on which routes are used."
    assert wording.before == "Administrations agree on routes."
    assert found.reasons == "A country must know where its traffic goes."
    assert found.doubt is ProposalDoubt.NONE


@pytest.mark.parametrize(
    "head",
    [
        "NOC\tUSA/16/47", "USA/16/47 NOC", "NOC\nUSA/16/47", "USA/16/47\n\nNOC",
        "NOC  USA / 16 / 47",
        "NOC: USA/16/47",
    ],
)  # fmt: skip
def test_verb_and_identifier_in_either_order_on_one_line_or_two(head: str):
    found = only(f"ARTICLE 1\nPurpose\n{head}\n6 1.4 A reference gives no force.")
    assert (found.verb, found.identifier, found.target.number) == (Verb.NOC, "USA/16/47", "6")


@pytest.mark.parametrize(
    ("printed", "authors"),
    [
        ("ACP/3A3/1", ("ACP",)), ("CAN/USA/31/1", ("CAN", "USA")), ("B/18/2", ("B",)),
        ("RCC/14A1/8", ("RCC",)), ("EUR/45A10/1", ("EUR",)), ("IAP/10(Rev.1)/3", ("IAP",)),
        ("AFCP/19/31A", ("AFCP",)),
    ],
)  # fmt: skip
def test_identifiers(printed: str, authors: tuple[str, ...]):
    printed = printed.replace("31A", "31")
    found = only(f"ADD {printed}\n31A 3A.1 Members shall know.")
    assert (found.identifier, found.authors) == (printed, authors)
    assert found.target == Target(PartKind.ARTICLE, "3A", "31A", "3A.1")


@pytest.mark.parametrize(
    ("printed", "verb"),
    [
        ("ADD", Verb.ADD), ("MOD", Verb.MOD), ("SUP", Verb.SUP), ("NOC", Verb.NOC),
        ("(MOD)", Verb.EDITORIAL), ("ADD*", Verb.MOVED_HERE), ("SUP*", Verb.MOVED_AWAY),
        ("( NOC )", Verb.NOC), ("(ADD)", Verb.ADD),
    ],
)  # fmt: skip
def test_verbs(printed: str, verb: Verb):
    assert only(f"{printed}\tARB/14/26\n3\t1.1 b)\tThese rules hold.").verb is verb


def test_a_whole_article_and_what_it_holds():
    found = only(
        "ADD AUR/901/7\nARTICLE 5A Security of networks\n"
        "41A 5A.1 Members shall protect networks.\n41B 5A.2 Operators shall help,\nwhen asked."
    )
    assert found.target == Target(PartKind.ARTICLE, "5A")
    assert [(one.target.number, one.text) for one in found.wordings] == [
        ("41A", "Members shall protect networks."),
        ("41B", "Operators shall help, when asked."),
    ]


def test_no_change_to_an_article_and_to_nothing_that_is_named():
    article, nothing = read(
        "NOC USA/9/1\nARTICLE 7 Suspension\nNOC USA/9/2\nMOD USA/9/3\n55 7.1 x"
    )[:2]
    assert article.target == Target(PartKind.ARTICLE, "7")
    assert article.doubt is ProposalDoubt.NONE
    assert nothing.doubt is ProposalDoubt.NO_TARGET


def test_several_of_one_verb_above_what_they_are_about():
    head, *found, last = read(
        "ARTICLE 1 Purpose\nNLN/4/4\nNOC\nAUR/1/2\nMOD\nCMS/5/1\nMOD\n6 1.4 A reference.\n"
        "NLN/4/5\nMOD\n7 1.5 Another."
    )
    assert (head.target, head.doubt) == (Target(PartKind.ARTICLE, "1"), ProposalDoubt.NONE)
    assert [(one.identifier, one.wordings[0].text) for one in found] == [
        ("AUR/1/2", "A reference."), ("CMS/5/1", "A reference."),
    ]  # fmt: skip
    assert last.target.number == "7"


def test_without_an_identifier():
    first, second = read("MOD 30 3.3 Routes are agreed.\n\nSUP\n31 3.4 [-Users may send.-]")
    assert (first.target.number, first.identifier, first.authors) == ("30", "", ())
    assert (second.verb, second.target.number) == (Verb.SUP, "31")
    assert (second.wordings[0].text, second.wordings[0].before) == ("", "Users may send.")


def test_options_of_a_compilation_name_nobody():
    found = read(
        "1988 text\nPossible revisions\nReferences and reasons\n"
        "30 3.3 Administrations agree on routes.\n"
        "Option 1 (MOD) [-Administrations agree-]{+States decide+} on routes.\nSecurity.\n"
        "Option 2 (NOC)\nRouting cannot be known.\n"
        "31A 3.5\nOption 1 (ADD) {+Operators pass numbers on.+}\nMisuse.\n"
        "Option 2 (no text)\nPrivacy."
    )
    assert [(one.option, one.verb, one.target.number, one.reasons) for one in found] == [
        (1, Verb.MOD, "30", "Security."), (2, Verb.NOC, "30", "Routing cannot be known."),
        (1, Verb.ADD, "31A", "Misuse."), (2, Verb.NO_TEXT, "31A", "Privacy."),
    ]  # fmt: skip
    assert found[0].wordings[0].text == "States decide on routes."
    assert not any(one.identifier or one.authors for one in found)


REASONS = {
    "en": ("ARTICLE 3", "Reasons:"), "fr": ("ARTICLE 3", "Motifs:"),
    "es": ("ARTÍCULO 3", "Motivos:"),
    "ru": ("СТАТЬЯ 3", "Основания:"), "ar": ("المادة 3", "الأسباب:"), "zh": ("第三条", "理由："),
}  # fmt: skip


@pytest.mark.parametrize("language", REASONS)
def test_six_languages(language: str):
    head, reasons = REASONS[language]
    one, other = read(
        f"{head} x\nADD SRR/4/1\n31A 3.5 A\n{reasons} B\n{head} x\nNOC SRR/4/2\n30 3.3 C"
    )
    assert (one.target.part, one.wordings[0].text, one.reasons) == ("3", "A", "B")
    assert (other.target.part, other.target.number, other.reasons) == ("3", "30", "")


def test_pages_end_in_the_middle():
    head = "WCIT12/31-E\n- {} -\n"
    found = only(
        head.format(2) + "ADD CAN/USA/31/1\n31A 3A.1 Members shall not",
        head.format(3) + "look into what is sent.\nReasons: Privacy.",
    )
    assert found.wordings[0].text == "Members shall not look into what is sent."
    assert (found.place.unit, found.place.end_unit) == (0, 1)


def test_prose_about_proposals_holds_none():
    assert not read(
        "The proposal RUS/27/7 would ADD a provision.\nADD RUS/27/7 is discussed by many; the "
        "MOD of 30 3.3 too.\nNOC\nwas the position of others.\nAn option 1 (MOD) was discussed.\n"
        "NOC, ADD and SUP are verbs.\nMOD 30 was one."
    )


CODES = st.sampled_from(("RUS", "B", "ARB", "CAN/USA", "ACP"))
SENTENCES = st.sampled_from(
    (
        "Members shall cooperate.",
        "Routes are agreed on, in 1988 terms.",
        "Nothing limits Article 9.",
    )
)
ITEMS = st.lists(
    st.tuples(
        st.sampled_from(("ADD", "MOD", "SUP", "NOC")), CODES, st.integers(1, 9), SENTENCES,
        st.none() | SENTENCES, st.integers(0, 3),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@given(ITEMS)
def test_every_item_is_found_as_it_was_written(items):
    """Whatever follows what, in whichever of the layouts."""
    lines, truth = ["ARTICLE 1 Purpose", "An introduction to it."], []
    for sequence, (verb, code, article, sentence, reasons, layout) in enumerate(items, 1):
        identifier = f"{code}/27/{sequence}"
        if sequence % 3 == 0:
            lines.append(f"ARTICLE {article} Title")
        lines += {
            0: [f"{verb}\t{identifier}"], 1: [f"{identifier} {verb}"], 2: [identifier, verb],
            3: [verb, "", identifier],
        }[layout]  # fmt: skip
        lines.append(f"{article}0A {article}.{sequence} {sentence}")
        lines += [f"Reasons: {reasons}"] if reasons else []
        truth.append(
            (verb, identifier, f"{article}0A", f"{article}.{sequence}", sentence, reasons or "")
        )
    assert [
        (one.verb.value, one.identifier, one.target.number, one.target.paragraph,
         one.wordings[0].text, one.reasons)
        for one in read("\n".join(lines))
    ] == truth  # fmt: skip


@pytest.mark.corpus
def test_nothing_is_found_where_nothing_is_proposed(corpus: Path):
    for path in sorted((corpus / "texts").rglob("*.txt")):
        assert not read(path.read_text(encoding="utf-8", errors="replace")), path.name
