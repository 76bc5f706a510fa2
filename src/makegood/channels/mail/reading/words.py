"""Header values to clean text: RFC 2047 as it is written in the world, raw 8-bit, and no control characters."""

from __future__ import annotations

import base64
import binascii
import re

from makegood.channels.mail.reading.charsets import codec, decode, whole

# Spaces and question marks inside are wrong but common; a language tag (RFC 2231) is allowed.
ENCODED = re.compile(r"=\?([\w.:()+/-]{1,60})(?:\*[\w-]*)?\?([bBqQ])\?((?:(?!=\?[^=]).)*?)\?=", re.S)
_CUT_SHORT = re.compile(r"=\?([\w.:()+/-]{1,60})(?:\*[\w-]*)?\?([bBqQ])\?([^?]*)\??$", re.S)
_FOLD = re.compile(r"[\r\n]+")
# Controls, and the invisible marks that reorder or hide text.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_WHITE = re.compile(r"[\t\r\n]+ *")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def unfold(value: str) -> str:
    """One line: the breaks of a folded header are gone, the white space after them stays."""
    return _FOLD.sub("", value) if "\n" in value or "\r" in value else value


def readable(value: str, label: str = "") -> str:
    """The value with its raw 8-bit bytes decoded: UTF-8, else the `label`'s charset, else the likeliest."""
    if value.isascii():
        return value
    content = value.encode("utf-8", "surrogateescape")
    try:
        return whole(content.decode("utf-8"))
    except UnicodeDecodeError:
        return decode(content, label)


def decoded(value: str, label: str = "") -> str:
    """The value as a person reads it, on one line, without control characters."""
    text = readable(unfold(value), label)
    if "=?" in text:
        text = decode_words(text)
    return clean(text)


def clean(text: str) -> str:
    """No control or reordering characters, no line breaks, no white space around."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return whole(_HARMFUL.sub("", _WHITE.sub(" ", text)).strip())


def decode_words(text: str) -> str:
    """Each encoded word replaced by what it says; neighbours are joined before they are decoded."""
    out: list[str] = []
    pending: tuple[str, bytes] | None = None
    at = 0
    for word in ENCODED.finditer(text):
        between = text[at : word.start()]
        at = word.end()
        label, content = word[1], _word_bytes(word[2], word[3])
        if pending and not between.strip() and pending[0].lower() == label.lower():
            pending = (label, pending[1] + content)
            continue
        out.append(_flush(pending))
        out.append("" if pending and not between.strip() else between)
        pending = (label, content)
    out.append(_flush(pending))
    out.append(_cut_short(text[at:], after_word=pending is not None))
    return "".join(out)


def _flush(pending: tuple[str, bytes] | None) -> str:
    if pending is None:
        return ""
    label, content = pending
    return decode(content, label if codec(label) else "")


def _cut_short(rest: str, *, after_word: bool) -> str:
    """The tail of a header: an encoded word that was never closed is read all the same."""
    cut = _CUT_SHORT.search(rest)
    if not cut:
        return rest
    before = rest[: cut.start()]
    return ("" if after_word and not before.strip() else before) + _flush((cut[1], _word_bytes(cut[2], cut[3])))


def _word_bytes(encoding: str, payload: str) -> bytes:
    if encoding in "bB":
        return loose_base64(payload)
    return binascii.a2b_qp(payload.replace(" ", "_").encode("utf-8", "surrogateescape"), header=True)


def loose_base64(payload: str) -> bytes:
    """The bytes of base64 with foreign characters, wrong padding or a lost end."""
    content = b""
    for piece in payload.split("="):
        digits = _NOT_BASE64.sub("", piece)
        digits = digits[:-1] if len(digits) % 4 == 1 else digits
        content += base64.b64decode(digits + "=" * (-len(digits) % 4))
    return content
