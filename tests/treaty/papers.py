"""Papers with proposals made at random, in layouts no specimen has, and the truth about them."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import docx
import pymupdf

from itrvault.model.document import Unit
from itrvault.readers import docx as word_reader
from itrvault.readers import pdf as pdf_reader
from itrvault.readers import plain as plain_reader
from itrvault.readers.base import ReadContext


@dataclass(frozen=True)
class Tongue:
    """What a paper in one language is made of."""

    words: str
    article: str
    title: str
    reasons: tuple[str, ...]
    columns: tuple[str, str, str, str]


TONGUES = {
    "en": Tongue(
        "states shall ensure that networks are kept open and safe for all users of services",
        "ARTICLE {}", "International network", ("Reasons:", "Rationale:"),
        ("Proposal", "Existing text", "Proposed text", "Reasons"),
    ),
    "fr": Tongue(
        "les administrations veillent à ce que le réseau reste ouvert à tous les usagers",
        "ARTICLE {}", "Réseau international", ("Motifs:", "Motifs :", "Raisons:"),
        ("Proposition", "Texte actuel", "Texte proposé", "Motifs"),
    ),
    "es": Tongue(
        "las administraciones procurarán que la red siga abierta a todos los usuarios",
        "ARTÍCULO {}", "Red internacional", ("Motivos:",),
        ("Propuesta", "Texto actual", "Texto propuesto", "Motivos"),
    ),
    "ru": Tongue(
        "государства должны обеспечить открытый доступ к сети для всех пользователей услуг",
        "СТАТЬЯ {}", "Международная сеть", ("Основания:", "Обоснование:"),
        ("Предложение", "Действующий текст", "Предлагаемый текст", "Основания"),
    ),
    "ar": Tongue(
        "تسعى الدول الأعضاء إلى ضمان الخدمة الدولية لجميع المستعملين في كل بلد",
        "المادة {}", "الشبكة الدولية", ("الأسباب:", "المبررات:"),
        ("المقترح", "النص الحالي", "النص المقترح", "الأسباب"),
    ),
    "zh": Tongue(
        "成员国 应 努力 确保 国际网络 对 所有 用户 开放 并 保持 安全",
        "第{}条", "国际网络", ("理由：", "理由:"), ("提案", "现行案文", "拟议案文", "理由"),
    ),
}  # fmt: skip
AUTHORS = ("RUS", "B", "ARB", "RCC", "CAN/USA", "ARM/BLR/RUS", "AFCP")
OLD = "An older text that holds now."


@dataclass
class Item:
    """One proposal as it is meant. `article` heads it, `whole` says that it is about all of it."""

    verb: str
    identifier: str
    article: str
    whole: bool = False
    provisions: list[tuple[str, str, str]] = field(default_factory=list)
    reasons: str = ""
    headed: bool = False

    @property
    def truth(self) -> tuple[object, ...]:
        """What has to be found."""
        author = self.identifier.split("/")[:-2]
        number, paragraph = ("", "") if self.whole else self.provisions[0][:2]
        return self.verb, self.identifier, author, self.article, number, paragraph


def items_of(chance: random.Random, tongue: Tongue) -> list[Item]:
    """Some proposals of one paper."""
    author, document = chance.choice(AUTHORS), chance.choice(("27", "3A3", "10(Rev.1)"))
    found, number, article = [], 2, 1
    for sequence in range(1, chance.randint(3, 6)):
        article += chance.random() < 0.4
        number += chance.randint(1, 3)
        verb = chance.choice(("ADD", "MOD", "SUP", "NOC", "(MOD)", "ADD*", "SUP*"))
        item = Item(verb, f"{author}/{document}/{sequence}", str(article))
        item.reasons = sentence(chance, tongue) if chance.random() < 0.6 else ""
        if verb == "NOC" and chance.random() < 0.5:
            item.whole = True
        else:
            own = f"{number}{'A' if verb.startswith('ADD') else ''}"
            words = sentence(chance, tongue)
            item.provisions.append((own, f"{article}.{chance.randint(1, 9)}", words))
            item.headed = chance.random() < 0.3
        found.append(item)
    return found


def sentence(chance: random.Random, tongue: Tongue) -> str:
    """Some words of a language, as a sentence."""
    words = chance.choices(tongue.words.split(), k=chance.choice((6, 14, 40)))
    if tongue.article.startswith("第"):
        return "".join(words) + "。"
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


def head(chance: random.Random, item: Item, way: str) -> str:
    """Verb and identifier in one of the ways; "\\n" where a paragraph ends."""
    blanks = chance.choice(("/", " / ", "\u00a0/\u00a0", "/ "))
    identifier = item.identifier.replace("/", blanks)
    verb = item.verb.title() if way == "{v} {i}" and item.verb.isalpha() else item.verb
    return way.format(v=verb, i=identifier)


WAYS = ("{v}\t{i}", "{i}\t{v}", "{v}\n{i}", "{i}\n{v}", "{v} {i}")


def lines_of(chance: random.Random, tongue: Tongue, items: Sequence[Item]) -> list[str]:
    """A paper as paragraphs."""
    way, lines = chance.choice(WAYS), ["PLENARY MEETING", "Document 27-E", ""]
    for item in items:
        if item.headed:
            lines += [f"{tongue.article.format(item.article)} {tongue.title}"]
        lines += head(chance, item, way).split("\n")
        if item.whole:
            lines += [tongue.article.format(item.article), tongue.title]
        lines += [f"{number}\t{paragraph}\t{text}" for number, paragraph, text in item.provisions]
        if item.reasons:
            lines.append(f"{chance.choice(tongue.reasons)} {item.reasons}")
    return lines


def word_paper(lines: Sequence[str]) -> list[Unit]:
    """Paragraphs in Word, with a running head and a note at the foot of each page."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "WCIT12/27-E"
    document.sections[0].footer.paragraphs[0].text = "P:\\ENG\\WCIT12\\027E.DOCX"
    for line in lines:
        document.add_paragraph(line)
    return _read_word(document)


