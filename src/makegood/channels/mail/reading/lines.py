"""Mails from files, folders, mailboxes and standard input, one after the other, and what `mail read` says of each."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from makegood.channels.mail.reading.reader import read
from makegood.conversations.letter import Address, Letter

# A line of an mbox that begins a mail: it names a sender and ends in a year, or has a time of day.
_FROM_LINE = re.compile(rb"From \S.*\d\d:\d\d.*(?:\d{4}|[+-]\d{4})\s*$|From [^\s:]+@?[^\s:]*\s*$")
_QUOTED_FROM = re.compile(rb"(?m)^>(>*From )")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:|>?From ")


@dataclass(frozen=True, slots=True)
class Found:
    """One mail: where it lies (an mbox's mails are "file#n", from 1; standard input is "-"), and its bytes."""

    path: str
    raw: bytes


@dataclass(slots=True)
class Walk:
    """A walk over paths; `failures` says in words which could not be opened, once it is over."""

    paths: Iterable[str]
    failures: list[str]

    def mails(self) -> Iterator[Found]:
        """Every mail of the paths, in order, one in memory at a time."""
        for path in self.paths:
            try:
                yield from _mails(path)
            except OSError as error:
                self.failures.append(f"{path}: {error.strerror or error}")


def line(path: str, letter: Letter) -> dict[str, object]:
    """What `mail read --json` says of one mail."""
    return {
        "path": path,
        "subject": letter.subject,
        "from": _address(letter.sender),
        "from_ambiguous": letter.from_ambiguous,
        "to": [_address(one) for one in letter.to],
        "cc": [_address(one) for one in letter.cc],
        "reply_to": _address(letter.reply_to) if letter.reply_to else None,
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "references": list(letter.references),
        "date": letter.date.isoformat() if letter.date else None,
        "text": letter.text,
        "html": letter.html,
        "reply_text": letter.reply_text,
        **_files(letter),
        **_verdicts(letter),
        "problems": list(letter.problems),
    }


def lines(paths: Iterable[str], failures: list[str]) -> Iterator[dict[str, object]]:
    """The lines for all mails of the paths; what could not be opened is told in `failures`, in words."""
    for found in Walk(paths, failures).mails():
        yield line(found.path, read(found.raw))


def _address(one: Address) -> dict[str, str]:
    return {"name": one.name, "address": one.address}


def _files(letter: Letter) -> dict[str, object]:
    files = [{"name": one.name, "type": one.type, "size": one.size, "inline": one.inline} for one in letter.attachments]
    return {"attachments": files}


def _verdicts(letter: Letter) -> dict[str, object]:
    return {
        "kind": str(letter.kind),
        "bounce_status": letter.bounce_status,
        "may_autorespond": letter.may_autorespond,
        "auth": str(letter.auth),
    }


def _mails(path: str) -> Iterator[Found]:
    if path == "-":
        yield from _of_stream(sys.stdin.buffer, "-")
    elif (Path(path) / "cur").is_dir() and (Path(path) / "new").is_dir():
        yield from _of_files(sorted(Path(path).glob("new/*")) + sorted(Path(path).glob("cur/*")))
    elif Path(path).is_dir():
        yield from _of_folder(Path(path))
    else:
        with Path(path).open("rb") as stream:
            yield from _of_stream(stream, path)


def _of_folder(folder: Path) -> Iterator[Found]:
    """The .eml files of the folder and all below it. Maildirs below it are not looked for."""
    yield from _of_files(sorted(one for one in folder.rglob("*") if one.suffix.lower() == ".eml"))


def _of_files(files: Iterable[Path]) -> Iterator[Found]:
    for file in files:
        if file.is_file():
            yield Found(str(file), file.read_bytes())


def _of_stream(stream: BinaryIO, path: str) -> Iterator[Found]:
    """An mbox begins with "From " and a second one follows; everything else is one mail."""
    first = stream.readline()
    if not _FROM_LINE.match(first) or path.lower().endswith(".eml"):
        yield Found(path, first + stream.read())
        return
    for number, raw in enumerate(_of_mbox(stream), start=1):
        yield Found(f"{path}#{number}", raw)


def _of_mbox(stream: BinaryIO) -> Iterator[bytes]:
    """The mails behind the first "From " line. A new one begins after an empty line, and with a header."""
    collected: list[bytes] = []
    for row in stream:
        collected.append(row)
        if len(collected) > 2 and _begins_mail(collected[-3:]):
            yield _unquoted(collected[:-2])
            collected = collected[-1:]
    yield _unquoted(collected)


def _begins_mail(rows: list[bytes]) -> bool:
    blank, separator, header = rows
    if not separator.startswith(b"From ") or blank.strip():
        return False
    return bool(_FROM_LINE.match(separator) and _HEADER.match(header))


def _unquoted(rows: list[bytes]) -> bytes:
    if rows and not rows[-1].strip():
        rows = rows[:-1]
    return _QUOTED_FROM.sub(rb"\1", b"".join(rows))
