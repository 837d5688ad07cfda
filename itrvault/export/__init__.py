"""Excerpts as files: Markdown, HTML, DOCX, CSV, JSON. Nobody is named in one unless asked for."""
