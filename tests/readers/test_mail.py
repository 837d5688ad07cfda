"""Mail: who wrote to whom, the words once, every attachment; mailboxes and kept web pages."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest
from flows import ENDS, end_of, kinds, members, metadata, text, units, warnings
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import FileBlank, FileDamaged, ReaderOverLimit
from itrvault.readers import mail, table
from itrvault.readers.mail_parts import iso_date, text_of_header, unflowed
from itrvault.sandbox import magic

HEAD = (
    b"From: Delegate <a@example.org>\nTo: b@example.org\nSubject: Routing\n"
    b"Date: Fri, 30 Nov 2012 10:05:00 +0400\n"
)


def message(subject: str = "Routing", body: str = "Words.") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "Делегат <a@example.org>", "b@example.org"
    made["Subject"], made["Date"] = subject, "Fri, 30 Nov 2012 10:05:00 +0400"
    made.set_content(body)
    return made


def test_a_message_says_who_wrote_what_to_whom():
    data = message("Маршрутизация трафика в сетях связи государств-членов Союза").as_bytes()
    (unit,) = units(mail, data, "a.eml")
    assert unit.text == (
        "From: Делегат <a@example.org>\nTo: b@example.org\n"
        "Date: Fri, 30 Nov 2012 10:05:00 +0400\n"
        "Subject: Маршрутизация трафика в сетях связи государств-членов Союза\nWords.\n"
    )
    assert metadata(mail, data, "a.eml") == {
        "title": "Маршрутизация трафика в сетях связи государств-членов Союза",
        "author": "Делегат <a@example.org>", "to": "b@example.org",
        "date": "2012-11-30T10:05:00+04:00",
    }  # fmt: skip


def test_of_several_forms_the_richest_with_words_is_read_once():
    made = message(body="plain words")
    made.add_alternative("<p>rich <del>old</del> words</p>", subtype="html")
    (unit,) = units(mail, made.as_bytes(), "a.eml")
    assert unit.text.endswith("Subject: Routing\nrich old words\n")
    assert len(unit.redlines) == 1
    empty = message(body="plain words")
    empty.add_alternative("<style>p {}</style><p>&nbsp;</p>", subtype="html")
    assert text(mail, empty.as_bytes(), "a.eml").endswith("Subject: Routing\nplain words\n")


def test_an_encoding_that_none_can_be_costs_no_words():
    data = HEAD + b'Content-Type: text/plain; charset="ut\0f-8"\n\nWords \xd0\x96.\n'
    assert text(mail, data, "a.eml").endswith("Subject: Routing\nWords Ж.\n")


def test_attached_files_and_messages_are_members_with_their_names():
    made = message()
    made.add_attachment(b"%PDF-1.4", "application", "pdf", filename="Предложение.pdf")
    made.add_attachment(b"%PDF-1.5", "application", "pdf", filename="../../Предложение.pdf")
    made.add_attachment(b"\x89PNG", "image", "png")
    made.add_attachment("attached words", filename="note.txt")
    made.add_attachment(message("Inner one", "inner words"))
    data = made.as_bytes()
    found = {m.name: m.data for m in members(mail, data, "a.eml")}
    assert list(found) == [
        "Предложение.pdf", "Предложение (2).pdf", "attachment 3.png", "note.txt", "Inner one.eml",
    ]  # fmt: skip
    assert found["Предложение.pdf"] == b"%PDF-1.4"
    assert found["note.txt"].strip() == b"attached words"
    assert "inner words" in text(mail, found["Inner one.eml"], "b.eml")
    assert "inner words" not in text(mail, data, "a.eml")
    assert metadata(mail, data, "a.eml")["attachments"].startswith("Предложение.pdf; ")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("=?utf-8?B?0KHRgtCw0YLRjNGP?= =?koi8-r?Q?_=F3=D4=C1=D4=D8=D1?=", "Статья Статья"),
        ("=?no-such-code?Q?caf=C3=A9?=", "café"),
        ("=?utf-8?B?broken*?=", "=?utf-8?B?broken*?="),
        ("folded\r\n\tline", "folded line"),
        ("caf\udcc3\udca9", "café"),
        ("=?utf-8?Q?half=C3?=", "half"),
    ],
)
def test_headers_in_any_coding(raw: str, shown: str):
    assert text_of_header(raw).rstrip("\ufffdÃ") == shown


@given(st.text(max_size=200))
def test_odd_headers_and_dates_are_harmless(raw: str):
    assert "\n" not in text_of_header(raw)
    assert iso_date(raw) == "" or len(iso_date(raw)) >= 10


def test_dates_in_two_spellings():
    assert iso_date("Fri, 30 Nov 2012 10:05:00 +0400") == "2012-11-30T10:05:00+04:00"
    assert iso_date("2012-11-30T10:05:00Z") == "2012-11-30T10:05:00Z"
    assert iso_date("soon") == ""


def test_codings_of_bodies():
    quoted = HEAD + (
        b'Content-Type: text/plain; charset="koi8-r"\nContent-Transfer-Encoding: quoted-printable\n'
        b"\n=F3=D4=C1=D4=D8=D1=\n 7\n"
    )
    assert text(mail, quoted, "a.eml").endswith("Статья 7\n")
    wrong = HEAD + b"Content-Type: text/plain; charset=us-ascii\n\nd\xc3\xa9l\xc3\xa9gu\xc3\xa9\n"
    assert text(mail, wrong, "a.eml").endswith("délégué\n")
    coded = base64.b64encode("国际电信规则".encode("gb18030"))
    chinese = HEAD + (
        b"Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: base64\n\n" + coded
    )
    assert text(mail, chinese, "a.eml").endswith("国际电信规则\n")
    wide = (HEAD + b"\nwide words\n").decode().encode("utf-16")
    assert text(mail, wide, "a.eml").endswith("wide words\n")


def test_flowed_lines_are_joined():
    lines = unflowed("one \ntwo\n> quoted \n> more\nnot quoted\n-- \nname", joined=False)
    assert list(lines) == ["one two", "> quoted more", "not quoted", "--", "name"]


def test_an_encrypted_message_gives_its_head_and_says_so():
    data = HEAD + (
        b'Content-Type: multipart/encrypted; boundary="x"\n\n--x\n'
        b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n--x\n"
        b"Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n--x--\n"
    )
    assert text(mail, data, "a.eml").endswith("Subject: Routing\n")
    assert warnings(mail, data, "a.eml") == [
        "The message is encrypted; only its head could be read."
    ]


def mailbox(*bodies: bytes) -> bytes:
    return b"\n".join(
        b"From a@example.org Fri Nov 30 10:05:00 2012\n" + HEAD + b"\n" + body + b"\n"
        for body in bodies
    )


def test_a_mailbox_is_a_container_of_messages():
    data = mailbox(b"first\n>From here on", b"From me to you", b"third")
    assert magic.kind(data, "INBOX") == "archive"
    found = members(mail, data, "INBOX")
    assert [m.name for m in found] == [f"{n:04} 2012-11-30 Routing.eml" for n in (1, 2, 3)]
    assert text(mail, found[0].data, "x.eml").endswith("first\nFrom here on\n")
    assert text(mail, found[1].data, "x.eml").endswith("From me to you\n")
    assert magic.kind(mailbox(b"only one"), "a.eml") == "document"
    assert text(mail, mailbox(b"only one"), "a.eml").endswith("only one\n")


@given(st.lists(st.text(st.characters(codec="ascii"), max_size=40), min_size=2, max_size=5))
def test_no_message_of_a_mailbox_is_lost(bodies: list[str]):
    data = mailbox(*(f"body {number}: {body.replace('From ', '')}".encode()
                     for number, body in enumerate(bodies)))  # fmt: skip
    found = members(mail, data, "INBOX")
    assert [f"body {n}:".encode() in m.data for n, m in enumerate(found)] == [True] * len(bodies)


def test_a_kept_web_page_is_its_page():
    data = (
        b"From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/\n"
        b'Subject: A page\nContent-Type: multipart/related; type="text/html"; boundary="x"\n\n--x\n'
        b"Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"<h1>Article 3</h1><p>caf=C3=A9</p>\n--x\nContent-Type: image/png\n"
        b"Content-Transfer-Encoding: base64\n\niVBORw0K\n--x\nContent-Type: text/css\n\n"
        b"p {}\n--x--\n"
    )
    (unit,) = units(mail, data, "page.mhtml")
    assert (unit.label, kinds(unit)) == ("Article 3", [("heading", "Article 3"), ("body", "café")])
    assert members(mail, data, "page.mhtml") == []
    assert metadata(mail, data, "a.mht") == {"title": "A page", "url": "https://example.org/"}


def test_a_message_as_apple_keeps_it():
    raw = HEAD + b"\nwords\n"
    data = str(len(raw)).encode() + b"\n" + raw + b"<?xml version='1.0'?><plist/>"
    assert text(mail, data, "1.emlx").endswith("words\n")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b" \n", FileBlank),
        (b"no headers at all", FileDamaged),
        (
            HEAD + b"".join(
                b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
                for n in range(60)
            ),
            ReaderOverLimit,
        ),
    ],
    ids=["empty", "text", "deep"],
)  # fmt: skip
def test_what_cannot_be_read_fails_clearly(data: bytes, error: type[Exception]):
    with pytest.raises(error):
        units(mail, data, "a.eml")


def test_it_is_chosen_by_what_is_inside():
    assert table.choose(HEAD + b"\nx", "leak.txt") is mail
    assert table.choose(b"From now on, all is well.\n\nDate: today", "a.txt") is not mail


@given(st.data())
def test_a_damaged_message_ends_as_it_should(data: st.DataObject):
    made = message()
    made.add_alternative("<p>x</p>", subtype="html")
    made.add_attachment(b"%PDF-1.4", "application", "pdf", filename="é.pdf")
    made.add_attachment(message("Inner", "y"))
    whole = bytearray(made.as_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    assert end_of(mail, bytes(whole), "a.eml") in ENDS


def test_an_attached_message_that_nests_without_end_costs_itself_alone():
    data = b"Subject: 0\nFrom: a@b.org\n\nWords at the bottom.\n"
    for depth in range(1, 300):
        data = (
            b"From: a@b.org\nSubject: %d\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
            % depth
        ) + data
    (held,) = members(mail, data, "a.eml")
    assert (held.data, held.failure) == (b"", "limit")
    assert text(mail, data, "a.eml").startswith("From: a@b.org")


@pytest.mark.corpus
def test_real_messages(corpus: Path):
    office = corpus / "office"
    name = "mail_parser-4.8.0__mail_test_10"
    found = members(mail, (office / name).read_bytes(), name)
    assert [m.name for m in found][-1] == "Move To Eight ZWEP6227F.pdf"
    assert found[-1].data.startswith(b"%PDF")
    name = "mail_parser-4.8.0__mail_test_6"  # UTF-8 with one broken letter
    assert "Профессионалы" in text(mail, (office / name).read_bytes(), name)
