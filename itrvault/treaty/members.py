"""States, regional groups and organisations: the codes and names documents are headed with."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

from itrvault.paths import resources
from itrvault.text.fold import fold


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


def find_member(name: str) -> Member | None:
    """The state, group or organisation that `name` is, in any of six languages."""
    return _load().by_name.get(_key(name))


def split_members(line: str) -> tuple[str, ...]:
    """The names in a list of proponents, as they stand there; () unless each one is known.

    A name is tried whole first, because many hold a comma or an "and" of their own.
    """
    if find_member(line):
        return (line.strip(),)
    for separator in (
        r"\s*[/;]\s*",
        r"\s*[,،、]\s*(?:and\s+|et\s+|y\s+|и\s+)?|\s+(?:and|et|y|и)\s+",
    ):
        names = tuple(name.strip() for name in re.split(separator, line) if name.strip())
        if len(names) > 1 and all(find_member(name) for name in names):
            return names
    return ()


def _key(name: str) -> str:
    """Case, accents, articles and the sign for "and" out of the way."""
    plain = fold(name).replace("&", "and").replace("’", "'")
    return " ".join(re.sub(r"^(?:the|la|le|les|los|las|el)\s+", "", plain.strip(" .:*")).split())


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
    return _Members(by_name, by_code)
