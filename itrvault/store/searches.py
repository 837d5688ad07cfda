"""Saved searches, which are journalled, and the history of queries, which is not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from itrvault.errors import InvalidValue, NoSuchSearch
from itrvault.model.ids import new_id
from itrvault.model.journal import Change, Changed, ObjectKind
from itrvault.model.search import SavedSearch
from itrvault.store.journal import Journal
from itrvault.store.looked import Looked, pack, unpack
from itrvault.store.matching import folded
from itrvault.store.state import EXISTS
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile

_LOOKED = "looked:"
"""Before the id of a search in the table `vault`."""
HISTORY = 200
"""Queries kept. They lie in the vault because they say as much as the documents do."""


class Searches:
    """What was searched in one vault."""

    def __init__(self, file: VaultFile, journal: Journal) -> None:
        self._file = file
        self._journal = journal

    def save(self, name: str, query: str, *, author: str = "") -> SavedSearch:
        """Keep a query under a name; the same name again takes the new query.

        Raises InvalidValue (an empty name or query).
        """
        name, query = _text("name of a search", name), _text("query", query)
        with self._journal.operation("Save search", author=author):
            saved = self.all()
            same = [search for search in saved if folded(search.name) == folded(name)]
            key = same[0].id if same else new_id()
            fields: dict[str, object] = {EXISTS: True, "name": name, "query": query}
            if not same:
                fields["order"] = 1 + max((search.order for search in saved), default=-1)
            self._journal.write(ObjectKind.SEARCH, key, fields, label="Save search")
            return self.get(key)

    def update(
        self, key: str, *, name: str | None = None, query: str | None = None, author: str = ""
    ) -> Change:
        """Change what is given. Raises NoSuchSearch, InvalidValue."""
        with self._file.transaction():
            fields: dict[str, object] = {}
            if name is not None:
                fields["name"] = _text("name of a search", name)
            if query is not None:
                fields["query"] = _text("query", query)
            return self._journal.write(
                ObjectKind.SEARCH, self.get(key).id, fields, label="Change search", author=author
            )

    def remove(self, key: str, *, author: str = "") -> Change:
        """Take it away; `undo` brings it back. Raises NoSuchSearch."""
        with self._file.transaction():
            found = self.get(key)
            return self._journal.write(
                ObjectKind.SEARCH, found.id, {EXISTS: None}, label="Remove search", author=author
            )

    def get(self, reference: str) -> SavedSearch:
        """By id or name. Raises NoSuchSearch."""
        for search in self.all():
            if search.id == reference or folded(search.name) == folded(reference):
                return search
        raise NoSuchSearch(reference=reference)

    def all(self) -> list[SavedSearch]:
        """The saved ones, in their order."""
        sql = "SELECT id, name, query, position FROM searches ORDER BY position, name, id"
        return [SavedSearch(*row) for row in self._file.reading.all(sql)]

    # -- when they were last looked at -------------------------------------------------------------

    def look(self, key: str, rows: Iterable[int]) -> Change:
        """Take note of what a saved search found just now (unit rows). No step of undo.

        Raises NoSuchSearch, VaultReadOnly.
        """
        with self._file.transaction():
            found = self.get(key)
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            writing = self._file.writing
            writing.run(
                "INSERT OR REPLACE INTO vault VALUES (?, ?)",
                (f"{_LOOKED}{found.id}", pack(now, rows)),
            )
            writing.run(
                "DELETE FROM vault WHERE key GLOB ? AND substr(key, ?) NOT IN "
                "(SELECT id FROM searches)",
                (f"{_LOOKED}*", 1 + len(_LOOKED)),
            )
            change = Change(Changed.SEARCHES, (found.id,))
            self._file.announce(change)
            return change

    def looked(self, key: str) -> Looked | None:
        """What it found when it was last looked at; None when nobody did."""
        stored = self._file.reading.value("SELECT value FROM vault WHERE key = ?", (_LOOKED + key,))
        return unpack(str(stored)) if stored is not None else None

    # -- history -----------------------------------------------------------------------------------

    def remember(self, query: str) -> None:
        """Put a query first in the history. Nothing happens in a vault open for reading only."""
        query = storable(query.strip())
        if not query or self._file.read_only:
            return
        with self._file.transaction():
            writing = self._file.writing
            latest = writing.value("SELECT coalesce(max(at), 0) FROM history")
            writing.run("INSERT OR REPLACE INTO history VALUES (?, ?)", (query, latest + 1))
            writing.run(
                "DELETE FROM history WHERE query NOT IN "
                "(SELECT query FROM history ORDER BY at DESC LIMIT ?)",
                (HISTORY,),
            )
            self._file.announce(Change(Changed.SEARCHES))

    def history(self, limit: int = HISTORY) -> list[str]:
        """The last queries, latest first."""
        sql = "SELECT query FROM history ORDER BY at DESC LIMIT ?"
        return [query for (query,) in self._file.reading.all(sql, (limit,))]

    def forget(self) -> None:
        """Empty the history."""
        with self._file.transaction():
            self._file.writing.run("DELETE FROM history")
            self._file.announce(Change(Changed.SEARCHES))


def _text(field: str, text: str) -> str:
    tidy = storable(text.strip())
    if not tidy:
        raise InvalidValue(value=text, field=field, reason="it is empty")
    return tidy
