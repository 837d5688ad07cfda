"""Which proposals the comparison looks at: by verb, by who proposes, and by the date of the paper.

Each filter has values that are looked for ("any of these") and values that are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from itrvault.desktop.widgets.filter_chips import Choice
from itrvault.desktop.widgets.verb_badge import verb_meaning, verb_words
from itrvault.model.proposal import Verb
from itrvault.negotiation import Negotiation, Subject
from itrvault.treaty.comparing import Sourced

NOBODY = ""
"""The proponent of what says not by whom it is proposed."""

NO_DATE = ""
"""The month of papers that say none."""

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def is_date(text: str) -> bool:
    """Whether it is a year, a month or a day as dates are written here: "2012-11-28"."""
    return _DATE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Kept:
    """One filter: `chosen` are the only values kept (all when empty), `left` are left out."""

    chosen: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def keeps(self, values: Iterable[str]) -> bool:
        """Whether something of these values is kept."""
        there = set(values)
        if there & set(self.left):
            return False
        return not self.chosen or bool(there & set(self.chosen))


@dataclass(frozen=True, slots=True)
class Filter:
    """All of them. `since` and `until` are dates of papers, "" for no bound; both are kept."""

    verb: Kept = Kept()
    author: Kept = Kept()
    month: Kept = Kept()
    since: str = ""
    until: str = ""

    @property
    def open(self) -> bool:
        """Whether it keeps everything."""
        return self == _EVERYTHING

    def keeps(self, each: Sourced) -> bool:
        """Whether a proposal is looked at."""
        return (
            self.verb.keeps(verb_of(each))
            and self.author.keeps(authors_of(each))
            and self.month.keeps(months_of(each))
            and self._in_time(each.document.value("date"))
        )

    def _in_time(self, date: str) -> bool:
        """A month is within a range that begins or ends in it: the day is not known."""
        if not self.since and not self.until:
            return True
        after = not self.since or date >= self.since[: len(date)]
        return bool(date) and after and (not self.until or date[: len(self.until)] <= self.until)


_EVERYTHING = Filter()


def verb_of(each: Sourced) -> tuple[str, ...]:
    """Its verb as a value of a filter."""
    return (each.proposal.verb.value,)


def authors_of(each: Sourced) -> tuple[str, ...]:
    """The codes of those who propose it; NOBODY when it is not said."""
    return each.proposal.authors or (NOBODY,)


def months_of(each: Sourced) -> tuple[str, ...]:
    """The month of its paper ("2012-11"), or the year alone."""
    return (each.document.value("date")[:7],)


_VALUES: dict[str, Callable[[Sourced], tuple[str, ...]]] = {
    "verb": verb_of, "author": authors_of, "month": months_of,
}  # fmt: skip


def once(sourced: Iterable[Sourced]) -> list[Sourced]:
    """The proposals that no revision took the place of; one printed twice is one."""
    found: dict[object, Sourced] = {}
    for each in sourced:
        if each.newer is None:
            own = each.document.id, each.proposal.place
            found.setdefault(each.proposal.identifier or own, each)
    return list(found.values())


def count_of(subject: Subject, kept: Filter) -> int:
    """How many of the standing proposals on a subject a filter keeps."""
    return sum(kept.keeps(each) for each in subject.standing())


def choices(found: Negotiation, kept: Filter, name: str) -> list[Choice]:
    """The values of one filter ("verb", "author", "month") with counts of proposals.

    Counted is what the other filters keep, so that each number says what choosing it would show.
    """
    apart = {
        "verb": replace(kept, verb=Kept()),
        "author": replace(kept, author=Kept()),
        "month": replace(kept, month=Kept(), since="", until=""),
    }[name]
    counts: Counter[str] = Counter()
    for each in once(found.sourced):
        values = _VALUES[name](each)
        counts.update(dict.fromkeys(values, 0))
        if apart.keeps(each):
            counts.update(values)
    return [Choice(_named(name, value), value, counts[value]) for value in _ordered(name, counts)]


def _ordered(name: str, values: Iterable[str]) -> Sequence[str]:
    if name == "verb":
        usual = [verb.value for verb in Verb]
        return sorted(values, key=usual.index)
    # Newest first; what is not known comes last.
    found = sorted(values, reverse=name == "month")
    return [value for value in found if value] + [value for value in found if not value]


def _named(name: str, value: str) -> str:
    translate = QCoreApplication.translate
    if name == "verb":
        return f"{verb_words(Verb(value))}: {verb_meaning(Verb(value))}"
    if name == "author":
        return value or translate("compare", "not said by whom")
    return value or translate("compare", "no date")
