"""The quick way to the structure of a mail and the stdlib's come to the same tree."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.channels.mail.reading import read
from makegood.channels.mail.reading.straightforward import Odd, fill

HEAD = b"From: eva@post.example\nSubject: a\n b\n"
TYPES = [
    f'Content-Type: multipart/{kind}; boundary="{mark}"\n'.encode() for kind in ("mixed", "digest") for mark in "bc"
]
LINES = [b"\n--b\n", b"\r\n--b\r\n", b"\n--c\n", b"\n--b--\n", b"\n--c--\n", b"Content-Type: message/rfc822\n\n"]
WORDS = [b"\n", b"\r\n", b"--b", b"--bb", b"--", b"words", b" ", b"\t", b"\r", b"From x\n", b"X: y\r\n", b"\xff"]
PIECES = st.sampled_from([*TYPES, *LINES, *WORDS])


def _tree(part: Message) -> list[object]:
    held = part.get_payload()
    inside = [_tree(one) for one in held if isinstance(one, Message)] if isinstance(held, list) else held
    return [list(part.raw_items()), inside, part.preamble, part.epilogue or "", part.get_content_type()]


def _quickly(raw: bytes) -> Message | None:
    text, root = raw.decode("ascii", "surrogateescape"), Message()
    try:
        fill(root, text, 0, len(text))
    except Odd:
        return None
    return root


def _same(raw: bytes) -> bool:
    quick = _quickly(raw)
    return quick is None or _tree(quick) == _tree(message_from_bytes(raw))


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=25).map(b"".join))
def test_any_mail_has_the_same_tree(body: bytes) -> None:
    assert _same(HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + body)
    assert _same(HEAD + body)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_an_ordinary_mail_is_read_quickly(end: bytes) -> None:
    inner = b"--c\nContent-Type: text/plain\n\nText\n--c\nContent-Type: text/html\n\n<p>Text</p>\n--c--\n"
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\nSee below.\n--b\n"
    raw += b"Content-Type: multipart/alternative; boundary=c\n\n" + inner + b"\n--b\nX: y\n\n\n--b--\nEnd.\n"
    root = _quickly(raw.replace(b"\n", end))
    assert root is not None
    assert len(list(root.walk())) == 5
    assert _same(raw.replace(b"\n", end))


def test_lines_that_are_nearly_boundaries_are_left_to_the_stdlib() -> None:
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + b"--bb\n" * 2_000 + b"--b--\n"
    assert _quickly(raw) is None
    assert read(raw).text.count("--bb") == 2_000
