"""Briefing copies and the way back: cut out, seal, plan a merge, apply it."""
