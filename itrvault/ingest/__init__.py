"""Import: finding files, having them read, and putting each into the vault whole."""

from __future__ import annotations

from itrvault.ingest.plan import ImportPlan, plan_import
from itrvault.ingest.run import run_import

__all__ = ["ImportPlan", "plan_import", "run_import"]
