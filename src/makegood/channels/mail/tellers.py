"""Mail to who tells a story, through the same gate and servers as every other. A person did what causes each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from makegood.agenda.models import Turn
from makegood.agenda.rules import GIVE_UP_AFTER, GiveUp, TryAgain
from makegood.base.secrets import Unreadable
from makegood.channels.mail import gate, queries, smtp
from makegood.channels.mail.acts import sending
from makegood.channels.mail.compose import Outgoing, compose
from makegood.channels.mail.due import LOOK_AGAIN, server_for
from makegood.channels.mail.headers import ascii_address
from makegood.channels.mail.troubles import Trouble
from makegood.conversations.letter import Address
from makegood.stories import acts, mails
from makegood.stories.mails import ToTeller
from makegood.stories.models import StoryMail
from makegood.stories.queries import mail as mail_to_send

NOWHERE_TO_WRITE_FROM = noop("There is no mailbox to write from, or this desk does not know its address on the web.")
NOWHERE = 0  # the conversation under which such a mail is counted: none


def send(turn: Turn, *, now: datetime) -> datetime | None:
    """It has left, waits, or moderators see why it never will. A repeat is the same mail."""
    mail = mail_to_send(turn.about["mail"])
    if mail is None or not mails.is_needed(mail):
        return None
    said = mails.to_teller(mail, origin=settings.PUBLIC_URL.origin) if settings.PUBLIC_URL else None
    if said is None or (why := gate.why_not_send(_leaving(said, gate.Counts()))):
        acts.mail_failed(mail.pk, reason=why if said else _(NOWHERE_TO_WRITE_FROM))
        return None
    if gate.why_not_yet(_leaving(said, gate.Counts())):
        return now + LOOK_AGAIN
    counts = queries.counts(said.address, NOWHERE, now=now)
    if gate.why_not_send(_leaving(said, gate.Counts(counts.address_hour, counts.address_day))):
        return now + timedelta(hours=1)
    try:
        _deliver(mail, said, now=now)
    except smtp.NotSent as error:
        _not_sent(mail, error, now=now)
    acts.mail_sent(mail.pk, at=now)
    sending.count_automatic(said.address, NOWHERE, at=now)
    return None


def _leaving(said: ToTeller, counts: gate.Counts) -> gate.Leaving:
    return gate.Leaving(
        recipient=said.address,
        automatic=True,
        own_addresses=queries.own_addresses(),
        halted=queries.halted(),
        is_resting=not said.mailbox.is_active,
        counts=counts,
    )


def _not_sent(mail: StoryMail, error: smtp.NotSent, *, now: datetime) -> None:
    if error.failure is smtp.Failure.PERMANENT or now - mail.at >= GIVE_UP_AFTER:
        acts.mail_failed(mail.pk, reason=str(error))
        raise GiveUp(str(error)) from error
    raise TryAgain(str(error)) from error


def _deliver(mail: StoryMail, said: ToTeller, *, now: datetime) -> None:
    try:
        server = server_for(queries.access_of(said.mailbox), now=now)
        composed = compose(_written(mail, said))
        recipient = ascii_address(said.address)
    except (Trouble, Unreadable) as error:
        raise smtp.NotSent(smtp.Failure.OURS, str(error)) from error
    except ValueError as error:
        raise smtp.NotSent(smtp.Failure.PERMANENT, str(error)) from error
    smtp.send(composed, server=server, sender=said.mailbox.address, recipient=recipient)


def _written(mail: StoryMail, said: ToTeller) -> Outgoing:
    return Outgoing(
        sender=Address(said.mailbox.name, said.mailbox.address),
        to=(Address("", said.address),),
        subject=said.subject,
        message_id=f"story-{mail.story_id}-{mail.pk}@{said.mailbox.address.rpartition('@')[2]}",
        date=mail.at,
        text=said.text,
        signature=said.mailbox.signature,
        automatic=True,
    )
