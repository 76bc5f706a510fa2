"""Mails that came back: whether one is, with which status (RFC 3463), and of which mail and address it speaks."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from makegood.channels.mail.reading import failures
from makegood.channels.mail.reading.contents import Contents
from makegood.channels.mail.reading.headers import Headers
from makegood.channels.mail.reading.ids import ids

LONGEST_TEXT = 60_000
LONGEST_OPENING = 400

# It writes a traceback for every mail that one of its detectors trips over.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

_CODE = r"[245]\.\d{1,2}\.\d{1,3}"
_STATUS = re.compile(rf"(?<![\d.])({_CODE})(?![\d.]*\d)")
_NEAR_REPLY = re.compile(rf"(?<![\d.])[45]\d\d[- ]+['\"(#]*({_CODE})(?![\d.]*\d)|#({_CODE})\b")
_REPLY = re.compile(
    r"(?<![\d.:/-])([45])(?:[0-7]\d)(?=[- ]+[A-Za-z<#(\"'*])|(?:said|code|error|SMTP;?|status)[: (]+([45])\d\d\b", re.I
)
_QUOTED_ID = re.compile(r"(?im)^[>| \t]*Message-ID:\s*<([^<>\s]+)>")
_QUOTED_HEADER = re.compile(r"(?im)^[>| \t]*(?:message-id|in-reply-to|references|from|reply-to|return-path):.*$")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9][\w-]*(?:\.[\w-]+)+")
_ANGLED = re.compile(r"<([^<>\s@]+@[^<>\s@]+)>")


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a returned mail says. `status` is x.y.z; `permanent` when it won't be tried again; the rest may be ""."""

    status: str
    permanent: bool
    about: str
    address: str


def reported(contents: Contents, headers: Headers) -> Bounce | None:
    """The bounce that a delivery-status part reports; None when nothing in it failed or waits."""
    failed = [one for one in contents.statuses if _failed(one)]
    if not failed:
        return None
    worst = next((one for one in failed if _action(one).startswith(("fail", "error"))), failed[0])
    said = f"{worst.first('diagnostic-code')} {body(contents)}"
    status = _best_status(_field_status(worst), worst.first("diagnostic-code"), body(contents))
    delayed = _action(worst).startswith("delay")
    if delayed:
        status = "4" + status[1:]
    given_up = status.startswith("5") or _action(worst).startswith(("fail", "error", "expired"))
    address = _recipient(worst) or _guessed_address(headers, said)
    return Bounce(status, given_up and not delayed, _about(contents, headers), address)


def told(root: Message, contents: Contents, headers: Headers, subject: str) -> Bounce | None:
    """The bounce that a mail server tells of in words; None when it is none. Ask only of a machine's mails."""
    words = body(contents)
    waiting, gone = _scanned(root)
    if not waiting and not gone and not _tells_failure(headers, subject, words):
        return None
    text = f"{subject}\n{_own_words(words)}"
    delayed = bool(waiting and not gone) or bool(failures.DELAYED.search(text) and not failures.GIVEN_UP.search(text))
    status = _best_status("", text, words, default="4.0.0" if delayed else "5.0.0")
    if delayed:
        status = "4" + status[1:]
    address = _header_recipient(headers) or next(iter(gone or waiting), "") or _guessed_address(headers, words)
    return Bounce(status, not delayed, _about(contents, headers), address)


def about_feedback(contents: Contents, headers: Headers) -> tuple[str, str]:
    """The id of the mail that somebody complained about, and the address that it went to; "" when unknown."""
    address = ""
    for name in ("original-rcpt-to", "removal-recipient"):
        found = _ADDRESS.search(contents.feedback.first(name)) if contents.feedback else None
        address = address or (found[0] if found else "")
    return _about(contents, headers), address


def is_receipt(contents: Contents) -> bool:
    """True for a report that all went well: delivered, relayed, expanded, or read."""
    return contents.receipt or (bool(contents.statuses) and not any(_failed(one) for one in contents.statuses))


def says_nothing(contents: Contents) -> bool:
    """True for a report whose parts name neither a recipient nor what became of the mail."""
    return not any(name in one for one in contents.statuses for name in ("action", "status", "final-recipient"))


