"""Assessors set beside each other: what they tagged and judged alike, in figures.

Tags are compared character by character over whole documents, since nobody agreed beforehand which
passages to look at. A document counts for those who tagged something in it: whoever tagged nothing
there did not read it, which is no disagreement. Joint passages and judgements are left out; marks
on whole pages and on pictures have no characters, and count for none.

For each tag: Krippendorff's alpha on characters (nominal, binary: marked or not), Cohen's kappa on
the same characters for each two, and Krippendorff's alpha for unitizing, which also asks where the
passages begin and end. That one is taken over the documents that all of them tagged, laid end to
end. For judgements: ordinal alpha of severity and nominal alpha of stance, over the rights judged
at passages of the same words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from itrvault.model.annotation import Stance
from itrvault.rights.agreement import (
    Level,
    Segment,
    alpha,
    alpha_u,
    character_units,
    kappa,
    unitizing,
)
from itrvault.rights.joint import is_joint
from itrvault.rights.tagging import UNIT, Tagged

SAME = 0.5
"""Passages that share this part of the longer one are of the same words."""


class Verdict(NamedTuple):
    """One judgement, as far as it is compared. `modified` sorts by when it was last changed."""

    risk: str
    annotation: str
    right: str
    severity: int
    stance: str
    assessor: str
    modified: str


@dataclass(frozen=True, slots=True)
class TagAgreement:
    """How two or more agree on a tag ("" for all tags together).

    `kappas` by pairs of names; `marked` how many characters each marked with it. None is what
    cannot be told.
    """

    tag: str
    alpha: float | None
    alpha_u: float | None
    kappas: Mapping[tuple[str, str], float | None]
    marked: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """All figures. `documents` are those compared, `characters` their length together.

    `judged` is how many rights at passages two or more judged. `coders` are those compared.
    """

    coders: tuple[str, ...] = ()
    tags: tuple[TagAgreement, ...] = ()
    overall: TagAgreement | None = None
    documents: int = 0
    characters: int = 0
    severity: float | None = None
    stance: float | None = None
    judged: int = 0
    severity_pairs: Mapping[tuple[str, str], float | None] = field(default_factory=dict)


def coders_of(tagged: Iterable[Tagged], verdicts: Iterable[Verdict]) -> list[str]:
    """Everybody who tagged or judged; "" at the end for those who gave no name."""
    names = {one.author for one in tagged} | {one.assessor for one in verdicts}
    single = {name for name in names if not is_joint(name)}
    return [*sorted(single - {""}, key=str.casefold), *([""] if "" in single else [])]


def compare_coders(
    tagged: Iterable[Tagged],
    verdicts: Iterable[Verdict],
    lengths: Mapping[str, Sequence[int]],
    tags: Sequence[str],
    coders: Sequence[str],
) -> Agreement:
    """Compare these coders. `lengths` has the code points of each unit, by document."""
    passages = [one for one in tagged if one.author in coders]
    by_document: dict[str, list[Tagged]] = defaultdict(list)
    for one in passages:
        by_document[one.document].append(one)
    shared = {
        document: found
        for document, found in by_document.items()
        if len({one.author for one in found}) > 1 and document in lengths
    }
    names = [tag for tag in tags if any(tag in one.tags for one in passages)]
    rows = [_tag(tag, shared, lengths, coders) for tag in names] if shared else []
    told = _severity(passages, verdicts, coders)
    return Agreement(
        tuple(coders),
        tuple(row for row, _, _ in rows),
        _overall(rows, coders) if rows else None,
        len(shared),
        sum(sum(lengths[document]) for document in shared),
        *told,
    )


_Row = tuple[TagAgreement, Counter[tuple[float, ...]], tuple[float, float]]


def _tag(
    tag: str,
    shared: Mapping[str, Sequence[Tagged]],
    lengths: Mapping[str, Sequence[int]],
    coders: Sequence[str],
) -> _Row:
    units: Counter[tuple[float, ...]] = Counter()
    pairs: dict[tuple[str, str], Counter[tuple[float, ...]]] = {
        pair: Counter() for pair in combinations(coders, 2)
    }
    marked: Counter[str] = Counter()
    whole: dict[str, list[Segment]] = {name: [] for name in coders}
    laid = 0
    for document, passages in shared.items():
        length = sum(lengths[document])
        here = [name for name in coders if any(one.author == name for one in passages)]
        found = _segments(tag, passages, lengths[document])
        for values, count in character_units(
            [found.get(name, ()) for name in here], length
        ).items():
            units[values] += count
            for name, value in zip(here, values, strict=True):
                marked[name] += count if value else 0
            for one, other in combinations(range(len(here)), 2):
                pairs[here[one], here[other]][values[one], values[other]] += count
        if len(here) == len(coders):
            for name in coders:
                whole[name] += [(laid + start, laid + end) for start, end in found.get(name, ())]
            laid += length
    apart = unitizing(list(whole.values()), laid)
    kappas = {
        pair: kappa({(values[0], values[1]): count for values, count in counted.items()})
        for pair, counted in pairs.items()
    }
    row = TagAgreement(tag, alpha(units), alpha_u([apart]), kappas, dict(marked))
    return row, units, apart


def _segments(
    tag: str, passages: Sequence[Tagged], lengths: Sequence[int]
) -> dict[str, list[Segment]]:
    """Where each author marked it, in code points from the document's beginning."""
    before = [0]
    for length in lengths:
        before.append(before[-1] + length)

    def place(at: int) -> int:
        unit, offset = divmod(at, UNIT)
        return min(before[unit] + offset, before[unit + 1]) if unit < len(lengths) else before[-1]

    found: dict[str, list[Segment]] = {}
    for one in passages:
        if tag in one.tags:
            found.setdefault(one.author, []).append((place(one.start), place(one.end)))
    return found


