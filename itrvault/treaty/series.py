"""Series of documents: what a symbol counts in."""

from __future__ import annotations

from itrvault.treaty.symbols import Symbol


def series_of(symbol: Symbol) -> str:
    """The series a symbol counts in, as people write it: "WCIT12", "CWG-WCIT12/TD"."""
    if symbol.meeting and symbol.series:
        return f"{symbol.meeting}/{symbol.series}"
    return symbol.meeting or symbol.series
