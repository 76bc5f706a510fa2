"""HTML that no parser can stumble over: valid characters, and beyond a small size properly nested.

A browser's parsing rules repeat open formatting in every new paragraph, search the open elements for each tag, and
compare each attribute with all before it: a hostile mail of 100 KB keeps such a parser busy for minutes. What is small
cannot do that. What is large is therefore read here, once, in one pass, and written anew with every element closed
where it ends, so that those rules find nothing to repeat.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from makegood.base.html.allowed import ATTRIBUTES, DROPPED_WITH_CONTENT, TAGS

_SMALL = 40_000  # characters
_FEW = 800  # tags
_LONGEST = 2_000_000  # characters
_MOST_WORK = 60_000  # tags and entities
_DEEPEST = 200
_MOST_ATTRIBUTES = 20

CUT_NOTICE = "<p>[This message is very long and was cut here. The original has it all.]</p>"

_ATTRIBUTE = r"""([^\s/>][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_TOKEN = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+>?|</[^a-z][^>]*+>?|<(/?)([a-z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE})*+)>?",
    re.I | re.S | re.A,
)
_BARE_AMPERSAND = re.compile(r"&(?!(?:[a-z][a-z0-9]{1,31}|#\d{1,7}|#x[0-9a-f]{1,6});)", re.I)
_ATTRIBUTES = re.compile(_ATTRIBUTE, re.A)
_KEPT_ATTRIBUTES = frozenset(name for names in ATTRIBUTES.values() for name in names)
_VOID = frozenset({"br", "hr", "img", "wbr", "col"})

_CELLS = frozenset({"td", "th", "caption"})
_ROWS = frozenset({"tr", "tbody", "thead", "tfoot", "colgroup", "caption", "col"})
_BLOCKS = frozenset(
    """
    address article aside blockquote center dd dir div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li
    main nav ol p pre section table ul
    """.split()
)
_LISTS = frozenset({"ul", "ol", "dir", "dl"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def straighten(html: str) -> str:
    """The same HTML without NULs and lone surrogates; when it is large, also without a tangle, or a depth over 200.

    What would take more than seconds (over 2,000,000 characters, 60,000 tags and entities) is cut, with a notice.
    """
    html = valid(html)
    if len(html) <= _SMALL and html.count("<") <= _FEW:
        return html
    return "".join(_written_anew(html[:_LONGEST], is_cut=len(html) > _LONGEST))


def valid(text: str) -> str:
    """The same text without NULs; what is no character of Unicode is a question mark."""
    text = text.replace("\x00", "")
    return text if text.isascii() else text.encode(errors="replace").decode()


@dataclass(slots=True)
class _Open:
    """The elements that are open, outermost first, and how many of each name were left out for being too deep."""

    names: list[str] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def open(self, name: str) -> None:
        self.names.append(name)
        self.count[name] += 1

    def close_to(self, at: int) -> str:
        """Close everything from this depth on."""
        closed = self.names[at:]
        del self.names[at:]
        self.count.subtract(closed)
        return "".join(f"</{name}>" for name in reversed(closed))

    def last(self, names: frozenset[str], *, within: frozenset[str]) -> int:
        """The depth of the innermost of these that is not outside one of `within`; -1 when there is none."""
        if not any(self.count[name] for name in names):
            return -1
        for at in range(len(self.names) - 1, -1, -1):
            if self.names[at] in names:
                return at
            if self.names[at] in within:
                return -1
        return -1


_TABLE_AND_CELLS = _CELLS | {"table"}

_NOTHING: frozenset[str] = frozenset()
_TABLE = frozenset({"table"})
_SECTIONS = frozenset({"table", "tbody", "thead", "tfoot"})
_STANDS_IN = {"tr": _SECTIONS, "td": _SECTIONS | {"tr"}, "th": _SECTIONS | {"tr"}}

# Opening this closes one of these, unless it is outside one of those.
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), _LISTS | _TABLE_AND_CELLS),
    "dd": (frozenset({"dd", "dt"}), _LISTS | _TABLE_AND_CELLS),
    "dt": (frozenset({"dd", "dt"}), _LISTS | _TABLE_AND_CELLS),
    "a": (frozenset({"a"}), _TABLE_AND_CELLS),
} | {name: (_HEADINGS, frozenset(TAGS - _HEADINGS)) for name in _HEADINGS}


def _written_anew(html: str, *, is_cut: bool) -> Iterator[str]:
    opened, work = _Open(), 0
    for text, closing, name, attributes in _tokens(html):
        text = escape(unescape(text), quote=False)
        work += 1 + text.count("&")
        if work > _MOST_WORK:
            is_cut = True
            break
        yield text
        if name in TAGS:
            yield _end(opened, name) if closing else _start(opened, name, attributes)
    yield opened.close_to(0) + (CUT_NOTICE if is_cut else "")


def _tokens(html: str) -> Iterator[tuple[str, str, str, str]]:
    """(text before, "/" or "", tag or "", attributes), without comments and without what is dropped with content."""
    at = 0
    never_closed: set[str] = set()
    while match := _TOKEN.search(html, at):
        name = (match[2] or "").lower()
        yield html[at : match.start()], match[1] or "", name, match[3] or ""
        at = match.end()
        if name in DROPPED_WITH_CONTENT and not match[1] and name not in never_closed:
            end = re.compile(rf"</{name}(?=[\s/>])", re.I).search(html, at)
            at = end.start() if end else at
            if not end:
                never_closed.add(name)
    yield html[at:], "", "", ""


def _start(opened: _Open, name: str, attributes: str) -> str:
    before = _make_room(opened, name)
    if name in _VOID:
        return f"{before}<{name}{_kept(attributes)}>"
    if len(opened.names) >= _DEEPEST:
        opened.left_out[name] += 1
        return before
    opened.open(name)
    return f"{before}<{name}{_kept(attributes)}>"


def _make_room(opened: _Open, name: str) -> str:
    """Close what a browser would close, and what it would carry over, before this element opens."""
    closed = ""
    if name in _BLOCKS:
        closed += _close(opened, frozenset({"p"}), _TABLE_AND_CELLS)
    if name in _CLOSES:
        closed += _close(opened, *_CLOSES[name])
    if name in _ROWS or name in _CELLS:
        closed += _back_to_the_table(opened, name)
    return closed


def _close(opened: _Open, names: frozenset[str], within: frozenset[str]) -> str:
    at = opened.last(names, within=within)
    return opened.close_to(at) if at >= 0 else ""


def _back_to_the_table(opened: _Open, name: str) -> str:
    """Close all that is open inside the part of the table in which this one stands."""
    at = opened.last(_STANDS_IN.get(name, _TABLE), within=_TABLE)
    return opened.close_to(at + 1) if at >= 0 else ""


def _end(opened: _Open, name: str) -> str:
    if opened.left_out[name]:
        opened.left_out[name] -= 1
        return ""
    return _close(opened, frozenset({name}), _NOTHING if name == "table" else _TABLE)


def _kept(attributes: str) -> str:
    kept: dict[str, str] = {}
    for name, value in _ATTRIBUTES.findall(attributes):
        if name.lower() in _KEPT_ATTRIBUTES and len(kept) < _MOST_ATTRIBUTES:
            bare = value[1:-1] if value[:1] in {'"', "'"} else value
            kept.setdefault(name.lower(), _BARE_AMPERSAND.sub("&amp;", bare).replace('"', "&quot;"))
    return "".join(f' {name}="{value}"' for name, value in kept.items())
