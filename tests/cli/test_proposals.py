"""`itrvault proposals` on the specimens: what their sources say is found in Word and PDF."""

from __future__ import annotations

import importlib.util
import re
import sys
from types import ModuleType

from itrvault.ingest.specimens import specimen_files

_HEAD = re.compile(r"(?:(?P<verb>\(?[A-Z]{3}\)?)\s*)?(?P<id>[A-Z]+/\w+/\d+)?")
Truth = tuple[str, str, str, str, str]
NOTHING = ("", "", "")


def the_sources() -> ModuleType:
    """What reads the sources that the specimens were made from."""
    name = "specimen_source"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, specimen_files().parent / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


def truth_of(blocks) -> list[Truth]:
    """Verb, identifier, number, paragraph and first text of each proposal of a source."""
    found: list[Truth] = []
    above: list[str] = []  # of the same verb, with nothing between them and the next
    verb = identifier = ""

    def end(*what: str) -> None:
        nonlocal verb, identifier
        if verb and identifier:
            found.extend((verb, each, *(what or NOTHING)) for each in (*above, identifier))
            verb = identifier = ""
            above.clear()

    for at, block in enumerate(blocks):
        if block.kind == "verb":
            match = _HEAD.fullmatch(block.runs[0].text)
            if verb and identifier:
                after = blocks[at + 1].runs[0].text if not match["verb"] else match["verb"]
                if after == verb:
                    above.append(identifier)
                    verb = identifier = ""
                else:
                    end()
            verb, identifier = match["verb"] or verb, match["id"] or identifier
        elif block.kind == "provision":
            margin, number = ("".join(run.text for run in cell) for cell in block.cells[:2])
            words = "".join(run.text for run in block.runs if run.style != "del")
            end(margin, number, " ".join(words.split()))
        elif block.kind in ("reasons", "paragraph"):
            end()
    return found


def told(one: dict) -> Truth:
    """The same of a proposal as it was found."""
    first = next((each for each in one["wordings"] if each["number"]), None)
    inner = (first["number"], first["paragraph"], first["text"]) if first else NOTHING
    return one["verb"], one["identifier"], *inner


def test_every_proposal_of_the_specimens(itrvault):
    itrvault("new", "a.itrvault")
    itrvault("import", "a.itrvault", specimen_files())
    said = itrvault("proposals", "a.itrvault", "--json").json
    by_symbol = {each["symbol"]: each["proposals"] for each in said["documents"]}
    compared = 0
    for path in sorted((specimen_files().parent / "sources").glob("*.txt")):
        source = the_sources().read_source(path)
        symbol = re.search(r"symbol=([^;]*)", source.get("expect"))[1]
        truth = truth_of(source.blocks)
        if truth and symbol.startswith("WCIT12/"):
            # Chinese lines are joined without a blank in a source, with one by a page's end.
            found = [told(one) for one in by_symbol[symbol]]
            assert [(*each[:4], each[4].replace(" ", "")) for each in found] == [
                (*each[:4], each[4].replace(" ", "")) for each in truth
            ], path.name
            compared += len(truth)
    assert compared > 40


def test_those_on_one_provision(itrvault):
    itrvault("new", "a.itrvault")
    itrvault("import", "a.itrvault", specimen_files() / "conference")
    said = itrvault("proposals", "a.itrvault", "WCIT12/901-E", "--on", "31A").out
    assert "    ADD     AUR/901/5     31A 3.5\n" in said
    assert "        Reasons: Misuse of numbering resources" in said
    assert said.endswith("1 proposal in 1 document.\n")
