"""Import: plan, run, report."""
