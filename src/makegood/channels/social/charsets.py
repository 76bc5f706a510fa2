"""Bytes of a page as text: as UTF-8 where they are, else by what the server or the page says, else as they look."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})["']""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Browsers read these as what Windows wrote, and so do pages.
_AS_WINDOWS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
# Names of ways of writing that no page is written in, some of them slow or strange.
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined"})
# How far one looks for what a page says of itself.
HEAD = 4096
LOOKED_AT = 200_000


def text_of(content: bytes, charset: str = "") -> str:
    """The text. What cannot be read is marked; nothing is raised."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content.decode(name, "replace")
    for said in ("utf-8", charset, _named(content)):
        if (text := _read(content, said)) is not None:
            return text
    best = from_bytes(content[:LOOKED_AT]).best()
    return content.decode(best.encoding if best else "cp1252", "replace")


def _named(content: bytes) -> str:
    found = _XML.search(content[:HEAD]) or _META.search(content[:HEAD])
    return found[1].decode("ascii") if found else ""


def _read(content: bytes, name: str) -> str | None:
    """The text by this charset; None: there is no such one, or it is not the right one."""
    try:
        known = codecs.lookup(name).name if name else ""
        is_one = known and known not in _NO_CHARSETS
        return content.decode(_AS_WINDOWS.get(known, known)) if is_one else None
    except (LookupError, ValueError):
        return None
