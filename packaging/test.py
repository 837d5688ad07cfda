"""Install into `.venv` and run every check and test.

    python3 packaging/test.py           all of it; what is left goes to pytest (-k, -x, a path)

The window's tests draw offscreen; those that need Qt's system libraries are left out, and that is
said, where these are missing. In continuous integration (CI=true) on a Debian system as root they
are installed first.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

from environment import ROOT, install_command, missing_packages, prepare

CHECKS = (
    ("layers", ["-m", "importlinter.cli", "lint"]),
    ("format", ["-m", "ruff", "format", "--check", "."]),
    ("lint", ["-m", "ruff", "check", "."]),
    ("types", ["-m", "mypy"]),
)


def main() -> int:
    """Run; 0 when everything passed."""
    python = str(prepare("lock-test.txt"))
    missing = missing_packages(display=True)
    if shutil.which("Xvfb") is None and sys.platform.startswith("linux"):
        missing.append("xvfb" if shutil.which("apt-get") else "xorg-x11-server-Xvfb")
    if shutil.which("xdotool") is None and sys.platform.startswith("linux"):
        missing.append("xdotool")
    if missing and _may_install():
        _install(missing)
        missing = missing_packages(display=True)
    failed = [name for name, command in CHECKS if not _run(name, [python, *command])]
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    tests = [python, "-m", "pytest", "-q", "-n", str(max(2, (os.cpu_count() or 2) // 2))]
    if missing:
        print(
            f"For the window's tests, install first:\n    {install_command(missing)}",
            file=sys.stderr,
        )
    if missing_packages(display=False):
        print("The window's tests are left out: Qt cannot start here.", file=sys.stderr)
        tests += ["--ignore", "tests/desktop", "-p", "no:pytest-qt"]
    if not _run("tests", [*tests, *sys.argv[1:]], environment):
        failed.append("tests")
    if failed:
        print(f"FAILED: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


def _run(name: str, command: list[str], environment: dict[str, str] | None = None) -> bool:
    started = time.monotonic()
    print(f"== {name}", flush=True)
    code = subprocess.run(command, cwd=ROOT, env=environment).returncode
    print(
        f"== {name}: {'failed' if code else 'ok'} ({time.monotonic() - started:.1f} s)", flush=True
    )
    return code == 0


def _may_install() -> bool:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return root and os.environ.get("CI") == "true" and shutil.which("apt-get") is not None


def _install(packages: list[str]) -> None:
    """Bring Qt's libraries to a machine of continuous integration; failing that, go on without."""
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": dict(os.environ, DEBIAN_FRONTEND="noninteractive"),
    }
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet
    )


if __name__ == "__main__":
    sys.exit(main())
