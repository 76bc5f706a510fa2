"""Mail to partner companies, through the same gate and servers as every other; answers come back to their handoff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from makegood.agenda.models import Turn
from makegood.agenda.rules import GIVE_UP_AFTER, GiveUp, TryAgain
from makegood.base import files
from makegood.base.secrets import Unreadable
from makegood.channels.mail import gate, queries, smtp
from makegood.channels.mail.acts import sending
from makegood.channels.mail.addresses import partner_address, partner_mark
from makegood.channels.mail.compose import Outgoing, Part, compose
from makegood.channels.mail.due import LOOK_AGAIN, server_for
from makegood.channels.mail.headers import ascii_address
from makegood.channels.mail.models import Access
from makegood.channels.mail.troubles import Trouble
from makegood.conversations.letter import Address
from makegood.handoffs import acts, outgoing
from makegood.handoffs.models import Mail
from makegood.handoffs.outgoing import ToPartner
from makegood.people.models import Mailbox


def send(turn: Turn, *, now: datetime) -> datetime | None:
    """The turn of one mail: it has left, waits, or the handoff says why it did not. A repeat is the same mail."""
    found = outgoing.mail(turn.about["mail"])
    if found is None:
        acts.mail_not_needed(turn.about["mail"], at=now)
        return None
    return _send([found], now=now)


def remind(turn: Turn, *, now: datetime) -> datetime | None:
    """The turn of a partner's reminders: all that are still due go in one mail."""
    waiting = outgoing.reminders(turn.about["partner"])
    due = [one for one in waiting if outgoing.is_needed(one)]
    for one in waiting:
        if one not in due:
            acts.mail_not_needed(one.pk, at=now)
    return _send(due, now=now) if due else None


def _send(mails: Sequence[Mail], *, now: datetime) -> datetime | None:
    mailbox = mails[0].handoff.conversation.mailbox
    origin = settings.PUBLIC_URL.origin if settings.PUBLIC_URL else ""
    access = queries.access_of(mailbox) if mailbox else None
    replies = [_reply_to(one, mailbox, access) for one in mails]
    mail = outgoing.to_partner(mails, origin=origin, addresses=replies)
    if mail is None:
        _failed(mails, _("There is no mailbox to write from, or no address to write to."), now=now)
        return None
    if gate.why_not_yet(_leaving(mail, now=now)):
        return now + LOOK_AGAIN
    if why := gate.why_not_send(_leaving(mail, now=now)):
        _failed(mails, why, now=now)
        return None
    try:
        _deliver(mail, access, replies[0], now=now)
    except smtp.NotSent as error:
        _not_sent(mails, error, now=now)
    for one in mails:
        acts.mail_sent(one.pk, at=now)
    if mail.is_automatic:
        sending.count_automatic(mail.address, mail.conversation, at=now)
    return None


def _leaving(mail: ToPartner, *, now: datetime) -> gate.Leaving:
    counts = queries.counts(mail.address, mail.conversation, now=now) if mail.is_automatic else gate.Counts()
    return gate.Leaving(
        recipient=mail.address,
        automatic=mail.is_automatic,
        own_addresses=queries.own_addresses(),
        halted=queries.halted(),
        is_resting=not mail.mailbox.is_active,
        counts=counts,
    )


def _failed(mails: Sequence[Mail], why: str, *, now: datetime) -> None:
    for one in mails:
        acts.mail_failed(one.pk, reason=why, at=now)


def _not_sent(mails: Sequence[Mail], error: smtp.NotSent, *, now: datetime) -> None:
    if error.failure is smtp.Failure.PERMANENT or now - mails[0].at >= GIVE_UP_AFTER:
        _failed(mails, str(error), now=now)
        raise GiveUp(str(error)) from error
    raise TryAgain(str(error)) from error


def _deliver(mail: ToPartner, access: Access | None, reply_to: str, *, now: datetime) -> None:
    try:
        server = server_for(access, now=now)
        composed = compose(_written(mail, reply_to))
        recipient = ascii_address(mail.address)
    except (Trouble, Unreadable) as error:
        raise smtp.NotSent(smtp.Failure.OURS, str(error)) from error
    except (FileNotFoundError, ValueError) as error:
        raise smtp.NotSent(smtp.Failure.PERMANENT, str(error)) from error
    smtp.send(composed, server=server, sender=mail.mailbox.address, recipient=recipient)


def _written(mail: ToPartner, reply_to: str) -> Outgoing:
    domain = mail.mailbox.address.rpartition("@")[2]
    return Outgoing(
        sender=Address(mail.mailbox.name, mail.mailbox.address),
        to=(Address(mail.partner, mail.address),),
        subject=mail.subject,
        message_id=f"{partner_mark(mail.handoff, mail.mails[0])}@{domain}",
        date=mail.at,
        text=mail.text,
        reply_to=reply_to,
        signature=mail.mailbox.signature,
        parts=tuple(Part(one.name, one.type, files.read(one.stored)) for one in mail.files),
        automatic=mail.is_automatic,
    )


def _reply_to(one: Mail, mailbox: Mailbox | None, access: Access | None) -> str:
    """The signed address of the handoff; "" until the mailbox's plus addresses are proven: then ids tell."""
    if mailbox is None or not queries.plus_is_proven(access, mailbox):
        return ""
    return partner_address(mailbox.address, handoff=one.handoff_id, mail=one.pk)
