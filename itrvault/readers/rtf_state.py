"""What an RTF group may change and its end sets back, and the words that change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from itrvault.model.document import RedlineKind
from itrvault.readers.sections import PLAIN, Style

TEXT, SKIP = "text", "skip"
"""Where words go: into the text, or nowhere. Other targets are collected for a purpose."""


@dataclass(slots=True)
class State:
    """What a group may change, and what its end sets back."""

    target: str = TEXT
    style: Style = PLAIN
    font: int = -1
    east: int = -1  # the font of Chinese, Japanese and Korean
    is_east: bool = False
    fallback: int = 1  # bytes to skip after each \uN
    hidden: bool = False
    inserted: tuple[int, int] | None = None  # author and date, as numbers
    deleted: tuple[int, int] | None = None
    moved: RedlineKind | None = None
    in_table: bool = False
    level: int = 0
    item: int = 0
    named: int = 0
    highlight: int = 0  # number of a colour of the table
    link: str = ""  # where the result of the field we are in leads


_Setter = Callable[[State, int | None], None]


def _look(name: str) -> _Setter:
    def change(state: State, number: int | None) -> None:
        state.style = replace(state.style, **{name: number != 0})

    return change


def _off(name: str) -> _Setter:
    def change(state: State, number: int | None) -> None:
        state.style = replace(state.style, **{name: False})

    return change


def _attribute(name: str, otherwise: int = 0) -> _Setter:
    def change(state: State, number: int | None) -> None:
        setattr(state, name, otherwise if number is None else number)

    return change


def _plain(state: State, number: int | None) -> None:
    state.style, state.hidden, state.inserted, state.deleted = PLAIN, False, None, None
    state.moved, state.highlight = None, 0


def _change(name: str, place: int) -> _Setter:
    """A word of a tracked change: that it is one (0), its author (1) or its date (2)."""

    def change(state: State, number: int | None) -> None:
        author, date = getattr(state, name) or (0, 0)
        if place == 0:
            setattr(state, name, None if number == 0 else (author, date))
        else:
            known = (number or 0, date) if place == 1 else (author, number or 0)
            setattr(state, name, known)

    return change


def _hide(state: State, number: int | None) -> None:
    state.hidden = number != 0


def _font(state: State, number: int | None) -> None:
    state.font = number or 0


def _east_font(state: State, number: int | None) -> None:
    if state.is_east:
        state.east = number or 0


def _script(east: bool) -> _Setter:
    def change(state: State, number: int | None) -> None:
        state.is_east = east

    return change


def _move(kind: RedlineKind) -> _Setter:
    def change(state: State, number: int | None) -> None:
        state.moved, state.inserted = kind, state.inserted or (0, 0)

    return change


def _in_table(state: State, number: int | None) -> None:
    state.in_table = number != 0


CHARACTER: dict[bytes, _Setter] = {
    b"b": _look("bold"), b"i": _look("italic"), b"ul": _look("underline"),
    b"ulnone": _off("underline"), b"strike": _look("strike"), b"striked": _look("strike"),
    b"v": _hide, b"plain": _plain, b"f": _font, b"af": _east_font, b"dbch": _script(True),
    b"loch": _script(False), b"hich": _script(False), b"uc": _attribute("fallback", 1),
    b"revised": _change("inserted", 0), b"revauth": _change("inserted", 1),
    b"revdttm": _change("inserted", 2), b"deleted": _change("deleted", 0),
    b"revauthdel": _change("deleted", 1), b"revdttmdel": _change("deleted", 2),
    b"mvf": _move(RedlineKind.DELETED), b"mvt": _move(RedlineKind.INSERTED),
    b"mvauth": _change("inserted", 1), b"mvdate": _change("inserted", 2), b"intbl": _in_table,
    b"highlight": _attribute("highlight"), b"chcbpat": _attribute("highlight"),
    b"cb": _attribute("highlight"),
    **{
        b"ul" + kind: _look("underline")
        for kind in (b"d", b"db", b"dash", b"dashd", b"dashdd", b"hwave", b"ldash", b"th",
                     b"thd", b"thdash", b"thdashd", b"thdashdd", b"thldash", b"uldbwave", b"w",
                     b"wave", b"hair")
    },
}  # fmt: skip
"""Words that change how what follows looks, whose it is, and what its bytes mean."""
