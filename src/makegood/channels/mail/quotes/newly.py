"""The one entry: text and HTML of a mail in, what was newly written out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from makegood.base.html import sanitise, to_text
from makegood.channels.mail.quotes.lines import new_lines


@dataclass(frozen=True, slots=True)
class NewlyWritten:
    """What the sender newly wrote. `html` is sanitised, "" when the mail had none."""

    text: str
    html: str


def newly_written(text: str, html: str, *, sender_name: str = "") -> NewlyWritten:
    """What the sender newly wrote: no quotes, no signature. Never raises.

    A mail that says nothing of its own (only forwarded, only quoted) gives back the whole of it: that is the matter.
    """
    return NewlyWritten(text=new_text(text or to_text(html)), html=sanitise(html))


def new_text(text: str) -> str:
    """The newly written lines of this text, or all of it when there are none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = new_lines(lines)
    return _joined(lines, kept) or text.strip()


def _joined(lines: list[str], kept: list[int]) -> str:
    """The kept lines, with an empty line where something between them was left out."""
    pieces: list[str] = []
    for at, index in enumerate(kept):
        if at and index != kept[at - 1] + 1:
            pieces.append("")
        pieces.append(lines[index])
    return re.sub(r"\n[ \t]*(?:\n[ \t]*){2,}\n", "\n\n", "\n".join(pieces)).strip()
