"""The one entry: text and HTML of a mail in, what was newly written out."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from lxml import etree

from makegood.base.html import sanitise, to_text
from makegood.channels.mail.quotes.lines import new_lines
from makegood.channels.mail.quotes.pages import new_html
from makegood.channels.mail.quotes.signed import without_armour
from makegood.channels.mail.quotes.words import structure

# Without one of these in its source a page shows no quote and no signature.
_SIGNS = ("quote", "signature", "rplyfwdmsg", "appendonsend", "messageheader", "reference-message", "<hr", "@", "wrote")
_SIGNS_OF_LINES = (":</b>", "</b>:", "sent from", ">--", "gesendet", "envoy", "-----")
# Some programs put "On Tuesday Ana wrote:" behind the last words of the answer.
_WRITES_ON_THE_SAME_LINE = re.compile(
    r"^(?![ >]|On )(.{1,300}?)[ -]+(On (?:\w{3,9}, )?(?:\w{3,9}\.? \d|\d{1,2}[ ./-]).{4,120}wrote:)[ \t]*$", re.M
)
_SPACE = re.compile(r"\s+")
_MARKS = structure.QUOTES | structure.CUTS | structure.INTRODUCTIONS | structure.SIGNATURES
_MARKED = re.compile(rf"""\b(?:class|id)=["']?[^"'<>]{{0,200}}?\b(?:x_)?(?:{"|".join(sorted(_MARKS))})\b""", re.I)


@dataclass(frozen=True, slots=True)
class NewlyWritten:
    """What the sender newly wrote. `html` is sanitised, "" when the mail had none."""

    text: str
    html: str


def newly_written(text: str, html: str) -> NewlyWritten:
    """What the sender newly wrote: no quotes, no signature. Never raises.

    The text comes from the text when there is one, else from the HTML. A mail that says nothing of its own (only
    forwarded, only quoted) gives back the whole of it: that is the matter.
    """
    written = newly_written_in_safe(text, html)
    return NewlyWritten(written.text, sanitise(written.html)) if written.html is html else written


def newly_written_beside(text: str, html: str, safe: str) -> NewlyWritten:
    """As `newly_written`, when the HTML has been sanitised already, which takes classes and ids away.

    They are looked at only where a mail program marked quotes or signatures by them; else the safe page says it all.
    """
    return newly_written(text, html) if _is_marked(html) else newly_written_in_safe(text, safe)


def _is_marked(html: str) -> bool:
    """Most pages have no class and no id at all, which is told in no time."""
    lower = html.lower()
    return ("class=" in lower or "id=" in lower) and _MARKED.search(html) is not None


def newly_written_in_safe(text: str, html: str) -> NewlyWritten:
    """As `newly_written`, of HTML that is sanitised already: a page without quotes is given back as it is."""
    page = _new_page(html) if _may_quote(html) else html
    safe = html if page is html else sanitise(page)
    if not text.strip():
        return NewlyWritten(new_text(to_text(page)), safe)
    written = new_text(text)
    if page != html and written == text.strip():
        written = _cut_like(written, to_text(page))
    return NewlyWritten(written, safe)


def new_text(text: str) -> str:
    """The newly written lines of this text, or all of it when there are none."""
    text = without_armour(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = _WRITES_ON_THE_SAME_LINE.sub(r"\1\n\2", text).split("\n") if "wrote:" in text else text.split("\n")
    return _joined(lines, new_lines(lines)) or "\n".join(lines).strip()


def _may_quote(html: str) -> bool:
    lower = html.lower()
    return any(sign in lower for sign in _SIGNS) or any(sign in lower for sign in _SIGNS_OF_LINES)


def _new_page(html: str) -> str:
    try:
        return new_html(html, new_lines)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        # lxml refuses pages without any element, and some that are none; such a page is shown whole.
        logging.getLogger(__name__).info("This page was left whole: %s", error)
        return html


def _cut_like(text: str, start: str) -> str:
    """The text up to where the page's newly written words end; all of it when it begins otherwise."""
    words = [re.escape(word) for word in _SPACE.split(start.strip())][:2000]
    match = re.match(r"\s+".join(words), text) if words and words[0] else None
    return match[0] if match else text


def _joined(lines: list[str], kept: list[int]) -> str:
    """The kept lines, with one empty line at most where something between them was left out."""
    pieces: list[str] = []
    for at, index in enumerate(kept):
        was_cut = at > 0 and index != kept[at - 1] + 1
        if not was_cut or pieces[-1].strip() or lines[index].strip():
            pieces.append(lines[index])
    return "\n".join(pieces).strip()
