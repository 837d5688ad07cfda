"""Nothing here speaks to a network: no module could, and a day's work never tries."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import itrvault
from itrvault.paths import resources

PACKAGE = Path(itrvault.__file__).parent
SPEAKING = {
    "asyncio", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib", "requests", "smtplib",
    "socket", "socketserver", "ssl", "telnetlib", "urllib.error", "urllib.request",
    "urllib.robotparser", "urllib3", "webbrowser", "xmlrpc", "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore", "PySide6.QtWebSockets",
}  # fmt: skip
"""Modules (with what lies below them) that open sockets or have another program do it."""


def _imports(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{name.name}" for name in node.names)
    return found


def _above(module: str) -> set[str]:
    parts = module.split(".")
    return {".".join(parts[:length]) for length in range(1, len(parts) + 1)}


def test_no_module_imports_what_speaks_to_a_network() -> None:
    guilty = {
        f"{path.relative_to(PACKAGE)} imports {module}"
        for path in PACKAGE.rglob("*.py")
        for module in _imports(path.read_text(encoding="utf-8"))
        if _above(module) & SPEAKING
    }
    assert guilty == set()
    assert _above("urllib.request.urlopen") & SPEAKING  # the question is one that finds something


WATCH = """
import sys
tried = []
def watch(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        address = arguments[1] if len(arguments) > 1 else None
        # A local socket is a file of this machine: how worker processes answer.
        if not (event in ("socket.bind", "socket.connect") and isinstance(address, (str, bytes))):
            tried.append(event)
    elif event in ("urllib.Request", "webbrowser.open", "ftplib.connect", "smtplib.connect"):
        tried.append(event)
sys.addaudithook(watch)
def confess():
    print("TRIED", tried)
"""
"""Put before a program: what it says in the end is every attempt of its own process."""

TERMINAL = """
from itrvault.cli.main import run
specimens = sys.argv[1]
for command in (
    "new v.itrvault", f"import v.itrvault {specimens} --jobs 2", "documents v.itrvault",
    "search v.itrvault privacy", "annotate v.itrvault WCIT12/904-E --quote PLENARY --page 1",
    "annotations v.itrvault", "check v.itrvault",
    "export v.itrvault --format html --out e.html", "export v.itrvault --format docx --out e.docx",
    "carry v.itrvault c.itrvault --unsealed", "merge v.itrvault c.itrvault", "undo v.itrvault",
):
    code = run(command.split())
    assert code == 0, (command, code)
confess()
"""

WINDOW = """
from pathlib import Path
from itrvault.desktop.shots import draw
written = draw(Path("v.itrvault"), Path("shots"), [(1280, 720)], ["light"])
assert written
confess()
"""


def _tried(program: str, folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", WATCH + program, *arguments],
        cwd=folder, capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return next(line for line in done.stdout.splitlines() if line.startswith("TRIED"))


def test_the_watch_sees_an_attempt(tmp_path: Path) -> None:
    attempt = "import socket\ntry:\n socket.create_connection(('127.0.0.1', 1))\nexcept OSError:\n"
    assert "socket.connect" in _tried(f"{attempt} confess()\n", tmp_path)


def test_a_days_work_never_asks_for_a_network(tmp_path: Path) -> None:
    specimens = resources() / "specimens" / "documents" / "conference"
    assert _tried(TERMINAL, tmp_path, str(specimens)) == "TRIED []"
    assert _tried(WINDOW, tmp_path) == "TRIED []"
