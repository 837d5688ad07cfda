"""Whether what lies in the columns is of the kind the tables say.

Our tables are STRICT, so SQLite lets nothing else in. But whoever makes a file can fill a table of
another declaration and then write ours over it; and a number near the end of what SQLite can count
makes the next one impossible. No accident does either, so such a file is refused whole.

Texts and layouts of units are left to `units.py`, which looks at each when it reads it: here every
page of a large vault would have to be read. So are the sketches of texts to `versions.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from itrvault.store.connection import Connection
from itrvault.store.lean import Database

LATER = {"units", "layouts", "readings", "signatures", "sketches"}
ROWS_LIMIT = 2**31 - 1
"""The index holds row numbers in 32 bits."""
NUMBER_LIMIT = 2**53
_NUMBERED = ("documents", "units", "journal", "operations")
_MORE = {"documents": "length(id) <> 64 OR id GLOB '*[^0-9a-f]*'"}
_SMALL = {
    "severity": 4, "likelihood": 4, "confidence": 3, "present": 1, "important": 1, "codable": 1,
}  # fmt: skip


def wrong_values(connection: Connection, ours: Database) -> list[str]:
    """What cannot have been written by this program, in words; empty when all could.

    `ours` is an empty database with the same tables.
    """
    wrong = [
        f"the table {table} holds what it cannot hold"
        for table, tests in _tests(ours)
        if connection.all(f"SELECT 1 FROM {table} WHERE {' OR '.join(tests)} LIMIT 1")  # noqa: S608
    ]
    return wrong + [f"the rows of {table} are misnumbered" for table in _misnumbered(connection)]


def _tests(ours: Database) -> Iterator[tuple[str, list[str]]]:
    """Every table with the conditions that none of its rows may meet."""
    names = ours.conn.execute("SELECT name FROM pragma_table_list WHERE strict AND schema = 'main'")
    for (table,) in names.fetchall():
        if table in LATER:
            continue
        tests = []
        columns = ours.conn.execute(f'PRAGMA table_info("{table}")').fetchall()
        for _, column, declared, required, _, key in columns:
            kinds = f"'{declared.lower()}'" if required or key else f"'{declared.lower()}', 'null'"
            tests.append(f'typeof("{column}") NOT IN ({kinds})')
            if declared == "INTEGER":
                most = _SMALL.get(column, NUMBER_LIMIT)
                tests.append(f'"{column}" NOT BETWEEN 0 AND {most}')
        if table in _MORE:
            tests.append(_MORE[table])
        yield table, tests


def _misnumbered(connection: Connection) -> Iterator[str]:
    counted: dict[object, object] = dict(connection.all("SELECT name, seq FROM sqlite_sequence"))
    for table in _NUMBERED:
        column = "seq" if table in ("journal", "operations") else "row"
        first, last = connection.all(f"SELECT min({column}), max({column}) FROM {table}")[0]  # noqa: S608
        latest = counted.get(table, 0)
        in_order = isinstance(latest, int) and (last or 0) <= latest <= ROWS_LIMIT
        if not in_order or (first is not None and first < 1):
            yield table
