"""States, regional groups and organisations: the codes and names documents are headed with."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from itrvault.paths import resources
from itrvault.text.fold import fold_loosely
from itrvault.treaty.state_forms import form_means, taken_apart, whole_names

_SIGN = r"/;,،、؛，；"
_AROUND = f" \t\n\r\u00a0\u3000{_SIGN}"
# Only where a run of white space and signs begins: a document may hold very long ones.
_RUN = rf"(?<![\s{_SIGN}])"
_SIGNS = rf"{_RUN}\s*(?:[{_SIGN}]\s*)+"
_JOINTS = tuple(
    re.compile(joint, re.IGNORECASE)
    for joint in (
        _SIGNS,
        rf"(?:{_SIGNS}|{_RUN}\s+)(?:and|et|y|e|и|&)\s+",
        rf"(?:{_SIGNS}|{_RUN}\s+)و[\u064b-\u0652\u0640]*\s*",  # glued to the name behind it
        rf"(?:{_SIGNS}|{_RUN}\s*)(?:以及|和|及|与)\s*",
    )
)
"""What stands between two names. The words of Chinese and Arabic are letters of names as well."""

_ENDS_TRIED = 8
"""More than any name holds of what may stand between two; a list of thousands stays quick."""
_ARTICLE = re.compile(r"^(?:the|la|le|les|los|las|el)\s+")
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff()]) (?=[\u4e00-\u9fff()])")


@dataclass(frozen=True, slots=True)
class Member:
    """A state ("RUS"), a regional group ("ARB") or an organisation (code ""), with its names."""

    code: str
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Members:
    by_name: dict[str, Member]
    by_code: dict[str, Member]
    forms: dict[str, set[frozenset[str]]]
    """What the forms in brackets mean that the facts have for a state, by its code."""


def find_member(name: str) -> Member | None:
    """The state, group or organisation that `name` is, in any of six languages.

    The form of a state may stand behind its name, in brackets.
    """
    key = _key(name)
    return _load().by_name.get(key) or _with_form(key)


def split_members(line: str) -> tuple[str, ...]:
    """The names in a list of proponents, as they stand there; () unless each one is known.

    Of the ways to read a list the one with the longest first name counts, because many names hold
    a comma or an "and" of their own. Signs of a list that goes on before or behind are passed over.
    """
    plain = line.strip(_AROUND)
    if not plain:
        return ()
    if find_member(plain):
        return (plain,)
    followers: dict[int, list[int]] = {}
    for joint in _JOINTS:
        for match in joint.finditer(plain):
            followers.setdefault(match.start(), []).append(match.end())
    if not followers:
        return ()
    followers[len(plain)] = [len(plain)]
    return _longest_first(plain, followers)


def _longest_first(line: str, followers: dict[int, list[int]]) -> tuple[str, ...]:
    """The names that fill the line. `followers`: where a name may end, and the next one begin.

    No recursion: how long a list is, is up to who wrote the document.
    """
    ends = sorted(followers)
    begins, steps = {0}, dict[int, list[int]]()
    for start in sorted({0, *(after for each in followers.values() for after in each)}):
        if start not in begins or start == len(line):
            continue
        first = bisect_right(ends, start)
        near = ends[first : first + _ENDS_TRIED]
        steps[start] = [end for end in reversed(near) if find_member(line[start:end])]
        begins.update(after for end in steps[start] for after in followers[end])
    onwards: dict[int, tuple[int, int]] = {}
    for start in reversed(steps):
        way = (
            (end, after)
            for end in steps[start]
            for after in followers[end]
            if after == len(line) or after in onwards
        )
        if (step := next(way, None)) is not None:
            onwards[start] = step
    names, at = list[str](), 0
    while at in onwards:
        end, after = onwards[at]
        names.append(line[at:end].strip())
        at = after
    return tuple(names)


def _with_form(key: str) -> Member | None:
    """The state of a name with its form in brackets, where the facts don't have it that way.

    Where they know the state's form in any language, another form is another state: Germany's.
    """
    apart = taken_apart(key)
    if apart is None:
        return None
    facts = _load()
    name, form = apart
    member = next((m for each in whole_names(name, form) if (m := facts.by_name.get(each))), None)
    if member is None and (meaning := form_means(form)) is not None:
        member = facts.by_name.get(name)
        if member is not None and meaning not in facts.forms.get(member.code, (meaning,)):
            return None
    return member if member is not None and member.kind == "state" else None


def _key(name: str) -> str:
    """Case, accents, articles, signs nobody sees and the sign for "and" out of the way."""
    plain = fold_loosely(name).replace("&", "and").strip(" .:*")
    if "(" in plain:
        plain = plain.replace("(", " (").replace("( ", "(").replace(" )", ")")
    if not plain.isascii():
        plain = _BETWEEN_HAN.sub("", plain)
    return " ".join(_ARTICLE.sub("", plain).split())


@cache
def _load() -> _Members:
    raw = json.loads((resources() / "facts" / "members.json").read_text(encoding="utf-8"))
    by_name: dict[str, Member] = {}
    by_code: dict[str, Member] = {}
    for kind in ("state", "group", "organisation"):
        for row in raw[f"{kind}s"]:
            names = row["names"]
            if isinstance(names, dict):
                names = [name for language in names.values() for name in language]
            member = Member(row.get("code", ""), kind, tuple(dict.fromkeys(names)))
            if member.code:
                by_code[member.code] = member
            by_name |= {_key(name): member for name in member.names}
    forms: dict[str, set[frozenset[str]]] = {}
    for key, member in by_name.items():
        apart = taken_apart(key)
        if apart is not None and (meaning := form_means(apart[1])) is not None:
            forms.setdefault(member.code, set()).add(meaning)
    return _Members(by_name, by_code, forms)
