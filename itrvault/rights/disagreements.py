"""Who says what where assessors differ, and whether they settled it.

Settled is what they wrote together since: a joint judgement of the right at one of the passages, or
a joint passage of the same words with the tags they agree on. When one of them changes theirs
afterwards it is open again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from itrvault.rights.coding import Verdict, same_words
from itrvault.rights.joint import is_joint
from itrvault.rights.tagging import Tagged


class About(StrEnum):
    """What they differ about."""

    TAG = "tag"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Said:
    """What one of them says. Of a tag: whether the passage has it; `marked` is whether they marked
    the passage at all. Of a right: the judgement, None where they judged others there.
    """

    who: str
    annotation: str = ""
    tagged: bool = False
    marked: bool = True
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """At one passage, about one tag (its id) or right. `annotations` are those of the passage, and
    `start` is where it begins, as `Tagged` has it, `tags` all that any of them gave it.
    """

    about: About
    subject: str
    document: str
    annotations: tuple[str, ...]
    said: tuple[Said, ...]
    settled: bool
    start: int = 0
    tags: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Who differs."""
        return [one.who for one in self.said]


def disagreements(
    tagged: Iterable[Tagged], verdicts: Iterable[Verdict], coders: Sequence[str]
) -> list[Disagreement]:
    """All of these coders, by document and place; those about rights first at one place.

    `tagged` are all passages, those without tags too. Whoever tagged nothing in a document is not
    asked about tags in it.
    """
    every = list(tagged)
    known: dict[str, list[Verdict]] = defaultdict(list)
    for one in verdicts:
        known[one.annotation].append(one)
    readers: dict[str, set[str]] = defaultdict(set)
    for passage in every:
        if passage.tags and passage.author in coders:
            readers[passage.document].add(passage.author)
    found: list[Disagreement] = []
    for group in same_words(every):
        judged = [one for passage in group for one in known.get(passage.annotation, ())]
        found += _about_rights(group, judged, coders)
        found += _about_tags(group, coders, readers[group[0].document])
    return found


def _about_rights(
    group: Sequence[Tagged], judged: Sequence[Verdict], coders: Sequence[str]
) -> Iterable[Disagreement]:
    own = [one for one in judged if one.assessor in coders]
    who = [name for name in coders if any(one.assessor == name for one in own)]
    if len(who) < 2:
        return
    for right in dict.fromkeys(one.right for one in own):
        latest = {one.assessor: one for one in own if one.right == right}
        if len({(one.stance, one.severity) for one in latest.values()}) < 2 and len(latest) == len(
            who
        ):
            continue
        joint = [one for one in judged if is_joint(one.assessor) and one.right == right]
        last = max(one.modified for one in latest.values())
        said = tuple(
            Said(name, latest[name].annotation, verdict=latest[name])
            if name in latest
            else Said(name, next(one.annotation for one in own if one.assessor == name))
            for name in who
        )
        yield Disagreement(
            About.RIGHT, right, group[0].document, _ids(group), said,
            any(one.modified >= last for one in joint), group[0].start,
        )  # fmt: skip


def _about_tags(
    group: Sequence[Tagged], coders: Sequence[str], readers: set[str]
) -> Iterable[Disagreement]:
    own = [one for one in group if one.author in coders]
    who = [name for name in coders if name in readers]
    if len(who) < 2 or not any(one.tags for one in own):
        return
    joint = max((one.modified for one in group if is_joint(one.author)), default="")
    last = max(one.modified for one in own)
    for tag in dict.fromkeys(tag for one in own for tag in one.tags):
        having = {one.author: one for one in own if tag in one.tags}
        if len(having) == len(who):
            continue
        said = tuple(_said(name, having.get(name), own) for name in who)
        yield Disagreement(
            About.TAG, tag, group[0].document, _ids(group), said, bool(joint) and joint >= last,
            group[0].start, tuple(dict.fromkeys(tag for one in own for tag in one.tags)),
        )  # fmt: skip


def _said(name: str, having: Tagged | None, own: Sequence[Tagged]) -> Said:
    if having is not None:
        return Said(name, having.annotation, tagged=True)
    marked = next((one for one in own if one.author == name), None)
    return Said(name, marked.annotation if marked else "", marked=marked is not None)


def _ids(group: Sequence[Tagged]) -> tuple[str, ...]:
    return tuple(one.annotation for one in group)
