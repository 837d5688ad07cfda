"""Install into `.venv` and run the main job.

With a display: the window opens on the specimen archive. Without one: the terminal tour does the
same work (import, search, annotate, tag, export, carry, merge), and the window is drawn offscreen
into build/screenshots when Qt's system libraries are there.

    python3 packaging/run.py            window or tour
    python3 packaging/run.py --tour     the tour, even with a display
"""

from __future__ import annotations

import os
import subprocess
import sys

from environment import ROOT, has_display, install_command, missing_packages, prepare


def main() -> int:
    """Run; returns the exit code of the program."""
    python = str(prepare("lock.txt"))
    window = has_display() and "--tour" not in sys.argv[1:]
    missing = missing_packages(display=window)
    if missing:
        print(
            f"Qt, which draws the window, lacks system libraries or fonts. Install them with:\n"
            f"    {install_command(missing)}",
            file=sys.stderr,
        )
    if window and not missing:
        return subprocess.run([python, "-m", "itrvault", "demo", "--window"], cwd=ROOT).returncode
    if missing:
        print("The tour runs in the terminal without the window.", file=sys.stderr)
    tour = [python, "-m", "itrvault", "demo"]
    environment = dict(os.environ)
    if not missing:
        environment["QT_QPA_PLATFORM"] = "offscreen"
        tour += ["--screenshots", str(ROOT / "build" / "screenshots")]
    return subprocess.run(tour, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
