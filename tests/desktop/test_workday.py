"""An analyst's hour on the specimen archive, by keys alone, on a real X display.

Searches, opens, selects, marks, tags in every way, moves ends, writes notes, judges, flags,
filters and changes many at once, undoes and exports; what the archive holds in the end is what was
done. The mouse is never touched.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from itrvault.model.annotation import AnchorKind, Annotation, AnnotationState
from itrvault.vault import Vault

pytestmark = pytest.mark.xvfb
FRAME = "#006400"  # round the hit one is at
ACCENT = "#2457a6"  # round what has the keyboard, and round the mark that is selected
FIELD = (240, 0, 900, 50)
READER = (700, 150, 1280, 690)
PAGE = (525, 150, 1000, 690)  # beside the inspector
INSPECTOR = (1000, 150, 1280, 690)
FIRST = "fractions of a second"
SECOND = "right to know"
NOTE = "Who decides in a second?"
WHY = "Networks decide; a right to set routes would need inspection of all traffic."


class Analyst:
    """Hands on the keys, eyes on the screen and on what the archive holds by now."""

    def __init__(self, screen, vault: Path) -> None:
        self.screen = screen
        self.vault = vault

    def notes(self) -> list[Annotation]:
        with Vault.open(self.vault, read_only=True) as vault:
            return [note for note in vault.store.annotations.all() if not note.from_file]

    def wait(self, done: Callable[[list[Annotation]], object], what: str) -> Annotation:
        """Until the archive holds something."""
        return self.screen.until(lambda: done(self.notes()), what)

    def tags(self, note: Annotation) -> set[str]:
        with Vault.open(self.vault, read_only=True) as vault:
            return {vault.store.tags.path(tag).casefold() for tag in note.tags}

    def search(self, words: str, within=READER) -> None:
        """Type it, go to the first hit, and give the page the keys."""
        before = self.screen.seen(FRAME, within)
        self.screen.key("ctrl+l")
        self.screen.type(words)
        self.screen.key("Return")
        self.screen.until(lambda: self.screen.seen(FRAME, within) not in (None, before), words)
        self.screen.key("ctrl+1")

    def next_hit(self) -> None:
        before = self.screen.seen(FRAME, PAGE)
        self.screen.key("F3")
        self.screen.until(lambda: self.screen.seen(FRAME, PAGE) not in (None, before), "a hit")

    def outlined(self, what: str, within=PAGE) -> None:
        """Until the mark is on the page, and selected."""
        self.screen.until(lambda: self.screen.seen(ACCENT, within), what)


def test_an_analyst_works_an_hour_without_a_mouse(screen, specimens: Path, tmp_path) -> None:
    with Vault.open(specimens) as vault:
        before = len([n for n in vault.store.annotations.all() if not n.from_file])
        risks = len(vault.store.risks.all())
    assert before == 0
    with screen.program(specimens, tmp_path):
        analyst = Analyst(screen, specimens)
        (main,) = screen.until(lambda: screen.windows("specimens"), "the archive to open")
        screen.focus(main)
        screen.until(lambda: screen.seen(ACCENT, FIELD), "the search field to take the keys")
        first_passage(analyst)
        judge(analyst, risks)
        link(analyst, main)
        more_passages(analyst)
        whole_pages(analyst)
        many_at_once(analyst)
        screen.key("ctrl+1")  # of the table only what it shows would go out
        screen.export(tmp_path / "out.md")
        screen.focus(main)
        screen.key("ctrl+q")
    with Vault.open(specimens) as vault:
        store = vault.store
        notes = {note.anchor.exact: note for note in store.annotations.all() if not note.from_file}
        assert vault.check().clean
        by_text = [note for note in notes.values() if note.anchor.kind is AnchorKind.PASSAGE]
        for note in by_text:
            text = store.documents.text(note.document, note.anchor.unit)
            assert text[note.anchor.start : note.anchor.end] == note.anchor.exact
        grown = next(note for text, note in notes.items() if text.startswith(FIRST))
        assert (grown.note, grown.important, grown.state) == (NOTE, True, AnnotationState.CHECK)
        (risk,) = store.risks.of_annotation(grown.id)
        assert risk.rationale == WHY
        assert {store.tags.path(tag) for tag in grown.tags} == {"Timing"}
    exported = (tmp_path / "out.md").read_text("utf-8")
    for words in (FIRST, SECOND, NOTE, "WCIT12/904-E"):
        assert words.casefold() in exported.casefold()


def first_passage(analyst: Analyst) -> None:
    """Search, select the hit, mark, tag with a new tag, grow by a word, note, flag, look again."""
    screen = analyst.screen
    analyst.search(f'"{FIRST}"')
    screen.key("e", "4")
    analyst.wait(lambda notes: [n for n in notes if (n.anchor.exact, n.colour) == (FIRST, "blue")],
                 "the mark")  # fmt: skip
    analyst.outlined("the mark on the page", READER)
    screen.key("n")
    screen.type("Timing")
    screen.key("Return")
    analyst.wait(lambda notes: [n for n in notes if analyst.tags(n) == {"timing"}], "the tag")
    screen.key("ctrl+shift+Right")
    analyst.wait(lambda notes: [n for n in notes if len(n.anchor.exact) > len(FIRST)], "its end")
    screen.key("m")
    screen.until(lambda: screen.tall(ACCENT, INSPECTOR, 70), "the note's field")
    screen.type(NOTE)
    screen.key("Escape")
    analyst.wait(lambda notes: [n for n in notes if n.note == NOTE], "the note")
    screen.key("i")
    analyst.wait(lambda notes: [n for n in notes if n.important], "the flag")
    screen.key("s")
    analyst.wait(lambda notes: [n for n in notes if n.state], "the state")


def judge(analyst: Analyst, before: int) -> None:
    """The form, down to its reasons; Ctrl+Enter saves."""
    screen = analyst.screen
    screen.key("j")

    def at_reasons() -> bool:
        return screen.tall(ACCENT, INSPECTOR, 70)

    for _ in range(40):
        screen.key("Tab")
        try:
            screen.until(at_reasons, "the reasons", 2)
        except pytest.fail.Exception:
            continue
        break
    screen.type(WHY)
    screen.key("ctrl+Return")

    def judged() -> bool:
        with Vault.open(analyst.vault, read_only=True) as vault:
            return len(vault.store.risks.all()) == before + 1

    screen.until(judged, "the judgement")


def link(analyst: Analyst, main: str) -> None:
    """The passage with a document that is named by typing."""
    screen = analyst.screen
    screen.key("ctrl+1", "l")
    (dialog,) = screen.until(lambda: screen.windows("Link this passage"), "the dialog")
    screen.focus(dialog)
    box = screen.box_of(dialog)
    screen.until(lambda: screen.seen(ACCENT, box), "its field to take the keys")
    screen.type("WCIT12/901-E")

    screen.key("Return")  # the list may not be there yet; it is waited for
    screen.until(lambda: not screen.windows("Link this passage"), "the link to be made")
    screen.focus(main)  # there is nobody here to give the keys back

    def linked() -> str:
        with Vault.open(analyst.vault, read_only=True) as vault:
            targets = [link.target for link in vault.store.links.all()]
            return str(targets[0]) if targets else ""

    kind, _, document = screen.until(linked, "the link").partition(":")
    assert kind == "document"
    with Vault.open(analyst.vault, read_only=True) as vault:
        assert vault.store.documents.get(document).symbol == "WCIT12/901-E"


def more_passages(analyst: Analyst) -> None:
    """A tag named by the words; the last tag; one of the recent; undo of the last, and redo."""
    screen = analyst.screen
    analyst.search(f'"{SECOND}"', PAGE)
    screen.key("e", "v")
    analyst.wait(
        lambda notes: [n for n in notes if f"in vivo/{SECOND}" in analyst.tags(n)], "words as a tag"
    )
    analyst.outlined("the mark on the page")
    analyst.next_hit()
    screen.key("Escape", "e", "q")
    analyst.wait(
        lambda notes: len([n for n in notes if f"in vivo/{SECOND}" in analyst.tags(n)]) == 2,
        "the last tag",
    )
    analyst.outlined("the second mark on the page")
    analyst.next_hit()
    screen.key("Escape", "e", "e", "r")
    screen.key("2")
    analyst.wait(lambda notes: len(notes) == 4, "one of the recent tags")
    screen.key("ctrl+z")
    analyst.wait(lambda notes: len(notes) == 3, "the last one undone")
    screen.key("ctrl+shift+z")
    analyst.wait(lambda notes: len(notes) == 4, "the last one done again")


def whole_pages(analyst: Analyst) -> None:
    """A note on the whole document."""
    screen = analyst.screen
    screen.key("ctrl+1", "d")
    screen.until(lambda: screen.tall(ACCENT, INSPECTOR, 70), "the note's field")
    screen.type("Read together with 901.")
    screen.key("Escape")
    analyst.wait(
        lambda notes: [n for n in notes if n.anchor.kind is AnchorKind.DOCUMENT and n.note],
        "a note on the document",
    )


def many_at_once(analyst: Analyst) -> None:
    """In the table: those with the words, all chosen, in another colour; undone, done again."""
    screen = analyst.screen
    screen.key("ctrl+2")
    screen.key("ctrl+f")
    screen.type(f"in vivo/{SECOND}")
    screen.key("Return", "ctrl+a", "3")

    def green(notes: list[Annotation]) -> int:
        return len([note for note in notes if note.colour == "green"])

    analyst.wait(lambda notes: green(notes) == 2, "two in green")
    screen.key("ctrl+z")
    analyst.wait(lambda notes: green(notes) == 0, "both undone at once")
    screen.key("ctrl+shift+z")
    analyst.wait(lambda notes: green(notes) == 2, "both done again")
