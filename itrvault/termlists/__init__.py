"""Lists of queries run as one: a table of where each finds something, and tags on what was found.

A line that cannot be read costs nothing but itself.
"""

from __future__ import annotations

from itrvault.termlists.run import run_term_list
from itrvault.termlists.table import TermHits, TermRow, TermTable
from itrvault.termlists.tagging import Extent, TaggedHits, tag_hits
from itrvault.termlists.writing import Shape, write_csv

__all__ = [
    "Extent",
    "Shape",
    "TaggedHits",
    "TermHits",
    "TermRow",
    "TermTable",
    "run_term_list",
    "tag_hits",
    "write_csv",
]
