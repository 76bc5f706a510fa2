"""Addresses and ids that we make: signed reply addresses, plus addresses, Message-IDs."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from makegood.base.secrets import mac, same

SIGNED = re.compile(r"c(?P<conversation>[1-9][0-9]{0,17})\.(?P<recipient>[0-9a-z]{1,13})\.(?P<mac>[a-z2-7]{26})")
TO_PARTNER = re.compile(r"h(?P<handoff>[1-9][0-9]{0,17})\.(?P<mail>[0-9a-z]{1,13})\.(?P<mac>[a-z2-7]{26})")
SEPARATOR = "+"
LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What a genuine signed reply address says: the conversation, and the delivery whose recipient was given it."""

    conversation: int
    delivery: int


def reply_address(mailbox: str, *, conversation: int, delivery: int) -> str:
    """The mailbox's address with a signed mark that nobody can guess, one for each recipient.

    "" when the local part would grow over 64 octets: then replies thread by Message-ID alone.
    """
    local, _, domain = mailbox.lower().rpartition("@")
    mark = f"c{conversation}.{_base36(delivery)}"
    signed = f"{local}{SEPARATOR}{mark}.{_sign(mailbox, mark)}"
    return f"{signed}@{domain}" if len(signed) <= LONGEST_LOCAL_PART else ""


def parse(address: str) -> ReplyTo | None:
    """What we signed into the address; None when it is no reply address or the signature is not ours."""
    local, _, domain = address.strip().lower().rpartition("@")
    base, _, mark = local.rpartition(SEPARATOR)
    found = SIGNED.fullmatch(mark)
    if not base or not found:
        return None
    signed, _, given = mark.rpartition(".")
    if not same(_sign(f"{base}@{domain}", signed), given):
        return None
    return ReplyTo(int(found["conversation"]), int(found["recipient"], 36))


@dataclass(frozen=True, slots=True)
class FromPartner:
    """What a genuine address or id that we gave to a partner says: the handoff, and which of our mails carried it."""

    handoff: int
    mail: int


def partner_address(mailbox: str, *, handoff: int, mail: int) -> str:
    """The mailbox's address with a signed mark of the handoff; "" when it would grow over 64 octets."""
    local, _, domain = mailbox.lower().rpartition("@")
    signed = f"{local}{SEPARATOR}{partner_mark(handoff, mail)}"
    return f"{signed}@{domain}" if len(signed) <= LONGEST_LOCAL_PART else ""


def partner_mark(handoff: int, mail: int) -> str:
    """The signed mark alone: before the @ of a Message-ID it tells which handoff an answer belongs to."""
    mark = f"h{handoff}.{_base36(mail)}"
    return f"{mark}.{_mac(mark)}"


def from_partner(address: str) -> FromPartner | None:
    """What we signed into the address or Message-ID; None when it is none of ours to a partner."""
    local = address.strip().lower().rpartition("@")[0]
    found = TO_PARTNER.fullmatch(local.rpartition(SEPARATOR)[2])
    if not found:
        return None
    mark = f"h{found['handoff']}.{found['mail']}"
    return FromPartner(int(found["handoff"]), int(found["mail"], 36)) if same(_mac(mark), found["mac"]) else None


def _mac(mark: str) -> str:
    return mac("partner address", mark)


def plus_address(mailbox: str, mark: str) -> str:
    """The mailbox's address with a mark: support+mark@example.com."""
    local, _, domain = mailbox.rpartition("@")
    return f"{local}{SEPARATOR}{mark}@{domain}"


def without_mark(address: str) -> str:
    """The address without its last mark, lower-case: support+sales@example.com is support@example.com."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.rpartition(SEPARATOR)[0] or local}@{domain}"


def new_message_id(mailbox: str) -> str:
    """A new id without angle brackets: 128 random bits at the mailbox's domain."""
    return f"{secrets.token_hex(16)}@{mailbox.rpartition('@')[2].lower()}"


def _sign(mailbox: str, mark: str) -> str:
    return mac("reply address", f"{mailbox.lower()}\0{mark}")


def _base36(number: int) -> str:
    """The number in the 36 digits that an address may hold."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits or "0"
