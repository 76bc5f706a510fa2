"""A part's payload back to bytes (RFC 2045), and uuencoded files out of text."""

from __future__ import annotations

import binascii
import re

from makegood.channels.mail.reading.tree import Part
from makegood.channels.mail.reading.words import loose_base64

_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=\s]")
_SOFT_BREAK = re.compile(rb"=[ \t]+(\r?\n)")
_UU_BEGIN = re.compile(r"(?m)^begin(?:-base64)? [0-7]{3,4} ([^\r\n]+?)[ \t]*\r?\n")
_UU_END = re.compile(r"(?m)^(?:end|====)[ \t]*\r?$")
MOST_UU_FILES = 100


def content(part: Part) -> bytes:
    """The decoded bytes of a leaf, damaged encodings read as far as they go; b"" for a part that holds parts."""
    return decoded(part.raw, str(part.get("content-transfer-encoding", "")))


def decoded(raw: bytes, encoding: str) -> bytes:
    """The bytes without their transfer encoding; as they are when it is unknown or plainly untrue."""
    name = encoding.strip(" \t\r\n\"';").lower()
    if name.startswith(("base64", "base-64", "x-base64")):
        return _base64(raw)
    if name.startswith(("quoted-printable", "quoted printable", "quotedprintable", "qp")):
        return _quoted_printable(raw)
    if name.startswith(("x-uu", "uue")):
        return _uu_whole(raw)
    return raw


def _quoted_printable(raw: bytes) -> bytes:
    if b"=" not in raw:
        return raw
    return binascii.a2b_qp(_SOFT_BREAK.sub(rb"=\1", raw))


def _base64(raw: bytes) -> bytes:
    foreign = _FOREIGN.search(raw)
    padding = raw.find(b"=")
    if not foreign and (padding < 0 or not raw[padding:].strip(b"= \t\r\n")):
        return _clean_base64(raw)
    if foreign and _is_no_base64(raw):
        return raw
    return _pieced_base64(raw)


def _clean_base64(raw: bytes) -> bytes:
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        return loose_base64(raw.decode("ascii", "replace"))


def _is_no_base64(raw: bytes) -> bool:
    """True when the first line is text: words with spaces between."""
    first = raw.strip().split(b"\n", 1)[0].strip()
    return b" " in first or len(_FOREIGN.findall(first)) > len(first) // 10


def _pieced_base64(raw: bytes) -> bytes:
    """Base64 that was joined from several blocks, or that a list server wrote a plain footer under."""
    end = _footer(raw)
    body = loose_base64(raw[:end].decode("ascii", "replace"))
    footer = raw[end:].strip(b"=\r\n")
    return body + b"\n" + footer if footer else body


def _footer(raw: bytes) -> int:
    """Where the encoded lines end and a line with words begins."""
    at = 0
    for line in raw.splitlines(keepends=True):
        bare = line.strip()
        if _FOREIGN.search(bare) and (b" " in bare or bare.startswith((b"__", b"--"))):
            return at
        at += len(line)
    return at


def _uu_whole(raw: bytes) -> bytes:
    text, files = without_uuencoded(raw.decode("latin-1"))
    return files[0][1] if files and not text.strip() else raw


def without_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without its uuencoded files, and those: name and bytes. Text without any comes back as it is."""
    if "begin " not in text and "begin-base64 " not in text:
        return text, []
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    at = 0
    while len(files) < MOST_UU_FILES and (begin := _UU_BEGIN.search(text, at)):
        end = _UU_END.search(text, begin.end())
        found = _uu(text[begin.end() : end.start()] if end else text[begin.end() :], begin[0])
        if not found or not end:
            break
        kept.append(text[at : begin.start()])
        files.append((begin[1], found))
        at = end.end()
    kept.append(text[at:])
    return "".join(kept), files


def _uu(block: str, begin: str) -> bytes:
    """The decoded block; b"" when it is none after all."""
    if begin.startswith("begin-base64"):
        return loose_base64(block)
    out: list[bytes] = []
    for line in block.splitlines():
        if not line.strip():
            continue
        try:
            out.append(_uu_line(line.encode("latin-1")))
        except (binascii.Error, UnicodeEncodeError):
            return b""
    return b"".join(out)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders pad the last line wrongly: take what its length byte promises.
        wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
        return binascii.a2b_uu(line[:wanted])
