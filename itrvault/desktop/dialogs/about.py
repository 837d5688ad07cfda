"""The about box."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QWidget

from itrvault import __version__
from itrvault.desktop.widgets.parts import button, column, row, words_label


class AboutDialog(QDialog):
    """What this program is, its version and licence."""

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("About ITR Vault"))
        self.setFixedWidth(460)
        close = button(self.tr("Close"), self.accept, "primary")
        self.setLayout(
            column(
                words_label("ITR Vault", "title"),
                words_label(
                    self.tr("Version {version}").format(version=__version__) + f", Qt {qVersion()}",
                    "secondary",
                ),
                words_label(
                    self.tr(
                        "An offline archive for leaked treaty documents: import, search, read, "
                        "mark, judge, export, carry. It never uses the network, sends nothing "
                        "anywhere and looks for no updates."
                    ),
                    wrap=True,
                ),
                words_label(
                    self.tr(
                        "Free software under the GNU Affero General Public License, version 3 or "
                        "later. It comes without any warranty."
                    ),
                    "secondary", wrap=True,
                ),
                row(None, close), margins=(20, 18, 20, 16), spacing=10,
            )
        )  # fmt: skip
