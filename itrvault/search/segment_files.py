"""Names and heads of the files of a segment: what those who write it and those who read it share.

Apart from the codec, so that a process that only builds segments need not load Whoosh.
"""

from __future__ import annotations

from struct import Struct

TERMS, POSTS, UNITS, STEMS, EDGES = ".terms", ".posts", ".units", ".stems", ".edges"
EXTENSIONS = (TERMS, POSTS, UNITS, STEMS, EDGES)
TYPES = Struct("<cc")
"""Array types of unit numbers and of positions, at the head of the terms."""
COLUMNS = Struct("<II")
"""Units and languages, at the head of the units."""
