"""Proposals that papers give to different proponents: one was corrected later, or one is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from itrvault.treaty.comparing import Sourced

_NUMBERS = re.compile(r"/(?P<numbers>\d[^/]*/\d+[a-z]?)$")


def claimed_twice(sourced: Sequence[Sourced]) -> list[Sourced]:
    """The proposals, those disputed that stand with the same numbers under other authors.

    "RUS/27/7" and "RCC/27/7" of one meeting and on one provision cannot both be right. What a
    person settled is sure, and settles it for the others that claim it.
    """
    claims: dict[tuple[str, str, str], set[tuple[str, ...]]] = {}
    settled: set[tuple[str, str, str]] = set()
    for each in sourced:
        key = _key(each)
        if key is not None:
            claims.setdefault(key, set()).add(tuple(sorted(each.proposal.authors)))
            if each.settlement is not None and each.settlement.authors:
                settled.add(key)
    found = []
    for each in sourced:
        key = _key(each)
        if key is not None and len(claims[key]) > 1 and key not in settled:
            found.append(replace(each, proposal=replace(each.proposal, disputed=True)))
        else:
            found.append(each)
    return found


def _key(each: Sourced) -> tuple[str, str, str] | None:
    """Meeting, numbers of the identifier, and provision; None for what has none of its own."""
    proposal = each.proposal
    numbers = _NUMBERS.search(proposal.identifier)
    if numbers is None or not proposal.authors or not proposal.target.number:
        return None
    return each.document.value("meeting"), numbers["numbers"], proposal.target.number
