"""Codebooks as tables: CSV (Taguette's columns, ours, or a name and a description) and text.

The text is QualCoder's: a line for each code, `category>>category>>code`, a tab, and its memo.
"""

from __future__ import annotations

import csv
import io
import re

from itrvault.errors import FileDamaged
from itrvault.readers.codebook_found import Found, FoundCode
from itrvault.readers.encoding import decode, is_binary, is_guessed
from itrvault.readers.kinds import extension

STEP = ">>"
_NAMES = ("tag", "path", "name", "code", "code name")
_TEXTS = ("description", "definition", "memo", "comment")
_KNOWN = {
    "guid": "guid", "id": "guid", "colour": "colour", "color": "colour",
    "when to use": "when_to_use", "when not to use": "when_not", "rights": "rights",
    "only holds others": "folder",
}  # fmt: skip
_COUNTED = ("highlights", "documents", "passages")
_GUARDED = re.compile(r"'+\s*[=+\-@\t\r\n|＝＋－＠]")
_DOTS = re.compile(r"\.(?=\S)")
_FIELD = 1_000_000
_YES = {"yes", "true", "1"}
_PATH_OR_MEMO = re.compile(r"\S[ \t]*>>[ \t]*\S|\S\t+\S")


def read(data: bytes, name: str) -> Found | None:
    """The codes of a table or a text; None when it is neither. Raises FileDamaged."""
    text, encoding = decode(data)
    if is_binary(text, guessed=is_guessed(encoding)):
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if extension(name) in ("csv", "tsv") or _heads(lines):
        return _read_table(lines)
    if extension(name) != "txt" and not _PATH_OR_MEMO.search(lines):
        return None  # a list of words is one only where its name says so
    return _read_text(lines)


def _heads(text: str) -> bool:
    first = text.split("\n", 1)[0].lower()
    cells = [cell.strip(' "') for cell in re.split(r"[,;\t]", first)]
    return len(cells) > 1 and cells[0] in _NAMES


def _read_table(text: str) -> Found:
    head = text.split("\n", 1)[0]
    divider = max(",;\t", key=head.count)
    csv.field_size_limit(_FIELD)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=divider))
    except csv.Error as error:
        raise FileDamaged(reason=f"its table cannot be read ({error})") from error
    found = Found("CSV")
    if not rows:
        return found
    columns = [cell.strip().lower() for cell in rows[0]]
    named = next((columns.index(each) for each in _NAMES if each in columns), None)
    if named is None:
        found.warnings.append("The table has no headings: its first column was read as names.")
        named, columns, body = 0, ["tag", "description"], rows
    else:
        body = rows[1:]
    fields: dict[str, int] = {}
    for number, column in enumerate(columns):
        if number == named:
            continue
        field = "description" if column in _TEXTS else _KNOWN.get(column)
        if field is not None and field not in fields:
            fields[field] = number
        elif column and column not in _COUNTED:
            found.warnings.append(f"The column “{column[:60]}” was left out.")
    ours = "guid" in fields
    filled: set[int] = set()
    for row in body:
        values = {k: _plain(row[n]) if n < len(row) else "" for k, n in fields.items()}
        path = _plain(row[named]) if named < len(row) else ""
        names = _names(path, ours=ours)
        if names:
            at = found.place(names)
            if at in filled:  # two of one name beside each other
                at = found.again(at)
            filled.add(at)
            _fill(found.codes[at], values)
    return found


def _names(path: str, *, ours: bool) -> list[str]:
    """The names of a path: parted by "/" where it is ours, by ">>", or by Taguette's dots."""
    if STEP in path:
        parts = path.split(STEP)
    elif ours or "/" in path:
        parts = path.split("/")
    else:
        parts = _DOTS.split(path)
    return [part.strip() for part in parts if part.strip()]


def _fill(code: FoundCode, values: dict[str, str]) -> None:
    code.guid = values.get("guid", "")
    code.colour = values.get("colour", "")
    code.description = values.get("description", "")
    code.when_to_use = values.get("when_to_use", "")
    code.when_not = values.get("when_not", "")
    code.rights = tuple(r.strip() for r in values.get("rights", "").split(";") if r.strip())
    code.joined = "when_to_use" not in values
    code.codable = values.get("folder", "").strip().lower() not in _YES


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _read_text(text: str) -> Found:
    found = Found("text")
    for line in text.split("\n"):
        path, _, memo = line.partition("\t")
        names = [part.strip() for part in path.split(STEP) if part.strip()]
        if names:
            code = found.codes[found.place(names)]
            code.codable = True
            code.description = memo.strip()
    return found
