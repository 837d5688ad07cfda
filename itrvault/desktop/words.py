"""What things are called on screen: classes, facts, languages, colours, levels, sizes, times.

Every word goes through translation here, so that views never spell the name of a value.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from unicodedata import bidirectional

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from itrvault.errors import KnownError, QueryError
from itrvault.model.annotation import Annotation, Listed, Stance
from itrvault.model.document import DocumentClass, FactSource, UnitKind
from itrvault.model.report import FileStatus
from itrvault.model.versions import Relation, Version
from itrvault.text.direction import FIRST_STRONG, POP

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?")

CLASSES = {
    DocumentClass.LEAKED: QT_TRANSLATE_NOOP("words", "Leaked documents"),
    DocumentClass.ANALYSIS: QT_TRANSLATE_NOOP("words", "Analyses"),
    DocumentClass.STATEMENT: QT_TRANSLATE_NOOP("words", "Statements"),
    DocumentClass.TREATY: QT_TRANSLATE_NOOP("words", "Treaty texts"),
    DocumentClass.OTHER: QT_TRANSLATE_NOOP("words", "Other"),
    DocumentClass.UNKNOWN: QT_TRANSLATE_NOOP("words", "Class not known"),
}
"""In the order of the library."""

CLASS_WORDS = {
    DocumentClass.LEAKED: QT_TRANSLATE_NOOP("words", "Leaked document"),
    DocumentClass.ANALYSIS: QT_TRANSLATE_NOOP("words", "Analysis"),
    DocumentClass.STATEMENT: QT_TRANSLATE_NOOP("words", "Statement"),
    DocumentClass.TREATY: QT_TRANSLATE_NOOP("words", "Treaty text"),
    DocumentClass.OTHER: QT_TRANSLATE_NOOP("words", "Other"),
    DocumentClass.UNKNOWN: QT_TRANSLATE_NOOP("words", "Not known"),
}

FIELDS = {
    "symbol": QT_TRANSLATE_NOOP("words", "Symbol"),
    "title": QT_TRANSLATE_NOOP("words", "Title"),
    "class": QT_TRANSLATE_NOOP("words", "Class"),
    "language": QT_TRANSLATE_NOOP("words", "Language"),
    "original_language": QT_TRANSLATE_NOOP("words", "Original"),
    "date": QT_TRANSLATE_NOOP("words", "Date"),
    "proponent": QT_TRANSLATE_NOOP("words", "Proponent"),
    "meeting": QT_TRANSLATE_NOOP("words", "Meeting"),
}

SOURCES = {
    FactSource.HAND: QT_TRANSLATE_NOOP("words", "by hand"),
    FactSource.HEADER: QT_TRANSLATE_NOOP("words", "from its header"),
    FactSource.FILE_NAME: QT_TRANSLATE_NOOP("words", "from the file name"),
    FactSource.METADATA: QT_TRANSLATE_NOOP("words", "from the file's properties"),
    FactSource.CATALOGUE: QT_TRANSLATE_NOOP("words", "from a catalogue"),
    FactSource.TEXT: QT_TRANSLATE_NOOP("words", "measured over the text"),
    FactSource.UNKNOWN: QT_TRANSLATE_NOOP("words", "not stated"),
}

METADATA = {
    "title": QT_TRANSLATE_NOOP("words", "Title"), "author": QT_TRANSLATE_NOOP("words", "Author"),
    "subject": QT_TRANSLATE_NOOP("words", "Subject"),
    "keywords": QT_TRANSLATE_NOOP("words", "Keywords"),
    "description": QT_TRANSLATE_NOOP("words", "Description"),
    "category": QT_TRANSLATE_NOOP("words", "Category"),
    "language": QT_TRANSLATE_NOOP("words", "Language"),
    "created": QT_TRANSLATE_NOOP("words", "Made"), "date": QT_TRANSLATE_NOOP("words", "Date"),
    "modified": QT_TRANSLATE_NOOP("words", "Changed"),
    "last modified by": QT_TRANSLATE_NOOP("words", "Changed by"),
    "creator": QT_TRANSLATE_NOOP("words", "Made with"),
    "producer": QT_TRANSLATE_NOOP("words", "Written by"),
    "format": QT_TRANSLATE_NOOP("words", "Format"),
    "encoding": QT_TRANSLATE_NOOP("words", "Encoding"),
    "revision": QT_TRANSLATE_NOOP("words", "Saved"), "from": QT_TRANSLATE_NOOP("words", "Sender"),
    "to": QT_TRANSLATE_NOOP("words", "To"), "cc": QT_TRANSLATE_NOOP("words", "Copy to"),
    "attachments": QT_TRANSLATE_NOOP("words", "Attached"),
    "publisher": QT_TRANSLATE_NOOP("words", "Publisher"),
}  # fmt: skip
"""What a file says about itself; a name that is not here is shown as the file has it."""

COLOUR_WORDS = {
    "yellow": QT_TRANSLATE_NOOP("words", "Yellow"), "red": QT_TRANSLATE_NOOP("words", "Red"),
    "green": QT_TRANSLATE_NOOP("words", "Green"), "blue": QT_TRANSLATE_NOOP("words", "Blue"),
    "purple": QT_TRANSLATE_NOOP("words", "Purple"),
    "magenta": QT_TRANSLATE_NOOP("words", "Magenta"),
    "orange": QT_TRANSLATE_NOOP("words", "Orange"), "gray": QT_TRANSLATE_NOOP("words", "Gray"),
}  # fmt: skip

LEVEL_WORDS = (
    QT_TRANSLATE_NOOP("words", "none"), QT_TRANSLATE_NOOP("words", "low"),
    QT_TRANSLATE_NOOP("words", "medium"), QT_TRANSLATE_NOOP("words", "high"),
    QT_TRANSLATE_NOOP("words", "severe"),
)  # fmt: skip

CONFIDENCE_WORDS = (
    QT_TRANSLATE_NOOP("words", "not said"), QT_TRANSLATE_NOOP("words", "low"),
    QT_TRANSLATE_NOOP("words", "medium"), QT_TRANSLATE_NOOP("words", "high"),
)  # fmt: skip

STANCES = {
    Stance.RISK: QT_TRANSLATE_NOOP("words", "Risk"),
    Stance.SAFEGUARD: QT_TRANSLATE_NOOP("words", "Safeguard"),
    Stance.DISPUTED: QT_TRANSLATE_NOOP("words", "Disputed"),
}

STATUSES = {
    FileStatus.IMPORTED: QT_TRANSLATE_NOOP("words", "Imported"),
    FileStatus.DUPLICATE: QT_TRANSLATE_NOOP("words", "Known already"),
    FileStatus.FAILED: QT_TRANSLATE_NOOP("words", "Failed"),
    FileStatus.UNSUPPORTED: QT_TRANSLATE_NOOP("words", "Not supported"),
    FileStatus.ARCHIVE: QT_TRANSLATE_NOOP("words", "Opened"),
    FileStatus.SKIPPED: QT_TRANSLATE_NOOP("words", "Left out"),
}


def translated(text: object) -> str:
    """A word of this module in the user's language."""
    return QCoreApplication.translate("words", str(text))


