"""The swept passage under the cursor: its words in their place, what speaks for it, what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QTextBrowser, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.sweep import DECISIONS, Swept, feature_words
from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, column, row, rule, words_label
from itrvault.desktop.words import one_line, translated
from itrvault.model.geometry import Span
from itrvault.rights.ranker import Reason
from itrvault.rights.sweep import PassageKind
from itrvault.sweeping import Proposed
from itrvault.text.direction import direction

OWN = ""
"""What the tag box holds when each passage gets the tag of its own category."""


class SweepCard(QWidget):
    """`wanted` carries a command ("sweep_accept", ...), `tagChosen` the tag to accept with."""

    wanted = Signal(str)
    tagChosen = Signal(str)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._context = context
        self._shown: tuple[Swept, Sequence[Proposed]] | None = None
        self.title = ElidedLabel(role="heading")
        self.place = ElidedLabel(role="secondary")
        self.state = words_label("", "secondary", wrap=True)
        self.words = QTextBrowser()
        self.words.setOpenLinks(False)
        self.words.setAccessibleName(self.tr("The passage"))
        self.negation = words_label("", "danger", wrap=True)
        self.why = words_label("", "secondary", wrap=True)
        self.why.setAccessibleName(self.tr("Why it is proposed"))
        self.tag = QComboBox()
        self.tag.setAccessibleName(self.tr("Tag to accept with"))
        self.tag.setMinimumWidth(120)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.tag.setSizeAdjustPolicy(policy)
        self.tag.activated.connect(lambda _: self.tagChosen.emit(str(self.tag.currentData())))
        self.accept = self._command(self.tr("Accept"), "sweep_accept", "primary")
        self.reject = self._command(self.tr("Reject..."), "sweep_reject")
        self.defer = self._command(self.tr("Defer"), "sweep_defer")
        self.open = self._command(self.tr("Open the page"), "sweep_open", "link")
        self.keys = words_label("", "secondary")
        context.keys.changed.connect(self._say_keys)
        self._say_keys()
        tags = row(words_label(self.tr("Tag"), "secondary"), self.tag)
        tags.setStretch(1, 1)
        self.setLayout(
            column(
                row(self.title, None, self.open),
                self.place, self.words, self.negation, self.state, self.why, rule(),
                tags, row(self.accept, self.reject, self.defer, None, self.keys),
                margins=(16, 12, 16, 12), spacing=8,
            )
        )  # fmt: skip
        context.themeChanged.connect(lambda _: self.show_again())

    def _say_keys(self) -> None:
        names = ("sweep_accept", "sweep_reject", "sweep_defer")
        self.keys.setText("  ".join(filter(None, map(self._context.keys.words, names))))

    def _command(self, text: str, name: str, role: str = "") -> QWidget:
        made = button(text, self._emitting(name), role)
        self._context.keys.tip(made, text.rstrip("."), name)
        return made

    def _emitting(self, name: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(name)

    def show_passages(self, swept: Swept, chosen: Sequence[Proposed], tag: str) -> None:
        """One passage in full, or how many are chosen; `tag` is what accepting gives."""
        self._shown = (swept, chosen)
        self._offer_tags(swept, chosen, tag)
        writable = not self._context.vault.store.read_only
        for part in (self.accept, self.reject, self.defer, self.tag):
            part.setEnabled(writable and bool(chosen))
        self.open.setVisible(len(chosen) == 1)
        self.show_again()

    def show_again(self) -> None:
        """Once more, in the colours of now."""
        if self._shown is None:
            return
        swept, chosen = self._shown
        one = chosen[0] if len(chosen) == 1 else None
        for part in (self.negation, self.why, self.place, self.state):
            part.setVisible(False)
        if one is None:
            self.title.setText(self.tr("%n passage(s) chosen", "", len(chosen)))
            self.words.setHtml(_list(chosen, swept, self._context.theme))
            return
        self.title.setText(swept.source(one))
        self._say(self.place, swept.place(one))
        self.words.setHtml(passage_html(one, self._context.theme))
        self._say(self.negation, self._negation(one))
        self._say(self.state, self._state(one))
        self._say(self.why, self._why(one, swept))

    def _say(self, label: QWidget, text: str) -> None:
        label.setText(text)  # type: ignore[attr-defined]
        label.setVisible(bool(text))

    def _negation(self, one: Proposed) -> str:
        said = dict.fromkeys(one_line(one.quotation[s.start : s.end]) for s in one.negations)
        quoted = ", ".join(f"“{words}”" for words in said)
        if not said:
            return ""
        return self.tr("⊘ Negated by {words}: it may say the opposite.").format(words=quoted)

    def _state(self, one: Proposed) -> str:
        said = []
        if one.decision is not None:
            word = translated_decision(one)
            said.append(f"{word}: {one.reason}" if one.reason else word)
        elif one.marked:
            said.append(self.tr("It carries this tag already."))
        if one.kind is PassageKind.DEFINITION:
            said.append(self.tr("It defines a word."))
        elif one.kind is PassageKind.HEADING:
            said.append(self.tr("It is a heading."))
        if one.also:
            count = 1 + len(one.also)
            said.append(
                self.tr("The same words stand in %n place(s) here; all are decided at once.", "",
                        count)
            )  # fmt: skip
        return " ".join(said)

    def _why(self, one: Proposed, swept: Swept) -> str:
        terms = ", ".join(f"“{term}”" for term in one.terms)
        said = [self.tr("Looked for: {terms}.").format(terms=terms)]
        reasons = swept.model.reasons(one)
        good = [each for each in reasons if each.weight > 0]
        bad = [each for each in reasons if each.weight < 0]
        if good:
            words = _reasons(good, one, swept)
            said.append(self.tr("By what was accepted, for it: {words}.").format(words=words))
        if bad:
            words = _reasons(bad, one, swept)
            said.append(self.tr("By what was rejected, against it: {words}.").format(words=words))
        return " ".join(said)

    def _offer_tags(self, swept: Swept, chosen: Sequence[Proposed], tag: str) -> None:
        by_id = {each.id: each for each in swept.tags}
        paths = sorted(
            ((tag_path(each, by_id), each.id) for each in swept.tags if each.codable),
            key=lambda pair: pair[0].casefold(),
        )
        self.tag.blockSignals(True)
        self.tag.clear()
        own = {key for one in chosen if (key := swept.own_tag(one))}
        named = [path for path, key in paths if key in own]
        if len(own) > 1:
            self.tag.addItem(self.tr("each that of its category"), OWN)
        elif named:
            words = self.tr("{tag} (its category)").format(tag=named[0])
            self.tag.addItem(words, OWN)
        else:
            self.tag.addItem(self.tr("no tag"), OWN)
        for path, key in paths:
            self.tag.addItem(path, key)
        self.tag.setCurrentIndex(max(0, self.tag.findData(tag)))
        self.tag.blockSignals(False)
        self.tag.setToolTip(self.tag.currentText())


def translated_decision(one: Proposed) -> str:
    """What was decided, as the beginning of a sentence."""
    assert one.decision is not None
    word = translated(DECISIONS[one.decision])
    return word[:1].upper() + word[1:]


def _reasons(reasons: Sequence[Reason], one: Proposed, swept: Swept) -> str:
    said: dict[str, str] = {}
    for each in reasons:  # a term and a word of it may be the same
        words = feature_words(each.feature, one, swept)
        said.setdefault(words.strip("“”").casefold(), words)
    return ", ".join(said.values())


def _list(chosen: Sequence[Proposed], swept: Swept, theme: Theme) -> str:
    lines = "".join(
        f'<p style="margin:0 0 8px 0" dir="{direction(one.quotation)}">'
        f'<span style="color:{theme.secondary}">{escape(swept.place(one))}</span><br/>'
        f"{escape(one_line(one.quotation))}</p>"
        for one in chosen[:40]
    )
    return f'<div style="color:{theme.text}">{lines}</div>'


def passage_html(one: Proposed, theme: Theme) -> str:
    """The passage with what stands around it; triggers washed and bold, negations underlined."""
    hit = theme.colour("hit")
    ground = theme.colour("panel")
    share = hit.alphaF()
    pairs = (
        (hit.red(), ground.red()), (hit.green(), ground.green()), (hit.blue(), ground.blue()),
    )  # fmt: skip
    wash = "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)
    styles = [(span, f"background-color:{wash};font-weight:600") for span in one.triggers] + [
        (span, f"color:{theme.danger};font-weight:600;text-decoration:underline")
        for span in one.negations
    ]
    faint = f'style="color:{theme.secondary}"'
    before, after = _tail(one.before), _head(one.after)
    body = _styled(one.quotation, styles)
    return (
        f'<div dir="{direction(one.quotation)}" style="line-height:145%;color:{theme.text}">'
        f"<span {faint}>{escape(before)}</span>{body}<span {faint}>{escape(after)}</span></div>"
    )


def _styled(text: str, styles: list[tuple[Span, str]]) -> str:
    """Where stretches overlap the later one begins where the other ends."""
    parts, at = [], 0
    for span, style in sorted(styles, key=lambda pair: pair[0]):
        start = max(span.start, at)
        if start >= span.end:
            continue
        parts.append(escape(_flat(text[at:start])))
        parts.append(f'<span style="{style}">{escape(_flat(text[start : span.end]))}</span>')
        at = span.end
    parts.append(escape(_flat(text[at:])))
    return "".join(parts)


def _flat(text: str) -> str:
    """White space as one blank, also at the ends, where a stretch may begin or end."""
    said = one_line(text)
    if not said:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{said}{' ' if text[-1].isspace() else ''}"


def _tail(text: str) -> str:
    flat = _flat(text)
    at = flat.find(" ")
    return f"… {flat[at + 1 :]}" if len(text) >= 100 and at >= 0 else flat


def _head(text: str) -> str:
    flat = _flat(text)
    at = flat.rstrip().rfind(" ")
    return f"{flat[:at]} …" if len(text) >= 100 and at >= 0 else flat
