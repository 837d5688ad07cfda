"""How much of what a human reads on the pages is in the vault: share of a reference text's words.

For each language of the high-seas treaty (and of the Declaration of Human Rights, drawn here with
fonts that are given): the share of the reference's words (for Chinese: characters) that the
vault's text has, as the file gives it and after OCR. A word counts as often as it stands in both.
What the index makes equal (case, accents, hyphens at line ends, forms of letters) is equal here.

    python tests/bench/bench_truth.py CORPUS [--force] [--pages N] [--font-ar F] [--font-zh F]

`--force` reads every page by OCR, also where the text of the file is sound, to measure OCR alone.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

sys.path.insert(0, str(Path(__file__).parents[2]))

from itrvault.ingest import run_import
from itrvault.ingest.recognise import recognise
from itrvault.model.document import TextSource
from itrvault.search.folding import fold_word
from itrvault.vault import Vault

TREATY = {
    "en": "bbnj-agreement-2023-2023-06-19.txt",
    "fr": "bbnj-agreement-2023-fr-2023-06-19.txt",
    "es": "bbnj-agreement-2023-es-2023-06-19.txt",
    "ru": "bbnj-agreement-2023-ru-2023-06-19.txt",
    "ar": "bbnj-agreement-2023-ar-2023-06-19.txt",
    "zh": "bbnj-agreement-2023-zh-2023-06-19.txt",
}
DECLARATION = {"ar": "udhr-ar.txt", "zh": "udhr-zh-Hans.txt"}

_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011\u00ad]\s*(?=\w)")
_WORD = re.compile(r"[^\W_]+(?:[\u064b-\u065f\u0670\u0640]+[^\W_]*)*")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


def counted(text: str, language: str) -> Counter[str]:
    """Words (or Chinese characters), each as often as it stands there."""
    text = unicodedata.normalize("NFKC", text)
    if language == "zh":
        return Counter(_HAN.findall(text))
    words = map(fold_word, _WORD.findall(_HYPHEN.sub("", text)))
    return Counter(word for word in words if word)


def share(reference: str, text: str, language: str) -> float:
    """The share of the reference's words that the text has."""
    wanted = counted(reference, language)
    found = wanted & counted(text, language)
    return found.total() / max(1, wanted.total())


def body(path: Path) -> str:
    """A reference text without the head that says where it comes from."""
    return path.read_text("utf-8").split("# ---\n", 1)[-1]


def draw(text: str, font: Path, out: Path, language: str) -> None:
    """Set a text in a font, as PDF pages that are pictures (150 dots an inch, as scans are)."""
    import pymupdf

    css = (
        f"@font-face {{font-family: X; src: url({font.name});}} "
        "* {font-family: X; font-size: 12pt; line-height: 1.5}"
    )
    way = " dir='rtl'" if language == "ar" else ""
    paragraphs = "".join(
        f"<p{way}>{html.escape(line)}</p>" for line in text.split("\n") if line.strip()
    )
    story = pymupdf.Story(paragraphs, user_css=css, archive=pymupdf.Archive(str(font.parent)))
    plain = out.with_suffix(".plain.pdf")
    writer, more = pymupdf.DocumentWriter(str(plain)), True
    while more:
        device = writer.begin_page(pymupdf.Rect(0, 0, 595, 842))
        more, _ = story.place(pymupdf.Rect(60, 60, 535, 782))
        story.draw(device)
        writer.end_page()
    writer.close()
    with pymupdf.open(plain) as source, pymupdf.open() as scanned:
        for page in source:
            picture = page.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
            scanned.new_page(width=595, height=842).insert_image((0, 0, 595, 842), pixmap=picture)
        scanned.save(out)


def measure(pdf: Path, reference: str, language: str, *, force: bool, pages: int | None) -> None:
    """Import one file, read what is in doubt (or all), and print the shares."""
    with tempfile.TemporaryDirectory() as scratch, Vault.create(Path(scratch) / "v") as vault:
        run_import(vault, [pdf], jobs=1)
        (document,) = vault.store.documents.all()
        before = "\n".join(vault.store.documents.texts(document.id))
        doubtful = len(vault.store.readings.doubtful())
        numbers = range(min(pages or document.unit_count, document.unit_count)) if force else None
        began = _processor()
        report = recognise(vault, [document.id], numbers=numbers)
        vault.close()  # the readers are gone, so their time is known
        spent = _processor() - began
        with Vault.open(Path(scratch) / "v") as again:
            after = "\n".join(again.store.documents.texts(document.id))
            alone = [
                unit.text if unit is not None else ""
                for unit in (
                    again.store.readings.unit(document.id, number, TextSource.OCR)
                    for number in range(document.unit_count)
                )
            ]
    own, now = share(reference, before, language), share(reference, after, language)
    said = (
        f"{pdf.name:32} {language}  pages {document.unit_count:3}  in doubt {doubtful:3}  "
        f"file {own:.4f}  vault {now:.4f}"
    )
    if report.read:
        if report.read == document.unit_count:
            said += f"  OCR {share(reference, chr(10).join(alone), language):.4f}"
        else:
            words = "\n".join(text for text in alone if text)
            said += f"  OCR words that are in the text {share(words, reference, language):.4f}"
        said += f"  {spent / report.read:.2f} CPU s a page"
    print(said, flush=True)


def _processor() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure every language whose file is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--force", action="store_true")
    parser.add_argument("--pages", type=int)
    parser.add_argument("--only", default="", help="languages, such as ru,ar")
    parser.add_argument("--font-ar", type=Path)
    parser.add_argument("--font-zh", type=Path)
    asked = parser.parse_args()
    only = set(filter(None, asked.only.split(",")))
    for language, text in TREATY.items():
        pdf = asked.corpus / "treaties" / f"bbnj-agreement-2023-{language}.pdf"
        if pdf.exists() and (asked.corpus / "texts" / text).exists():
            if only and language not in only:
                continue
            reference = body(asked.corpus / "texts" / text)
            measure(pdf, reference, language, force=asked.force, pages=asked.pages)
    for language, font in (("ar", asked.font_ar), ("zh", asked.font_zh)):
        if font is None or (only and language not in only):
            continue
        reference = body(asked.corpus / "texts" / DECLARATION[language])
        with tempfile.TemporaryDirectory() as scratch:
            pdf = Path(scratch) / f"udhr-{language}-drawn.pdf"
            draw(reference, font, pdf, language)
            measure(pdf, reference, language, force=False, pages=None)


if __name__ == "__main__":
    main()
