"""HTML made to keep a reader busy is read in a few seconds at most, usually far less."""

from __future__ import annotations

import pytest

from makegood.base.html import sanitise, to_text
from tests.servers.machine import costs_at_most

ENDLESS = {
    "nested divs": "<div>" * 10_000 + "deep" + "</div>" * 10_000,
    "formatting repeated in each paragraph": "".join(f"<p><b class={n}>x" for n in range(20_000)),
    "formatting repeated in a table": "<table>" + "<font color=1>" * 199 + "x<tr></tr>" * 20_000,
    "nested tables": "<table><tr><td>" * 10_000,
    "attributes": "<a " + " ".join(f"a{n}" for n in range(100_000)) + ">x</a>",
    "open quotes": "<a '\"" * 100_000,
    "open comments": "<!--" * 200_000,
    "open scripts": "<script>" * 100_000,
    "open drawings": "<svg>" * 100_000,
    "ampersands": "&" * 2_000_000,
    "angles": "<" * 2_000_000,
    "links": "<a href=https://x.example/>x" * 10_000,
}


@pytest.mark.parametrize("html", ENDLESS.values(), ids=ENDLESS.keys())
def test_takes_bounded_time_and_space(html: str) -> None:
    with costs_at_most(10):
        assert len(sanitise(html)) < 6 * len(html) + 1000
        to_text(html)


def test_words_survive_the_depth() -> None:
    assert "deep" in sanitise(ENDLESS["nested divs"])
    assert to_text(ENDLESS["nested divs"]) == "deep"


def test_five_megabytes_are_cut_with_a_notice() -> None:
    html = sanitise("<p>" + "word " * 1_000_000 + "</p>")
    assert html.startswith("<p>word word")
    assert html.endswith("The original has it all.]</p>")
    assert len(html) < 2_100_000


def test_a_large_mail_keeps_its_looks() -> None:
    row = '<tr><td style="color:red" bgcolor="#eee" width="20%"><p>One<p>Two<ul><li>a<li>b</ul>&nbsp;&amp;</td></tr>'
    html = sanitise('<table cellpadding="3">' + row * 500 + "</table>")
    assert html.count("<td ") == html.count("</td>") == 500
    assert 'style="color:red"' in html
    assert 'bgcolor="#eee"' in html
    assert html.count("<li>a</li><li>b</li>") == 500
    assert html.count("\xa0&amp;") + html.count("&nbsp;&amp;") == 500
