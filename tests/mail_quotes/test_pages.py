"""The newly written part of an HTML mail keeps its looks and loses the rest."""

# ruff: noqa: E501 (a mail a line)

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.base.html import to_text
from makegood.channels.mail.quotes import newly_written
from makegood.channels.mail.quotes.newly import newly_written_in_safe
from tests.servers.machine import costs_at_most

HEAD = (
    "<b>From:</b> Ana Kern &lt;ana@lamps.example&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Eva<br><b>Subject:</b> Lamp"
)
ANSWER = '<div style="color:red">It <b>shines</b>.</div>'

PAGES = {
    "Gmail": '{}<br><div class="gmail_quote"><div class="gmail_attr">On Mon, Ana &lt;ana@lamps.example&gt; wrote:<br></div>'
    '<blockquote class="gmail_quote"><div>Sent it.</div></blockquote></div>',
    "Gmail forwarding": '{}<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>'
    "From: Ana &lt;ana@lamps.example&gt;<br>Date: Mon<br></div><p>Sent it.</p></div>",
    "Apple Mail": '{}<br><blockquote type="cite">On 4 Mar 2024, Ana wrote:<br><br>Sent it.</blockquote>',
    "Thunderbird": '{}<div class="moz-cite-prefix">Am 04.03.24 um 09:15 schrieb Ana:</div><blockquote type="cite">Weg.</blockquote>',
    "Outlook on the web": '{}<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">' + HEAD + "</div><div>Sent it.</div>",
    "Outlook": '{}<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">' + HEAD + "</p></div><p>Sent it.</p>",
    "Yahoo": '{}<div class="yahoo_quoted"><div>On Monday, Ana wrote:</div><div>Sent it.</div></div>',
    "Proton": '{}<div class="protonmail_quote">On Monday, Ana wrote:<blockquote>Sent it.</blockquote></div>',
    "a rule and a head": "{}<hr>" + HEAD + "<br><br>Sent it.",
    "no structure": "{}<div>On 4 Mar 2024, Ana &lt;ana@lamps.example&gt; wrote:</div><div>Sent it.</div>",
    "a signature": '{}<div class="gmail_signature">Eva Brandt</div>',
    "a delimiter": "{}<div>-- <br>Eva Brandt</div>",
    "a phone": "{}<div>Sent from my iPhone</div><blockquote>Sent it.</blockquote>",
    "an unknown language": "{}<div class='gmail_attr'>Ana zzz:</div><blockquote>Sent it.</blockquote>",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_only_the_answer_is_left(page: str) -> None:
    written = newly_written("", f"<html><body>{page.replace('{}', ANSWER)}</body></html>")
    assert written.text == "It shines."
    assert written.html.strip() == ANSWER


def test_answers_between_quotes_are_kept() -> None:
    page = "<div>On 4 Mar 2024, Ana wrote:</div><blockquote>Red?</blockquote><p>Yes.</p><blockquote>Big?</blockquote><p>No.</p>"
    written = newly_written("", page)
    assert written.text == "Yes.\n\nNo."
    assert "Red" not in written.html


def test_a_page_of_quotes_only_is_shown_whole() -> None:
    written = newly_written("", '<blockquote type="cite">Sent it.</blockquote>')
    assert "Sent it." in written.text
    assert "Sent it." in written.html


def test_the_text_part_is_preferred() -> None:
    assert newly_written("From the text.", "<p>From the page.</p>").text == "From the text."


def test_the_page_shows_where_a_text_ends_that_shows_nothing() -> None:
    page = '<p>Yes, please.</p><div class="yahoo_quoted"><p>Zwx hjk</p></div>'
    assert newly_written("Yes,\nplease.\n\nZwx hjk", page).text == "Yes,\nplease."


def test_pictures_of_the_quote_go_with_it() -> None:
    page = '<p>See <img src="cid:mine"></p><blockquote type="cite">x<img src="cid:theirs"></blockquote>'
    html = newly_written("", page).html
    assert "cid:mine" in html
    assert "cid:theirs" not in html


def test_what_is_left_is_sanitised() -> None:
    written = newly_written("", "<p onclick=steal()>Hi<script>steal()</script></p><blockquote type=cite>x</blockquote>")
    assert written.html == "<p>Hi</p>"


@pytest.mark.parametrize("html", ["", " ", "<", "<!-- -->", "<html>", "\x00", "\ud800", "<?xml?>", "<blockquote>", "@"])
def test_a_broken_page_fails_nobody(html: str) -> None:
    newly_written("", html)
    assert newly_written("Words.", html).text == "Words."


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>" * 50_000,
        "<a " + " ".join(f"a{n}" for n in range(60_000)) + ">@",
        "@<p><b>" * 10_000,
        "<div>@" * 50_000,
    ],
    ids=["quotes", "attributes", "formatting", "depth"],
)
def test_an_endless_page_takes_bounded_time(html: str) -> None:
    with costs_at_most(10):
        newly_written("", html)


PIECES = st.sampled_from(
    "<blockquote> </blockquote> <div> </div> <br> <hr> <p> words @ wrote: <img> <table> <td> </table>".split()
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_it_never_fails_and_loses_no_page(html: str) -> None:
    written = newly_written("", html)
    assert written.text or not to_text(html)
    # What is not quoted is kept; only where there is such may the quoted words be gone.
    assert "words" not in html or any(own in written.text for own in ("words", "wrote:", "@"))


def test_a_safe_page_without_quotes_is_given_back_as_it_is() -> None:
    page = "<p>It <b>shines</b>.</p>"
    assert newly_written_in_safe("It shines.", page).html is page


def test_a_safe_page_with_a_quote_is_made_safe_anew() -> None:
    written = newly_written_in_safe("", "<p>It shines.</p><blockquote>Sent it.</blockquote><p>")
    assert written.html == "<p>It shines.</p>"
