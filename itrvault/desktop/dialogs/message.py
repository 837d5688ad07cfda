"""Known failures and crashes: what happened, what is safe, what to do. Nothing is sent anywhere."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPlainTextEdit, QWidget

from itrvault import __version__
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import error_hint, error_sentence
from itrvault.errors import KnownError


def show_known(error: KnownError, window: QWidget | None) -> QMessageBox:
    """A dialog with the sentence and the hint; it does not stop the window."""
    box = QMessageBox(window)
    box.setWindowTitle(QCoreApplication.translate("message", "ITR Vault"))
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setTextFormat(Qt.TextFormat.PlainText)  # a sentence may hold a name a stranger gave
    box.setText(error_sentence(error))
    box.setInformativeText(error_hint(error))
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.open()
    return box


def crash_report(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> str:
    """What went wrong without a word of any document: where in the program, and the versions.

    The message of an exception may quote a title or a query, so only its kind is kept; lines of
    source are ours and hold no document either.
    """
    lines = [
        f"ITR Vault {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.release()} {platform.machine()}",
        "",
    ]
    chain: list[tuple[type[BaseException], BaseException, TracebackType | None]] = []
    current: BaseException | None = error
    while current is not None and len(chain) < 5:
        chain.append((type(current), current, current.__traceback__ if chain else trace))
        current = current.__cause__ or current.__context__
    for number, (kind_, _, trace_) in enumerate(chain):
        if number:
            lines.append("caused by")
        for frame in traceback.extract_tb(trace_):
            path = frame.filename.replace("\\", "/").rsplit("itrvault/", 1)[-1]
            lines.append(f"  {path}:{frame.lineno} {frame.name}: {frame.line or ''}")
        lines.append(f"  {kind_.__module__}.{kind_.__qualname__}")
    return "\n".join(lines)


class CrashDialog(QDialog):
    """For bugs of ours. The details fold out and can be copied; they hold no document text."""

    def __init__(self, report: str, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Something broke"))
        self.setMinimumWidth(520)
        self.details = QPlainTextEdit(report)
        self.details.setReadOnly(True)
        self.details.setMinimumHeight(220)
        self.details.hide()
        self._more = button(self.tr("Show details"), self._toggle, "link")
        copy = button(self.tr("Copy details"), self._copy)
        close = button(self.tr("Go on"), self.accept, "primary")
        close.setDefault(True)
        self.setLayout(
            column(
                words_label(self.tr("Something in ITR Vault broke"), "heading"),
                words_label(
                    self.tr(
                        "What you did last may not have been done. Everything before it is safe: "
                        "each change is written whole or not at all."
                    ),
                    wrap=True,
                ),
                words_label(
                    self.tr(
                        "You can go on. If it happens again, close the archive and open it anew. "
                        "The details hold no text of any document and are sent nowhere; copy them "
                        "if you want to report the fault."
                    ),
                    "secondary", wrap=True,
                ),
                row(self._more, None), self.details, None, row(copy, None, close),
                margins=(16, 16, 16, 16), spacing=10,
            )
        )  # fmt: skip

    def _toggle(self) -> None:
        shown = not self.details.isVisible()
        self.details.setVisible(shown)
        self._more.setText(self.tr("Hide details") if shown else self.tr("Show details"))
        self.adjustSize()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.details.toPlainText())


def install_excepthook(show: Callable[[str], None]) -> None:
    """Have every exception that nobody caught shown by `show(report)` (and on stderr)."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report = crash_report(kind, error, trace)
        sys.stderr.write(report + "\n")
        show(report)

    sys.excepthook = hook
