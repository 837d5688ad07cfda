"""`itrvault demo`: a tour of the whole work on the specimen archive, with the real commands."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from itrvault.cli.main import run

PASSPHRASE = "a boat, a lamp, three maps"  # noqa: S105 - of the tour's own throw-away copy
QUOTE = "has the right to know through which countries its traffic is routed"
SECOND_QUOTE = "for reasons of security and against fraud"
"""Passages of one specimen, a proposal of an invented state."""


@click.command("demo")
@click.option("--window", is_flag=True, help="Open the window on the specimen archive instead.")
@click.option("--keep", metavar="FOLDER", help="Keep the tour's files in this new folder.")
@click.option("--screenshots", metavar="FOLDER", help="Draw the window into PNG files there.")
def demo_command(window: bool, keep: str | None, screenshots: str | None) -> int:
    """Tour the program: import, search, read, annotate, export, carry, merge, check.

    Everything is done on a new vault with the specimen archive; nothing else is touched.
    """
    if window:
        from itrvault.ingest.specimens import make_specimens, specimen_vault

        if not specimen_vault().exists():
            make_specimens(specimen_vault())
        # A process of its own: a terminal session and a window do not share one.
        command = [sys.executable, "-m", "itrvault", str(specimen_vault())]
        return subprocess.run(command, check=False).returncode
    if keep is not None:
        Path(keep).mkdir(parents=True)
        return Tour(Path(keep), screenshots).walk()
    with tempfile.TemporaryDirectory(prefix="itrvault-tour-") as folder:
        return Tour(Path(folder), screenshots).walk()


class Tour:
    """Runs commands as a person would type them, and prints what they answer."""

    def __init__(self, folder: Path, screenshots: str | None) -> None:
        self._folder = folder
        self._screenshots = None if screenshots is None else Path(screenshots).resolve()
        self._home = Path.cwd()

    def walk(self) -> int:
        """Do every step; returns 0, or the exit code of the first step that failed."""
        os.chdir(self._folder)
        try:
            self._steps()
        except _Stop as stop:
            print(
                f"The tour stopped: a command answered with exit code {stop.code}.", file=sys.stderr
            )
            return stop.code
        finally:
            os.chdir(self._home)
        print("\nThe tour is over. Everything above was done on a vault made for it.")
        return 0

    def _steps(self) -> None:
        from itrvault.ingest.specimens import specimen_files

        self._say("Make an archive and import the specimens (written for this project).")
        self._do("new", "tour.itrvault")
        shutil.copytree(specimen_files(), "specimens")
        self._do("import", "tour.itrvault", "specimens")
        self._do("documents", "tour.itrvault")

        self._say("Find words in any inflected form, phrases, fields; in six languages.")
        self._do("search", "tour.itrvault", "suspension of services", "--limit", "3")
        self._do("search", "tour.itrvault", "rout* NOT class:treaty", "--limit", "3")
        self._do("search", "tour.itrvault", "приостановка", "--limit", "2")
        self._do("search", "tour.itrvault", "安全", "--limit", "2")
        self._do("search", "tour.itrvault", "الاتصالات", "--limit", "2")
        self._do("search", "tour.itrvault", '"rout traffic', expect=1)

        self._say("Read a proposal with its tracked changes.")
        hit = self._answer("search", "tour.itrvault", f'"{QUOTE}"')["hits"][0]
        document, page = hit["symbol"], hit["page"]
        self._do("show", "tour.itrvault", document, "--page", page, "--redline")

        self._say("Set a provision beside all that is proposed for it; see who stands where.")
        self._do("compare", "tour.itrvault", "30")
        self._do("positions", "tour.itrvault")
        self._do("said", "tour.itrvault", "31A")
        self._do("concordance", "tour.itrvault", "31")
        self._do("settle", "tour.itrvault")

        self._say("Mark a passage, with a note and a tag, and judge it.")
        self._do(
            "annotate", "tour.itrvault", document, "--quote", QUOTE, "--colour", "red",
            "--note", "Who decides, and who can appeal?", "--tag", "Human rights/Routing control",
        )  # fmt: skip
        rows = self._rows("annotations", "tour.itrvault")  # a comment came with a specimen, too
        marked = next(row for row in rows if row["quote"] == QUOTE)
        self._do(
            "assess", "tour.itrvault", marked["id"], "--right", "routing", "--severity", "high",
            "--likelihood", "medium", "--rationale", "Routes reveal whom people talk to.",
            "--confidence", "high", "--affected", "journalists", "--affected", "their sources",
            "--law", "unclear", "--necessity", "no", "--necessity-why", "Nothing limits it.",
            "--assessor", "Ana",
        )  # fmt: skip
        self._do("link", "tour.itrvault", marked["id"], "contradicts", "30")
        self._do("search", "tour.itrvault", 'tag:"Routing control" has:note', "--limit", "3")

        self._say("Let the words of the codebook propose passages, and decide on them.")
        self._do("sweep", "tour.itrvault", "--language", "en", "--limit", "3")
        proposed = self._answer("sweep", "tour.itrvault", "--language", "en", "--limit", "3")
        first, second = (row["id"] for row in proposed["proposed"][:2])
        self._do("sweep", "tour.itrvault", "--accept", first)
        self._do("sweep", "tour.itrvault", "--reject", second, "--reason", "Says what is so now.")

        self._say("See which rights are at stake where, and how far two assessors agree.")
        self._do(
            "assess", "tour.itrvault", marked["id"], "--right", "routing", "--severity", "medium",
            "--likelihood", "medium", "--stance", "disputed", "--assessor", "Bo",
            "--rationale", "Operators know the routes already.",
        )  # fmt: skip
        self._do("risks", "tour.itrvault", "--by", "provision")
        self._do("agreement", "tour.itrvault", "--disagreements")
        self._do("annotations", "tour.itrvault", "--history", marked["id"])
        self._do("codebook", "export", "tour.itrvault", "--out", "codebook.qdc")

        self._say("Hand it on: an excerpt with its exact citation, without names.")
        self._do("export", "tour.itrvault", "--format", "markdown", "--out", "excerpts.md")
        print(Path("excerpts.md").read_text("utf-8"))
        self._do("export", "tour.itrvault", "--format", "docx", "--out", "excerpts.docx")

        self._say("Carry a sealed copy to the conference, work there, merge at home.")
        Path("passphrase.txt").write_text(PASSPHRASE + "\n", "utf-8")
        sealed = ("--passphrase-file", "passphrase.txt")
        self._do(
            "carry", "tour.itrvault", "briefing.itrvault", "--query", "class:leaked",
            "--seal-with", "passphrase.txt",
        )  # fmt: skip
        self._do("search", "briefing.itrvault", "suspension", "--limit", "1", *sealed)
        self._do(
            "annotate", "briefing.itrvault", document, "--page", page, "--quote", SECOND_QUOTE,
            "--note", "Raised in the morning session.", *sealed,
        )  # fmt: skip
        other = ("--other-passphrase-file", "passphrase.txt")
        self._do("merge", "tour.itrvault", "briefing.itrvault", "--plan", *other)
        self._do("merge", "tour.itrvault", "briefing.itrvault", *other)
        self._do("merge", "tour.itrvault", "briefing.itrvault", *other)

        self._say("Take back, and verify.")
        self._do("undo", "tour.itrvault")
        self._do("redo", "tour.itrvault")
        self._do("check", "tour.itrvault")
        if self._screenshots is not None:
            self._draw()

    def _draw(self) -> None:
        """Draw the window in a process of its own, so that the tour itself never loads Qt."""
        self._say("The window, drawn offscreen.")
        command = [sys.executable, "-m", "itrvault.desktop.shots", "tour.itrvault"]
        drawn = subprocess.run([*command, str(self._screenshots)], check=False)
        if drawn.returncode:
            raise _Stop(drawn.returncode)

    @staticmethod
    def _say(sentence: str) -> None:
        print(f"\n# {sentence}", flush=True)

    @staticmethod
    def _do(*arguments: str, expect: int = 0) -> None:
        """Run one command and let it print what it prints."""
        print(f"\n$ itrvault {shlex.join(arguments)}", flush=True)
        code = run(list(arguments))
        sys.stdout.flush()
        sys.stderr.flush()
        if code != expect:
            raise _Stop(code or 1)

    def _rows(self, *arguments: str) -> list[dict[str, Any]]:
        """Run one command that lists things, quietly, and return the rows."""
        rows: list[dict[str, Any]] = self._answer(*arguments)
        return rows

    @staticmethod
    def _answer(*arguments: str) -> Any:
        """Run one command with --json, quietly, and return its answer."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = run([*arguments, "--json"])
        if code:
            raise _Stop(code)
        return json.loads(out.getvalue())


class _Stop(Exception):
    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)
