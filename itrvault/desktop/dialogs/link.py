"""What a link of a document leads to outside of it: shown, and opened only by whoever says so."""

from __future__ import annotations

import string
import unicodedata
from urllib.parse import quote

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from itrvault.desktop.widgets.parts import button, column, row, words_label

OPENABLE = ("http", "https")
"""What a browser opens. Files, mail and programs are never started from a document."""

CUT = "…"
"""At the end of an address of which not all is known."""


class LinkDialog(QDialog):
    """The address in full, to be copied; a browser is started only by the button that says so."""

    def __init__(self, address: str, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("A link out of the document"))
        self.setMinimumWidth(480)
        self.url = openable(address)
        self.address = QPlainTextEdit(plain_address(address))
        self.address.setReadOnly(True)
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(72)
        self.address.setAccessibleName(self.tr("Address"))
        self.copy = button(self.tr("Copy the address"), self._copy, "primary")
        self.copy.setDefault(True)
        self.browse = button(self.tr("Open in the browser"), self._browse)
        self.browse.setVisible(self.url is not None)
        advice = self.tr(
            "ITR Vault opens nothing by itself. Whoever runs that place learns when the address is "
            "opened and from where; some addresses are made to tell who reads a document."
        )
        if address.endswith(CUT):
            advice = self.tr("The address is too long to be kept whole, so it can't be opened.")
        elif self.url is None:
            advice = self.tr("This is no address of the web. It can be copied, but not opened.")
        # Of all that an address says, only this tells whose it is; the rest may look like another.
        host = encoded_host(self.url) if self.url is not None else ""
        self.site = words_label(self.tr("Site: {host}").format(host=host), wrap=True)
        self.site.setVisible(bool(host))
        self.setLayout(
            column(
                words_label(self.tr("This link leads out of the document"), "heading"),
                self.site, self.address, words_label(advice, "secondary", wrap=True),
                row(self.browse, None, button(self.tr("Cancel"), self.reject), self.copy),
                margins=(16, 16, 16, 16), spacing=10,
            )
        )  # fmt: skip
        self.copy.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address.toPlainText())
        self.accept()

    def _browse(self) -> None:
        if self.url is not None:
            QDesktopServices.openUrl(self.url)
        self.accept()


def openable(address: str) -> QUrl | None:
    """The address as one of the web; None for anything else."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    good = url.isValid() and url.scheme().lower() in OPENABLE and bool(url.host())
    return url if good and not address.endswith(CUT) else None


def encoded_host(url: QUrl) -> str:
    """Whose address it is, as a browser asks for it."""
    return url.host(QUrl.ComponentFormattingOption.FullyEncoded)


def plain_address(address: str) -> str:
    """The address as a browser sends it: letters that look like others show what they are.

    Of the name of a file beside the document only what turns the order of letters is written out.
    """
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if address.endswith(CUT):
        return plain_address(address.removesuffix(CUT)) + CUT
    if url.isValid() and url.scheme():
        return bytes(url.toEncoded().data()).decode("ascii", "replace")
    named = ":" not in address and "//" not in address
    return "".join(
        sign if sign in _ASCII or (named and _keeps_order(sign)) else quote(sign)
        for sign in address
    )


_ASCII = frozenset(string.printable)


def _keeps_order(sign: str) -> bool:
    """Whether a sign stands where it stands, to the left of what follows it."""
    return sign.isprintable() and unicodedata.bidirectional(sign) in ("L", "ON", "EN", "ES", "CS")


def ask_about(address: str, window: QWidget) -> LinkDialog:
    """Show where a link leads; nothing waits for the answer."""
    dialog = LinkDialog(address, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()
    return dialog
