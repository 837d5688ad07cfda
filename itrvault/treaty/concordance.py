"""Which numbers of two numberings of the treaty are the same provision, as far as it is known.

What the program ships is in `resources/facts/concordance.json`; what people add lies in the vault.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from itrvault.model.concordance import Numbering, OtherNumber
from itrvault.model.provision import PartKind, TreatyText
from itrvault.model.settlement import NumberPair
from itrvault.paths import resources
from itrvault.text.fold import fold
from itrvault.text.words import tokens

_ARTICLE = re.compile(r"^(?:articles?|art\.)\s*(?P<number>\d{1,3}[A-Z]{0,2})$", re.IGNORECASE)
_MARGIN = re.compile(r"^\d{1,3}[A-Z]{0,2}(?:bis|ter)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Pair:
    ends: tuple[tuple[str, str], tuple[str, str]]
    why: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class _Shipped:
    numberings: tuple[Numbering, ...]
    heads: dict[str, dict[str, str]]
    pairs: tuple[_Pair, ...]
    last: dict[str, dict[str, int]]
    """Of a numbering whose numbers others keep: the last number of its margin ("") and parts."""


class Concordance:
    """The shipped pairs and those of a vault."""

    def __init__(self, by_hand: Iterable[NumberPair] = ()) -> None:
        shipped = _load()
        self.numberings = shipped.numberings
        own = [
            _Pair(
                ((one.numbering, tidy_number(one.number)),
                 (one.other_numbering, tidy_number(one.other_number))), one.note, by_hand=True,
            )
            for one in by_hand
        ]  # fmt: skip
        self._last = shipped.last
        self._keeps = {one.id: one.keeps for one in self.numberings if one.keeps}
        self._beside: dict[tuple[str, str], list[OtherNumber]] = {}
        for pair in (*own, *shipped.pairs):
            for one, other in (pair.ends, pair.ends[::-1]):
                self._beside.setdefault(one, []).append(OtherNumber(*other, pair.why, pair.by_hand))

    def others(self, numbering: str, number: str) -> tuple[OtherNumber, ...]:
        """What a number ("27", "Article 5B") of one numbering is in the others, each once.

        () where nothing is known. Steps over a third numbering count, with the reasons of both.
        """
        number = tidy_number(number)
        start = numbering, number
        found: dict[tuple[str, str], OtherNumber] = {}
        waiting = [(start, "", False)]
        seen = {start}
        while waiting:
            at, why, hand = waiting.pop(0)
            for other in (*self._beside.get(at, ()), *self._kept(*at)):
                end = other.numbering, other.number
                if end in seen or other.numbering == numbering:
                    continue
                seen.add(end)
                reasons = "; ".join(dict.fromkeys(filter(None, (why, other.why))))
                told = OtherNumber(*end, reasons, hand or other.by_hand)
                found[end] = told
                waiting.append((end, reasons, told.by_hand))
        order = {one.id: at for at, one in enumerate(self.numberings)}
        return tuple(
            sorted(found.values(), key=lambda one: (order.get(one.numbering, 99), one.number))
        )

    def pairs(self) -> Iterator[tuple[str, str, OtherNumber]]:
        """Every pair once: numbering, number, and the other one; those by hand first."""
        told = set()
        for (numbering, number), others in self._beside.items():
            for other in others:
                key = frozenset(((numbering, number), (other.numbering, other.number)))
                if key not in told:
                    told.add(key)
                    yield numbering, number, other

    def translate(self, number: str, numbering: str, into: str) -> tuple[str, ...]:
        """The numbers that a number of one numbering has in another one."""
        found = (one.number for one in self.others(numbering, number) if one.numbering == into)
        return tuple(found)

    def same_numbers(self, one: str, other: str) -> bool:
        """Whether what stands in both numberings has the same number in both."""
        return one == other or self._keeps.get(one) == other or self._keeps.get(other) == one

    def _kept(self, numbering: str, number: str) -> Iterator[OtherNumber]:
        """The same number where one numbering keeps those of another."""
        part, _, bare = number.rpartition(" ")
        for one in (numbering, self._keeps.get(numbering, "")):
            last = self._last.get(one)
            if last and not (bare.isdigit() and 0 < int(bare) <= last.get(part, 0)):
                return  # there was no such number to keep
        why = "what was there before kept its number"
        for other, kept in self._keeps.items():
            if numbering == kept:
                yield OtherNumber(other, number, why)
            elif numbering == other:
                yield OtherNumber(kept, number, why)


def numbering_of(treaty: TreatyText | None) -> str:
    """Which of the known numberings a text has, by the heads of its articles; "" for none."""
    if treaty is None:
        return ""
    titles = {
        part.number.upper(): _words(part.title)
        for part in treaty.parts
        if part.kind is PartKind.ARTICLE and not part.within
    }
    for numbering, heads in reversed(_load().heads.items()):
        wanted = ((titles.get(number), _words(title)) for number, title in heads.items())
        if heads and all(
            title is not None and len(title & words) * 2 > len(words) for title, words in wanted
        ):
            return numbering
    return ""


def tidy_number(number: str) -> str:
    """A number as it is kept: "27", "31A", "Article 5B", "Appendix 2"; other words as they are."""
    tidy = " ".join(number.split())
    if (found := _ARTICLE.match(tidy)) is not None:
        return f"Article {found['number'].upper()}"
    if _MARGIN.match(tidy):
        return (
            re.sub(r"[a-z]$", lambda sign: sign[0].upper(), tidy)
            if tidy[-3:] not in ("bis", "ter")
            else tidy
        )
    return tidy[:1].upper() + tidy[1:]


def _words(title: str) -> set[str]:
    return {fold(word) for word, _, _ in tokens(title) if len(word) > 3}


@cache
def _load() -> _Shipped:
    path = resources() / "facts" / "concordance.json"
    raw: dict[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
    numberings = tuple(
        Numbering(one["id"], one["title"], one.get("keeps", ""), tuple(one.get("not_known", ())))
        for one in raw["numberings"]
    )
    pairs = tuple(
        _Pair(
            ((one["numbering"], one["number"]), (one["other_numbering"], one["other_number"])),
            one["why"], by_hand=False,
        )
        for one in raw["pairs"]
    )  # fmt: skip
    return _Shipped(
        numberings,
        {one["id"]: one["heads"] for one in raw["numberings"]},
        pairs,
        {one["id"]: one["last"] for one in raw["numberings"] if "last" in one},
    )
