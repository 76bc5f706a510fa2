"""A customer's mail still looks like itself when it is safe; an agent's reply keeps its simple formatting."""

from __future__ import annotations

import pytest

from makegood.base.html import from_text, sanitise, sanitise_composed

KEPT = [
    "<p style=\"margin:0cm;font-family:'Segoe UI', sans-serif;color:#1F497D\">x</p>",
    '<p style="color:rgb(1, 2, 3);width:calc(100% - 4px)">x</p>',
    '<img src="cid:logo@shop.example" alt="Logo" width="40" height="20">',
    '<img src="https://shop.example/a.png?b=1&amp;c=2">',
    '<img src="data:image/png;base64,iVBORw0KGgo=">',
    '<font color="#ff0000" face="Arial" size="2">x</font>',
    "<center><b>x</b></center>",
    '<h1 dir="rtl" lang="he">שלום</h1>',
    "<blockquote><p>x</p></blockquote>",
    '<ol start="3"><li>x</li></ol>',
]


@pytest.mark.parametrize("html", KEPT)
def test_keeps_what_makes_it_look_right(html: str) -> None:
    assert sorted(sanitise(html)) == sorted(html)


@pytest.mark.parametrize(
    "address", ["http://a.example/", "https://a.example/?b#c", "mailto:a@b.example", "tel:+4930123"]
)
def test_links_open_elsewhere_and_tell_nothing(address: str) -> None:
    html = sanitise(f'<a href="{address}">x</a>')
    assert f'href="{address}"' in html
    assert 'rel="noopener noreferrer"' in html
    assert 'target="_blank"' in html


def test_one_bad_declaration_does_not_take_the_good_ones() -> None:
    assert sanitise('<p style="color:red;position:fixed;width:1px">x</p>') == '<p style="color:red;width:1px">x</p>'


def test_what_only_talks_about_scripts_stays_readable() -> None:
    assert sanitise("use &lt;script&gt; and onerror=") == "use &lt;script&gt; and onerror="


def test_a_composed_reply_keeps_its_simple_formatting() -> None:
    html = '<h2>Hi</h2><p>A <b>b</b> <a href="mailto:a@b.example">c</a><br><img src="/files/a1b2.png"></p>'
    assert sanitise_composed(html).replace(' rel="noopener noreferrer"', "") == html


@pytest.mark.parametrize(
    "source",
    ["https://evil.example/p.gif", "//evil.example/p.gif", "/files/../settings", "/c/1", "data:image/png;base64,AA"],
)
def test_a_composed_reply_shows_only_our_own_pictures(source: str) -> None:
    assert sanitise_composed(f'<img src="{source}">') == "<img>"


def test_text_becomes_paragraphs_with_links() -> None:
    html = from_text("See https://a.example/b?c=1&d=2.\nOr ask eva@home.example!\n\n<b>Bye</b>")
    assert html == (
        '<p>See <a href="https://a.example/b?c=1&amp;d=2">https://a.example/b?c=1&amp;d=2</a>.<br>\n'
        'Or ask <a href="mailto:eva@home.example">eva@home.example</a>!</p>\n<p>&lt;b&gt;Bye&lt;/b&gt;</p>'
    )


def test_no_text_is_no_html() -> None:
    assert from_text(" \n") == ""
