"""The newly written part of an HTML mail: its lines are judged as those of a text are, then the others taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field

from lxml import etree

from makegood.base.html.page import CELLS, LINES, PARAGRAPHS
from makegood.channels.mail.quotes.words import structure

_MOST = 200_000  # characters: beyond, a mail is shown whole
_ENDLESS_TAG = re.compile(r"<[a-z][^<>]{8000}", re.I)
_BLOCKS = (PARAGRAPHS | LINES | CELLS | {"body", "html", "tbody", "thead", "tfoot"}) - {"hr"}
_BREAKS = _BLOCKS | {"br"}
_SPACE = re.compile(r"[^\S ]\s*| \s+")  # all but the single space, which may stay as it is
_NAMED = etree.XPath("//*[@class or @id]")
_NAMELESS: frozenset[str] = frozenset()
_MARKER = "-----Original Message-----"
_INTRODUCTION = "Quoting them by name and address:"
_RULE = "_" * 20
_SILENT = frozenset({"style", "script", "title", "head"})


@dataclass(slots=True)
class _Line:
    """One line as the reader sees it, quoted ones with ">", and where in the page it stands."""

    text: str = ""
    texts: list[etree._Element] = field(default_factory=list)  # elements whose text is part of it
    tails: list[etree._Element] = field(default_factory=list)  # elements after which text is part of it
    things: list[etree._Element] = field(default_factory=list)  # pictures and drawn lines

    def is_said(self) -> bool:
        """True when words of the page itself stand on it."""
        return bool(self.text.strip() and (self.texts or self.tails))

    def say(self, words: str, quotes: int) -> None:
        words = _SPACE.sub(" ", words)
        if not self.text and words.strip():
            self.text = "> " * quotes
        self.text += words


def new_html(html: str, new_lines: Callable[[list[str]], list[int]]) -> str:
    """The HTML without the lines that `new_lines` does not choose. All of it when nothing would be left, or no HTML."""
    if len(html) > _MOST or _ENDLESS_TAG.search(html) or html.count("<") > 2 * html.count(">") + 50:
        return html
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    page = etree.fromstring(html.encode(errors="replace"), parser)
    if page is None or any("depth" in (error.message or "") for error in parser.error_log):
        return html
    _drop_signatures(page)
    lines = _lines(page)
    kept = set(new_lines([line.text for line in lines]))
    if not any(lines[at].is_said() for at in kept):
        return html
    _take_out(line for at, line in enumerate(lines) if at not in kept)
    _trim(page)
    return str(etree.tostring(page, method="html", encoding="unicode"))


def _names(element: etree._Element) -> Set[str]:
    """Its classes and its id, in lower case; with and without the "x_" that some programs put before them."""
    classes, identity = element.get("class"), element.get("id")
    if classes is None and identity is None:
        return _NAMELESS
    names = f"{classes or ''} {identity or ''}".lower().split()
    return set(names) | {name.removeprefix("x_") for name in names}


def _drop_signatures(page: etree._Element) -> None:
    for element in _NAMED(page):
        if _names(element) & structure.SIGNATURES and element.getparent() is not None:
            _drop(element)


def _drop(element: etree._Element) -> None:
    """Take the element out, with what it holds; the text behind it stays."""
    parent, previous = element.getparent(), element.getprevious()
    if element.tail and previous is not None:
        previous.tail = (previous.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _lines(page: etree._Element) -> list[_Line]:
    """The page in lines. Walked without recursion: mails nest deeply."""
    lines, quotes = [_Line()], 0
    for event, element in etree.iterwalk(page, events=("start", "end")):
        tag, names = element.tag, _names(element)
        if tag in _BREAKS:
            lines.append(_Line())
        is_quote = tag == "blockquote" or bool(names & structure.QUOTES)
        if event == "start":
            quotes += is_quote
            _announce(lines, element, names)
            _begin(lines[-1], element, quotes)
        else:
            quotes -= is_quote
            _finish(lines[-1], element, quotes)
    return lines


def _announce(lines: list[_Line], element: etree._Element, names: Set[str]) -> None:
    """Say by a line of its own what the structure says here."""
    if names and names & structure.CUTS:
        lines += [_Line(_MARKER), _Line()]
    elif names and names & structure.INTRODUCTIONS:
        lines += [_Line(_INTRODUCTION), _Line()]
    elif element.tag == "hr":
        lines += [_Line(_RULE, things=[element]), _Line()]


def _begin(line: _Line, element: etree._Element, quotes: int) -> None:
    if element.text and element.tag not in _SILENT:
        line.say(element.text, quotes)
        line.texts.append(element)
    if element.tag == "img":
        line.things.append(element)


def _finish(line: _Line, element: etree._Element, quotes: int) -> None:
    link = element.get("href", "") if element.tag == "a" else ""
    if link.startswith("mailto:") and "@" not in line.text:
        line.say(f" <{link.removeprefix('mailto:')}>", quotes)  # a head of a mail is known by its addresses
    if element.tail:
        line.say(element.tail, quotes)
        line.tails.append(element)


def _take_out(lines: Iterable[_Line]) -> None:
    """Empty these lines, then take out their things: taking out a thing moves what is said after it."""
    things = []
    for line in lines:
        things += line.things
        for element in line.texts:
            element.text = None
        for element in line.tails:
            element.tail = None
    for element in things:
        if element.getparent() is not None:
            _drop(element)


def _trim(page: etree._Element) -> None:
    """Take out quotes and tables that hold nothing any more, and whatever is empty at the end."""
    for element in reversed(list(page.iter("blockquote", "table"))):
        if not _holds_something(element):
            _drop(element)
    for element in reversed(list(page.iter())):
        if (element.tail or "").strip() or _holds_something(element) or element.getparent() is None:
            break
        if element.tag != "body":
            _drop(element)


def _holds_something(element: etree._Element) -> bool:
    if next(element.iter("img"), None) is not None:
        return True
    return any(text.strip() for text in element.itertext())
