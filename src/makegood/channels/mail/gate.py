"""The one gate that every mail passes on its way out. Pure: addresses and counts in, a reason or "" out."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from makegood.channels.mail.addresses import without_mark


@dataclass(frozen=True, slots=True)
class Counts:
    """Automatic mails that left before this one, to its recipient's address and in its conversation."""

    address_hour: int = 0
    address_day: int = 0
    conversation_hour: int = 0
    conversation_day: int = 0


# A person who really gets more of our automatic mail than this in a day is not served by it; a loop is stopped by it.
CAPS = Counts(address_hour=5, address_day=20, conversation_hour=3, conversation_day=8)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the gate must know of a mail. `halted` is why all sending is switched off, "" when it is not.

    `is_resting`: an admin paused the mailbox that it leaves from.
    """

    recipient: str
    automatic: bool
    answers_automatic: bool = False
    own_addresses: frozenset[str] = frozenset()
    halted: str = ""
    is_resting: bool = False
    counts: Counts = field(default=Counts())


def why_not_yet(leaving: Leaving) -> str:
    """Empty when mail may leave at all now; else why it waits. It goes by itself once an admin lets it."""
    if leaving.halted:
        return _("Sending is switched off: %(why)s") % {"why": leaving.halted}
    return _("The mailbox is paused. The mail goes when an admin resumes it.") if leaving.is_resting else ""


def why_not_send(leaving: Leaving) -> str:
    """Empty when this mail may leave; else why it never may, in words for whoever wrote it."""
    if without_mark(leaving.recipient) in leaving.own_addresses or leaving.recipient.lower() in leaving.own_addresses:
        return _("%(address)s is an address of our own desk; the mail would come straight back.") % {
            "address": leaving.recipient
        }
    if not leaving.automatic:
        return ""
    if leaving.answers_automatic:
        return _("It would answer an automatic mail by an automatic mail (RFC 3834).")
    return _over_a_cap(leaving.recipient, leaving.counts)


def _over_a_cap(recipient: str, counts: Counts) -> str:
    about = {"address": recipient, "hour": counts.address_hour, "day": counts.address_day}
    about |= {"said_hour": counts.conversation_hour, "said_day": counts.conversation_day}
    if counts.address_hour >= CAPS.address_hour:
        return _("%(address)s got %(hour)s automatic mails within the hour.") % about
    if counts.address_day >= CAPS.address_day:
        return _("%(address)s got %(day)s automatic mails within a day.") % about
    if counts.conversation_hour >= CAPS.conversation_hour:
        return _("This conversation sent %(said_hour)s automatic mails within the hour.") % about
    if counts.conversation_day >= CAPS.conversation_day:
        return _("This conversation sent %(said_day)s automatic mails within a day.") % about
    return ""
