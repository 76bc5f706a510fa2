"""HTML as lines of text without what is there for the machine or the eye, and with a sign where another begins to write."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from makegood.mentions.reading.html_marks import Marks
from makegood.mentions.reading.text import NAMED, SIGN, clean

LARGEST = 2_000_000  # letters
_DROPPED = frozenset(
    "script style noscript template svg math iframe object embed form button select option textarea input nav footer canvas"
    " audio video picture map menu dialog head aside".split()
)  # fmt: skip
_BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr html"
    " li main ol p pre section summary table tbody td tfoot th thead time tr ul".split()
)  # fmt: skip
_CLUTTER = re.compile(
    r"(?<![a-z])(?:nav|navbar|navigation|menu|sidebar|share|sharing|sharedaddy|social|related|cookie|cookies|breadcrumbs?|footer|widget|"
    r"promo|advert|advertisement|ads?|subscribe|newsletter|login|signin|popup|modal|pagination|pager|tagcloud|toolbar|skip-link|"
    r"comment-?form|respond|reply-?link|avatar|gravatar|badge|screen-reader|hidden|masthead|site-header|rating-form)(?![a-z])"
)
_WRITES = re.compile(
    r"(?<![a-z])(?:comment|post(?=\s|$)|comment-body|comment-item|review|review-item|reviews?-card|review-card|post-?message|forum-?post|reply|message|answer|post-container|postbody|u-comment|h-review|hreview)(?![a-z-])"
)
_WRITER = re.compile(
    r"(?<![a-z])(?:author|fn|byline|byline-name|username|user-name|commenter|comment-author|reviewer|nickname|posted-by|p-author|post-author|author-name|poster)(?![a-z])"
)
_SCHEMA = re.compile(r"schema\.org/(?:Review|Comment|UserReview|DiscussionForumPosting|Answer)$")


def text_of(source: str) -> tuple[str, str]:
    """What a person sees, a block a line, and the page's title. Never raises for what the page is."""
    tree = _tree(source)
    if tree is None:
        return "", ""
    title = " ".join("".join(tree.xpath("(//title[not(ancestor::svg)])[1]//text()")).split())[:300]
    return _Walk().lines(tree), clean(title)


def _tree(source: str) -> Any:
    source = source[:LARGEST].replace("\x00", " ")
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    if not source.strip():
        return None
    try:
        return lxml_html.document_fromstring(source, parser=lxml_html.HTMLParser(recover=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


class _Walk:
    """Goes over the tree once, without calling itself: depth cannot exhaust it."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.row: list[str] = []
        self.skipped: Any = None
        self.named: Any = None
        self.marks = Marks()

    def lines(self, tree: Any) -> str:
        for event, node in etree.iterwalk(tree, events=("start", "end")):
            if not isinstance(node.tag, str):
                if event == "end":
                    self._say(node.tail)
                continue
            self._enter(node) if event == "start" else self._leave(node)
        self._flush()
        return "\n".join(self.out)

    def _enter(self, node: Any) -> None:
        if self.skipped is not None:
            return
        name = f"{node.get('class') or ''} {node.get('id') or ''}".lower()[:300]
        if _is_dropped(node, name):
            self.skipped = node
            return
        if node.tag in _BLOCKS:
            self._flush()
        if node.tag == "br":
            self._flush(blank=False)
        if _is_writing(node, name) or self.marks.is_writing(node):
            self._flush()
            self.out.append(SIGN)
        if self.named is None and (_is_writer(node, name) or node in self.marks.writers):
            self._flush()
            self.named = node
        self._say(node.text)

    def _leave(self, node: Any) -> None:
        if self.skipped is not None:
            if self.skipped is node:
                self.skipped = None
                self._say(node.tail)
            return
        if self.named is node:
            words = " ".join("".join(self.row).split())
            self.row = [NAMED + words] if words else []
            self._flush()
            self.named = None
        elif node.tag in _BLOCKS:
            self._flush()
        self._say(node.tail)

    def _say(self, words: str | None) -> None:
        if words and self.skipped is None:
            self.row.append(clean(words))

    def _flush(self, *, blank: bool = True) -> None:
        words = " ".join("".join(self.row).split())
        self.row = []
        if words:
            self.out.append(words)
        if blank and self.out and self.out[-1]:
            self.out.append("")


def _is_dropped(node: Any, name: str) -> bool:
    is_signature = node.tag == "footer" and node.getparent() is not None and node.getparent().tag == "blockquote"
    if (
        (node.tag in _DROPPED and not is_signature)
        or node.get("hidden") is not None
        or node.get("aria-hidden") == "true"
    ):
        return True
    if re.search(r"display\s*:\s*none", (node.get("style") or "").lower()[:200]):
        return True
    if node.get("role") in ("navigation", "search", "banner", "contentinfo", "complementary", "dialog"):
        return True
    return node.tag not in ("html", "body", "main", "article") and bool(_CLUTTER.search(name))


def _is_writing(node: Any, name: str) -> bool:
    if node.tag not in ("li", "div", "article", "section", "tr", "td", "dl", "p", "blockquote"):
        return False
    if _SCHEMA.search(node.get("itemtype") or ""):
        return True
    return bool(_WRITES.search(name))


def _is_writer(node: Any, name: str) -> bool:
    if node.get("itemprop") == "author" or "author" in (node.get("rel") or ""):
        return True
    return node.tag not in ("div", "article", "section", "li", "body", "main") and bool(_WRITER.search(name))


def looks_like_html(text: str) -> bool:
    """It begins as HTML does, or holds the marks that every page has; plain text with a stray bracket does not."""
    start = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html", "<?xml", "<head", "<body")):
        return True
    return (
        len(
            re.findall(
                r"</?(?:p|div|br|span|a|h[1-6]|ul|li|article|body|section|table)\b[^>]{0,300}>", text[:20_000].lower()
            )
        )
        >= 4
    )
