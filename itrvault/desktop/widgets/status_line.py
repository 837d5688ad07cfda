"""The line at the foot: Offline, what the archive holds, what could not be read, long work."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QProgressBar, QWidget

from itrvault.desktop.tasks import Job
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, row, words_label
from itrvault.desktop.words import duration_words, number_words, tooltip
from itrvault.progress import Step


class JobLine(QWidget):
    """One piece of long work: what, how far, how long, and a stop that is safe."""

    opened = Signal()

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self.words = ElidedLabel(job.title, role="secondary")
        self.words.setMinimumWidth(220)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setFixedWidth(120)
        named = job.stop or self.tr("Stop")
        self.stop = button(named, self._stop, "link")
        self.stop.setAccessibleName(f"{named}: {job.title}")
        self.setLayout(row(self.words, self.bar, self.stop))
        job.stepped.connect(self._show)

    def _show(self, step: Step) -> None:
        words = f"{self._job.title}  {number_words(step.done)}"
        if step.total:
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, step.done * 1000 // step.total))
            words += f" / {number_words(step.total)}"
        if step.seconds_left is not None:
            words += "  ·  " + self.tr("{time} left").format(time=duration_words(step.seconds_left))
        self.words.setText(words)

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop.setText(self.tr("Stopping"))
        self._job.cancel()


class StatusLine(QFrame):
    """The word Offline is always there."""

    failuresWanted = Signal()
    watchingLeft = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self.setFixedHeight(30)
        offline = words_label(self.tr("Offline"), "offline")
        offline.setToolTip(self.tr("This program never uses the network."))
        self.held = words_label("", "secondary")
        self.unread = button("", self.failuresWanted.emit, "link")
        self.unread.hide()
        self.watching = button("", self._ask_about_watching, "link")
        self.watching.hide()
        self.notice = ElidedLabel(role="secondary")
        self.notice.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.take = button("", self._take_notice, "link")
        self.take.hide()
        self._taken: Callable[[], object] | None = None
        self._jobs = QHBoxLayout()
        self._jobs.setSpacing(16)
        box = row(
            offline, self.held, self.unread, self.watching, None, margins=(12, 0, 12, 0), spacing=12
        )
        box.addWidget(self.notice)
        box.addWidget(self.take)
        box.addLayout(self._jobs)
        self.setLayout(box)

    def show_counts(self, documents: int, units: int, unread: int) -> None:
        """What the archive holds."""
        parts = (self.tr("%n document(s)", "", documents), self.tr("%n page(s)", "", units))
        self.held.setText(", ".join(parts))
        self.unread.setText(self.tr("%n could not be read", "", unread))
        self.unread.setVisible(unread > 0)

    def show_nothing(self) -> None:
        """No archive is open."""
        self.held.setText("")
        self.unread.hide()
        self.watching.hide()
        self.say("")

    def show_watched(self, folders: Sequence[str]) -> None:
        """The folders that are looked into."""
        self.watching.setText(self.tr("Looking into %n folder(s)", "", len(folders)))
        self.watching.setToolTip(tooltip("\n".join(folders)))
        self.watching.setVisible(bool(folders))

    def _ask_about_watching(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        stop = menu.addAction(self.tr("Stop looking into folders"))
        stop.triggered.connect(lambda: self.watchingLeft.emit())
        menu.popup(self.watching.mapToGlobal(self.watching.rect().topLeft()))

    def say(self, words: str, action: str = "", take: Callable[[], object] | None = None) -> None:
        """A sentence at the right, with a link when there is something to look at or to do."""
        self.notice.setText(words)
        self._taken = take
        self.take.setText(action)
        self.take.setVisible(bool(action))

    @property
    def silent(self) -> bool:
        """Whether nothing is being said."""
        return not self.notice.text()

    def add_job(self, job: Job) -> JobLine:
        """Show long work until it ends."""
        line = JobLine(job)
        self._jobs.addWidget(line)
        self.say("")

        def remove() -> None:
            self._jobs.removeWidget(line)
            line.hide()
            line.deleteLater()

        job.ended.connect(remove)
        return line

    def _take_notice(self) -> None:
        taken = self._taken
        self.say("")
        if taken is not None:
            taken()