def _overall(rows: Sequence[_Row], coders: Sequence[str]) -> TagAgreement:
    """All tags together: each character counts once for each of them."""
    units: Counter[tuple[float, ...]] = Counter()
    marked: Counter[str] = Counter()
    for row, counted, _ in rows:
        units.update(counted)
        marked.update(row.marked)
    return TagAgreement("", alpha(units), alpha_u(apart for _, _, apart in rows), {}, dict(marked))


def _severity(
    passages: Sequence[Tagged], verdicts: Iterable[Verdict], coders: Sequence[str]
) -> tuple[float | None, float | None, int, dict[tuple[str, str], float | None]]:
    by_annotation: dict[str, list[Verdict]] = defaultdict(list)
    for one in verdicts:
        if one.assessor in coders:
            by_annotation[one.annotation].append(one)
    units: dict[tuple[int, str], dict[str, Verdict]] = defaultdict(dict)
    group_of = {
        one.annotation: number for number, group in enumerate(same_words(passages)) for one in group
    }
    alone = len(group_of)
    for annotation, found in by_annotation.items():
        group = group_of.get(annotation)
        if group is None:  # judged, but without a tag
            group = alone = alone + 1
        for one in found:
            units[group, one.right][one.assessor] = one
    several = [list(unit.values()) for unit in units.values() if len(unit) > 1]
    harmful = [[one for one in unit if one.stance != Stance.SAFEGUARD] for unit in several]
    stances = {stance.value: number for number, stance in enumerate(Stance)}
    pairs = {}
    for pair in combinations(coders, 2):
        given = [
            (unit[pair[0]].severity, unit[pair[1]].severity)
            for unit in units.values()
            if set(pair) <= unit.keys()
            and all(unit[name].stance != Stance.SAFEGUARD for name in pair)
        ]
        pairs[pair] = alpha(given, Level.ORDINAL)
    return (
        alpha([[one.severity for one in unit] for unit in harmful], Level.ORDINAL),
        alpha([[stances[one.stance] for one in unit] for unit in several]),
        len(several),
        pairs,
    )


def same_words(passages: Iterable[Tagged]) -> list[list[Tagged]]:
    """Passages in groups of the same words, by document and place; most are alone."""
    ordered = sorted(passages, key=lambda one: (one.document, one.start, one.end))
    groups: list[list[Tagged]] = []
    waiting: list[tuple[Tagged, list[Tagged]]] = []
    for one in ordered:
        waiting = [
            (other, group)
            for other, group in waiting
            if other.document == one.document and (other.end > one.start or _whole(other, one))
        ]
        joined = next((group for other, group in reversed(waiting) if _same(other, one)), None)
        if joined is None:
            joined = []
            groups.append(joined)
        joined.append(one)
        waiting.append((one, joined))
    return groups


def _same(one: Tagged, other: Tagged) -> bool:
    if _whole(one, other):
        return True
    shared = min(one.end, other.end) - max(one.start, other.start)
    longer = max(one.end - one.start, other.end - other.start)
    return shared > 0 and shared >= SAME * longer


def _whole(one: Tagged, other: Tagged) -> bool:
    """Two marks on the same page as a whole."""
    return (one.start, one.end) == (other.start, other.end) and one.start == one.end
