"""Queries that name tags, once the tags are called otherwise or stand elsewhere.

`tag:Privacy` means the tags whose path has that step, with all below them. Whatever a query meant
before it is to mean afterwards, in words as near to those typed as can be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from itrvault.errors import QueryError
from itrvault.search.fields import matcher
from itrvault.search.parse import parse
from itrvault.search.query import FieldTest, tests

_STEP = "/"
_PLAIN = re.compile(r"[^\W_][\w/-]*")


def followed(query: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """The query with the names its tags have now. `before` and `after` are paths by tag.

    A tag that was merged has the path of the other in `after`; one that is gone is not there, and
    its name stays, in case it comes back. Patterns ("Priv*") and queries that cannot be read stay.
    """
    try:
        node = parse(query)
    except QueryError:
        return query
    named = [test for test in tests(node) if test.field == "tag" and test.value]
    for test in sorted(named, key=lambda one: -one.start):
        if not {"*", "?"} & set(test.value):
            query = query[: test.start] + _said(query, test, before, after) + query[test.end :]
    return query


def _said(query: str, test: FieldTest, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    typed = query[test.start : test.end]
    meant = _heads(test, before.values())
    wanted = {after[key] for key, path in before.items() if path in meant and key in after}
    wanted = {path for path in wanted if not any(_lies_below(path, each) for each in wanted)}
    everything = set(after.values())
    if not wanted or _heads(test, everything) == wanted:
        return typed
    words = [_shortest(test, path, everything) for path in sorted(wanted)]
    return words[0] if len(words) == 1 else f"({' OR '.join(words)})"


def _shortest(test: FieldTest, path: str, everything: Collection[str]) -> str:
    """The name alone where a name was typed and means that tag only; else the path."""
    name = path.rpartition(_STEP)[2]
    for words in (name, path) if _STEP not in test.value else (path,):
        if _heads(replace(test, value=words), everything) == {path}:
            return _quoted(words)
    return _quoted(path)


def _heads(test: FieldTest, paths: Collection[str]) -> set[str]:
    """The tags it means, without those that it means because they lie below one of them."""
    meets = matcher(test)
    met = {path for path in paths if meets(path)}
    return {path for path in met if path.rpartition(_STEP)[0] not in met}


def _lies_below(path: str, other: str) -> bool:
    return path.startswith(other + _STEP)


def _quoted(words: str) -> str:
    if _PLAIN.fullmatch(words):
        return words
    return f'"{words.replace(chr(34), "?")}"'  # one sign of any kind: no quotation holds the mark