def language_name(code: str) -> str:
    """The name of a language in the user's language; "" for none, the code when it has no name.

    Of several codes ("en; es") the names of all.
    """
    if not code:
        return ""
    if ";" in code:
        return ", ".join(language_name(each.strip()) for each in code.split(";"))
    language = QLocale(code).language()
    if language is QLocale.Language.C:
        return code
    return QLocale.languageToString(language)


def metadata_name(name: str) -> str:
    """A property of a file in the user's language."""
    known = METADATA.get(name)
    return translated(known) if known else name[:1].upper() + name[1:]


def metadata_value(value: str) -> str:
    """A property's value on one line; a moment as people write it, in the time it names."""
    if _MOMENT.fullmatch(value):
        return value[:16].replace("T", " ")
    return one_line(value)


def error_sentence(error: KnownError) -> str:
    """What happened, translated before its values are put in."""
    template = QCoreApplication.translate("errors", error.sentence)
    return " ".join(template.format(**error.values).split())


def error_hint(error: KnownError) -> str:
    """What to do, translated before its values are put in; "" when there is nothing to say."""
    if not error.hint:
        return ""
    return QCoreApplication.translate("errors", error.hint).format(**error.values)


def error_words(error: KnownError) -> str:
    """Sentence and hint on one line, for a dialog that has little room."""
    hint = error_hint(error)
    if isinstance(error, QueryError) and hint:
        hint = QCoreApplication.translate("words", "Try: {query}").format(query=hint)
    return f"{error_sentence(error)} {hint}".strip()


def place_words(label: str, kind: UnitKind) -> str:
    """Where a passage stands: "p. 12", or the name of the section."""
    if kind is UnitKind.PAGE:
        return QCoreApplication.translate("words", "p. {page}").format(page=label)
    return label


def author_words(note: Annotation | Listed) -> str:
    """Who made an annotation, "" when nobody is named; and whether it came with the file."""
    if not note.from_file:
        return note.author
    words = QCoreApplication.translate("words", "from the file")
    return f"{note.author} ({words})" if note.author else words


def version_words(version: Version) -> str:
    """How nearly another document says the same."""
    translate = QCoreApplication.translate
    words = {
        Relation.VERSION: translate("words", "{percent} % the same"),
        Relation.PART: translate("words", "{percent} % of this text is in it"),
        Relation.WHOLE: translate("words", "{percent} % of it is in this text"),
    }
    return words[version.relation].format(percent=version.percent)


def doubt_words(pages: int) -> str:
    """That some pages of a document have a text that may not be what stands there."""
    return QCoreApplication.translate("words", "The text of %n page(s) is doubtful", "", pages)


def size_words(size: int) -> str:
    """Bytes as people say them: "1.4 MB"."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def number_words(number: int) -> str:
    """A count with the language's grouping: "3,204"."""
    return QLocale().toString(number)


def time_words(moment: str) -> str:
    """An ISO time in UTC as local date and minute; "" for what is none."""
    try:
        when = datetime.fromisoformat(moment)
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        return when.astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return ""  # the vault may be a stranger's


def duration_words(seconds: float) -> str:
    """A stretch of time for progress: "about 40 s", "about 3 min"."""
    if seconds < 90:
        return QCoreApplication.translate("words", "about {count} s").format(
            count=max(1, round(seconds))
        )
    return QCoreApplication.translate("words", "about {count} min").format(
        count=round(seconds / 60)
    )


def one_line(text: str) -> str:
    """White space folded, so that a passage fits a row."""
    return " ".join(text.split())


def tooltip(text: str) -> str:
    """A text for a tooltip, shown sign by sign.

    Qt takes a tooltip that looks like HTML for HTML, and then opens the pictures it names: files,
    and on Windows shares of other machines, which learn of it.
    """
    if "<" not in text and "&lt;" not in text:
        return text
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>'


def one_way(text: str) -> str:
    """A text kept together in a line of the other direction: its dots stand at its own end."""
    return f"{FIRST_STRONG}{text}{POP}" if reads_from_right(text) else text


def reads_from_right(text: str) -> bool:
    """Whether the first sign with a direction runs from right to left."""
    for sign in text:
        direction = bidirectional(sign)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
