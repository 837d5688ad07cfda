"""Every action of the window in one table: its name, its keys, what it is for.

Menus, the key sheet (F1 or ?), tooltips and shortcuts all read this table. Keys follow what people
know from Zotero, Recoll and QualCoder. Keys of a single letter or figure belong to the reader and
are handled there, so that they never fire while somebody types; they are listed for the sheet.
"""

# ruff: noqa: E501 - a table is read by rows, one command a line

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the table. `group` is its menu; `reader` keys are handled by the reader."""

    name: str
    group: str
    text: str
    keys: tuple[str, ...] = ()
    reader: bool = False


ARCHIVE = str(QT_TRANSLATE_NOOP("actions", "Archive"))
EDIT = str(QT_TRANSLATE_NOOP("actions", "Edit"))
SEARCH = str(QT_TRANSLATE_NOOP("actions", "Search"))
VIEW = str(QT_TRANSLATE_NOOP("actions", "View"))
READ = str(QT_TRANSLATE_NOOP("actions", "Reading"))
MARK = str(QT_TRANSLATE_NOOP("actions", "Marking"))
HELP = str(QT_TRANSLATE_NOOP("actions", "Help"))

COMMANDS = (
    Command("new", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "New archive...")), ("Ctrl+N",)),
    Command("open", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "Open archive...")), ("Ctrl+O",)),
    Command("import_files", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "Import files...")), ("Ctrl+I",)),
    Command("import_folder", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "Import a folder...")), ("Ctrl+Shift+I",)),
    Command("export", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "Export excerpts...")), ("Ctrl+E",)),
    Command("carry", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "Make a briefing copy..."))),
    Command("merge", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "Merge notes from a copy..."))),
    Command("recognise", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "Read doubtful pages by OCR"))),
    Command("check", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "Check the archive"))),
    Command("lock", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "Lock now")), ("Ctrl+Alt+L",)),
    Command("close", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "Close the window")), ("Ctrl+W",)),
    Command("quit", ARCHIVE, str(QT_TRANSLATE_NOOP("actions", "Quit")), ("Ctrl+Q",)),
    Command("undo", EDIT, str(QT_TRANSLATE_NOOP("actions", "Undo")), ("Ctrl+Z",)),
    Command("redo", EDIT, str(QT_TRANSLATE_NOOP("actions", "Redo")), ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command("search", SEARCH, str(QT_TRANSLATE_NOOP("actions", "Search the archive")), ("Ctrl+L", "Ctrl+K", "/")),
    Command("next_hit", SEARCH, str(QT_TRANSLATE_NOOP("actions", "Next hit")), ("F3", "Ctrl+G")),
    Command("previous_hit", SEARCH, str(QT_TRANSLATE_NOOP("actions", "Previous hit")), ("Shift+F3", "Ctrl+Shift+G")),
    Command("next_document", SEARCH, str(QT_TRANSLATE_NOOP("actions", "Next document with a hit")), ("Shift+PgDown",)),
    Command("previous_document", SEARCH, str(QT_TRANSLATE_NOOP("actions", "Previous document with a hit")), ("Shift+PgUp",)),
    Command("find", SEARCH, str(QT_TRANSLATE_NOOP("actions", "Find in this document")), ("Ctrl+F",)),
    Command("save_search", SEARCH, str(QT_TRANSLATE_NOOP("actions", "Save this search...")), ("Ctrl+D",)),
    Command("similar", SEARCH, str(QT_TRANSLATE_NOOP("actions", "Similar passages")), ("Ctrl+Shift+L",)),
    Command("term_list", SEARCH, str(QT_TRANSLATE_NOOP("actions", "Term list...")), ("Ctrl+Shift+T",)),
    Command("library", VIEW, str(QT_TRANSLATE_NOOP("actions", "Library")), ("Ctrl+\\",)),
    Command("inspector", VIEW, str(QT_TRANSLATE_NOOP("actions", "Inspector")), ("F4",)),
    Command("results", VIEW, str(QT_TRANSLATE_NOOP("actions", "Search and read")), ("Ctrl+1",)),
    Command("excerpts", VIEW, str(QT_TRANSLATE_NOOP("actions", "Excerpts")), ("Ctrl+2",)),
    Command("compare", VIEW, str(QT_TRANSLATE_NOOP("actions", "Compare")), ("Ctrl+3",)),
    Command("theme", VIEW, str(QT_TRANSLATE_NOOP("actions", "Light or dark")), ("F8",)),
    Command("panel", READ, str(QT_TRANSLATE_NOOP("actions", "Pages and outline")), ("F9",)),
    Command("single", READ, str(QT_TRANSLATE_NOOP("actions", "One page at a time")), ("Ctrl+Shift+P",)),
    Command("both", READ, str(QT_TRANSLATE_NOOP("actions", "Page and text beside each other")), ("Ctrl+Alt+T",)),
    Command("beside", READ, str(QT_TRANSLATE_NOOP("actions", "Two documents beside each other")), ("Ctrl+B",)),
    Command("hop", READ, str(QT_TRANSLATE_NOOP("actions", "Go to the other document")), ("F6",)),
    Command("together", READ, str(QT_TRANSLATE_NOOP("actions", "Scroll both documents together")), ("Ctrl+Shift+B",)),
    Command("turn_right", READ, str(QT_TRANSLATE_NOOP("actions", "Turn the pages right")), ("Ctrl+R",)),
    Command("turn_left", READ, str(QT_TRANSLATE_NOOP("actions", "Turn the pages left")), ("Ctrl+Shift+R",)),
    Command("night", READ, str(QT_TRANSLATE_NOOP("actions", "Night mode for pages")), ("Shift+F8",)),
    Command("keys", HELP, str(QT_TRANSLATE_NOOP("actions", "Keys and query signs")), ("F1", "?")),
    Command("about", HELP, str(QT_TRANSLATE_NOOP("actions", "About ITR Vault"))),
    Command("go_to_page", READ, str(QT_TRANSLATE_NOOP("actions", "Go to page")), ("Ctrl+Alt+G",), reader=True),
    Command("zoom_in", READ, str(QT_TRANSLATE_NOOP("actions", "Larger")), ("Ctrl++",), reader=True),
    Command("zoom_out", READ, str(QT_TRANSLATE_NOOP("actions", "Smaller")), ("Ctrl+-",), reader=True),
    Command("zoom_reset", READ, str(QT_TRANSLATE_NOOP("actions", "Actual size")), ("Ctrl+0",), reader=True),
    Command("page_or_text", READ, str(QT_TRANSLATE_NOOP("actions", "Page or text")), ("Ctrl+T",), reader=True),
    Command("back", READ, str(QT_TRANSLATE_NOOP("actions", "Back to where you were")), ("Alt+Left",), reader=True),
    Command("forward", READ, str(QT_TRANSLATE_NOOP("actions", "Forward")), ("Alt+Right",), reader=True),
    Command("highlight", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight the selection")), ("H",), reader=True),
    Command("colours", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight in one of the eight colours")), ("1 ... 8",), reader=True),
    Command("annotate", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight and write a note")), ("A",), reader=True),
    Command("quick_tag", MARK, str(QT_TRANSLATE_NOOP("actions", "Tag with the last tag")), ("Q",), reader=True),
    Command("copy_citation", MARK, str(QT_TRANSLATE_NOOP("actions", "Copy with citation")), ("Ctrl+Shift+C",), reader=True),
    Command("delete", MARK, str(QT_TRANSLATE_NOOP("actions", "Remove the selected note")), ("Del",), reader=True),
)  # fmt: skip
"""In the order of the menus and of the sheet."""

MENUS = (ARCHIVE, EDIT, SEARCH, VIEW, READ, HELP)

QUERY_SIGNS = (
    ("traffic routing", str(QT_TRANSLATE_NOOP("actions", "both words, in any form"))),
    ("traffic OR routing", str(QT_TRANSLATE_NOOP("actions", "either"))),
    ("traffic -spam", str(QT_TRANSLATE_NOOP("actions", "the first without the second (also NOT)"))),
    ("(spam OR fraud) security", str(QT_TRANSLATE_NOOP("actions", "grouped"))),
    ('"calling party number"', str(QT_TRANSLATE_NOOP("actions", "exactly these words in this order"))),
    ('"member states"~5', str(QT_TRANSLATE_NOOP("actions", "within five words of each other"))),
    ("rout*   organi?ation", str(QT_TRANSLATE_NOOP("actions", "any ending; any one character"))),
    ("telecomunication~1", str(QT_TRANSLATE_NOOP("actions", "one letter off"))),
    ("proponent:RUS  lang:ar", str(QT_TRANSLATE_NOOP("actions", "documents by a fact: symbol, title, class, lang, proponent"))),
    ("date:2012-11/2012-12", str(QT_TRANSLATE_NOOP("actions", "documents of a time"))),
    ("inserted:traffic  deleted:shall", str(QT_TRANSLATE_NOOP("actions", "words that a redline inserts or deletes"))),
    ("article:6  provision:31A  id:RUS/27/7", str(QT_TRANSLATE_NOOP("actions", "what treaty people cite"))),
    ("type:word  author:smith", str(QT_TRANSLATE_NOOP("actions", "what a file is, what it says about itself"))),
    ("lang:ru  symbol:TD-64  ...", str(QT_TRANSLATE_NOOP("actions", "all fields and their values: Ctrl+Space"))),
    ('tag:"Privacy"  has:note', str(QT_TRANSLATE_NOOP("actions", "places you marked"))),
)  # fmt: skip


def words(text: str) -> str:
    """A name from the table in the user's language."""
    return QCoreApplication.translate("actions", text)


def label(name: str) -> str:
    """The translated name of a command."""
    return words(_BY_NAME[name].text)


def keys_as_text(command: Command) -> str:
    """How the keys are written on this system ("Ctrl+L", or signs on a Mac)."""
    native = QKeySequence.SequenceFormat.NativeText
    shown = [QKeySequence(key).toString(native) or key for key in command.keys]
    return "  ".join(shown)


def make_actions(window: QWidget, handlers: dict[str, Callable[[], object]]) -> dict[str, QAction]:
    """Actions with their shortcuts, added to the window.

    Every command but the reader's needs a handler.
    """
    made = {}
    for command in COMMANDS:
        if command.reader:
            continue
        action = QAction(words(command.text), window)
        action.setObjectName(command.name)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(_without_arguments(handlers[command.name]))
        window.addAction(action)
        made[command.name] = action
    return made


def _without_arguments(handler: Callable[[], object]) -> Callable[[], None]:
    def call() -> None:
        handler()

    return call


_BY_NAME = {command.name: command for command in COMMANDS}
