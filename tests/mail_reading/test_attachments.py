"""Files: their names, types, bytes and places."""

from __future__ import annotations

import base64

import pytest

from makegood.channels.mail.reading import read
from makegood.conversations.letter import Attachment
from tests.mail_reading.writing import letter, multipart
from tests.servers.machine import costs_at_most


def attached(*headers: str, body: str = "x") -> Attachment:
    """The one file of a mail whose second part has these headers."""
    part = "\r\n".join(headers) + f"\r\n\r\n{body}"
    (found,) = read(multipart("mixed", "\r\n\r\nHello", part)).attachments
    return found


NAMES = [
    ("attachment; filename=bill.pdf", "bill.pdf"),
    ('attachment; filename="my bill (1).pdf"', "my bill (1).pdf"),
    ("attachment; filename=my bill.pdf", "my bill.pdf"),
    ('attachment; filename="my bill.pdf', "my bill.pdf"),
    ("attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.pdf", "Größe.pdf"),
    ("attachment; filename*=iso-8859-1'de'Gr%F6%DFe.pdf", "Größe.pdf"),
    ("attachment; filename*0*=utf-8''Gr%C3%B6; filename*1*=%C3%9Fe; filename*2=.pdf", "Größe.pdf"),
    ('attachment; filename*0="long"; filename*1="name.pdf"', "longname.pdf"),
    ("attachment; filename*1=b.pdf; filename*0=a", "ab.pdf"),
    ('attachment; filename="=?utf-8?q?Gr=C3=B6=C3=9Fe=2Epdf?="', "Größe.pdf"),
    ("attachment; filename==?utf-8?B?R3LDtsOfZS5wZGY=?=", "Größe.pdf"),
    ('attachment; filename="../../etc/passwd"', "passwd"),
    ('attachment; filename="C:\\\\temp\\\\bill.pdf"', "bill.pdf"),
    ("attachment; filename*=utf-8''%E2%80%8B.htaccess", "htaccess"),
    ("attachment; filename*=utf-8''%2E%E2%80%8B%2E%2Fx", "x"),
    ("attachment; filename*=utf-8''bill%E2%80%AEfdp.exe", "billfdp.exe"),
    ("attachment; filename*=utf-8''a%0D%0Ab.pdf", "a b.pdf"),
    ("attachment; filename*=utf-8''a%00b.pdf", "ab.pdf"),
    ('attachment; filename="..."', "part-2.pdf"),
    ("attachment", "part-2.pdf"),
    (f"attachment; filename={'a' * 400}.pdf", "a" * 146 + ".pdf"),
]


@pytest.mark.parametrize(("disposition", "name"), NAMES)
def test_a_name_is_read_and_safe(disposition: str, name: str) -> None:
    assert attached("Content-Type: application/pdf", f"Content-Disposition: {disposition}").name == name


def test_the_older_place_for_a_name_counts_too() -> None:
    assert attached("Content-Type: application/pdf; name=bill.pdf").name == "bill.pdf"


TYPES = [
    ("image/svg+xml; x", "image/svg+xml"),
    ("Application/PDF; name=a", "application/pdf"),
    ("image/png, text/html", "image/png"),
    ("image/png<script>", "image/png"),
]


@pytest.mark.parametrize(("written", "meant"), TYPES)
def test_a_type_is_only_a_type(written: str, meant: str) -> None:
    assert attached(f"Content-Type: {written}", "Content-Disposition: attachment; filename=a").type == meant


def test_a_picture_that_the_html_shows_is_inline() -> None:
    found = read(
        multipart(
            "related",
            'Content-Type: text/html\r\n\r\n<img src="cid:one@x">',
            "Content-Type: image/png\r\nContent-ID: <one@x>\r\nContent-Disposition: inline; filename=a.png\r\n\r\nx",
            "Content-Type: application/pdf\r\nContent-ID: <two@x>\r\n\r\nx",
        )
    )
    assert [(one.inline, one.cid) for one in found.attachments] == [(True, "one@x"), (False, "two@x")]


def test_text_with_a_name_is_a_file() -> None:
    found = attached("Content-Type: text/plain; charset=utf-8", "Content-Disposition: attachment; filename=a.txt")
    assert (found.name, found.type, found.content) == ("a.txt", "text/plain", b"x")


def test_a_forwarded_mail_is_a_file_named_after_its_subject() -> None:
    found = attached("Content-Type: message/rfc822", body="Subject: Old news\r\nFrom: a@b.example\r\n\r\nFrom me")
    assert found.name == "Old news.eml"
    assert found.content.replace(b"\r\n", b"\n") == b"Subject: Old news\nFrom: a@b.example\n\nFrom me"


def test_a_forwarded_mail_in_base64_is_decoded() -> None:
    inner = base64.b64encode(b"Subject: Old\r\n\r\nHello").decode()
    found = attached("Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", body=inner)
    assert found.content == b"Subject: Old\r\n\r\nHello"


def test_uuencoded_files_come_out_of_the_text() -> None:
    found = letter(body="Look:\r\n\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n\r\nNice?\r\n")
    assert [(one.name, one.content) for one in found.attachments] == [("cat.txt", b"Cat")]
    assert found.text.split() == ["Look:", "Nice?"]


def test_words_that_begin_like_uuencode_stay_text() -> None:
    assert letter(body="begin 644 the story\r\nof my life\r\nend\r\n").attachments == ()


def test_a_broken_winmail_dat_stays_a_file() -> None:
    found = read(multipart("mixed", "\r\n\r\nHello", "Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nxxx"))
    assert found.attachments[0].name == "winmail.dat"
    assert "winmail.dat" in found.problems[0]


def test_an_empty_winmail_dat_stays_a_file() -> None:
    empty = base64.b64encode((0x223E9F78).to_bytes(4, "little") + b"\x01\x00").decode()
    part = f"Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n{empty}"
    assert [one.name for one in read(multipart("mixed", part)).attachments] == ["winmail.dat"]


def test_a_winmail_dat_is_opened() -> None:
    found = read(
        multipart(
            "mixed",
            "\r\n\r\nHello",
            "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.b64encode(_winmail(b"note.txt", b"Cat")).decode(),
        )
    )
    assert [(one.name, one.content) for one in found.attachments] == [("note.txt", b"Cat")]


def _winmail(name: bytes, content: bytes) -> bytes:
    """The smallest Outlook bag with one file."""
    out = (0x223E9F78).to_bytes(4, "little") + b"\x01\x00"
    objects = ((0x9002, 6, b"\0" * 14), (0x8010, 1, name + b"\0"), (0x800F, 6, content))
    for attribute, kind, data in objects:
        out += b"\x02" + attribute.to_bytes(2, "little") + kind.to_bytes(2, "little")
        out += len(data).to_bytes(4, "little") + data + (sum(data) & 0xFFFF).to_bytes(2, "little")
    return out


def test_a_large_file_is_read_at_once() -> None:
    content = bytes(range(256)) * 4 * 1024
    coded = base64.encodebytes(content).decode()
    with costs_at_most(5):
        found = attached("Content-Type: application/zip", "Content-Transfer-Encoding: base64", body=coded)
    assert found.size == len(content)
