"""`sqlite_utils`, loaded without NumPy.

It would load NumPy, if that is installed, for the sake of columns of NumPy's numbers. None of ours
has any, and loading it takes a tenth of a second of the start of the window.
"""

from __future__ import annotations

import sys

_LEFT_OUT = "numpy" not in sys.modules
if _LEFT_OUT:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # "is not there", for an import
try:
    from sqlite_utils import Database, Migrations
finally:
    if _LEFT_OUT:
        del sys.modules["numpy"]

__all__ = ["Database", "Migrations"]
