"""Calendar parts (RFC 5545): enough of them to say in a line what they are about."""

from __future__ import annotations

import re

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"(?mi)^(SUMMARY|DTSTART|LOCATION|DESCRIPTION)[^:\r\n]*:([^\r\n]*)")
_METHOD = re.compile(r"(?mi)^METHOD:\s*([A-Z-]+)")
_ESCAPED = re.compile(r"\\([\\;,nN])")


def method(text: str) -> str:
    """REQUEST, REPLY, CANCEL, …, or "" when the part doesn't say."""
    found = _METHOD.search(text[:4_000])
    return found[1].upper() if found else ""


def summary(text: str) -> str:
    """Summary, time, place and description of the first event, a line each."""
    _, _, event = _FOLD.sub("", text[:100_000]).partition("BEGIN:VEVENT")
    found: dict[str, str] = {}
    for line in _LINE.finditer(event):
        found.setdefault(line[1].upper(), _ESCAPED.sub(_plain, line[2]).strip())
    wanted = ("SUMMARY", "DTSTART", "LOCATION", "DESCRIPTION")
    return "\n".join(found[name] for name in wanted if found.get(name))


def _plain(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] in "nN" else escaped[1]
