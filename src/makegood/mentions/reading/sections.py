"""Who wrote which part of a page: the article, each comment, each review, each post of a thread."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from makegood.mentions.reading.callings import name_in
from makegood.mentions.reading.labels import parted
from makegood.mentions.reading.lines import Line, Sort, lines_of
from makegood.mentions.reading.posts import Section, joined
from makegood.mentions.reading.signing import (
    at_the_edge,
    author_among,
    introduced,
    is_name,
    rest_of,
    signature_in,
    signed_by,
    told_of_writer,
    whole_name,
)
from makegood.mentions.reading.standing import standing
from makegood.mentions.reading.text import NAMED, SIGN

MOST_SECTIONS = 2_000
NEAR = 5
"""So many short lines above a date may hold the name."""


@dataclass(slots=True)
class _Head:
    """What stands between two who write: who and when, perhaps, and a few short lines."""

    author: str = ""
    date: str = ""
    stars: float | None = None
    is_new: bool = False
    is_owner: bool = False
    shorts: list[Line] = field(default_factory=list)


def sections_of(text: str) -> list[Section]:
    """The parts of the page in order, each with its writer; the first is the article where there is one."""
    return _Sorter(_marked(text)).sections()


def _marked(text: str) -> list[Line]:
    """The lines; what HTML says of them is taken from their signs."""
    found: list[Line] = []
    for line in lines_of(text):
        if line.text == SIGN:
            found.append(_with(line, Sort.BREAK, ""))
        elif line.text.startswith(NAMED):
            name = _name_said(line.text[1:])
            found.append(_with(line, Sort.AUTHOR if name else Sort.CLUTTER, name))
        else:
            found.append(line)
    return standing(parted(found))


def _with(line: Line, sort: Sort, author: str) -> Line:
    return Line(line.start, line.end, line.text, line.folded, sort, author=author, how="by" if author else "")


def _name_said(words: str) -> str:
    words = re.sub(
        r"(?i)^\s*(?:[\w ]{2,40} )?(?:by|von|par|por)\s+|\s+(?:says|said|wrote|schrieb|dit)\b.*$",
        "",
        words,
    )
    return name_in(words) or (words.strip() if 0 < len(words.split()) <= 3 and len(words) <= 40 else "")


_OF_ONE = re.compile(r"\d+ (?:reviews?|bewertung(?:en)?|avis|opini(?:ón|ones)|contributions?|beiträge)(?: ·.*)?$")
"""Below a name it says how much that one wrote."""


_IS_HANDLE = re.compile(r"(?:u/|@)?(?=\w*[a-zA-Z])(?=\w*[\d_])\w{4,}(?: \(?OP\)?)?$|(?:u/|@)\w{3,}$")
_ANSWERS_AT_ONCE = re.compile(r"^[^:]{3,60}:\s+(?:\S+\s+){3}")
"""What the company answers stands in the line that says so."""
_DEAR = re.compile(r"(?:sir|madam|sirs|dear (?:sir|editor|madam)s?(?: or madam)?|to the editor)\b\s*[-,:.]")
"""So begins a letter to a paper."""
_NAME_SAYS = re.compile(r"(?P<name>@?[A-Za-z][\w'’-]+(?: [A-Z][\w'’.-]*)?)\s?:\s+(?=\S)")
_BUTTONS = re.compile(r"\b(?:reply|like|share|report|antworten|gefällt mir|répondre|j'aime|responder|me gusta)\b")


class _Sorter:
    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.found: list[Section] = []
        self.head = _Head()
        self.is_closed = self.in_comments = False
        self.seen: set[str] = set()
        written = [at for at, one in enumerate(lines) if one.sort is Sort.WRITTEN]
        by = [at for at, one in enumerate(lines) if one.sort is Sort.AUTHOR and one.how in ("by", "signed")]
        self.has_feet = bool(written and by and by[0] > written[0] and by[-1] > written[-1])
        self.first_written = written[0] if written else len(lines)

    def sections(self) -> list[Section]:
        for at, line in enumerate(self.lines):
            self._take(at, line)
            if len(self.found) >= MOST_SECTIONS:
                break
        self._sign_offs()
        return joined([one for one in self.found if one.lines])

    def _take(self, at: int, line: Line) -> None:
        head = self.head
        if line.sort is Sort.COUNT and head.shorts and is_name(head.shorts[-1].text, 1) and _OF_ONE.match(line.folded):
            after = self.lines[at + 1].sort if at + 1 < len(self.lines) else Sort.SHORT
            head.author = head.author or (name_in(head.shorts[-1].text) if after is Sort.RATING else "")
            return
        if line.sort in (Sort.FORM, Sort.COUNT):
            self._sign(head.shorts)
            self.is_closed = line.sort is Sort.FORM
            self.in_comments = self.in_comments or bool(self.found)
            self.head = _Head(is_new=bool(self.found), shorts=head.shorts if not self.found else [])
        elif line.sort is Sort.OWNER:
            head.is_owner = head.is_new = not _ANSWERS_AT_ONCE.search(line.folded)
        elif line.sort is Sort.BREAK and head.author:
            head.is_new = True
        elif line.sort is Sort.BREAK:
            self.head = _Head(is_new=True, shorts=[] if self.found else head.shorts)
        elif line.sort is Sort.AUTHOR:
            self._named(at, line)
        elif line.sort in (Sort.DATE, Sort.RATING):
            self._dated(line)
        elif line.sort is Sort.SHORT and self._is_head(at, line):
            self.head = _Head(author=name_in(line.text), is_new=True)
            self.is_closed = False
        elif line.sort is Sort.SHORT:
            head.shorts.append(line)
        elif line.sort is Sort.WRITTEN:
            self._written(line)

    def _is_head(self, at: int, line: Line) -> bool:
        """A name that stands alone above what was written: a handle, or a person's behind the buttons of another's post."""
        after = next((one for one in self.lines[at + 1 :] if one.sort is not Sort.CLUTTER), None)
        if after is None or after.sort is not Sort.WRITTEN or not name_in(line.text):
            return False
        if _IS_HANDLE.match(line.text):
            return True
        before = self.lines[at - 1] if at else None
        return before is not None and before.sort is Sort.CLUTTER and _BUTTONS.search(before.folded) is not None

    def _sign(self, shorts: list[Line]) -> None:
        """A name that stands alone below what was written is its writer's."""
        if self.found and shorts and not self.head.is_new and not self.is_closed and not self.found[-1].author:
            self.found[-1].author = signed_by([*self.found[-1].lines[-1:], shorts[0]])

    def _named(self, at: int, line: Line) -> None:
        if line.how == "signed" and not self.found:
            self.head.shorts.append(line)  # nothing is written yet
            return
        if line.how == "signed" and (name := self._signature()):
            following = self.lines[at + 1].sort if at + 1 < len(self.lines) else Sort.SHORT
            if following in (Sort.DATE, Sort.RATING, Sort.COUNT, Sort.CLUTTER) and not self.head.is_new:
                self.head = _Head(author=name, is_new=True)
                self.is_closed = False
            else:
                self._sign_letter(name)
            return
        after = self.lines[at + 1].sort if at + 1 < len(self.lines) else Sort.SHORT
        if line.how == "signed" and line.after_blank and after in (Sort.DATE, Sort.RATING) and "," in line.text:
            self.head = _Head(author=line.author, is_new=True)
            self.is_closed = False
            return
        if line.how == "said" and at + 1 < len(self.lines) and self._is_quoted(self.lines[at + 1]):
            return
        if self.found and self.found[-1].lines and self._is_foot(at, line):
            last = self.found[-1]
            last.author = last.author or line.author
            last.date = last.date or line.date
            self.head = _Head(is_new=True)
            return
        head = self.head
        if head.author and line.folded.startswith("from: "):
            return
        above = self._name_above(head.shorts[-1:]) if line.how == "dated" and not is_name(line.author, 3) else ""
        if not head.author or line.how != "by":
            head.author = above if above and is_name(above, 3) else line.author
        head.date = line.date or head.date
        head.is_new, self.is_closed = True, False

    def _signature(self) -> str:
        """Whose name stands right above, or first below what was written."""
        shorts = [one.text for one in self.head.shorts]
        return signature_in(shorts[-1:]) or signature_in(shorts[:2])

    def _sign_letter(self, name: str) -> None:
        """Below a letter stands who wrote it, and below the name where they live."""
        last = self.found[-1]
        last.author = last.author or name
        self.head = _Head(is_new=True)

    def _is_foot(self, at: int, line: Line) -> bool:
        if line.how == "signed":
            return True
        if line.how != "by" or self.found[-1].author:
            return False
        if self.has_feet:
            return True
        after = next((one for one in self.lines[at + 1 :] if one.sort not in (Sort.CLUTTER, Sort.DATE)), None)
        return after is None or after.sort in (Sort.COUNT, Sort.FORM, Sort.AUTHOR, Sort.BREAK)

    def _dated(self, line: Line) -> None:
        head = self.head
        is_first = not head.date  # a second date is that of another, and who stood above the first wrote too little
        head.date = line.date or head.date
        if line.author:
            head.author = head.author or line.author
        if line.sort is Sort.RATING:
            head.stars = line.stars
            head.is_new, self.is_closed = True, False
            if line.author == "":
                head.shorts.extend(rest_of(line))
        elif not (head.author and is_first) and (name := self._name_above(head.shorts)):
            head.author, head.shorts = name, head.shorts[:-1] if head.author else head.shorts
            head.is_new, self.is_closed = True, False

    def _name_above(self, shorts: list[Line]) -> str:
        """The name of the short lines above a date: one that we know, else the last; "" when none is."""
        for one in reversed(shorts[-NEAR:]):
            name = re.sub(r"\s+\(?@\w+\)?$", "", one.text).split(" | ")[0].split(", ")[0]
            if is_name(name, 3):
                return name_in(name)
        last = shorts[-1].text.split(" | ")[0] if shorts else ""
        return name_in(last) if last and is_name(last, 1 if self.found else 2) else ""

    def _is_quoted(self, line: Line) -> bool:
        return line.text.startswith(">") or (len(line.folded) > 30 and line.folded in self.seen)

    def _written(self, line: Line) -> None:
        if self.is_closed and self.found and not self.found[0].author:
            self.found[0].author = told_of_writer(line)
        if self._is_quoted(line):
            return
        line = self._named_within(line)
        self.seen.add(line.folded)
        is_dear = any(_DEAR.match(one.folded) for one in self.head.shorts[-1:])
        if self.found and (is_dear or _DEAR.match(line.folded)):
            if is_dear:
                self.head.shorts.pop()
            self._end_letter()
        head, self.head = self.head, _Head()
        if line.stars is not None:
            head.stars, head.is_new = line.stars, True
        if not head.is_new and re.search(r"[^\W\d_]{3}", head.date):
            line = replace(line, date=head.date)
        if head.is_new or not self.found:
            if self.is_closed and not head.author and head.stars is None:
                self.head = head
                return
            self._begin(head)
        elif self.is_closed:
            return
        else:
            self.found[-1].lines.extend(head.shorts)
        self.found[-1].lines.append(line)

    def _named_within(self, line: Line) -> Line:
        """Below an article, "Lydia: …" is what Lydia writes; the line without her name."""
        match = _NAME_SAYS.match(line.text) if self.in_comments and not self.head.author else None
        if not match or not is_name(match["name"], 2):
            return line
        self.head = _Head(author=name_in(match["name"]), date=self.head.date, is_new=True)
        self.is_closed = False
        return replace(
            line, start=line.start + match.end(), text=line.text[match.end() :], folded=line.folded[match.end() :]
        )

    def _end_letter(self) -> None:
        """Another letter to the paper begins: what stands between is the name, the place, and the next one's title."""
        shorts = self.head.shorts
        name = signature_in([one.text for one in shorts[:1]])
        if shorts and not name and is_name(shorts[0].text, 1) and " " in shorts[0].text:
            name = name_in(shorts[0].text)
        if name and not self.found[-1].author:
            self.found[-1].author = name
        self.head = _Head(self.head.author, self.head.date, is_new=True, shorts=shorts[-1:])

    def _begin(self, head: _Head) -> None:
        shorts = head.shorts
        author = head.author or (author_among(shorts) if head.is_new and (head.date or head.stars is not None) else "")
        titles = [one for one in shorts if one.text.rstrip(".") != author]
        title = titles[-1].text if titles else ""
        is_comment = bool(self.found) and (self.in_comments or head.is_new)
        above = tuple(one.text for one in titles[-4:])
        self.found.append(Section(author, head.date, title, head.stars, head.is_owner, is_comment, above=above))

    def _sign_offs(self) -> None:
        for number, section in enumerate(self.found):
            if self.head.shorts and number == len(self.found) - 1 and not self.is_closed and not self.head.is_new:
                section.lines.extend(self.head.shorts)
            if not section.author:
                is_named = number == 0 and any(
                    _BUTTONS.search(one.folded) for one in self.lines if one.sort is Sort.CLUTTER
                )
                signed = whole_name(signed_by(section.lines), section.lines, section.above)
                section.author = signed or introduced(section.title, section.lines, section.above)
                if not section.author and number == 0 and section.stars is None:
                    section.author = at_the_edge(self.lines, [one.author for one in self.found[1:]])
                if not section.author and is_named and is_name(section.title, 3):
                    section.author = name_in(section.title)
