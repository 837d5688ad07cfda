"""Run by test_recognise as a process of its own: reads by OCR, and dies at a moment.

Arguments: vault, and the number of the commit in the middle of which to die.
"""

from __future__ import annotations

import os
import signal
import sys

from itrvault.ingest import recognise
from itrvault.search.index import Index
from itrvault.vault import Vault


def main() -> None:
    path, commit = sys.argv[1], int(sys.argv[2])
    whole = Index.adopt
    count = [0]

    def adopt(self, segments):
        whole(self, segments)
        count[0] += 1
        if count[0] == commit:
            os.kill(os.getpid(), signal.SIGKILL)

    Index.adopt = adopt
    recognise.COMMIT_SECONDS, recognise._SHARE = 0.0, 1e9  # commit after each page
    with Vault.open(path) as vault:
        recognise.recognise(vault, jobs=1)
    print("finished", flush=True)


if __name__ == "__main__":
    main()
