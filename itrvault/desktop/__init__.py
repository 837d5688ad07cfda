"""The window: Qt, and nothing else of the program knows Qt."""

from __future__ import annotations

from itrvault.desktop.singletons import make_immortal

make_immortal()
