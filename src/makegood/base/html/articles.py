"""Articles: from Markdown to HTML. What their authors write as HTML is text; what comes out is cleaned once more."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from makegood.base.html.sanitising import keep_link, keep_words
from makegood.base.html.straight import valid

# Our own pictures, files and pages: never //elsewhere, nor a step upwards.
_OURS = re.compile(r"/(?:help|articles)/[\w./%#?=-]*", re.A)
_ANCHOR = re.compile(r"#[\w-]{1,100}")
_TAGS = frozenset(
    "p br strong em s a ul ol li blockquote pre code h2 h3 h4 h5 h6 hr img table thead tbody tr th td".split()
)
_DROPPED = frozenset("script style title noscript template iframe object svg math select xmp".split())

# Nesting is bounded by the reader itself; a title is the page's own, so an article begins one step below.
_READER = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable(["table", "strikethrough"])


@lru_cache(maxsize=256)
def from_markdown(text: str) -> Markup:
    """The text as HTML that is safe to show on our own pages. Pictures are ours alone. Never raises."""
    html = _READER.render(valid(text))
    html = re.sub(r"(</?h)([1-6])>", lambda found: f"{found[1]}{min(int(found[2]) + 1, 6)}>", html)
    return Markup(_CLEANER.clean(html))  # noqa: S704 - cleaned in this line


def plain(text: str) -> str:
    """The words of the Markdown, on one line, for a description."""
    return " ".join(unescape(nh3.clean(str(from_markdown(text)), tags=set())).split())


def plain_lines(text: str) -> str:
    """The Markdown as somebody would write it in a letter: paragraphs, and lists with hyphens."""
    html = re.sub(r"<li>\s*(?:<p>)?", "- ", str(from_markdown(text)))
    html = re.sub(r"</(?:p|h\d|pre|blockquote|ul|ol|table)>", "\n", html)
    html = re.sub(r"<a href=\"([^\"]*)\"[^>]*>([^<]*)</a>", r"\2 (\1)", html)
    return re.sub(r"\n{3,}", "\n\n", unescape(nh3.clean(html, tags=set()))).strip()


def _keep(tag: str, name: str, value: str) -> str | None:
    if name in ("href", "src") and _OURS.fullmatch(value) and ".." not in value:
        return value
    if name == "href":
        return value if _ANCHOR.fullmatch(value) else keep_link(value)
    return None if name == "src" else keep_words(value)


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED),
    attributes={"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}},
    attribute_filter=_keep,
    url_schemes={"http", "https", "mailto", "tel"},
    url_relative="pass_through",
    link_rel="noopener noreferrer",
)
