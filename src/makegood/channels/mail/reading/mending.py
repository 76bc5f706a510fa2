"""Raw bytes with their outermost damage mended, so that the parser finds the headers."""

from __future__ import annotations

import codecs
import re

LONGEST_HEAD = 1_000_000

_LEADING = re.compile(rb"(?:[ \t]*\r?\n|[ \t]*\r(?!\n))+")
_ENVELOPE = re.compile(rb">?From (?:[^\r\n:]*|[^\r\n]*\d\d:\d\d[^\r\n]*)(?:\r?\n|\r)")
_END_OF_HEAD = re.compile(rb"\r\n\r?\n|\n\r?\n|\r\r")
_ODD_LINE = re.compile(rb"(?![!-9;-~]+:|[ \t]|\r?\n?\Z|\r?\n)")
_LATER_ODD_LINE = re.compile(rb"[\r\n](?![!-9;-~]+:|[ \t\r\n]|\Z)")
_SPACED_NAME = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60})[ \t]+:")
# A parameter that was put on its own line without the white space that makes it belong to the line before.
_LOOSE_PARAMETER = re.compile(
    rb"(\n[Cc]ontent-(?:[Tt]ype|[Dd]isposition):[^\r\n]*;[ \t]*\r?\n)(?=(?:boundary|charset|name|filename)=)"
)
_TELLING = re.compile(
    rb"(?mi)^(?:From|To|Cc|Subject|Date|Message-ID|MIME-Version|Content-Type|Content-Transfer-Encoding|Received"
    rb"|Return-Path|Reply-To|In-Reply-To|References|Sender|X-[A-Za-z-]+):"
)
_BARE_RETURN = re.compile(rb"\r(?!\n)")


def mended(raw: bytes) -> bytes:
    """The same mail, beginning with its first header; unchanged (not even copied) when nothing is wrong."""
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raw = _without_mark(raw)
    if b"\r\r\n" in raw[:4_000]:
        raw = raw.replace(b"\r\r\n", b"\r\n")
    if _LOOSE_PARAMETER.search(raw):
        raw = _LOOSE_PARAMETER.sub(rb"\1 ", raw)
    start = _first_header(raw)
    end = _END_OF_HEAD.search(raw, start, start + LONGEST_HEAD)
    head = raw[start : end.start() if end else start + LONGEST_HEAD]
    better = _mended_head(head)
    if better is head and not start:
        return raw
    return better + raw[start + len(head) :]


def _without_mark(raw: bytes) -> bytes:
    if raw.startswith(codecs.BOM_UTF8):
        return raw[3:]
    return raw.decode("utf-16", "replace").encode()


def _first_header(raw: bytes) -> int:
    """Where the headers begin: behind blank lines and the separator lines of mailbox files."""
    start = 0
    for _ in range(5):
        found = _LEADING.match(raw, start) or _ENVELOPE.match(raw, start)
        if not found:
            break
        start = found.end()
    return start if start < len(raw) else 0


def _mended_head(head: bytes) -> bytes:
    if b"\r" in head and b"\n" in head and _BARE_RETURN.search(head):
        head = _BARE_RETURN.sub(b" ", head)
    if not _ODD_LINE.match(head) and not _LATER_ODD_LINE.search(head):
        return head
    lines = head.splitlines(keepends=True)
    out: list[bytes] = []
    for number, line in enumerate(lines):
        spaced = _SPACED_NAME.match(line)
        if spaced:
            out.append(spaced[1] + b":" + line[spaced.end() :])
        elif not _ODD_LINE.match(line):
            out.append(line)
        elif _is_stray(lines, number):
            # A value broken without indentation, or rubbish: it must not end the headers that still follow.
            out.append(b" " + line if out else b"")
        else:
            return b"".join(out) + b"\n" + b"".join(lines[number:])
    return b"".join(out)


def _is_stray(lines: list[bytes], number: int) -> bool:
    """True when real headers come after this line that is none, and none of them was there before."""
    after = {name.lower() for name in _TELLING.findall(b"".join(lines[number + 1 : number + 40]))}
    before = {name.lower() for name in _TELLING.findall(b"".join(lines[:number]))}
    return bool(after - before - {b"to:"})
