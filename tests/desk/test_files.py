"""Files: fixed types, never run, through the permission check (see test_access for strangers)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from makegood.conversations.letter import Attachment
from makegood.conversations.models import File
from makegood.desk.files import picture_type
from tests.world import World

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

KINDS = [
    ("lid.png", "image/png", PNG, "image/png", "inline"),
    ("lid.jpg", "image/jpg", b"\xff\xd8\xff\xe0", "image/jpeg", "inline"),
    ("page.html", "text/html", b"<script>a()</script>", "application/octet-stream", "attachment"),
    ("lid.svg", "image/svg+xml", SVG, "application/octet-stream", "attachment"),
    ("lid.svg", "image/svg+xml; x", SVG, "application/octet-stream", "attachment"),
    ("liar.png", "image/png", b"<script>a()</script>", "application/octet-stream", "attachment"),
    ("liar.png", "image/png, text/html", PNG, "application/octet-stream", "attachment"),
    ("a.pdf", "application/pdf", b"%PDF", "application/octet-stream", "attachment"),
]


@pytest.mark.parametrize(("name", "said", "content", "served", "shown"), KINDS)
def test_only_pictures_that_are_pictures_are_shown(
    world: World, ana: Client, name: str, said: str, content: bytes, served: str, shown: str
) -> None:
    world.receive(attachments=(Attachment(name, said, content),))
    answer = ana.get(f"/files/{File.objects.get().pk}")
    assert answer["Content-Type"] == served and answer["Content-Disposition"].startswith(shown)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.content == content


NAMES = ['a"; filename="b.html', "a\r\nSet-Cookie: x=1", "../../etc/passwd", "Quittung – März.pdf", "", "​.htaccess"]


@pytest.mark.parametrize("name", NAMES)
def test_a_senders_name_for_a_file_ends_no_header(world: World, ana: Client, name: str) -> None:
    world.receive(attachments=(Attachment(name, "application/pdf", b"%PDF"),))
    answer = ana.get(f"/files/{File.objects.get().pk}?download")
    assert answer.status_code == 200 and answer["Content-Disposition"].count('"') == 2
    assert "Set-Cookie" not in answer.headers and "\n" not in answer["Content-Disposition"]


def test_too_many_files_at_once_are_refused_in_words(world: World, ana: Client) -> None:
    lamp = world.receive()
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(21)]
    answer = ana.post(f"/c/{lamp.number}/files", {"file": files})
    assert answer.status_code == 422 and "at most 20" in answer.json()["refused"] and not File.objects.exists()


def test_a_jpeg_by_any_of_its_names_is_one() -> None:
    assert picture_type("image/pjpeg; name=x", b"\xff\xd8\xff") == "image/jpeg"
    assert picture_type("IMAGE/GIF", b"GIF89a") == "image/gif"
    assert picture_type("image/gif", b"\xff\xd8\xff") == ""
