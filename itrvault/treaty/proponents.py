"""Whose a proposal is: the codes people write for it, and those of the proponents papers name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from itrvault.errors import InvalidValue
from itrvault.treaty.members import find_member, split_members

NOBODY_KNOWS = "?"
"""Stands among the codes of a settlement for: nobody knows whose it is."""

_CODE = re.compile(r"[A-Z]{1,5}")
_UNKNOWN = re.compile(r"(?:\?|unknown|not known|nobody knows)", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_AND = re.compile(r"\s*[,;/&]\s*|\s+and\s+", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[]([A-Z]{2,5})[)\]]\s*$")


def read_authors(text: str) -> tuple[str, ...]:
    """What somebody wrote: "RUS, CAN" together; "RUS or RCC" disputed, "unknown"; "" says nothing.

    Disputed codes have a "?" behind them: ("RUS?", "RCC?"). Names of states and groups do as well
    as their codes. Raises InvalidValue.
    """
    tidy = " ".join(text.split())
    if not tidy:
        return ()
    if _UNKNOWN.fullmatch(tidy):
        return (NOBODY_KNOWS,)
    claims = _OR.split(tidy)
    mark = "?" if len(claims) > 1 else ""
    codes: list[str] = []
    for claim in claims:
        names = split_members(claim) or _AND.split(claim)
        codes += [_code(name.strip(), text) + mark for name in names]
    return tuple(dict.fromkeys(codes))


def say_authors(codes: Sequence[str]) -> str:
    """The codes as `read_authors` reads them."""
    if codes and codes[0] == NOBODY_KNOWS:
        return "unknown"
    disputed = any(code.endswith("?") for code in codes)
    return (" or " if disputed else ", ").join(code.rstrip("?") for code in codes)


def codes_of(proponent: str) -> tuple[str, ...]:
    """The codes of the proponents a document names ("A; B"); () unless each has one."""
    codes: list[str] = []
    for name in filter(None, (each.strip() for each in proponent.split(";"))):
        bracket = _IN_BRACKETS.search(name)
        for each in split_members(name) or (name,):
            member = find_member(each)
            if member is not None and member.code:
                codes.append(member.code)
            elif bracket is not None:
                codes.append(bracket[1])
            else:
                return ()
    return tuple(dict.fromkeys(codes))


def _code(name: str, text: str) -> str:
    member = find_member(name)
    if member is not None and member.code:
        return member.code
    code = name.rstrip("?").upper()
    if not _CODE.fullmatch(code):
        raise InvalidValue(
            value=text, field="proponents",
            reason="write codes (RUS, CAN), “RUS or RCC” where it is disputed, or “unknown”",
        )  # fmt: skip
    return code
