"""What is proposed, as a small badge: the verb as a word, in a colour that only helps."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from itrvault.desktop.theme import Theme
from itrvault.model.proposal import Verb

BADGE_PX = 11
HEIGHT = 18
PAD = 6
_RADIUS = 4

_FIELDS = {
    Verb.ADD: "inserted", Verb.MOVED_HERE: "inserted", Verb.MOD: "accent",
    Verb.EDITORIAL: "accent", Verb.SUP: "deleted", Verb.MOVED_AWAY: "deleted",
    Verb.NOC: "secondary", Verb.NO_TEXT: "secondary",
}  # fmt: skip
_OUTLINED = (Verb.EDITORIAL, Verb.NO_TEXT)


def verb_words(verb: Verb) -> str:
    """The verb as it stands in documents; words for an option that wants no provision."""
    return verb.value or QCoreApplication.translate("verbs", "no text")


def verb_meaning(verb: Verb) -> str:
    """What the verb says, for those who do not live with it."""
    translate = QCoreApplication.translate
    return {
        Verb.ADD: translate("verbs", "a new provision"),
        Verb.MOD: translate("verbs", "other words"),
        Verb.SUP: translate("verbs", "to be taken out"),
        Verb.NOC: translate("verbs", "no change"),
        Verb.EDITORIAL: translate("verbs", "an editorial change"),
        Verb.MOVED_HERE: translate("verbs", "moved here from elsewhere"),
        Verb.MOVED_AWAY: translate("verbs", "moved elsewhere"),
        Verb.NO_TEXT: translate("verbs", "an option without a provision"),
    }[verb]


def badge_font() -> QFont:
    """The type of badges."""
    font = QFont()
    font.setPixelSize(BADGE_PX)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def badge_width(verb: Verb) -> float:
    """Pixels that a badge takes."""
    return QFontMetricsF(badge_font()).horizontalAdvance(verb_words(verb)) + 2 * PAD


def badge_colour(verb: Verb, theme: Theme) -> QColor:
    """The colour that goes with a verb."""
    return theme.colour(_FIELDS[verb])


def paint_badge(
    painter: QPainter, at: QPointF, verb: Verb, theme: Theme, *, emphasised: bool = False
) -> float:
    """Paint a badge with its upper left corner there; the width it took.

    What stands in its paper with emphasis has a second line around it.
    """
    area = QRectF(at.x(), at.y(), badge_width(verb), HEIGHT)
    colour = badge_colour(verb, theme)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if verb in _OUTLINED:
        painter.setPen(QPen(colour, 1))
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
    if emphasised:
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(-1.5, -1.5, 1.5, 1.5), _RADIUS + 1, _RADIUS + 1)
    painter.setPen(colour if verb in _OUTLINED else theme.colour("on_accent"))
    painter.setFont(badge_font())
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, verb_words(verb))
    painter.restore()
    return area.width()
