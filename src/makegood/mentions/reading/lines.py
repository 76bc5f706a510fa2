"""A page as lines, and what each is: something that people wrote, the head of what comes, or clutter."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from makegood.mentions.reading.book import names, page_book
from makegood.mentions.reading.callings import EDGES, name_in
from makegood.mentions.reading.line_forms import (
    APART,
    BY,
    COUNT,
    DOTTED,
    IS_OPEN,
    LEADS,
    LETTER,
    MEMBER,
    NAME_RATED,
    NAME_STARRED,
    NUMBER,
    POINTS,
    READ_IN,
    REPORTER,
    REVIEWER,
    SIGNED,
    STARS,
    TIME,
    WHEN,
    date_form,
)
from makegood.mentions.reading.text import fold

MOST_LINES = 20_000
LONGEST_HEAD = 110  # letters
LEAST_WRITTEN = 6  # words


class Sort(Enum):
    """What a line is."""

    WRITTEN = "written"
    SHORT = "short"
    """A few words: a title, a name, a caption, or a short sentence."""
    DATE = "date"
    RATING = "rating"
    CLUTTER = "clutter"
    FORM = "form"
    """Here writing ends, until somebody is named again."""
    COUNT = "count"
    """So many comments follow."""
    OWNER = "owner"
    AUTHOR = "author"
    """Says who wrote it."""
    BREAK = "break"
    """HTML says that here begins what another wrote. Nothing stands in the line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of the text. `author`: who is named; `stars` of 5, None: no rating; `after_blank`: a paragraph of its own."""

    start: int
    end: int
    text: str
    folded: str
    sort: Sort = Sort.SHORT
    author: str = ""
    date: str = ""
    stars: float | None = None
    after_blank: bool = True
    how: str = ""
    """How the author is named: `by`, `said`, `dated`, or `signed`, which stands below what they wrote."""


def lines_of(text: str) -> list[Line]:
    """Every line that holds something, in order, each with what it is. At most MOST_LINES are read."""
    found: list[Line] = []
    at, was_blank = 0, True
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            start = at + raw.index(words[0])
            found.extend(_signed_apart(Line(start, start + len(words), words, fold(words), after_blank=was_blank)))
        was_blank = not words
        at += len(raw) + 1
        if len(found) >= MOST_LINES:
            break
    return found


_SIGNED_WITHIN = re.compile(
    r"[.!?…][\"”’)]?\s+(?P<line>[—–]\s?[A-Z][\w.'’&-]*(?: (?:[A-Z][\w.'’&-]*|and|und|et|y)){0,5}(?:, [A-Z][\w .'’-]{2,30})?)$"
)


def _signed_apart(line: Line) -> list[Line]:
    """The line; a name behind a dash at its end is a line of its own."""
    if (bracket := _IN_BRACKETS.search(line.text)) and name_in(bracket["name"]):
        return _of_reader(line, bracket)
    match = _SIGNED_WITHIN.search(line.text)
    if not match:
        return [sorted_out(line)]
    at = match.start("line")
    words, name = line.text[:at].rstrip(), line.text[at:]
    return [
        sorted_out(replace(line, end=line.start + len(words), text=words, folded=fold(words))),
        sorted_out(replace(line, start=line.start + at, text=name, folded=fold(name), after_blank=False)),
    ]


_IN_BRACKETS = re.compile(
    r"[.!?…][\"”“»’)]?\s+\((?:M\.|Mme|Mrs?\.?|Frau|Herr|Sra?\.)? ?(?P<name>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]*\.?){1,2}|[A-ZÀ-Þ][\w'’-]+(?=, ))(?:, [^()]{1,30})?\)$"
)


def _of_reader(line: Line, bracket: re.Match[str]) -> list[Line]:
    """ "„My hearing aid fell into the soup. …“ (Irmgard Thiele, 81)": what a reader said, without its marks, and who."""
    words = (
        line.text[: bracket.start()]
        + bracket.group()[: len(bracket.group()) - len(bracket.group().lstrip('.!?…"”“»’)'))]
    )
    lead = 1 if words[:1] in '„“"«' and words[-1:] in '“”"»' else 0
    said = words[lead : len(words) - lead]
    end = line.start + lead + len(said)
    return [
        sorted_out(replace(line, start=line.start + lead, end=end, text=said, folded=fold(said))),
        replace(line, start=end + lead, sort=Sort.AUTHOR, author=bracket["name"], how="signed", after_blank=False),
    ]


def sorted_out(line: Line) -> Line:
    """The line, and what it is."""
    folded, page = line.folded, page_book()
    bare = folded.strip(EDGES + "→←»«›‹↳▸► ")
    if COUNT.match(bare) and len(folded) <= LONGEST_HEAD:
        return replace(line, sort=Sort.COUNT)
    if len(folded) <= LONGEST_HEAD and (row := _row(line)):
        return row
    if len(folded) <= LONGEST_HEAD and IS_OPEN.search(folded):
        return line
    if len(folded) <= 300 and _is_clutter(bare, folded):
        sort = Sort.FORM if page.finds["form"].match(bare) else Sort.CLUTTER
        return replace(line, sort=Sort.OWNER if page.finds["owner"].match(bare) else sort)
    if len(folded) > 2 * LONGEST_HEAD:
        return replace(line, sort=Sort.WRITTEN)
    if page.finds["owner"].match(bare) and (len(bare.split()) <= 8 or ":" in folded[:60]):
        return replace(line, sort=Sort.OWNER)
    if len(folded) <= LONGEST_HEAD and (rated := NAME_RATED.match(line.text)):
        return replace(line, sort=Sort.RATING, stars=float(rated["stars"]), author=name_in(rated["name"]))
    if len(folded) <= LONGEST_HEAD and (starred := NAME_STARRED.match(line.text)) and name_in(starred["name"]):
        return replace(line, sort=Sort.RATING, stars=float(len(starred["stars"])), author=name_in(starred["name"]))
    if stars := STARS.match(folded):
        return _rated(line, stars)
    if len(folded) <= LONGEST_HEAD and (head := _head(line)):
        return head
    return replace(line, sort=Sort.WRITTEN if _is_written(line) else Sort.SHORT)


""" "Open until 17:30": of a shop, and no date."""


def _row(line: Line) -> Line | None:
    """ "Jojo_83   ★★★★★   5 days ago": who, what they gave and when, side by side; None when it is none."""
    first, *rest = (part.strip() for part in APART.split(LEADS.sub("", line.text)))
    name = name_in(first) if rest else ""
    if not name:
        return None
    parts = [fold(part) for part in rest]
    when = next((date[0] for part in parts if (date := date_form().search(part))), "")
    stars = next((stars for part in parts if (stars := STARS.match(part))), None)
    if stars:
        return replace(_rated(line, stars), sort=Sort.RATING, author=name, date=when)
    is_member = any(MEMBER.match(part) or date_form().match(part) for part in parts)
    return replace(line, sort=Sort.AUTHOR, author=name, date=when, how="said") if is_member else None


def _is_clutter(bare: str, folded: str) -> bool:
    finds = page_book().finds
    if (
        not bare
        or finds["whole"].fullmatch(bare.rstrip("!?… "))
        or finds["whole"].fullmatch(bare)
        or NUMBER.match(bare)
    ):
        return True
    few = len(bare.split())
    if few <= 14 and (finds["starts"].match(bare) or finds["starts"].match(folded)) and not folded.endswith("!"):
        return True
    if few <= 16 and finds["holds"].search(bare):
        return True
    parts = [part.strip() for part in re.split(r"[|·•>»/]|\s{2,}", bare) if part.strip()]
    said = sum(bool(finds["whole"].fullmatch(part)) for part in parts)
    names_one = bool(parts) and date_form().search(parts[0]) is not None and not finds["whole"].fullmatch(parts[0])
    return len(parts) > 1 and said * 2 >= len(parts) and not names_one


def _is_written(line: Line) -> bool:
    words = line.text.split()
    if re.fullmatch(r"[A-Z][\w'’-]+ [A-Z]\.", line.text):
        return False
    if len(words) >= 10:
        return True
    ends = line.folded.rstrip("\"')* ")[-1:] in tuple(".!?…") or line.text.endswith((":-)", ";-)", ":)", ":("))
    return (ends and len(words) >= 2) or (len(words) >= LEAST_WRITTEN and line.text[-1:] in ",;:")


def _rated(line: Line, stars: re.Match[str]) -> Line:
    if stars["glyph"]:
        count = float(len(stars["glyph"]))
        if "*" in stars["glyph"] and (stars["rest"] or count < 2):
            return replace(line, sort=Sort.WRITTEN if _is_written(line) else Sort.SHORT)
    elif stars["points"]:
        count = float(stars["points"].replace(",", ".")) * (5 / float(stars["of"]))
    else:
        count = float(stars["bare"] or stars["plain"])
    rest = line.text[stars.start("rest") : stars.end("rest")].strip() if stars["rest"] else ""
    if len(rest.split()) >= LEAST_WRITTEN:
        return replace(line, sort=Sort.WRITTEN, stars=count)
    inner = _head(replace(line, text=rest, folded=fold(rest))) if rest else None
    author = inner.author if inner else ""
    return replace(line, sort=Sort.RATING, stars=count, author=author, date=inner.date if inner else "")


def _head(line: Line) -> Line | None:
    """The line as one that says who wrote it and when; None when it is none."""
    if reviewer := REVIEWER.match(line.text):
        return replace(
            line,
            sort=Sort.AUTHOR,
            author=name_in(reviewer["name"] or reviewer["aged"] or reviewer["sender"]),
            how="said",
        )
    if signed := SIGNED.match(line.text):
        if len(signed["name"].split()) <= 6 and not line.folded.endswith(("!", "?")):
            return replace(line, sort=Sort.AUTHOR, author=name_in(signed["name"]) or signed["name"], how="signed")
        return None
    if (dotted := DOTTED.match(line.text)) and fold(dotted["name"].split()[0]) in names("people"):
        return replace(line, sort=Sort.AUTHOR, author=dotted["name"], how="signed")
    letter = LETTER.match(line.text)
    if letter and not page_book().finds["by"].match(line.folded):
        return replace(line, sort=Sort.AUTHOR, author=letter["name"].strip(), how="signed")
    if lead := LEADS.match(line.text):
        line = replace(line, text=line.text[lead.end() :], folded=line.folded[lead.end() :])
    line = replace(line, text=READ_IN.sub("", line.text), folded=READ_IN.sub("", line.folded))
    line = replace(line, text=POINTS.sub(" ·", line.text), folded=POINTS.sub(" ·", line.folded))
    date = date_form().search(line.folded)
    when = line.text[date.start() : date.end()] if date else ""
    rest = f"{line.text[: date.start()]} {line.text[date.end() :]}" if date else line.text
    if date or page_book().finds["by"].match(line.folded):
        rest = re.sub(rf"\b(?:{TIME})", " ", rest, flags=re.IGNORECASE).strip()
    author, how = _named(rest, is_dated=bool(date))
    if how == "dated" and len(rest.split()) > 8 and line.folded.endswith((".", "!", "?")):
        return None
    if author:
        return replace(line, sort=Sort.AUTHOR, author=author, date=when, how=how)
    if date and len(_said_beside(rest).split()) <= (3 if how else 2):
        return replace(line, sort=Sort.DATE, date=when)
    return None


def _said_beside(rest: str) -> str:
    return re.sub(
        r"(?i)\b(?:on|at|am|um|le|à|el|a las|posted|posté|publicado|enviado|published|answered|edited|updated|last updated|date|reviewed|date:|geschrieben|veröffentlicht|publié|publicado|permalink|gmt|est|pst|utc|cet|de|the)\b|[^\w]+",
        " ",
        rest,
    ).strip()


def _named(rest: str, *, is_dated: bool) -> tuple[str, str]:
    """Who is named as the writer, "" for nobody, and how the line says that it names one."""
    if handle := re.search(r"(?:^|[\s·|•])u/(\w{3,})", rest):
        return handle[1], "dated" if is_dated else "by"
    folded = fold(rest).strip(" -|·•,")
    start = len(fold(rest)) - len(fold(rest).lstrip(" -|·•,"))
    page = page_book()
    if by := page.finds["by"].match(folded):
        return name_in(WHEN.sub("", REPORTER.sub("", rest[start + by.end() :].strip()))), "by"
    if is_dated and (by_last := BY.search(folded)):
        name = name_in(rest[start + by_last.end() :])
        if name:
            return name, "by"
    for said in page.finds["said"].finditer(folded):
        if said.end() >= len(folded.rstrip(" .:…|,-")) - 3 and (
            is_dated or folded.rstrip().endswith((":", "...", "…"))
        ):
            name = name_in(re.sub(r"^\W*(?:On|Am|Le|El)\b[\s,]+", "", rest[start : start + said.start()]))
            return name, "said"
    if is_dated:
        name = name_in(rest)
        return (name, "dated") if name[:1].isupper() or (name and " " not in name) else ("", "")
    return "", ""
