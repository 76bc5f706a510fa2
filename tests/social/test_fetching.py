"""A page is fetched, whatever its server does to us: too much, too slow, in disguise, or on to where we must not go."""

from __future__ import annotations

import gzip

import pytest

from makegood.base.places import Place, place_of
from makegood.channels.social.charsets import text_of
from makegood.channels.social.fetching import FEEDS, Fetched, Wanted, fetch, get
from tests.servers.elsewhere import MEGABYTE, Answer, Elsewhere, bomb

CUT = gzip.compress(b"x" * 99, mtime=0)[:-9]  # it ends in the middle


def inside(there: Elsewhere) -> frozenset[Place]:
    return frozenset({place_of(there.origin)})


def asked(there: Elsewhere, path: str = "/page", **more: object) -> Fetched:
    return get(Wanted(there.origin + path, inside=inside(there), **more))  # type: ignore[arg-type]


def test_a_page_comes_as_it_lies_there(there: Elsewhere) -> None:
    url = there.page("/page", "<p>Grüße</p>")
    got = fetch(url, inside=inside(there))
    assert (got.content.decode(), got.kind, got.charset, got.trouble) == ("<p>Grüße</p>", "text/html", "utf-8", "")


def test_nobody_is_sent_to_loopback_by_an_address(there: Elsewhere) -> None:
    got = fetch(there.page("/page", "secret"))
    assert got.content == b"" and "may not be reached" in got.trouble and got.is_final
    assert not there.asked


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://10.0.0.7/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://localhost/",
        "file:///etc/passwd",
        "gopher://x.example/",
        "http://user:word@x.example/",
        "http://example.com:22/",
        "",
    ],
)
def test_where_we_must_not_go_we_do_not_go(url: str) -> None:
    got = fetch(url)
    assert got.content == b"" and got.trouble


def test_a_redirect_is_followed_within_the_guard_alone(there: Elsewhere) -> None:
    there.page("/end", "arrived")
    there.pages["/page"] = Answer(status=302, headers={"location": "/end"})
    assert asked(there).content == b"arrived"
    for onward in (f"http://localhost:{there.port}/end", "http://[::1]:80/end", "file:///etc/passwd", "//10.1.2.3/x"):
        there.pages["/page"] = Answer(status=301, headers={"location": onward})
        got = asked(there)
        assert got.content == b"" and got.trouble, onward
    assert [one.path for one in there.asked].count("/end") == 1


def test_sent_round_and_round_it_gives_up(there: Elsewhere) -> None:
    there.pages["/page"] = Answer(status=302, headers={"location": "/page"})
    assert "from one address to the next" in asked(there).trouble


def test_a_hundred_megabytes_are_not_read(there: Elsewhere) -> None:
    there.pages["/page"] = Answer(MEGABYTE, times=100)
    got = asked(there)
    assert got.content == b"" and "larger than we read" in got.trouble and got.is_final


def test_a_small_parcel_does_not_become_a_large_one(there: Elsewhere) -> None:
    there.pages["/page"] = bomb()
    assert "larger than we read" in asked(there).trouble
    there.pages["/page"] = Answer(gzip.compress(b"hello"), headers={"content-encoding": "gzip"})
    assert asked(there).content == b"hello"


@pytest.mark.parametrize(("encoding", "body"), [("gzip", b"no gzip"), ("gzip", CUT), ("br", b"x")])
def test_a_parcel_that_cannot_be_opened_is_let_go(there: Elsewhere, encoding: str, body: bytes) -> None:
    there.pages["/page"] = Answer(body, headers={"content-encoding": encoding})
    got = asked(there)
    assert got.content == b"" and got.trouble


def test_who_stalls_is_left(there: Elsewhere) -> None:
    there.pages["/page"] = Answer(b"never", stalls=True)
    got = asked(there, seconds=0.2)
    assert got.trouble and not got.is_final


def test_what_is_no_page_is_not_read(there: Elsewhere) -> None:
    there.pages["/page"] = Answer(b"\x89PNG", kind="image/png")
    assert "image/png" in asked(there).trouble
    there.pages["/page"] = Answer(b"<rss/>", kind="application/rss+xml")
    assert asked(there, kinds=FEEDS).content == b"<rss/>"


@pytest.mark.parametrize(("status", "is_final"), [(404, True), (410, True), (403, True), (429, False), (503, False)])
def test_what_went_wrong_says_whether_to_try_again(there: Elsewhere, status: int, is_final: bool) -> None:
    there.pages["/page"] = Answer(b"", status=status)
    got = asked(there)
    assert (got.status, got.is_final) == (status, is_final) and str(status) in got.trouble


def test_a_secret_is_told_to_its_own_place_alone(there: Elsewhere) -> None:
    there.page("/end", "arrived")
    there.pages["/page"] = Answer(status=302, headers={"location": f"http://localhost:{there.port}/end"})
    both = frozenset({place_of(there.origin), Place("localhost", there.port)})
    got = get(Wanted(f"{there.origin}/page", inside=both, secret={"authorization": "Bearer s"}))
    assert got.content == b"arrived"
    assert [one.headers.get("authorization") for one in there.asked] == ["Bearer s", None]


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("Grüße".encode(), "utf-8", "Grüße"),
        ("Grüße".encode("cp1252"), "iso-8859-1", "Grüße"),
        ("Grüße".encode(), "no-such-thing", "Grüße"),
        ("Grüße".encode(), "hex", "Grüße"),
        ("Grüße".encode(), "idna", "Grüße"),
        ("Grüße, “Ana”".encode(), "ascii", "Grüße, “Ana”"),
        (b'<meta charset="windows-1251">' + "Спасибо".encode("cp1251"), "", '<meta charset="windows-1251">Спасибо'),
        ("﻿Grüße".encode(), "latin-1", "Grüße"),
        ("Grüße".encode("utf-16"), "utf-8", "Grüße"),
        (b"\xff\xfe\xff", "utf-8", None),
    ],
)
def test_words_are_read_whatever_the_server_says_of_them(content: bytes, charset: str, text: str | None) -> None:
    got = text_of(content, charset)
    assert got == text if text is not None else isinstance(got, str)
