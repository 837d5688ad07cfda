"""Import: finding files, having them read, and putting each into the vault whole.

The names here are loaded when first used: a worker process, which needs only `digest`, would
otherwise load the store and its libraries too (0.25 s of a core each).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from itrvault.ingest.plan import ImportPlan, plan_import
    from itrvault.ingest.run import run_import

__all__ = ["ImportPlan", "plan_import", "run_import"]

_HOMES = {"ImportPlan": "plan", "plan_import": "plan", "run_import": "run"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
