"""A mail that a server hands us: kept for intake, unless it is our own test coming home."""

from __future__ import annotations

import email
import email.message
from datetime import datetime

from makegood.channels.mail.acts import proving, reading
from makegood.channels.mail.models import Passed
from makegood.intake import acts as intake

PROOF_HEADER = "X-Makegood-Proof"
HEAD = 64 * 1024  # octets in which our own test mail has its headers, whatever servers added


def arrive(raw: bytes, *, mailbox: str, source: str, position: str, now: datetime, is_history: bool = False) -> bool:
    """The mail is durable, or needs not be. True when it is new. After this the source may be told."""
    if is_own_test(raw, mailbox=mailbox, now=now):
        return reading.pass_over(source, position, Passed.Why.PROOF, now=now)
    kept = intake.keep(raw, source=source, position=position, mailbox=mailbox, at=now, is_history=is_history)
    if (kept.arrival.source, kept.arrival.position) != (source, position):
        reading.pass_over(source, position, Passed.Why.SAME, now=now)
    return kept.is_new


def is_own_test(raw: bytes, *, mailbox: str, now: datetime) -> bool:
    """True when this is the test that we sent to the mailbox's plus address; that it came is on record then."""
    head = raw[:HEAD]
    if PROOF_HEADER.lower().encode() not in head.lower():
        return False
    headers = email.message_from_bytes(head)
    mark = str(headers.get(PROOF_HEADER, "")).strip()
    return proving.arrived(mark, mailbox=mailbox, authserv_id=_reporting_server(headers), now=now)


def _reporting_server(headers: email.message.Message) -> str:
    """The name before the first semicolon of the topmost Authentication-Results (RFC 8601); "" when there is none."""
    words = str(headers.get("Authentication-Results", "")).partition(";")[0].split()
    return words[0].lower() if words else ""
