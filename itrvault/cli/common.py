"""What every command shares: options, opening a vault, output, progress on stderr."""

from __future__ import annotations

import functools
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import click

from itrvault.errors import FileUnreadable, PassphraseNeeded
from itrvault.progress import Step
from itrvault.vault import Vault

Command = Callable[..., Any]

PASSPHRASE_LIMIT = 4096
"""Bytes read of a passphrase file: a wrong path to a huge file must not hang the command."""


class Session:
    """One command's answers: where its output goes and how it opens a vault."""

    def __init__(self, *, as_json: bool, passphrase_file: str | None) -> None:
        self.as_json = as_json
        self._passphrase_file = passphrase_file
        self._known: str | None = None

    def passphrase(self) -> str | None:
        """The passphrase given with the command, or None."""
        if self._known is None and self._passphrase_file is not None:
            self._known = read_secret(self._passphrase_file)  # once: it may be standard input
        return self._known

    @contextmanager
    def vault(self, path: str, *, write: bool = False) -> Iterator[Vault]:
        """Open a vault for reading, or for writing; asks for a passphrase at a terminal."""
        try:
            vault = Vault.open(path, self.passphrase(), read_only=not write)
        except PassphraseNeeded:
            if not sys.stdin.isatty():
                raise
            self._known = ask(f"Passphrase of {Path(path).name}: ")
            vault = Vault.open(path, self._known, read_only=not write)
        with vault:
            yield vault

    def emit(self, document: object, text: Callable[[], object]) -> None:
        """Print one JSON document when asked for, else whatever `text` prints."""
        if self.as_json:
            json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
            sys.stdout.write("\n")
        else:
            text()


def read_secret(path: str) -> str:
    """Read a passphrase from the first line of a file, or of standard input for "-"."""
    try:
        if path == "-":
            data = sys.stdin.buffer.readline(PASSPHRASE_LIMIT)
        else:
            with open(path, "rb") as file:
                data = file.readline(PASSPHRASE_LIMIT)
        return data.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise FileUnreadable(path=path, reason="it is not UTF-8 text") from None
    except OSError as error:
        raise FileUnreadable(path=path, reason=error.strerror or str(error)) from None


def ask(prompt: str) -> str:
    """Ask for a passphrase on the terminal, without showing it."""
    return getpass.getpass(prompt, stream=sys.stderr)


def session_options(function: Command) -> Command:
    """Give a command `--json` and `--passphrase-file`, and pass it a `Session`."""

    @click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
    @click.option(
        "--passphrase-file",
        metavar="FILE",
        help="File whose first line is the passphrase (- for standard input).",
    )
    @functools.wraps(function)
    def wrapper(*, as_json: bool, passphrase_file: str | None, **values: Any) -> Any:
        session = Session(as_json=as_json, passphrase_file=passphrase_file)
        return function(session=session, **values)

    return wrapper


class TerminalProgress:
    """Progress as one line on stderr that rewrites itself; silent when stderr is no terminal."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._live = sys.stderr.isatty() and not quiet
        self._width = 0

    def report(self, step: Step) -> None:
        """Show a step."""
        if not self._live:
            return
        total = f"/{step.total}" if step.total is not None else ""
        left = f"  {_duration(step.seconds_left)} left" if step.seconds_left is not None else ""
        columns = os.get_terminal_size(sys.stderr.fileno()).columns - 1
        detail = printable(step.detail)
        line = f"{step.what} {step.done}{total}{left}  {detail}"[:columns]
        sys.stderr.write("\r" + line.ljust(min(self._width, columns)))
        sys.stderr.flush()
        self._width = len(line)

    def close(self) -> None:
        """Clear the line."""
        if self._live and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, wide: str = "") -> None:
    """Print a table; the column `wide` is shortened at a terminal, nothing is when piped."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        overflow: Literal["ellipsis", "fold"] = "ellipsis" if column == wide else "fold"
        table.add_column(column, no_wrap=column == wide, overflow=overflow)
    for row in rows:
        # Text, not str: a title with square brackets is no markup.
        table.add_row(*(Text(printable(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 400).print(table)


def plural(count: int, thing: str) -> str:
    """Count things: "1 document", "2 documents"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def printable(text: str) -> str:
    """Make a stranger's text safe for a terminal: control and direction signs become visible."""
    return "".join(
        character
        if (character.isprintable() or character == "\t") and character not in _DIRECTION_SIGNS
        else f"\\u{ord(character):04x}"
        for character in text
    )


_DIRECTION_SIGNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
