"""HTML of our own agents: what was typed in the rich-text editor, and plain text dressed as HTML for outgoing mail."""

from __future__ import annotations

import re
from html import escape

import nh3

from makegood.base.html.sanitising import keep_link, keep_words
from makegood.base.html.straight import straighten, valid

_ADDRESS = re.compile(r"https?://[^\s<>\"']+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_ENDS_A_SENTENCE = ".,;:!?)]}*_"
_OUR_PICTURE = re.compile(r"cid:[\w.@+=$-]+|/files/[\w.-]+(?:/[\w.-]+)*", re.A)
_TAGS = frozenset("p br div b strong i em u s a ul ol li blockquote pre code h1 h2 h3 img".split())
_DROPPED = frozenset("script style title noscript template iframe object svg math select xmp".split())


def sanitise_composed(html: str) -> str:
    """What an agent typed, with only simple formatting, links and our own pictures left. Never raises."""
    return _CLEANER.clean(straighten(html))


def from_text(text: str) -> str:
    """The text as simple HTML: an empty line parts paragraphs, addresses are links, everything else is escaped."""
    text = valid(text).replace("\r\n", "\n").replace("\r", "\n").rstrip().strip("\n")
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", text) if text else []
    return "\n".join(f"<p>{_line_breaks(_linked(each))}</p>" for each in paragraphs)


def _line_breaks(html: str) -> str:
    return html.replace("\n", "<br>\n")


def _linked(text: str) -> str:
    pieces, done = [], 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_ENDS_A_SENTENCE)
        pieces += [escape(text[done : match.start()]), _link(address)]
        done = match.start() + len(address)
    return "".join([*pieces, escape(text[done:])])


def _link(address: str) -> str:
    target = address if address.startswith("http") else f"mailto:{address}"
    return f'<a href="{escape(target)}">{escape(address)}</a>'


def _keep(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if _OUR_PICTURE.fullmatch(value) and ".." not in value else None
    if name == "href":
        link = keep_link(value)
        return None if link is None or link.lower().startswith("tel:") else link
    return keep_words(value)


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED),
    attributes={"a": {"href"}, "img": {"src", "alt"}},
    attribute_filter=_keep,
    url_schemes={"http", "https", "mailto", "cid"},
    url_relative="pass_through",
    link_rel="noopener noreferrer",
)
