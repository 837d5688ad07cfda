"""Annotated excerpts as files: one format a file, a registry, all or nothing."""