def word_table(
    chance: random.Random, tongue: Tongue, items: Sequence[Item], *, columns: int
) -> list[Unit]:
    """A table in Word: head, text in force (with four columns), proposed text, reasons."""
    document = docx.Document()
    table = document.add_table(1, columns)
    shown = [0, 1, 2, 3] if columns == 4 else [0, 2, 3]
    for cell, at in zip(table.rows[0].cells, shown, strict=True):
        cell.text = tongue.columns[at]
    for item in items:
        texts = [
            head(chance, item, chance.choice(WAYS)),
            "" if item.whole else f"{item.provisions[0][0]} {item.provisions[0][1]} {OLD}",
            f"{tongue.article.format(item.article)} {tongue.title}"
            if item.whole
            else "\n".join(" ".join(each) for each in item.provisions),
            item.reasons,
        ]
        for cell, at in zip(table.add_row().cells, shown, strict=True):
            cell.text = texts[at]
    return _read_word(document)


def plain_paper(lines: Sequence[str], width: int = 64) -> list[Unit]:
    """Text whose lines end at a width; an identifier may be cut where it has a stroke."""
    cut = []
    for line in lines:
        rest = line.replace("\t", "  ")
        while len(rest) > width and (at := rest.rfind(" ", 0, width)) > 8:
            cut.append(rest[:at])
            rest = rest[at + 1 :]
        cut.append(rest)
    data = "\n".join(cut).encode("utf-8")
    return _units(plain_reader.read(data, ReadContext("paper.txt")))


def drawn_table(tongue: Tongue, items: Sequence[Item]) -> list[Unit]:
    """A table on pages: each cell in its column, rows that pages may cut, numbers at the foot."""
    document = pymupdf.open()
    lefts, top = (50, 150, 270, 430), 60
    page = document.new_page()
    for left, name in zip(lefts, tongue.columns, strict=True):
        page.insert_text((left, top), name, fontsize=9)
    top += 20
    for item in items:
        first = item.provisions[0] if item.provisions else ("", "", "")
        old = f"{first[0]} {first[1]} {OLD}" if first[0] else ""
        name = f"{tongue.article.format(item.article)} {tongue.title}"
        new = name if item.whole else " ".join(first)
        cells = [_wrapped(text, 22) for text in (f"{item.verb}\n{item.identifier}", old)]
        cells += [_wrapped(text, 28) for text in (new, item.reasons)]
        if top + 12 * max(map(len, cells)) > 760:
            page.insert_text((290, 800), f"- {document.page_count} -", fontsize=9)
            page, top = document.new_page(), 60
        for left, lines in zip(lefts, cells, strict=True):
            for at, line in enumerate(lines):
                page.insert_text((left, top + 12 * at), line, fontsize=8)
        top += 12 * max(map(len, cells)) + 10
    data = document.tobytes()
    return _units(pdf_reader.read(data, ReadContext("paper.pdf")))


def drawn_columns(lines: Sequence[str]) -> list[Unit]:
    """Two columns on a page, and the page's number between them at the foot."""
    document = pymupdf.open()
    rows = [row for line in lines for row in [*_wrapped(line.replace("\t", " "), 40), ""]]
    for first in range(0, len(rows), 104):
        page = document.new_page()
        for at, row in enumerate(rows[first : first + 104]):
            left, top = (60, 60 + 13 * at) if at < 52 else (320, 60 + 13 * (at - 52))
            page.insert_text((left, top), row, fontsize=9)
        page.insert_text((290, 820), f"- {document.page_count} -", fontsize=9)
    return _units(pdf_reader.read(document.tobytes(), ReadContext("paper.pdf")))


def _wrapped(text: str, width: int) -> list[str]:
    rows: list[str] = []
    for line in text.split("\n"):
        row = ""
        for word in line.split():
            if row and len(row) + len(word) >= width:
                rows.append(row)
                row = ""
            row = f"{row} {word}".strip()
        rows.append(row)
    return rows


def _read_word(document: docx.document.Document) -> list[Unit]:
    out = io.BytesIO()
    document.save(out)
    return _units(word_reader.read(out.getvalue(), ReadContext("paper.docx")))


def _units(records: object) -> list[Unit]:
    assert hasattr(records, "__iter__")
    return [record for record in records if isinstance(record, Unit)]
