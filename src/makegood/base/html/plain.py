"""HTML turned into text that one can read: for mails that have no text part, for search and for previews."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import nh3

from makegood.base.html.allowed import DROPPED_WITH_CONTENT, SCHEMES
from makegood.base.html.page import CELLS, LINES, PARAGRAPHS, Page
from makegood.base.html.sanitising import keep_link
from makegood.base.html.straight import straighten

_TOKEN = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
_VALUE = re.compile(r'(?:href|alt)="([^"]*)"')
_TOO_MANY_LINES = re.compile(r"\n{3,}")

# Never seen by a reader: the filler of preheaders, soft hyphens, byte-order marks. The zero-width non-joiner is part
# of Persian words, so it goes only where it joins nothing.
_INVISIBLE = re.compile("[\u00ad\u034f\u180e\u200b\u2060-\u2064\ufeff]+|(?<!\\w)\u200c+|\u200c+(?!\\w)")


def to_text(html: str) -> str:
    """What a reader sees of this HTML, in lines, at most one empty line between them. Never raises.

    Lists have dashes or numbers, quotes "> ", cells are parted by tabs, a link is followed by its <address>, a picture
    is told by its alternative text.
    """
    page = Page()
    for text, closing, tag, attributes in _tokens(_CLEANER.clean(straighten(html))):
        if text:
            page.say(_seen(unescape(text)))
        if tag:
            value = _VALUE.search(attributes) if attributes else None
            page.tag(tag, unescape(value[1]) if value else "", closing=bool(closing))
    return _TOO_MANY_LINES.sub("\n\n", page.text())


def _seen(text: str) -> str:
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _tokens(clean: str) -> Iterator[tuple[str, str, str, str]]:
    """(text, "/" or "", tag, attributes) in order; the last has no tag. Cleaned HTML has no other "<" or ">"."""
    pieces = _TOKEN.split(clean)
    pieces += ["", "", ""]
    return zip(pieces[0::4], pieces[1::4], pieces[2::4], pieces[3::4], strict=True)


def _keep(tag: str, name: str, value: str) -> str | None:
    return keep_link(value) if name == "href" else value


_CLEANER = nh3.Cleaner(
    tags=set(PARAGRAPHS | LINES | CELLS | {"a", "img", "br", "pre"}),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes={"a": {"href"}, "img": {"alt"}},
    attribute_filter=_keep,
    url_schemes=set(SCHEMES),
    url_relative="deny",
    link_rel=None,
)
