"""Excerpts with everything that may go wrong in a format, and names that must not go along."""

from __future__ import annotations

from itrvault.export.excerpts import Assessment, Citation, Excerpt, Linked, Piece
from itrvault.model.annotation import AnchorKind
from itrvault.model.document import RedlineKind

AUTHOR, ASSESSOR = "Ana Prieto", "Q. Assessor"
TIME = "2012-12-05T10:11:12Z"
ID = "0193a5b0-aaaa-7bbb-8ccc-123456789abc"

ENGLISH = Citation(
    sha256="a" * 64,
    symbol="WCIT12/27(Add.2)-E",
    title="Proposals for the work of the conference",
    proponent="Specimen States",
    date="2012-11-17",
    doc_class="leaked",
    language="en",
    place="p. 5",
    pages=("5", "5"),
)
ARABIC = Citation(
    sha256="b" * 64,
    symbol="WCIT12/14-A",
    title="مقترحات نموذجية",
    proponent="ARB",
    date="2012-10",
    language="ar",
    place="pp. 2–3",
    pages=("2", "3"),
)
CHINESE = Citation(
    sha256="c" * 64,
    title="示例文件",
    language="zh",
    place="第七条, para. 14",
    pages=("第七条", "第七条"),
)

SAMPLES = (
    Excerpt(
        number=3,
        quote="31A  3A.1 Member States shall [may] have the sov-\nereign right to <regulate> *all* "
        "routes_of & traffic\nin their national segment.\n\n2. A second paragraph.",
        pieces=(
            Piece("31A  3A.1 Member States "),
            Piece("shall", RedlineKind.DELETED, "Nadia Redliner", "2012-11-29T08:00:00Z"),
            Piece(" "),
            Piece("[may]", RedlineKind.INSERTED),
            Piece(
                " have the sov-\nereign right to <regulate> *all* routes_of & traffic\nin their "
                "national segment.\n\n2. A second paragraph."
            ),
        ),
        citation=ENGLISH,
        colour="red",
        note="Compare with **option 2**:\n\n- `30 3.3` is untouched\n- see [IGC](https://example.org)"
        "\n\n<script>alert(1)</script> ![pixel](https://example.org/x.png)",
        tags=("Human rights/Routing control", "Delegation/follow up"),
        assessments=(
            Assessment(
                "routing",
                "Routing control",
                ("UDHR 19", "ICCPR 19"),
                "high",
                "medium",
                "risk",
                "Opens the way to *blocking* at the border.",
                ASSESSOR,
                TIME,
                TIME,
                confidence="high",
                affected=("journalists", "=everybody <b>", "المهاجرون"),
                test=(
                    ("law", "Provided by law", "no", "No *law* is named."),
                    ("necessity", "Necessary and proportionate", "", "=1+1"),
                ),
                provision="31A",
                proposal="RUS/27/7",
            ),
            Assessment(
                "safeguard",
                "Safeguard",
                ("UDHR preamble",),
                "none",
                "low",
                "disputed",
                '=HYPERLINK("x")',
                ASSESSOR,
                TIME,
                TIME,
            ),
        ),
        prefix="ADD RUS/27/7\n",
        suffix="\nReasons:",
        id=ID,
        author=AUTHOR,
        created=TIME,
        modified=TIME,
    ),
    Excerpt(
        number=4,
        quote="",
        pieces=(),
        citation=ENGLISH,
        note="@SUM(A1) at the start of a cell",
        author=AUTHOR,
        created=TIME,
        modified=TIME,
        id=ID,
    ),
    Excerpt(
        number=1,
        quote="ITU تكفل الدول الأعضاء سرية المراسلات\nالدولية (المادة 37)",
        pieces=(
            Piece("ITU تكفل الدول الأعضاء "),
            Piece("سرية", RedlineKind.INSERTED),
            Piece(" المراسلات\nالدولية (المادة 37)"),
        ),
        citation=ARABIC,
        direction="rtl",
        colour="purple",
        note="ملاحظة قصيرة",
        tags=("Human rights/Privacy and interception",),
        author=AUTHOR,
    ),
    Excerpt(
        number=2,
        quote="各成员国保留中止国际\n电信业务的权利",
        pieces=(
            Piece("各成员国保留"),
            Piece("中止国际\n电信业务", RedlineKind.DELETED),
            Piece("的权利"),
        ),
        citation=CHINESE,
        flowing=False,
        colour="#123456",
        author=AUTHOR,
    ),
    Excerpt(
        number=3,
        quote="表 1",
        pieces=(Piece("表 1"),),
        citation=CHINESE,
        kind=AnchorKind.REGION,
        region=(40.0, 80.5, 200.0, 120.25),
        important=True,
        state="check",
        links=(
            Linked("amends", "No. 31A", "", "see *there*"),
            Linked("is contradicted by", "WCIT12/14-A, pp. 2–3", "سرية المراسلات\nالدولية"),
        ),
        author=AUTHOR,
    ),
    Excerpt(
        number=4,
        quote="words that are gone",
        pieces=(Piece("words that are gone"),),
        citation=CHINESE,
        placed=False,
        author=AUTHOR,
    ),
    Excerpt(
        number=5,
        quote="",
        pieces=(),
        citation=CHINESE,
        kind=AnchorKind.DOCUMENT,
        note="All of it",
        author=AUTHOR,
    ),
)

SECRETS = ("Nadia Redliner", "2012-11-29T08:00", AUTHOR, ASSESSOR, TIME, "2012-12-05", ID)
