"""The command group: loads a command's file when it is called, and turns errors into exit codes.

Exit 0 done, 1 a known failure in one sentence, 2 wrong usage, 3 done but some inputs failed.
"""

from __future__ import annotations

import importlib
import sys

import click

from itrvault import __version__
from itrvault.cli.common import printable
from itrvault.errors import Cancelled, KnownError

COMMANDS = {
    "new": "new", "import": "import_", "ocr": "ocr", "documents": "documents", "show": "show",
    "correct": "correct", "remove": "remove", "search": "search", "facets": "facets",
    "similar": "similar", "searches": "searches", "annotate": "annotate",
    "annotations": "annotations", "assess": "assess", "risks": "risks",
    "agreement": "agreement", "link": "links", "links": "links",
    "tags": "tags", "codebook": "codebook", "sweep": "sweep",
    "undo": "undo", "redo": "undo", "export": "export", "carry": "carry", "merge": "merge",
    "check": "check",
    "versions": "versions", "diff": "diff", "provisions": "provisions", "proposals": "proposals",
    "brackets": "brackets", "reuse": "reuse", "compare": "compare", "positions": "positions",
    "said": "said", "settle": "settle", "concordance": "concordance", "demo": "demo",
}  # fmt: skip
"""Command and the file it lives in."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed: `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"itrvault.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="itrvault")
def cli() -> None:
    """Keep, search, annotate and carry an archive of leaked treaty documents, offline.

    Without a command the window opens.
    """


def run(arguments: list[str]) -> int:
    """Run a command; returns the exit code. The one place where errors become text."""
    for stream in (sys.stdout, sys.stderr):
        # Six languages must not fail on a terminal set to another encoding.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(arguments, prog_name="itrvault", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        print(Cancelled().message, file=sys.stderr)
        return 1
    except KnownError as error:
        print(printable(error.message), file=sys.stderr)
        if error.advice:
            print(printable(error.advice), file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of a pipe (head, less) went away: nothing more to say, to anyone.
        sys.stderr.close()
        return 1
    return code if isinstance(code, int) else 0
