"""Brings the translations up to date with the window: `python resources/translations/update.py`.

English holds only plurals ("1 page", "2 pages"), filled in here by rule. Another language is a file
`itrvault_XX.ts` beside it, worked on with Qt Linguist; every .ts is compiled to the .qm that the
window loads. Needs the tools that come with PySide6.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOOLS = Path(sys.executable).parent


def tool(name: str, *arguments: str) -> None:
    subprocess.run([str(TOOLS / f"pyside6-{name}"), *arguments], cwd=HERE, check=True)


def fill_english(path: Path) -> None:
    """One and many of every English plural: "%n page(s)" is "%n page", "%n pages"."""

    def fill(match: re.Match[str]) -> str:
        source = match[1]
        one = source.replace("(s)", "")
        many = source.replace("(s)", "s")
        return (
            f"<source>{source}</source>\n        <translation>\n"
            f"            <numerusform>{one}</numerusform>\n"
            f"            <numerusform>{many}</numerusform>\n        </translation>"
        )

    text = path.read_text("utf-8")
    text = re.sub(
        r"<source>([^<]*)</source>\s*<translation[^>]*>\s*(?:<numerusform>[^<]*</numerusform>\s*)+"
        r"</translation>",
        fill,
        text,
    )
    path.write_text(text, "utf-8")


def main() -> None:
    sources = sorted(str(path) for path in (ROOT / "itrvault" / "desktop").rglob("*.py"))
    english = HERE / "itrvault_en.ts"
    options = ("-no-obsolete", "-locations", "none", "-source-language", "en")
    tool(
        "lupdate", *options, "-pluralonly", "-target-language", "en", *sources, "-ts", english.name
    )
    fill_english(english)
    for path in sorted(HERE.glob("itrvault_*.ts")):
        if path != english:
            tool("lupdate", *options, *sources, "-ts", path.name)
        tool("lrelease", "-silent", path.name)


if __name__ == "__main__":
    main()
