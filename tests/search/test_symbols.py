"""`symbol:` finds a document in all its versions, or the one that stands in quotation marks."""

from __future__ import annotations

import pytest

from itrvault.search.fields import matcher
from itrvault.search.parse import parse
from itrvault.search.query import FieldTest

SYMBOLS = (
    "WCIT12/27-E", "WCIT12/27-R", "WCIT12/27(Rev.1)-E", "WCIT12/27(Rev.1)(Cor.1)-E",
    "WCIT12/27(Add.1)-F", "WCIT12/270-E", "WCIT12/DT/27-E", "PP18/27-E", "CWG-WCIT12/TD-64-E",
    "CWG-WCIT12/TD-64(Rev.2)-E", "CWG-WCIT12/C-64", "Resolution 146 (Rev. Dubai, 2018)",
    "my own 27", "WCIT12/65-E (B3)",
)  # fmt: skip


def found(query: str) -> list[str]:
    node = parse(query)
    assert isinstance(node, FieldTest)
    meets = matcher(node)
    return [symbol for symbol in SYMBOLS if meets(symbol)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("symbol:WCIT12/27", SYMBOLS[:5]),
        ("symbol:wcit-12/27", SYMBOLS[:5]),
        ("symbol:WCIT12/27-E", (SYMBOLS[0], SYMBOLS[2], SYMBOLS[3])),
        ("symbol:WCIT12/27(Rev.1)", SYMBOLS[2:4]),
        ('symbol:"WCIT12/27-E"', SYMBOLS[:1]),
        ('symbol:"WCIT12/27"', SYMBOLS[:2]),
        ('symbol:"Document 27-E"', SYMBOLS[:1]),
        ('symbol:"Revision 1 to Document 27-E"', SYMBOLS[2:3]),
        ("symbol:TD-64", SYMBOLS[8:10]),
        ("symbol:TD64", SYMBOLS[8:10]),
        ('symbol:"TD 64 Rev.2"', SYMBOLS[9:10]),
        ('symbol:"Resolution 146"', SYMBOLS[11:12]),
        ("symbol:WCIT12/65", SYMBOLS[13:]),
        ("symbol:27", (*SYMBOLS[:5], *SYMBOLS[6:8], SYMBOLS[12])),
        ("symbol:DT", SYMBOLS[6:7]),
        ("symbol:PP18", SYMBOLS[7:8]),
        ("symbol:WCIT12/27*", SYMBOLS[:6]),
    ],
)
def test_what_it_finds(query: str, expected: tuple[str, ...]) -> None:
    assert found(query) == list(expected)
