"""Quotes and signatures that only a class or an id tells are left out of what was newly written, and of that alone."""

from __future__ import annotations

import pytest

from makegood.channels.mail.reading import read

HEAD = "From: Eva <eva@post.example>\r\nTo: help@harbour.example\r\nSubject: Lamp\r\nMessage-ID: <1@post.example>\r\n"


def mail(html: str) -> bytes:
    return f"{HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n".encode()


@pytest.mark.parametrize(
    "rest",
    [
        '<div class="gmail_signature">Eva Stern<br>Lamps and more</div>',
        '<div class="yahoo_quoted">We send a new one.</div>',
        '<div class="x_protonmail_quote">We send a new one.</div>',
        '<div id="divRplyFwdMsg">Shop</div><div>We send a new one.</div>',
        "<div id='appendonsend'></div><div>We send a new one.</div>",
    ],
)
def test_what_is_marked_is_left_out(rest: str) -> None:
    letter = read(mail(f"<div>The new one flickers too.</div>{rest}"))
    assert letter.reply_text == "The new one flickers too."
    assert "class=" not in letter.reply_html and "<script" not in letter.reply_html
    assert "new one" in letter.html and letter.html != letter.reply_html


def test_what_a_sender_hides_in_a_marked_page_is_made_safe() -> None:
    letter = read(
        mail('<p onclick="x()">Yes.<script>x()</script></p><div class="gmail_signature"><img onerror=x()></div>')
    )
    assert letter.reply_text == "Yes."
    assert "onclick" not in letter.reply_html and "script" not in letter.reply_html
