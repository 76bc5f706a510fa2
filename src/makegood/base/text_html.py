"""Plain text as HTML: escaped, in paragraphs, its addresses as links. Linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

# No nested repetition: each character is looked at once, so a long text cannot stall a page.
_ADDRESS = re.compile(r"(?P<web>https?://[^\s<>\"]{1,2000})|(?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})")
_SHORT = 20  # letters of a domain that stand in one line everywhere
_TRAILING = ".,;:!?)]}'\""
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


def linked(text: str) -> Markup:
    """Paragraphs with line breaks and links that open beside the desk and tell nobody where they were clicked."""
    if "@" not in text and "http" not in text:
        plain = [part.replace("\n", "<br>") for part in _PARAGRAPHS.split(_escape_inner(text.strip())) if part]
        return Markup("".join(f"<p>{part}</p>" for part in plain))  # noqa: S704 - escaped as one
    paragraphs = [part for part in _PARAGRAPHS.split(text.strip()) if part]
    return Markup("".join(f"<p>{_lines(part)}</p>" for part in paragraphs))  # noqa: S704 - each line is escaped


def folding(address: str) -> Markup:
    """An address that folds before its @ where a line is too narrow for it, and a long one before its dots as well."""
    name, at, domain = address.partition("@")
    if not at:
        return escape(address)
    joint = Markup("<wbr>.") if len(domain) > _SHORT else Markup(".")
    return Markup("{}<wbr>@{}").format(name, joint.join(domain.split(".")))


def marked(pieces: Iterable[tuple[str, bool]]) -> Markup:
    """Pieces of plain text, those with True as marked words."""
    found = (
        Markup('<mark class="masked">{}</mark>').format(text) if is_mark else escape(text) for text, is_mark in pieces
    )
    return Markup("").join(found)


def _lines(text: str) -> str:
    return "<br>".join(_links(line) for line in text.split("\n"))


def _links(line: str) -> str:
    done, out = 0, Markup("")
    for found in _ADDRESS.finditer(line):
        address = found.group().rstrip(_TRAILING)
        out += escape(line[done : found.start()]) + _link(address, is_mail=found["mail"] is not None)
        done = found.start() + len(address)
    return out + escape(line[done:])


def _link(address: str, *, is_mail: bool) -> Markup:
    if is_mail:
        return Markup('<a href="mailto:{0}">{0}</a>').format(address)
    return Markup('<a href="{0}" target="_blank" rel="noopener noreferrer nofollow">{0}</a>').format(address)


FILTERS = {"linked": linked, "folding": folding}
