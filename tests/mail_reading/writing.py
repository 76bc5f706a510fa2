"""Short mails for the tests, written line by line."""

from __future__ import annotations

from makegood.channels.mail.reading import read
from makegood.conversations.letter import Letter

FROM = "From: Eva Berg <eva@customer.example>"


def mail(*headers: str, body: str | bytes = "Hello\r\n", sender: str = FROM) -> bytes:
    """A mail with the headers, each line ended by CRLF. `sender` "" leaves the From line out."""
    lines = [line for line in (sender, *headers) if line]
    head = "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape")
    return head + b"\r\n" + (body.encode() if isinstance(body, str) else body)


def letter(*headers: str, body: str | bytes = "Hello\r\n", sender: str = FROM) -> Letter:
    """The mail of `mail`, read."""
    return read(mail(*headers, body=body, sender=sender))


def multipart(kind: str, *parts: str, extra: tuple[str, ...] = ()) -> bytes:
    """A mail of the multipart kind; each part has its own headers, an empty line, and its body."""
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return mail(*extra, f'Content-Type: multipart/{kind}; boundary="b"', body=body)
