"""The lines that a page of HTML makes, built up tag by tag."""

from __future__ import annotations

import re

PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr".split())
LINES = frozenset(
    "div tr li dd dt address article aside caption center figcaption figure footer header main nav section dir".split()
)
CELLS = frozenset({"td", "th"})

_WHITE = "\t\n\r\f\xa0\u2002-\u200a\u202f\u205f\u3000"
_SPACE = re.compile(f"[{_WHITE}][ {_WHITE}]*| [ {_WHITE}]+")  # all but the single space, which may stay as it is
_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)", re.I)
_LONGEST_ADDRESS = 200


class Page:
    """Lines of text so far, and the line that is being written."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []  # never an empty piece
        self._lists: list[int] = []  # per open list: the next number, 0 for dashes
        self._quotes = 0
        self._pre = 0
        self._mark = ""  # the dash or number that the next words stand behind
        self._gap = False  # an empty line comes before the next words
        self._cell = False  # a tab comes before the next words of this line
        self._link = ""  # the address of the open link
        self._linked: list[str] = []  # its words so far

    def text(self) -> str:
        """All lines, without empty ones at the ends."""
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def say(self, words: str) -> None:
        """Put these words on the line; outside <pre> any white space is one space."""
        if self._pre:
            first, *others = words.split("\n")
            self._put(first)
            for each in others:
                self._break_line()
                self._put(each)
            return
        words = _SPACE.sub(" ", words)
        if not self._line or self._cell or self._line[-1][-1] == " ":
            words = words.lstrip(" ")
        self._put(words)

    def tag(self, tag: str, value: str, *, closing: bool) -> None:
        """Do what this tag does to the lines. `value` is a link's address or a picture's text."""
        if tag == "br":
            self._break_line()
        elif tag == "img":
            self.say(value)
        elif tag == "a":
            self._end_link() if closing else self._begin_link(value)
        elif tag in CELLS:
            self._cell = self._cell or (bool(self._line) and not closing)
        elif tag in PARAGRAPHS:
            self._end_line()
            self._gap = not (tag in {"ul", "ol"} and len(self._lists) > (1 if closing else 0))
            self._enter(tag, closing=closing)
        else:
            self._end_line()
            if tag == "li" and not closing:
                self._begin_item()

    def _enter(self, tag: str, *, closing: bool) -> None:
        step = -1 if closing else 1
        if tag == "blockquote":
            self._quotes = max(0, self._quotes + step)
        elif tag == "pre":
            self._pre = max(0, self._pre + step)
        elif tag in {"ul", "ol"}:
            if not closing:
                self._lists.append(1 if tag == "ol" else 0)
            elif self._lists:
                self._lists.pop()

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else 0
        if number:
            self._lists[-1] += 1
        self._mark = "  " * (len(self._lists) - 1) + (f"{number}. " if number else "- ")

    def _begin_link(self, address: str) -> None:
        self._link, self._linked = address, []

    def _end_link(self) -> None:
        address, words = self._link, "".join(self._linked).strip()
        self._link = ""
        bare = _SCHEME.sub("", address)
        if words and bare and len(address) <= _LONGEST_ADDRESS and bare.rstrip("/").lower() not in words.lower():
            space = "" if self._line and self._line[-1][-1] == " " else " "
            self._put(f"{space}<{address if address.startswith('http') else bare}>")

    def _put(self, words: str) -> None:
        if not words:
            return
        if not self._line:
            self._begin_line()
        elif self._cell:
            self._line.append("\t")
        self._cell = False
        self._line.append(words)
        if self._link:
            self._linked.append(words)

    def _begin_line(self) -> None:
        if self._gap and self._lines and self._lines[-1]:
            self._lines.append("")
        self._gap = False
        if self._mark:
            self._line.append(self._mark)
            self._mark = ""

    def _end_line(self) -> None:
        if self._line:
            self._break_line()
        self._cell = False

    def _break_line(self) -> None:
        line = "".join(self._line).rstrip(" \t").replace(" \t", "\t")
        self._lines.append("> " * self._quotes + line if line else "")
        self._line = []
