"""Makes the specimen archive from `sources/`: documents in the form of the leaked ones.

    python make_specimens.py [FOLDER]      (default: documents/ beside this script)

Everything in them was written for ITR Vault; states, groups and organisations are invented. The
files come out the same each time, so a change in git is a change in a source.
"""

from __future__ import annotations

import html
import io
import json
import re
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from specimen_docx import DocxWriter, add  # noqa: E402
from specimen_pdf import PdfWriter  # noqa: E402
from specimen_source import MARK, Block, Run, Source, read_source  # noqa: E402


def make(folder: Path) -> list[Path]:
    """Make every specimen in `folder` (made when missing). Gives the files, sorted."""
    made: dict[str, bytes] = {}
    zipped: dict[str, dict[str, bytes]] = {}
    for path in sorted((HERE / "sources").glob("*.txt")):
        source = read_source(path)
        data = write(source)
        for name in source.head["file"].split("; "):  # the same file under a second name, too
            archive, inside, member = name.partition("!/")
            if inside:
                zipped.setdefault(archive, {})[member] = data
            else:
                made[name] = data
    for archive, members in zipped.items():
        made[archive] = _zip(members)
    for name, data in made.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return sorted(folder / name for name in made)


def manifest() -> list[dict[str, object]]:
    """For each file: what it shows and the facts that its own words state ("" for none).

    A file inside an archive is named `leak.zip!/name`.
    """
    rows: list[dict[str, object]] = []
    for path in sorted((HERE / "sources").glob("*.txt")):
        source = read_source(path)
        facts = dict(pair.split("=", 1) for pair in re.split(r"; (?=\w+=)", source.get("expect")))
        for name in source.head["file"].split("; "):
            rows.append({"file": name, "source": path.name, "shows": source.get("shows"), "facts": facts})
    return rows


def write(source: Source) -> bytes:
    """One specimen in the format its file name ends with."""
    ending = source.head["file"].split("; ")[0].rsplit(".", 1)[1]
    if ending == "docx":
        return DocxWriter(source).whole()
    if ending == "pdf":
        return PdfWriter(source).whole()
    return _web_page(source) if ending == "html" else _plain_text(source)


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in sorted(members.items()):
            add(packed, name, data)
    return out.getvalue()


def _plain_text(source: Source) -> bytes:
    """A text with the small head that archives of texts carry."""
    lines = [f"# {key}: {source.get(key)}" for key in ("title", "date", "language") if source.get(key)]
    lines += ["# ---", MARK, ""]
    for block in source.blocks:
        lines += ["".join(run.text for run in block.runs), ""]
    return "\n".join(lines).encode()


_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="description" content="{mark}">
</head>
<body>
<p><small>{mark}</small></p>
<article>
<p>{kicker}</p>
<h1>{title}</h1>
<p>{by}</p>
<p>{date}</p>
{body}
</article>
</body>
</html>
"""
_TAGS = {"": ("", ""), "bold": ("<strong>", "</strong>"), "italic": ("<em>", "</em>"),
         "ins": ("<ins>", "</ins>"), "del": ("<del>", "</del>")}  # fmt: skip


def _web_page(source: Source) -> bytes:
    said = {key: html.escape(source.get(key)) for key in ("title", "kicker", "by", "date", "language")}
    body = "\n".join(_element(block) for block in source.blocks)
    body = re.sub(r"((?:<tr>.*</tr>\n?)+)", r"<table>\n\1</table>\n", body)
    return _PAGE.format(mark=html.escape(MARK), body=body, **said).encode()


def _element(block: Block) -> str:
    tag = {"heading": "h2", "head": "tr", "row": "tr"}.get(block.kind, "p")
    if tag == "tr":
        cell = "th" if block.kind == "head" else "td"
        inside = "".join(f"<{cell}>{_inline(runs)}</{cell}>" for runs in block.cells)
    else:
        inside = " ".join(_inline(runs) for runs in block.cells)
    return f"<{tag}>{inside}</{tag}>"


def _inline(runs: tuple[Run, ...]) -> str:
    return "".join(_TAGS[run.style][0] + html.escape(run.text) + _TAGS[run.style][1] for run in runs)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        listed = json.dumps(manifest(), ensure_ascii=False, indent=1)
        (HERE / "MANIFEST.json").write_text(listed + "\n", encoding="utf-8")
    for file in make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "documents"):
        print(f"{file.stat().st_size:8} {file.name}")
