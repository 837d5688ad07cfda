"""The real program on a real X display, driven by keys and the mouse alone.

A display of its own (Xvfb) keeps its picture in a file, so that the test can see what a person
sees: it waits until the green frame of a hit stands on the page, and selects what is inside it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from itrvault.model.annotation import Annotation
from itrvault.vault import Vault

pytestmark = pytest.mark.xvfb
ROOT = Path(__file__).parents[2]
WIDTH, HEIGHT = 1280, 720
FRAME = "#006400"  # round the hit one is at
ACCENT = "#2457a6"  # round what has the keyboard, and of the button Enter presses
BLUE = "#2ea8e5"  # the fourth colour, as the stripe in the margin
QUOTE = "fractions of a second"
NOTE = "Who decides in a second?"


EVERYWHERE = (0, 0, WIDTH, HEIGHT)
READER = (700, 150, WIDTH, 690)
PAGE = (525, 150, 1000, 690)  # beside an open inspector
INSPECTOR = (1005, 150, WIDTH, 690)


def annotations(path: Path) -> list[Annotation]:
    """What was marked in the vault until now, while the program has it open."""
    with Vault.open(path, read_only=True) as vault:
        return [note for note in vault.store.annotations.all() if not note.from_file]


def test_a_person_searches_marks_undoes_and_exports(screen, specimens: Path, tmp_path):
    with screen.program(specimens, tmp_path):
        work(screen, specimens, tmp_path / "out.md")
    with Vault.open(specimens) as vault:
        (mark,) = (note for note in vault.store.annotations.all() if not note.from_file)
        assert (mark.anchor.exact, mark.colour, mark.note) == (QUOTE, "blue", NOTE)
        assert vault.store.documents.get(mark.document).symbol == "WCIT12/904-E"
        text = vault.store.documents.text(mark.document, mark.anchor.unit)
        assert text[mark.anchor.start : mark.anchor.end] == QUOTE
        assert vault.check().clean
    exported = (tmp_path / "out.md").read_text("utf-8")
    assert f"> {QUOTE}" in exported
    assert NOTE in exported
    assert "WCIT12/904-E" in exported


def work(screen, vault: Path, out: Path) -> None:
    """One sitting, from opening to leaving."""
    (main,) = screen.until(lambda: screen.windows("specimens"), "the archive to open")
    assert screen.box_of(main) == EVERYWHERE  # as large as there is room for
    screen.focus(main)
    screen.until(
        lambda: screen.seen(ACCENT, (240, 0, 900, 50)), "the search field to take the keys"
    )
    screen.type("traffic")
    screen.key("Return")
    first = screen.until(lambda: screen.seen(FRAME, READER), "the first hit")
    screen.key("F3")
    screen.until(lambda: screen.seen(FRAME, READER) not in (None, first), "the next hit")
    screen.key("ctrl+l")
    screen.type(f'"{QUOTE}"')
    screen.key("Return")

    seen = []

    def framed():
        """The frame of the passage, wider than one of a single word, once it keeps still."""
        box = screen.seen(FRAME, READER)
        seen.append(box if box is not None and box.right - box.left > 90 else None)
        return len(seen) > 4 and len(set(seen[-4:])) == 1 and seen[-1]

    hit = screen.until(framed, "the passage")
    screen.drag(hit)
    screen.key("4")
    screen.until(lambda: annotations(vault), "the mark")
    # Its outline, not its colour: that is on the bar, too, while the words are only selected.
    screen.until(lambda: screen.seen(ACCENT, READER), "the mark on the page")
    screen.key("a")
    screen.until(lambda: screen.seen(ACCENT, INSPECTOR), "the note's field")
    screen.type(NOTE)
    screen.key("ctrl+l")
    screen.until(lambda: annotations(vault)[0].note == NOTE, "the note")
    stripe = screen.until(lambda: screen.seen(BLUE, PAGE), "the mark beside its note")
    screen.click(stripe.left - 30, stripe.top)  # the margin: the page takes the keys
    screen.key("ctrl+z")
    screen.until(lambda: annotations(vault)[0].note == "", "the note undone")
    screen.key("ctrl+z")
    screen.until(lambda: not annotations(vault), "the mark undone")
    screen.key("ctrl+shift+z")
    screen.until(lambda: annotations(vault), "the mark done again")
    screen.key("ctrl+shift+z")
    screen.until(lambda: annotations(vault)[0].note == NOTE, "the note done again")
    screen.export(out)
    screen.focus(main)
    screen.key("ctrl+q")
