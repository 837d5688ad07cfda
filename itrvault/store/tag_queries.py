"""Saved searches that name tags follow when those are renamed, moved or merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from itrvault.model.journal import ObjectKind
from itrvault.store.journal import Journal
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile

Rewrite = Callable[[str, Mapping[str, str], Mapping[str, str]], str]
"""A query, and the paths of tags by id before and after, to what the query says then."""


def _as_it_is(query: str, _before: Mapping[str, str], _after: Mapping[str, str]) -> str:
    return query


class TagQueries:
    """`rewrite` is given by whoever can read queries: the store cannot."""

    def __init__(self, file: VaultFile, journal: Journal) -> None:
        self._file = file
        self._journal = journal
        self.rewrite: Rewrite = _as_it_is

    def saved(self) -> dict[str, str]:
        """Id to query of the saved searches that may name a tag."""
        sql = "SELECT id, query FROM searches WHERE lower(query) LIKE '%tag%' ORDER BY id"
        return dict(self._file.reading.all(sql))

    def follow(self, before: Mapping[str, str], after: Mapping[str, str], label: str) -> None:
        """Have them say what they meant, within the operation that changed the tags."""
        for key, query in self.changed(self.saved(), before, after).items():
            self._journal.write(ObjectKind.SEARCH, key, {"query": query}, label=label)

    def changed(
        self, queries: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]
    ) -> dict[str, str]:
        """Of queries (by id) those that have to say something else, and what."""
        if before == after:
            return {}
        news = {key: storable(self.rewrite(one, before, after)) for key, one in queries.items()}
        return {key: query for key, query in news.items() if query != queries[key]}
