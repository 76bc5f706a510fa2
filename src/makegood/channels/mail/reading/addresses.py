"""Addresses of RFC 5322, and of everybody who has not read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from makegood.channels.mail.reading.words import clean, decode_words
from makegood.conversations.letter import Address

MOST_ADDRESSES = 5_000
LONGEST_ADDRESS = 400
LONGEST_NAME = 500
LONGEST_HEADER = 100_000

# Both are matched against stripped values, and are free of neighbours that could match the same white space.
_SIMPLE = re.compile(r'(?:"([^"\\]*)"\s*|([^"<>,;:@()\\]*))<([^<>@\s"(),:;]+@[^<>@\s"(),:;]+)>')
_BARE = re.compile(r'([^<>@\s"(),:;\[\]=]+@[^<>@\s"(),:;]+)')
_TOKEN = re.compile(
    r"""=\?[^?\s]+\?[bBqQ]\?[^?]*\?=      # an encoded word may hold commas
      | "(?:[^"\\]++|\\.){0,100}+"          # a quoted string, bounded: unclosed ones must not cost n²
      | <[^<>]*>?                         # an angle address
      | \(                                # a comment begins
      | [,;:]
      | [^\s"<(,;:=]+ | \s+ | .""",
    re.X | re.S,
)
# Local mailboxes that machines write from without a domain; any other single word is a name.
_MACHINE = re.compile(r"mailer-daemon|postmaster|root|daemon|cron|[a-z0-9._-]*daemon", re.I)
_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")
_ESCAPED = re.compile(r"\\(.)", re.S)
_ADDRESS_IN_TEXT = re.compile(r"[\w.!#$%&*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_MAILTO = re.compile(r"^\[?mailto:", re.I)
_EDGES = "'\"<>[]()|,;: \t"


@dataclass(slots=True)
class _Piece:
    """What stands between two commas."""

    name: str = ""
    comment: str = ""
    angles: list[str] = field(default_factory=list)


def parse(value: str) -> list[Address]:
    """The mailboxes of one header value, in order; groups are opened, names decoded, damage survived."""
    value = value.strip()[:LONGEST_HEADER]
    simple = _SIMPLE.fullmatch(value)
    if simple:
        return [Address(_name(simple[1] if simple[1] is not None else simple[2]), normal(simple[3]))]
    bare = _BARE.fullmatch(value)
    if bare:
        return [Address("", normal(bare[1]))]
    found = list(_mailboxes(value))
    if not any("@" in one.address for one in found) and "=?" in value:
        # The whole value is one encoded word, address and all: wrong, and sent every day.
        return list(_mailboxes(_WORD.sub(lambda word: decode_words(word[0]), value))) or found
    return found


def parse_all(values: Iterable[str]) -> tuple[Address, ...]:
    """The mailboxes of several headers, in order, each address once."""
    found: dict[str, Address] = {}
    for value in values:
        for one in parse(value):
            if "@" in one.address:
                found.setdefault(one.address.lower(), one)
    return tuple(found.values())


def normal(address: str) -> str:
    """The address as written with its domain in lower case, without white space, controls, or a final dot."""
    bare = clean(address)
    if not (bare.startswith('"') and '"@' in bare):
        bare = "".join(bare.split()).replace("\\", "")
    bare = _MAILTO.sub("", bare)
    if bare.startswith("@") and ":" in bare:
        # A source route of RFC 821: only its end is the address.
        bare = bare.rpartition(":")[2]
    local, at, domain = bare.rpartition("@")
    return (local + at + domain.strip(".>]").lower() if at else bare)[:LONGEST_ADDRESS]


def claims_another(name: str, address: str) -> bool:
    """True when the display name shows a mail address that isn't the real one."""
    if "@" not in name:
        return False
    return any(shown.lower() != address.lower() for shown in _ADDRESS_IN_TEXT.findall(name))


def is_usable(address: str) -> bool:
    """True for an address with a domain, and for the mailboxes that machines write from without one."""
    return "@" in address or bool(_MACHINE.fullmatch(address))


def _mailboxes(value: str) -> Iterator[Address]:
    """The mailboxes of the pieces; a name cut in two by its own comma is joined again."""
    orphan = comment = ""
    for count, piece in enumerate(_pieces(value)):
        if count >= MOST_ADDRESSES:
            return
        found = _addresses_of(piece)
        if not found:
            said = piece.name if _name(piece.name) else piece.comment
            orphan, comment = (f"{orphan}, {said}" if orphan else said), piece.comment
            continue
        if orphan and piece.angles and found[0].name:
            found[0] = Address(_name(f"{orphan}, {found[0].name}"), found[0].address)
        orphan = ""
        yield from found
    if orphan.strip(" ,"):
        yield _nameless(orphan.strip(" ,"), comment)


def _nameless(text: str, comment: str) -> Address:
    """A value without any address: one word is a local mailbox ("root"), more are just a name."""
    name = _name(text)
    is_mailbox = name.isascii() and " " not in name and name != _name(comment)
    return Address(_name(comment), name) if is_mailbox else Address(name, "")


def _pieces(value: str) -> Iterator[_Piece]:
    piece = _Piece()
    at = 0
    while at < len(value):
        token = _TOKEN.match(value, at)
        if token is None:
            break
        text = token[0]
        at = token.end()
        if text == "(":
            comment, at = _comment(value, at)
            piece.comment = piece.comment or comment
        elif text in ",;":
            yield piece
            piece = _Piece()
        elif text == ":" and not piece.angles and not _MAILTO.match(piece.name.strip() + ":"):
            # The name of a group ends here; what follows are its members.
            piece = _Piece()
        else:
            _add(piece, text)
    yield piece


def _add(piece: _Piece, text: str) -> None:
    if text.startswith("<"):
        piece.angles.append(text.strip("<> \t"))
    else:
        piece.name += text


def _comment(value: str, at: int) -> tuple[str, int]:
    """The comment that begins at `at`, nested ones included, and where it ends."""
    depth = 1
    start = at
    while at < len(value):
        char = value[at]
        if char == "\\":
            at += 1
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return value[start:at], at + 1
        at += 1
    return value[start:], at


def _addresses_of(piece: _Piece) -> list[Address]:
    if piece.angles:
        name = _name(piece.name) or ("" if "@" in piece.comment else _name(piece.comment))
        return [Address(name, normal(angle)) for angle in piece.angles if angle]
    if "@" not in piece.name:
        return []
    return [_without_angles(piece)]


def _without_angles(piece: _Piece) -> Address:
    """ "a@b (Name)", "Name a@b", and the quoted local part of RFC 5322."""
    text = piece.name.strip()
    if text.startswith('"') and '"@' in text.replace('" @', '"@'):
        return Address(_name(piece.comment), normal(text))
    words = text.split()
    where = next((index for index, word in enumerate(words) if "@" in word.strip("@")), None)
    if where is None:
        return Address(_name(piece.comment), normal(text))
    rest = " ".join(words[:where] + words[where + 1 :])
    return Address(_name(rest) or _name(piece.comment), normal(words[where].strip(_EDGES)))


def _name(text: str) -> str:
    """A display name as a person reads it: no quotes around, no escapes, encoded words decoded."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1].replace('\\"', ""):
        text = text[1:-1]
    elif '"' in text:
        text = text.replace('\\"', "\0").replace('"', "").replace("\0", '"')
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if "=?" in text:
        text = decode_words(text)
    text = clean(text)[:LONGEST_NAME]
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
