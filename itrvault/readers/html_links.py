"""Where the links of a web page lead: to places of the pages read with it, or out of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote, urljoin

from itrvault.readers.links import inside

_IGNORED = re.compile(r"[\t\n\r]")
_EDGES = "".join(map(chr, range(0x21)))
_LONGEST = 100_000
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class PageLinks:
    """Names and targets of one page of a file.

    `page` tells the page from others of its file. `base` is its own address, if it has one, and
    `pages` says which pages of the file addresses (without what stands behind "#") mean. In a
    `closed` file, as a book is, an address that is not whole means a part of the file or nothing.
    """

    def __init__(
        self,
        page: str = "",
        base: str = "",
        pages: Mapping[str, str] | None = None,
        *,
        closed: bool = False,
    ) -> None:
        self._page = page
        self._base = base
        self._pages = pages or {}
        self._closed = closed
        self._last = ("", "")  # an address and its target: one often follows itself

    def name(self, identity: str = "") -> str:
        """The name of a place by its id in the page; of the page's beginning without one."""
        return f"{self._page}#{identity}"

    def rebase(self, href: str) -> None:
        """The page says (`<base>`) what its addresses go out from."""
        if not self._closed:
            self._base = _joined(self._base, href)
            self._last = ("", "")

    def target(self, href: str) -> str:
        """The target that an address on the page means, "" for none."""
        if href != self._last[0]:
            self._last = (href, self._target(href))
        return self._last[1]

    def _target(self, href: str) -> str:
        if len(href) > _LONGEST:
            return href[:_LONGEST].strip(_EDGES)  # cut and marked as cut further on
        href = _IGNORED.sub("", href.strip(_EDGES))
        if href.startswith("#"):
            return inside(self.name(_unquoted(href[1:])))
        if not href:
            return ""
        whole = _joined(self._base, href)
        address, _, fragment = whole.partition("#")
        page = self._pages.get(address, self._pages.get(_unquoted(address)))
        if page is not None:
            return inside(f"{page}#{_unquoted(fragment)}")
        return "" if self._closed and not _SCHEME.match(whole) else whole


def _joined(base: str, href: str) -> str:
    """An address as seen from another one; as it stands there when that makes no sense."""
    if not base or _SCHEME.match(href):
        return href
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def _unquoted(text: str) -> str:
    return unquote(text) if "%" in text else text
