"""Header lines of outgoing mail: encoded (RFC 2047), folded, and proof against injection. Pure.

The standard library's newer header classes encode a long Message-ID as if it were words, which breaks threads; its
older `Header` folds words well but knows no ids. So each kind of line has its own few lines here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from makegood.conversations.letter import Address

LINE = 76
LONGEST_ID = 900  # leaves room for the header's name within the 998 octets of RFC 5322
KEPT_REFERENCES = 40
TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+_-]{0,80}")
ATOM_TEXT = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
# Composed types would be read as parts of our own; they travel as plain files.
COMPOSED = ("multipart/", "message/")


def text(name: str, value: str) -> str:
    """`Name: value`, without line breaks but for folding."""
    value = one_line(value)
    return f"{name}: {_words(value, len(name) + 2)}" if value else f"{name}:"


def addresses(name: str, values: Sequence[Address]) -> str:
    """`Name: "A" <a@example.com>, …`, one address a line."""
    return f"{name}: " + ",\r\n ".join(_address(value, len(name) + 2) for value in values)


def ids(name: str, values: Sequence[str]) -> list[str]:
    """`Name: <id> …`, one id a line; no line at all when no usable id is left.

    Of a very long thread the first and the newest ids stay, as RFC 5322 allows.
    """
    usable = [value for value in dict.fromkeys(map(clean_id, values)) if value]
    if len(usable) > KEPT_REFERENCES:
        usable = [usable[0], *usable[-KEPT_REFERENCES + 1 :]]
    return [f"{name}: " + "\r\n ".join(f"<{value}>" for value in usable)] if usable else []


def date(name: str, at: datetime) -> str:
    """`Name: Sun, 22 Nov 2026 09:30:00 +0000`. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("A mail's date needs its zone.")
    return f"{name}: {format_datetime(at.replace(microsecond=0))}"


def clean_id(value: str) -> str:
    """The id as it may stand between angle brackets; "" when nothing usable is left. Never changed, only refused."""
    value = value.strip().removeprefix("<").removesuffix(">")
    usable = value.isascii() and value.isprintable() and not re.search(r"[\s<>]", value)
    return value if usable and len(value) <= LONGEST_ID else ""


def media_type(value: str) -> str:
    """A type that may stand in a header: the given one if it is well-formed and simple, else a plain file's."""
    value = value.strip().lower().partition(";")[0].strip()
    if not TYPE.fullmatch(value) or value.startswith(COMPOSED):
        return "application/octet-stream"
    return value


def file_name(value: str) -> str:
    """The name without folders and control characters, at most 150 characters, its ending kept; never empty."""
    name = one_line(value.replace("\\", "/").rpartition("/")[2]).strip(". ") or "file"
    stem, dot, ending = name.rpartition(".")
    if len(name) > 150 and dot and len(ending) <= 20:
        return f"{stem[: 149 - len(ending)]}.{ending}"
    return name[:150]


def one_line(value: str) -> str:
    """The text as one line of printable characters, runs of white space made one space."""
    printable = "".join(c if c.isprintable() else " " for c in value)
    return " ".join(printable.encode("utf-8", "replace").decode("utf-8").split())


def _words(value: str, used: int) -> str:
    """The words, encoded where they must be: other letters, what looks encoded already, or no place to fold."""
    plain = value.isascii() and "=?" not in value and all(len(word) < LINE - used for word in value.split(" "))
    header = Header(value, "us-ascii" if plain else "utf-8", maxlinelen=LINE, header_name="x" * max(used - 2, 1))
    return header.encode(linesep="\r\n")


def _address(value: Address, used: int) -> str:
    name = one_line(value.name)
    address = ascii_address(value.address)
    if not name or name == address:
        return address
    if name.isascii() and "=?" not in name and len(name) < LINE - used:
        words = name if ATOM_TEXT.fullmatch(name) else '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    else:
        words = Header(name, "utf-8", maxlinelen=LINE, header_name="x" * max(used - 2, 1)).encode(linesep="\r\n")
    return (
        f"{words}\r\n <{address}>"
        if len(words.rpartition("\n")[2]) + len(address) + used > LINE
        else f"{words} <{address}>"
    )


def ascii_address(value: str) -> str:
    """The address with its domain in ASCII (IDNA). Raises ValueError when no header may hold it."""
    local, at, domain = value.strip().rpartition("@")
    try:
        address = f"{local}{at}{domain.encode('idna').decode()}" if not domain.isascii() else value.strip()
    except UnicodeError as error:
        raise ValueError(f"{value!r} has no domain that mail can reach.") from error
    if not local or not address.isascii() or not address.isprintable() or re.search(r'[\s<>,;:()\[\]\\"]', address):
        raise ValueError(f"{value!r} is not an address that our mail server can carry.")
    return address
