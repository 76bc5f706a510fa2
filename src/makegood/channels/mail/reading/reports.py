"""Mails inside the mail, and the machine-readable parts of delivery, receipt and feedback reports."""

from __future__ import annotations

import re

from makegood.channels.mail.reading import names, transfer
from makegood.channels.mail.reading.contents import Contents, File
from makegood.channels.mail.reading.headers import Headers
from makegood.channels.mail.reading.partheads import file_name
from makegood.channels.mail.reading.tree import Part, written

LONGEST_FIELDS = 200_000
MOST_BLOCKS = 500

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})


def add_mail(part: Part, into: Contents) -> None:
    """A mail inside the mail is a file named after its subject; a bounce finds in it what came back."""
    inner = part.children[0]
    raw = _inner_bytes(part, inner)
    headers = Headers(inner.raw_items())
    into.returned = into.returned or headers
    name = names.safe(file_name(part) or f"{headers.text('subject')[:100] or 'mail'}.eml")
    into.files.append(File(name or "mail.eml", "message/rfc822", raw, "", "attachment", related=False))


def _inner_bytes(part: Part, inner: Part) -> bytes:
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if encoding in ("base64", "quoted-printable") and not inner.items():
        # Forbidden by RFC 2046, and done: the parser took the encoded lines for a body.
        return transfer.decoded(inner.raw, encoding)
    return written(inner)


def add_report(part: Part, kind: str, into: Contents) -> None:
    """The parser takes every message/* for a mail: what it made of the fields is put together again."""
    content = b"\n".join(written(block) for block in part.children).strip() + b"\n"
    content = transfer.decoded(content, str(part.get("content-transfer-encoding", "")))
    add_fields(content, kind, into)
    if kind not in _STATUS_TYPES and not into.returned and b"\nmessage-id:" in content.lower():
        into.returned = _header_block(content)
    name = names.safe(file_name(part)) or into.invented(kind)
    into.files.append(File(name, kind, content, "", "", related=False))


def add_fields(content: bytes, kind: str, into: Contents) -> None:
    """The machine-readable parts of reports, whatever damage kept the parser from seeing them."""
    if kind == "text/rfc822-headers":
        into.returned = into.returned or _header_block(content)
    elif kind == "message/feedback-report":
        into.feedback = _header_block(content)
    elif kind == "message/disposition-notification":
        into.receipt = True
    elif kind in _STATUS_TYPES:
        blocks = re.split(rb"\r?\n[ \t]*\r?\n", content[:LONGEST_FIELDS])
        into.statuses.extend(_header_block(block) for block in blocks[:MOST_BLOCKS])


def _header_block(content: bytes) -> Headers:
    text = content[:LONGEST_FIELDS].decode("utf-8", "surrogateescape").replace("\r\n", "\n").lstrip()
    unfolded = re.sub(r"\n[ \t]+", " ", text).split("\n\n", 1)[0]
    lines = (line.partition(":") for line in unfolded.split("\n"))
    return Headers((name, value.strip()) for name, colon, value in lines if colon)
