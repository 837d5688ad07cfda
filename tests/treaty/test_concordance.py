"""Numbers of other numberings: what is shipped, what people add, and what is not known."""

from __future__ import annotations

import pytest

from itrvault.model.provision import Part, PartKind, Place, TreatyText
from itrvault.model.settlement import NumberPair
from itrvault.treaty.concordance import Concordance, numbering_of, tidy_number


def others(numbering, number, *pairs):
    found = Concordance([NumberPair("x", *pair) for pair in pairs]).others(numbering, number)
    return [(one.numbering, one.number) for one in found]


def test_what_is_shipped_follows_from_the_documents():
    assert others("2012", "Article 5B") == [("2013", "Article 7")]
    assert others("2013", "article 6") == [("2012", "Article 5A")]
    assert others("1988", "Article 3") == [("2012", "Article 3"), ("2013", "Article 3")]
    assert others("1988", "27") == [("2012", "27")]
    assert others("2013", "33") == []  # not known, so not guessed
    assert others("1988", "31A") == []


def test_pairs_by_hand_go_both_ways_and_on():
    pair = ("1988", "27", "2013", "33")
    assert others("1988", "27", pair) == [("2012", "27"), ("2013", "33")]
    assert others("2012", "27", pair) == [("1988", "27"), ("2013", "33")]
    assert others("2013", "33", pair) == [("1988", "27"), ("2012", "27")]
    known = Concordance([NumberPair("x", *pair, "checked")])
    assert known.translate("27", "1988", "2013") == ("33",)
    hand = [one for one in known.others("1988", "27") if one.by_hand]
    assert [(one.number, one.why) for one in hand] == [("33", "checked")]
    assert sum(one.by_hand for _, _, one in known.pairs()) == 1


def test_every_shipped_pair_names_known_numberings_and_says_why():
    known = Concordance()
    ids = {one.id for one in known.numberings}
    pairs = list(known.pairs())
    assert pairs
    for numbering, number, other in pairs:
        assert {numbering, other.numbering} <= ids
        assert other.why
        assert tidy_number(number) == number
    assert any(one.not_known for one in known.numberings)


def treaty(**titles: str) -> TreatyText:
    place = Place(0, 0, 0, 0)
    return TreatyText(
        tuple(Part(PartKind.ARTICLE, key[1:], title, "", place) for key, title in titles.items())
    )


@pytest.mark.parametrize(
    ("heads", "numbering"),
    [
        ({"_6": "Charging and Accounting", "_8": "Dissemination of Information",
          "_10": "Final Provisions"}, "1988"),
        ({"_6": "Charging", "_5A": "Security and robustness of networks",
          "_5B": "Unsolicited bulk electronic communications"}, "2012"),
        ({"_6": "Security and robustness of networks",
          "_7": "Unsolicited bulk electronic communications"}, "2013"),
        ({"_6": "Freedom of speech", "_10": "Final provisions"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_which_numbering_a_text_has(heads, numbering):
    assert numbering_of(treaty(**heads)) == numbering


def test_a_number_that_never_was_kept_none():
    book = Concordance()
    assert [one.number for one in book.others("1988", "64")] == ["64"]
    for strange in ("65", "0", "99999", "Article 11", "Appendix 4", "31A"):
        assert book.others("1988", strange) == ()
    assert book.others("2012", "65") == ()