def opens_as_server(contents: Contents) -> bool:
    """True when the first words are a mail server's, and an address or the returned mail follows."""
    opening = _own_words(body(contents)).lstrip()[:LONGEST_OPENING]
    begins = bool(failures.SERVER_OPENING.search(opening))
    return begins and (contents.returned is not None or bool(_ADDRESS.search(opening)))


def _action(block: Headers) -> str:
    return block.first("action").lower()


def _failed(block: Headers) -> bool:
    action = _action(block)
    if action.startswith(("fail", "error", "delay")):
        return True
    fields = "final-recipient" in block or "original-recipient" in block or "status" in block
    return fields and not action.startswith(("deliver", "relay", "expand", "success")) and not _is_success(block)


def _is_success(block: Headers) -> bool:
    return block.first("status").startswith("2")


def _field_status(block: Headers) -> str:
    found = _STATUS.search(block.first("status"))
    return found[1] if found and not found[1].startswith("2") else ""


def _best_status(field: str, said: str, body: str, *, default: str = "5.0.0") -> str:
    """The most telling status: the field's unless it says nothing, else a code in the words, else their meaning."""
    if field and not field.endswith(".0.0"):
        return field
    for text in (said, body):
        code = _code_in(text)
        if code and (not field or code[0] == field[0]):
            return code
    return field or _meant(said) or _meant(body) or _reply_class(said) or _reply_class(body) or default


def _code_in(text: str) -> str:
    for found in (*_NEAR_REPLY.finditer(text[:LONGEST_TEXT]), *_STATUS.finditer(text[:LONGEST_TEXT])):
        code = next(group for group in found.groups() if group)
        if code[0] in "45" and not code.endswith(".0.0"):
            return str(code)
    return ""


def _meant(text: str) -> str:
    """The status that the words stand for."""
    text = text[:LONGEST_TEXT]
    return next((status for status, words in failures.MEANINGS if words.search(text)), "")


def _reply_class(text: str) -> str:
    found = _REPLY.search(text[:LONGEST_TEXT])
    return f"{found[1] or found[2]}.0.0" if found else ""


def body(contents: Contents) -> str:
    """All the words, to a length that patterns may search."""
    return "\n".join(one.text or one.html for one in contents.segments)[:LONGEST_TEXT]


def _own_words(body: str) -> str:
    """The server's words: what stands before the mail that it returns."""
    found = failures.RETURNED_MAIL.search(body)
    return body[: found.start()] if found and found.start() > 40 else body


def _tells_failure(headers: Headers, subject: str, body: str) -> bool:
    if "x-failed-recipients" in headers:
        return True
    return bool(failures.BOUNCE_WORDS.search(body[:6_000]) or failures.BOUNCE_SUBJECT.search(subject))


def _scanned(root: Message) -> tuple[list[str], list[str]]:
    """The addresses that wait and those that failed, as the library of detectors finds them."""
    try:
        waiting, gone = all_failures(root)
    except Exception:  # its detectors expect the mails of decent servers and raise anything on others
        return [], []
    return sorted(one.decode() for one in waiting if one), sorted(one.decode() for one in gone if one)


def _recipient(block: Headers) -> str:
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        found = _ADDRESS.search(block.first(name).partition(";")[2] or block.first(name))
        if found:
            return found[0]
    return ""


def _header_recipient(headers: Headers) -> str:
    found = _ADDRESS.search(headers.first("x-failed-recipients"))
    return found[0] if found else ""


def _guessed_address(headers: Headers, text: str) -> str:
    own = _QUOTED_HEADER.sub("", _own_words(text))
    found = _header_recipient(headers) or next(iter(_ANGLED.findall(own)), "") or next(iter(_ADDRESS.findall(own)), "")
    return "" if found.lower().startswith(("postmaster@", "mailer-daemon@")) else found


def _about(contents: Contents, headers: Headers) -> str:
    """The id of the mail that came back: from its copy, from its quoted headers, from the threading headers."""
    if contents.returned:
        found = ids(contents.returned.first("message-id"))
        if found:
            return found[0]
    quoted = _QUOTED_ID.search("\n".join(one.text for one in contents.segments)[:500_000])
    if quoted:
        return quoted[1]
    answered = ids(headers.first("in-reply-to")) or ids(headers.first("references"))[-1:]
    return answered[0] if answered else ""
