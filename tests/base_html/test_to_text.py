"""HTML becomes the lines that its reader sees."""

from __future__ import annotations

import pytest

from makegood.base.html import to_text

TOLD = [
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"),
    ("One<br>Two<br/>Three", "One\nTwo\nThree"),
    ("<p>a</p>" + "<p>&nbsp;</p>" * 9 + "<p>b</p>", "a\n\nb"),
    ("<ul><li>shoes<li>laces</ul>", "- shoes\n- laces"),
    ("<ol start=1><li>first<li>second<ul><li>deeper</ul></ol>", "1. first\n2. second\n  - deeper"),
    ("<table><tr><td>Item</td><td>Price</td></tr><tr><td>Lamp</td><td>12</td></tr></table>", "Item\tPrice\nLamp\t12"),
    ("<blockquote>they said<br>that</blockquote>I say", "> they said\n> that\n\nI say"),
    ('see <a href="https://shop.example/o/7">your order</a>', "see your order <https://shop.example/o/7>"),
    ('<a href="https://shop.example/">shop.example</a>', "shop.example"),
    ('<a href="mailto:eva@home.example">eva@home.example</a>', "eva@home.example"),
    ('<a href="javascript:alert(1)">tap me</a>', "tap me"),
    ('<img alt="Our logo" src="cid:1">', "Our logo"),
    ("<title>no</title><style>p{}</style><script>no()</script>yes", "yes"),
    ("Caf&eacute;&nbsp;&amp;&#32;bar &lt;3", "Café & bar <3"),
    ("&zwnj;&nbsp;&zwnj;&nbsp;&#847;&#8203;Hello", "Hello"),
    ("<p>می&zwnj;خواهم</p>", "می\u200cخواهم"),
    ("<pre>a\n  b</pre>", "a\n  b"),
    ("<b>bo</b>ld  and\n <i>it</i>alic", "bold and italic"),
    ("<!--[if mso]>only there<![endif]-->here", "here"),
    ("a < b and b > c", "a < b and b > c"),
    ("no html at all", "no html at all"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "text"), TOLD)
def test_says_what_the_reader_sees(html: str, text: str) -> None:
    assert to_text(html) == text
