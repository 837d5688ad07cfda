"""What the readers of codebooks find, as it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class FoundCode:
    """One code. `parent` is its place among those found before, -1 at the top.

    `joined` when all its texts may stand in the description, under words of their own.
    """

    parent: int
    name: str
    guid: str = ""
    colour: str = ""
    description: str = ""
    when_to_use: str = ""
    when_not: str = ""
    rights: tuple[str, ...] = ()
    codable: bool = True
    joined: bool = True


@dataclass(slots=True)
class Found:
    """A whole file. `warnings` are sentences."""

    format: str
    origin: str = ""
    codes: list[FoundCode] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _places: dict[tuple[int, str], int] = field(default_factory=dict)

    def place(self, names: list[str]) -> int:
        """Where the code of a path lies, made with all above it that is missing.

        Made so, it only holds others; whoever finds a line of its own for it says otherwise.
        """
        at = -1
        for name in names:
            key = (at, " ".join(name.split()).casefold())
            if key not in self._places:
                self.codes.append(FoundCode(at, name, codable=False))
                self._places[key] = len(self.codes) - 1
            at = self._places[key]
        return at

    def again(self, at: int) -> int:
        """A second code beside one, of the same name; what comes below that name is below it."""
        code = self.codes[at]
        self.codes.append(FoundCode(code.parent, code.name))
        self._places[code.parent, " ".join(code.name.split()).casefold()] = len(self.codes) - 1
        return len(self.codes) - 1
