"""Every action of the window in one table: its name, its usual keys, what it is for.

Menus, the key sheet (F1 or ?), tooltips and shortcuts all read this table, through `keymap`, where
a person may have chosen other keys. The usual ones follow what people know from Zotero, Recoll and
QualCoder. Keys of a single letter or figure belong to a view (`view`), which handles them itself,
so that they never fire while somebody types.
"""

# ruff: noqa: E501 - a table is read by rows, one command a line

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from itrvault.desktop.keymap import KeyMap


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the table. `group` is its menu.

    Keys of a `view` ("reader", ...) hold while that has the keyboard, and it handles them; those of
    "" are the window's. `fixed` ones are listed only: they cannot be other keys.
    """

    name: str
    group: str
    text: str
    keys: tuple[str, ...] = ()
    view: str = ""
    fixed: bool = False


ARCHIVE = str(QT_TRANSLATE_NOOP("actions", "Archive"))
EDIT = str(QT_TRANSLATE_NOOP("actions", "Edit"))
SEARCH = str(QT_TRANSLATE_NOOP("actions", "Search"))
VIEW = str(QT_TRANSLATE_NOOP("actions", "View"))
READ = str(QT_TRANSLATE_NOOP("actions", "Reading"))
MARK = str(QT_TRANSLATE_NOOP("actions", "Marking"))
HELP = str(QT_TRANSLATE_NOOP("actions", "Help"))

READER = "reader"
SWEEP = "sweep"

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
    Command("risks", VIEW, str(QT_TRANSLATE_NOOP("actions", "Risks")), ("Ctrl+4",)),
    Command("sweep", VIEW, str(QT_TRANSLATE_NOOP("actions", "Sweep")), ("Ctrl+5",)),
    Command("codebook", VIEW, str(QT_TRANSLATE_NOOP("actions", "Codebook")), ("Ctrl+6",)),
    Command("theme", VIEW, str(QT_TRANSLATE_NOOP("actions", "Light or dark")), ("F8",)),
    Command("panel", READ, str(QT_TRANSLATE_NOOP("actions", "Pages and outline")), ("F9",)),
    Command("single", READ, str(QT_TRANSLATE_NOOP("actions", "One page at a time")), ("Ctrl+Shift+P",)),
    Command("both", READ, str(QT_TRANSLATE_NOOP("actions", "Page and text beside each other")), ("Ctrl+Alt+T",)),
    Command("beside", READ, str(QT_TRANSLATE_NOOP("actions", "Two documents beside each other")), ("Ctrl+B",)),
    Command("hop", READ, str(QT_TRANSLATE_NOOP("actions", "Go to the other document")), ("F6",)),
    Command("propose", READ, str(QT_TRANSLATE_NOOP("actions", "This is a proposal...")), ("Ctrl+Shift+A",)),
    Command("no_proposal", READ, str(QT_TRANSLATE_NOOP("actions", "This is no proposal")), ("Ctrl+Alt+A",)),
    Command("together", READ, str(QT_TRANSLATE_NOOP("actions", "Scroll both documents together")), ("Ctrl+Shift+B",)),
    Command("turn_right", READ, str(QT_TRANSLATE_NOOP("actions", "Turn the pages right")), ("Ctrl+R",)),
    Command("turn_left", READ, str(QT_TRANSLATE_NOOP("actions", "Turn the pages left")), ("Ctrl+Shift+R",)),
    Command("night", READ, str(QT_TRANSLATE_NOOP("actions", "Night mode for pages")), ("Shift+F8",)),
    Command("keys", HELP, str(QT_TRANSLATE_NOOP("actions", "Keys and query signs")), ("F1", "?")),
    Command("about", HELP, str(QT_TRANSLATE_NOOP("actions", "About ITR Vault"))),
    Command("go_to_page", READ, str(QT_TRANSLATE_NOOP("actions", "Go to page")), ("Ctrl+Alt+G",), view=READER),
    Command("zoom_in", READ, str(QT_TRANSLATE_NOOP("actions", "Larger")), ("Ctrl++", "Ctrl+=", "Ctrl+Shift++"), view=READER),
    Command("zoom_out", READ, str(QT_TRANSLATE_NOOP("actions", "Smaller")), ("Ctrl+-",), view=READER),
    Command("zoom_reset", READ, str(QT_TRANSLATE_NOOP("actions", "Actual size")), ("Ctrl+0",), view=READER),
    Command("page_or_text", READ, str(QT_TRANSLATE_NOOP("actions", "Page or text")), ("Ctrl+T",), view=READER),
    Command("back", READ, str(QT_TRANSLATE_NOOP("actions", "Back to where you were")), ("Alt+Left",), view=READER),
    Command("forward", READ, str(QT_TRANSLATE_NOOP("actions", "Forward")), ("Alt+Right",), view=READER),
    Command("caret", READ, str(QT_TRANSLATE_NOOP("actions", "Move through the text with the arrows")), ("F7",), view=READER),
    Command("select_more", READ, str(QT_TRANSLATE_NOOP("actions", "Select the hit or word, then its sentence, its paragraph")), ("E",), view=READER),
    Command("copy", READ, str(QT_TRANSLATE_NOOP("actions", "Copy")), ("Ctrl+C",), view=READER),
    Command("copy_citation", READ, str(QT_TRANSLATE_NOOP("actions", "Copy with citation")), ("Ctrl+Shift+C",), view=READER),
    Command("escape", READ, str(QT_TRANSLATE_NOOP("actions", "Close what floats, then let go of what is selected")), ("Esc",), view=READER, fixed=True),
    Command("select_page", READ, str(QT_TRANSLATE_NOOP("actions", "Select the whole page")), ("Ctrl+A",), view=READER, fixed=True),
    Command("highlight", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight the selection")), ("H",), view=READER),
    Command("colour_yellow", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight in yellow")), ("1",), view=READER),
    Command("colour_red", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight in red")), ("2",), view=READER),
    Command("colour_green", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight in green")), ("3",), view=READER),
    Command("colour_blue", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight in blue")), ("4",), view=READER),
    Command("colour_purple", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight in purple")), ("5",), view=READER),
    Command("colour_magenta", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight in magenta")), ("6",), view=READER),
    Command("colour_orange", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight in orange")), ("7",), view=READER),
    Command("colour_gray", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight in gray")), ("8",), view=READER),
    Command("annotate", MARK, str(QT_TRANSLATE_NOOP("actions", "Highlight and write a note")), ("A",), view=READER),
    Command("memo", MARK, str(QT_TRANSLATE_NOOP("actions", "Write the note of the mark")), ("M",), view=READER),
    Command("tag", MARK, str(QT_TRANSLATE_NOOP("actions", "Tag...")), ("T",), view=READER),
    Command("quick_tag", MARK, str(QT_TRANSLATE_NOOP("actions", "Tag with the last tag")), ("Q",), view=READER),
    Command("recent_tags", MARK, str(QT_TRANSLATE_NOOP("actions", "Tag with one of the recent tags")), ("R",), view=READER),
    Command("in_vivo", MARK, str(QT_TRANSLATE_NOOP("actions", "Tag named by the selected words")), ("V",), view=READER),
    Command("new_tag", MARK, str(QT_TRANSLATE_NOOP("actions", "New tag...")), ("N",), view=READER),
    Command("risk", MARK, str(QT_TRANSLATE_NOOP("actions", "Judge the risk")), ("J",), view=READER),
    Command("link", MARK, str(QT_TRANSLATE_NOOP("actions", "Link with another passage...")), ("L",), view=READER),
    Command("important", MARK, str(QT_TRANSLATE_NOOP("actions", "Important, or not")), ("I",), view=READER),
    Command("state", MARK, str(QT_TRANSLATE_NOOP("actions", "To look at again, done, or neither")), ("S",), view=READER),
    Command("overlaps", MARK, str(QT_TRANSLATE_NOOP("actions", "Next of the marks at this place")), ("O",), view=READER),
    Command("remove", MARK, str(QT_TRANSLATE_NOOP("actions", "Remove the mark")), ("U", "Del"), view=READER),
    Command("next_mark", MARK, str(QT_TRANSLATE_NOOP("actions", "Next mark")), (".", "Ctrl+F3"), view=READER),
    Command("previous_mark", MARK, str(QT_TRANSLATE_NOOP("actions", "Previous mark")), (",", "Ctrl+Shift+F3"), view=READER),
    Command("end_on", MARK, str(QT_TRANSLATE_NOOP("actions", "End of the mark: a character on")), ("Shift+Right",), view=READER),
    Command("end_back", MARK, str(QT_TRANSLATE_NOOP("actions", "End of the mark: a character back")), ("Shift+Left",), view=READER),
    Command("end_word_on", MARK, str(QT_TRANSLATE_NOOP("actions", "End of the mark: a word on")), ("Ctrl+Shift+Right", "Shift+Down"), view=READER),
    Command("end_word_back", MARK, str(QT_TRANSLATE_NOOP("actions", "End of the mark: a word back")), ("Ctrl+Shift+Left", "Shift+Up"), view=READER),
    Command("start_back", MARK, str(QT_TRANSLATE_NOOP("actions", "Beginning of the mark: a character back")), ("Alt+Shift+Left",), view=READER),
    Command("start_on", MARK, str(QT_TRANSLATE_NOOP("actions", "Beginning of the mark: a character on")), ("Alt+Shift+Right",), view=READER),
    Command("start_word_back", MARK, str(QT_TRANSLATE_NOOP("actions", "Beginning of the mark: a word back")), ("Ctrl+Alt+Shift+Left", "Alt+Shift+Up"), view=READER),
    Command("start_word_on", MARK, str(QT_TRANSLATE_NOOP("actions", "Beginning of the mark: a word on")), ("Ctrl+Alt+Shift+Right", "Alt+Shift+Down"), view=READER),
    Command("region", MARK, str(QT_TRANSLATE_NOOP("actions", "Mark a region of the page")), ("G",), view=READER),
    Command("page_note", MARK, str(QT_TRANSLATE_NOOP("actions", "Note on the whole page")), ("P",), view=READER),
    Command("document_note", MARK, str(QT_TRANSLATE_NOOP("actions", "Note on the whole document")), ("D",), view=READER),
    Command("place_here", MARK, str(QT_TRANSLATE_NOOP("actions", "Place the chosen note at the selection")), ("Ctrl+Alt+P",), view=READER),
    Command("hide_marks", MARK, str(QT_TRANSLATE_NOOP("actions", "Hide the marks, or show them")), ("Ctrl+Shift+H",), view=READER),
    Command("sweep_accept", MARK, str(QT_TRANSLATE_NOOP("actions", "Sweep: accept")), ("A",), view=SWEEP),
    Command("sweep_reject", MARK, str(QT_TRANSLATE_NOOP("actions", "Sweep: reject, with a reason")), ("X",), view=SWEEP),
    Command("sweep_defer", MARK, str(QT_TRANSLATE_NOOP("actions", "Sweep: defer")), ("D",), view=SWEEP),
    Command("sweep_tag", MARK, str(QT_TRANSLATE_NOOP("actions", "Sweep: choose the tag to accept with")), ("T",), view=SWEEP),
    Command("sweep_open", MARK, str(QT_TRANSLATE_NOOP("actions", "Sweep: open the page")), ("Return", "Enter"), view=SWEEP),
    Command("sweep_next", MARK, str(QT_TRANSLATE_NOOP("actions", "Sweep: next passage")), (".", "N"), view=SWEEP),
    Command("sweep_previous", MARK, str(QT_TRANSLATE_NOOP("actions", "Sweep: previous passage")), (",", "P"), view=SWEEP),
)  # fmt: skip
"""In the order of the menus and of the sheet."""

MENUS = (ARCHIVE, EDIT, SEARCH, VIEW, READ, MARK, HELP)

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
    return words(BY_NAME[name].text)


def make_actions(
    window: QWidget, handlers: dict[str, Callable[[], object]], keys: KeyMap
) -> dict[str, QAction]:
    """Actions of the window with the shortcuts in force, added to the window.

    Every command but those of a view needs a handler.
    """
    made = {}
    for command in COMMANDS:
        if command.view:
            continue
        action = QAction(words(command.text), window)
        action.setObjectName(command.name)
        keys.bind(action, command.name)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(_without_arguments(handlers[command.name]))
        window.addAction(action)
        made[command.name] = action
    return made


def _without_arguments(handler: Callable[[], object]) -> Callable[[], None]:
    def call() -> None:
        handler()

    return call


BY_NAME = {command.name: command for command in COMMANDS}
