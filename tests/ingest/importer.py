"""Run by test_kill as a process of its own: imports, and waits at each step to be let on.

Arguments: vault, folder, and the number of the commit in the middle of which to die (0: none).
"""

from __future__ import annotations

import os
import signal
import sys
import threading

from itrvault.ingest import building, run_import, writing
from itrvault.progress import Step
from itrvault.search.builder import Segment
from itrvault.search.index import Index
from itrvault.vault import Vault


class Steps:
    """Says each step aloud and goes on when a line comes back. One thread at a time speaks."""

    def __init__(self) -> None:
        self._speaking = threading.Lock()

    def report(self, step: Step) -> None:
        with self._speaking:
            print(step.done, flush=True)
            sys.stdin.readline()


def die_in_commit(number: int) -> None:
    """At the end of that commit's writing, before it is made good, the power goes."""
    whole = Index.adopt
    count = [0]

    def adopt(self: Index, segments: list[Segment]) -> None:
        whole(self, segments)
        count[0] += 1
        if count[0] == number:
            os.kill(os.getpid(), signal.SIGKILL)

    Index.adopt = adopt  # type: ignore[method-assign]


def main() -> None:
    """Import with a commit for each group."""
    path, folder, commit = sys.argv[1:4]
    writing.BATCH_SECONDS = building.GROUP_SECONDS = 0
    if int(commit):
        die_in_commit(int(commit))
    with Vault.open(path) as vault:
        run_import(vault, [folder], progress=Steps(), jobs=2)
    print("finished", flush=True)


if __name__ == "__main__":
    main()
