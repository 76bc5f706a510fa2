"""A delivery's turn: one mail to one recipient leaves, or the reason why not is in sight."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from makegood.agenda.models import Turn
from makegood.agenda.rules import GIVE_UP_AFTER, LEAST_ATTEMPTS, wait
from makegood.base import files
from makegood.base.secrets import Unreadable
from makegood.channels.mail import gate, oauth, queries, smtp
from makegood.channels.mail.acts import sending
from makegood.channels.mail.addresses import reply_address
from makegood.channels.mail.compose import Outgoing, Part, Quote, compose
from makegood.channels.mail.headers import ascii_address
from makegood.channels.mail.introducing import introduce
from makegood.channels.mail.models import Access
from makegood.channels.mail.servers import Server
from makegood.channels.mail.thanks import more_links
from makegood.channels.mail.troubles import Trouble
from makegood.conversations.acts import deliveries, give_link, link_left
from makegood.conversations.letter import Address
from makegood.conversations.models import Delivery
from makegood.conversations.queries import OutgoingMail, outgoing, tongue_for
from makegood.conversations.queries.sending import Quoted

LOOK_AGAIN = timedelta(minutes=1)
NO_SERVER = noop(
    "No server for sending is set for this mailbox. Set one in its settings, or MAKEGOOD_SMTP_URL for all."
)


def send(turn: Turn, *, now: datetime) -> datetime | None:
    """The turn: sent, planned again, or stuck with the reason in words. A repeat is the same mail with the same id.

    What was handed over when a worker is killed in that moment may go once more; nothing else is sent twice.
    """
    mail = outgoing(turn.about["delivery"])
    if mail is None or mail.state not in (Delivery.State.PLANNED, Delivery.State.RETRY):
        return None
    leaving = _leaving(mail, now=now)
    if waits := gate.why_not_yet(leaving):
        return _wait_for_the_switch(mail, waits, now=now)
    if reason := gate.why_not_send(leaving):
        deliveries.stuck(mail.delivery, reason=reason, at=now)
        return None
    try:
        _deliver(mail, now=now)
    except smtp.NotSent as error:
        return _not_sent(mail, error, now=now)
    deliveries.sent(mail.delivery, at=now)
    link_left(mail.delivery)
    if mail.is_automatic:
        sending.count_automatic(mail.recipient.address, mail.conversation, at=now)
    return None


def _leaving(mail: OutgoingMail, *, now: datetime) -> gate.Leaving:
    counts = queries.counts(mail.recipient.address, mail.conversation, now=now) if mail.is_automatic else gate.Counts()
    return gate.Leaving(
        recipient=mail.recipient.address,
        automatic=mail.is_automatic,
        answers_automatic=mail.answers_automatic,
        own_addresses=queries.own_addresses(),
        halted=queries.halted(),
        is_resting=not mail.mailbox.is_active,
        counts=counts,
    )


def _wait_for_the_switch(mail: OutgoingMail, reason: str, *, now: datetime) -> datetime:
    """It waits, however long; its author sees why."""
    if mail.state == Delivery.State.PLANNED:
        deliveries.will_retry(mail.delivery, reason=reason, at=now)
    return now + LOOK_AGAIN


def _not_sent(mail: OutgoingMail, error: smtp.NotSent, *, now: datetime) -> datetime | None:
    attempts = mail.attempts + 1
    too_long = now - mail.written_at >= GIVE_UP_AFTER and attempts >= LEAST_ATTEMPTS
    if error.failure is smtp.Failure.PERMANENT:
        deliveries.stuck(mail.delivery, reason=str(error), at=now)
        return None
    if too_long:
        deliveries.stuck(
            mail.delivery,
            reason=_("Tried %(count)s times in three days. %(error)s") % {"count": attempts, "error": error},
            at=now,
        )
        return None
    deliveries.will_retry(mail.delivery, reason=str(error), at=now)
    return now + wait(attempts, chance=random.random())  # noqa: S311 - spreads retries, no secret


def _deliver(mail: OutgoingMail, *, now: datetime) -> None:
    """The next mail server has it. Raises NotSent."""
    access = queries.access_of(mail.mailbox)
    try:
        server = server_for(access, now=now)
        composed = compose(_written(mail, access, link=_link(mail, now=now)))
        recipient = ascii_address(mail.recipient.address)
    except Trouble as trouble:
        raise smtp.NotSent(smtp.Failure.OURS, str(trouble)) from trouble
    except Unreadable as error:
        raise smtp.NotSent(
            smtp.Failure.OURS, _("The mailbox's settings cannot be read. %(error)s") % {"error": error}
        ) from error
    except FileNotFoundError as error:
        raise smtp.NotSent(
            smtp.Failure.PERMANENT, _("A file that should go along is not on the disk any more.")
        ) from error
    except ValueError as error:
        raise smtp.NotSent(smtp.Failure.PERMANENT, str(error)) from error
    smtp.send(composed, server=server, sender=mail.mailbox.address, recipient=recipient)


def server_for(access: Access | None, *, now: datetime) -> Server:
    """By what a mailbox's mail leaves. Raises Trouble when there is nothing."""
    token = oauth.token_for(access, now=now) if access and queries.uses_oauth_for_sending(access) else ""
    server = queries.smtp_server(access, token=token)
    if server is None:
        raise Trouble(_(NO_SERVER), needs_person=True)
    return server


def _link(mail: OutgoingMail, *, now: datetime) -> str:
    """The address of the customer's page, in their copy alone; "" for anyone else, and where there is none to open."""
    if settings.PUBLIC_URL is None or not mail.mailbox.gives_page:
        return ""
    token = give_link(mail.delivery, at=now)
    return f"{settings.PUBLIC_URL.origin}/t/{token}" if token else ""


def _link_words(mail: OutgoingMail) -> str:
    with translation.override(tongue_for(mail.conversation)):
        return _("See where this stands:")


def _written(mail: OutgoingMail, access: Access | None, *, link: str) -> Outgoing:
    proven = queries.plus_is_proven(access, mail.mailbox)
    signed = reply_address(mail.mailbox.address, conversation=mail.conversation, delivery=mail.delivery)
    return Outgoing(
        sender=Address(mail.sender_name, mail.mailbox.address),
        to=tuple(mail.to),
        cc=tuple(mail.cc),
        subject=mail.subject,
        message_id=mail.message_id,
        in_reply_to=mail.references[-1] if mail.references else "",
        references=tuple(mail.references),
        date=mail.written_at,
        text=mail.text,
        html=mail.html,
        reply_to=signed if proven else "",
        link=link,
        link_words=_link_words(mail) if link else "",
        more_links=more_links(mail, link) if link else (),
        signature=mail.signature,
        quote=_quote(mail.quoted, mail) if mail.quoted else None,
        parts=tuple(Part(one.name, one.type, files.read(one.stored), one.cid) for one in mail.files),
        automatic=mail.is_automatic,
        answers=mail.answers,
    )


def _quote(quoted: Quoted, mail: OutgoingMail) -> Quote:
    """The answered message as mail programs introduce it, in its writer's language and the location's time."""
    at = quoted.at.astimezone(ZoneInfo(mail.mailbox.team.location.zone))
    said = introduce(Address(quoted.name, quoted.address), at=at, words=quoted.words)
    return Quote(said, quoted.text, quoted.html)
