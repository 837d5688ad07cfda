"""Forms of proposals, one by one: heads, targets, titles, resolutions, redlined heads."""

from __future__ import annotations

import pytest

from itrvault.model.proposal import ProposalDoubt
from itrvault.treaty.proposals import read_paper
from itrvault.treaty.targets import told
from tests.treaty.drafts import units_of

FORMS = {
    "MOD RUS/27/3\nARTICLE 3\n[-International network-]{+Networks and services+}": [
        ("MOD", "RUS/27/3", "title of Article 3", ["Networks and services"]),
    ],
    "MOD RUS/27/3\nTitle of Article 3\nInternational networks": [
        ("MOD", "RUS/27/3", "title of Article 3", ["International networks"]),
    ],
    "MOD RUS/27/1\nTITLE\nINTERNATIONAL RULES\nNOC RUS/27/2\nPREAMBLE": [
        ("MOD", "RUS/27/1", "title of the Regulations", ["INTERNATIONAL RULES"]),
        ("NOC", "RUS/27/2", "Preamble", []),
    ],
    "ADD RUS/27/12\nDRAFT NEW RESOLUTION [RUS-1]\nThe network\nThe Conference,\nresolves\n"
    "1 to go.": [
        ("ADD", "RUS/27/12", "Resolution RUS-1", ["The Conference, resolves 1 to go."]),
    ],
    "SUP RUS/27/13\nRESOLUTION PLEN/3 (DUBAI, 2012)\nTo foster growth\nSUP RUS/27/14\nAPPENDIX 3": [
        ("SUP", "RUS/27/13", "Resolution PLEN/3", []), ("SUP", "RUS/27/14", "Appendix 3", []),
    ],
    "ADD ARB/7/5\n27B 2.12 Spam: bulk mail.\n27C 2.13 Hub: a router.": [
        ("ADD", "ARB/7/5", "27B 2.12", ["Spam: bulk mail.", "Hub: a router."]),
    ],
    "ADD RUS/27/7, 31A 3A.1 Members may.\nMOD RUS/27/8 – 32 4.1 Members shall.": [
        ("ADD", "RUS/27/7", "31A 3A.1", ["Members may."]),
        ("MOD", "RUS/27/8", "32 4.1", ["Members shall."]),
    ],
    "USA/16/47 NOC ARTICLE 1\nPurpose and scope\nARB/14/26 MOD\n3 PP-98 a) in all.": [
        ("NOC", "USA/16/47", "Article 1", []), ("MOD", "ARB/14/26", "3 a)", ["in all."]),
    ],
    "ADD RUS/27/1\n31\n3.4\nNational law.\n31A\n3A.1 Others.\n2A abis) These.": [
        ("ADD", "RUS/27/1", "31 3.4", ["National law.", "Others.", "These."]),
    ],
    "MOD USA/16/1\n57 For the purposes of Article 40.\n58 Nothing else.\nSUP USA/16/2\n59": [
        ("MOD", "USA/16/1", "57", ["For the purposes of Article 40.", "Nothing else."]),
        ("SUP", "USA/16/2", "59", [""]),
    ],
    "ARM / AZE / RUS / 14A1 / 8\nMOD\n31 3.4 So.\nNOC\nCAN/\nUSA/31/1\n32 3.5 No.": [
        ("MOD", "ARM/AZE/RUS/14A1/8", "31 3.4", ["So."]),
        ("NOC", "CAN/USA/31/1", "32 3.5", ["No."]),
    ],
    "MOD USA/9/41\nRESOLUTION 4 (Dubai, 2012)\nReview\nresolves\n1 to go;\n2 to stay.": [
        ("MOD", "USA/9/41", "Resolution 4", ["resolves 1 to go; 2 to stay."]),
    ],
    "MOD EUR/16/4\nAPPENDIX 1\nGeneral provisions\n1 Accounting\n1/2 1.2 The amounts.": [
        ("MOD", "EUR/16/4", "Appendix 1", ["1 Accounting 1/2 1.2 The amounts."]),
    ],
    "• ADD RUS/27/7\n31A 3.5 So.\n2) Add RUS/27/8\n32A 4.5 No.\nProposal: SUP RUS/27/9\n33 4.6": [
        ("ADD", "RUS/27/7", "31A 3.5", ["So."]), ("ADD", "RUS/27/8", "32A 4.5", ["No."]),
        ("SUP", "RUS/27/9", "33 4.6", [""]),
    ],
    "ARM/RUS/8A1/2ADD\n31A 3.5 So.\nMOD\nARM/RUS/18(\nRev.1)/1\n32 4.1 No.": [  # cut, or glued
        ("ADD", "ARM/RUS/8A1/2", "31A 3.5", ["So."]),
        ("MOD", "ARM/RUS/18(Rev.1)/1", "32 4.1", ["No."]),
    ],
    "(NOC) USA/9/1\n6 1.4 So.\n(MOD) USA/9/2\n7 1.5 No.": [  # a draft that brackets every verb
        ("NOC", "USA/9/1", "6 1.4", ["So."]), ("MOD", "USA/9/2", "7 1.5", ["No."]),
    ],
    "{+SUP+}[-MOD-] RUS/27/7\n31 3.4 [-Gone.-]": [("SUP", "RUS/27/7", "31 3.4", [""])],
    "ADD RUS/27/7\nARTICLE 5A\nSafety\n41A 5A.1 A.\nARTICLE 5B\nMail\n41B 5B.1 B.\nReasons: c.": [
        ("ADD", "RUS/27/7", "Article 5A", ["A.", "B."]),
    ],
    "ADD RCC/14/8\nСТАТЬЯ 5А\nБезопасность\n41А 5А.1 Должны.\nОбоснование: так.": [  # Cyrillic А
        ("ADD", "RCC/14/8", "Article 5A", ["Должны."]),
    ],
    "MOD CHN/5/2\n第三条\n国际网络\n30 3.3 主管部门\n应合作。\n理由：安全。": [
        ("MOD", "CHN/5/2", "30 3.3", ["主管部门应合作。"]),
    ],
    "MOD RUS/27/7\n31 3.4 The telecommuni-\ncations of right-\nholders: telecommunications, right, "
    "holders.": [
        ("MOD", "RUS/27/7", "31 3.4",
         ["The telecommunications of right-holders: telecommunications, right, holders."]),
    ],
    "NOC USA/9/1\nARTICLES 2 TO 4\nSUP USA/9/2\nArticles 5A and 5B\nReasons: none.": [
        ("NOC", "USA/9/1", "Articles 2 to 4", []), ("SUP", "USA/9/2", "Articles 5A and 5B", []),
    ],
    "NOC F/9/1\nARTICLES 2 À 4\nNOC E/9/2 ARTÍCULOS 2, 3 Y 4\nSUP RCC/9/3\nСтатьи с 5А по 5B": [
        ("NOC", "F/9/1", "Articles 2 to 4", []), ("NOC", "E/9/2", "Articles 2 to 4", []),
        ("SUP", "RCC/9/3", "Articles 5A and 5B", []),
    ],
    "SUP ARB/7/1\nالمواد من 2 إلى 4\nNOC ARB/7/2\nالمادتان 3 و4\nSUP CHN/5/3\n第二条至第四条\n"
    "NOC CHN/5/4\n附录1至3": [
        ("SUP", "ARB/7/1", "Articles 2 to 4", []), ("NOC", "ARB/7/2", "Articles 3 and 4", []),
        ("SUP", "CHN/5/3", "Articles 2 to 4", []), ("NOC", "CHN/5/4", "Appendices 1 to 3", []),
    ],
    "SUP USA/9/1\n27-30\nNOC USA/9/2\nARTICLE 3\nNos. 28, 29 and 31\nMOD USA/9/3\n31 3.4 So.": [
        ("SUP", "USA/9/1", "Nos. 27 to 30", []), ("NOC", "USA/9/2", "Nos. 28, 29 and 31", []),
        ("MOD", "USA/9/3", "31 3.4", ["So."]),
    ],
    "MOD (RUS/27/7)\n31 3.4 So.\nNOC [RUS/27/8]\n32 4.1 No.\n(RUS/27/9) SUP\n33 4.2": [
        ("MOD", "RUS/27/7", "31 3.4", ["So."]), ("NOC", "RUS/27/8", "32 4.1", ["No."]),
        ("SUP", "RUS/27/9", "33 4.2", [""]),
    ],
    "MOD\n31 3.4 So.\n(RUS/27/7)\nReasons: yes.\nNOC\n32 4.1 No.\nRUS/27/8": [  # named below
        ("MOD", "RUS/27/7", "31 3.4", ["So."]), ("NOC", "RUS/27/8", "32 4.1", ["No."]),
    ],
    "Proposal 1\nMOD RUS/27/7\n31 3.4 So.\nProposal 2\nReplace RUS/27/8 by the following:\n"
    "NOC RUS/27/8\n32 4.1 No.\nالمقترح 3: SUP RUS/27/9\n33\n4.2": [
        ("MOD", "RUS/27/7", "31 3.4", ["So."]), ("NOC", "RUS/27/8", "32 4.1", ["No."]),
        ("SUP", "RUS/27/9", "33 4.2", [""]),
    ],
    "**(MOD)**\t**EUR/14(Add.1)/1**\n**31**\t3.4\tSo.\n**Reasons:** yes.": [
        ("(MOD)", "EUR/14(Add.1)/1", "31 3.4", ["So."]),
    ],
    "ADD RUS/DT/1/3\n31A\n3.5\nSo.\n31B\n3.6\nNo.": [
        ("ADD", "RUS/DT/1/3", "31A 3.5", ["So.", "No."]),
    ],
    "MOD\n31 3.4 So.\nNOC\nARTICLE 4\nSUP 57": [
        ("MOD", "", "31 3.4", ["So."]), ("NOC", "", "Article 4", []), ("SUP", "", "57", [""]),
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", FORMS)
def test_forms(text: str):
    found = read_paper(units_of(text))
    assert [
        (one.verb.value, one.identifier, told(one.target), [each.text for each in one.wordings])
        for one in found.proposals
    ] == FORMS[text]
    assert not found.unread


@pytest.mark.parametrize(
    ("text", "emphasised"),
    [
        ("NOC* USA/9/1\n6 1.4 So.", True), ("**NOC** USA/9/1\n6 1.4 So.", True),
        ("NOC USA/9/1\n6 1.4 So.", False), ("**ADD** USA/9/1\n6A 1.4 So.", False),
        ("NOC*\nUSA/9/1\n6 1.4 So.", True),
    ],
)  # fmt: skip
def test_an_emphasised_no_change(text: str, emphasised: bool):
    (found,) = read_paper(units_of(text)).proposals
    assert found.emphasised is emphasised
    assert found.verb.value in ("NOC", "ADD")


def test_what_looks_like_a_head_and_is_none_is_told():
    (unit,) = units_of("MOD RUS/27/1\n31 3.4 So.\nADD RUS-27-2\n32 4.1 No.\nRUS/27/3\nText.")
    read = read_paper([unit])
    assert [unit.text[place.start : place.end] for place in read.unread] == [
        "ADD RUS-27-2", "RUS/27/3",
    ]  # fmt: skip
    assert read.proposals[0].wordings[0].text == "So."


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("NOC USA/9/4\nMOD USA/9/5\n6 1.4 So.", ProposalDoubt.NO_TARGET),
        ("ADD USA/9/4\n31A 3.5", ProposalDoubt.NO_WORDING),
        ("ADD РУС/27/2\n31A 3.5 So.", ProposalDoubt.ODD_IDENTIFIER),
        ("MOD USA/9/4\n30 3.3 So.\nMOD USA/9/4\n31 3.4 No.", ProposalDoubt.TWICE),
    ],
)
def test_what_a_person_should_look_at(text: str, doubt: ProposalDoubt):
    assert read_paper(units_of(text)).proposals[0].doubt is doubt
