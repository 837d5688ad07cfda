"""The sweep over a vault: passages that the taxonomy's words and saved searches propose.

A person decides on each; what was decided is kept by `store.suggestions`, all else is found anew.
"""

from __future__ import annotations

from itrvault.sweeping.deciding import Ruling, decide
from itrvault.sweeping.proposed import Proposed, Sources, Sweep
from itrvault.sweeping.run import ruled_again, sweep

__all__ = ["Proposed", "Ruling", "Sources", "Sweep", "decide", "ruled_again", "sweep"]
