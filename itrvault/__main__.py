"""The first thing that runs: a reader process, one that builds indexes, the command line, or the
window.

A reader must not load anything of the host side, so the question comes before every other import.
"""

from __future__ import annotations

import os
import sys

# Nobody here multiplies matrices; for those, NumPy's library would start a thread for each core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Run what the arguments ask for."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--reader"]:
        from itrvault.readers.child import serve

        serve()
        return
    if arguments[:1] == ["--builder"]:
        from itrvault.ingest.child import serve as build

        build()
        return
    if all(argument.endswith(".itrvault") for argument in arguments):
        # Nothing, or vaults that a file manager was asked to open.
        from itrvault.desktop.app import run_window

        sys.exit(run_window(arguments))
    from itrvault.cli.main import run

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
