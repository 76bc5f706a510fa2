"""What the receiving server found out about the sender (RFC 8601)."""

from __future__ import annotations

import re

from makegood.channels.mail.reading.headers import Headers
from makegood.conversations.letter import Auth

LONGEST = 8_000
DEEPEST_COMMENT = 10

_COMMENT = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_DMARC = re.compile(r"(?:^|[;\s])dmarc\s*(?:/\s*\d+)?\s*=\s*([a-z]+)", re.I)


def auth(headers: Headers, own_authserv: str = "") -> Auth:
    """The DMARC verdict of the topmost Authentication-Results, or NONE.

    Whatever stands lower may be the sender's own invention, so it is never read. With `own_authserv` only a header
    that carries this id counts, the topmost of them. ARC results are not trusted. Without `own_authserv` a PASS means
    as much as the receiving server's habit of adding such a header: it never proves who the sender is.
    """
    values = headers.all("authentication-results")
    if own_authserv:
        values = [value for value in values if _server(value) == own_authserv.lower()]
    return _verdict(values[0]) if values else Auth.NONE


def _server(value: str) -> str:
    words = _bare(value).split(";", 1)[0].split()
    return words[0].lower() if words else ""


def _verdict(value: str) -> Auth:
    verdicts = [verdict.lower() for verdict in _DMARC.findall(_bare(value))]
    if "fail" in verdicts:
        return Auth.FAIL
    return Auth.PASS if verdicts and set(verdicts) == {"pass"} else Auth.NONE


def _bare(value: str) -> str:
    """Without comments (which nest) and quoted strings: a sender's words in them are no verdict."""
    value = _QUOTED.sub(" ", value[:LONGEST])
    for _ in range(DEEPEST_COMMENT):
        if "(" not in value:
            break
        value = _COMMENT.sub(" ", value)
    return value.split("(", 1)[0].strip()
