"""A mail of the desk to one of its own people, through the same gate and server as every other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from makegood.agenda.rules import GiveUp, TryAgain
from makegood.base.secrets import Unreadable
from makegood.channels.mail import gate, queries, smtp
from makegood.channels.mail.acts import sending
from makegood.channels.mail.compose import Outgoing, compose
from makegood.channels.mail.headers import ascii_address
from makegood.channels.mail.telling.voice import Voice, voice
from makegood.channels.mail.troubles import Trouble
from makegood.conversations.letter import Address
from makegood.people.models import Agent

NOWHERE = 0  # the conversation under which such a mail is counted: none


@dataclass(frozen=True, slots=True)
class OwnMail:
    """What it says; `key` is what its Message-ID begins with, the same for the same mail; `html` "": plain alone."""

    subject: str
    text: str
    key: str
    html: str = ""


def write_to(agent: Agent, own: OwnMail, *, now: datetime) -> None:
    """It has left. Raises TryAgain, or GiveUp when it never will."""
    _refuse_unless_it_may_leave(agent.email, now=now)
    try:
        by = voice(now=now)
        if by is None:
            raise GiveUp(_("There is no server for sending any more: neither MAKEGOOD_SMTP_URL nor a mailbox's own."))
        mail = _written(agent, own, by, now=now)
        smtp.send(mail, server=by.server, sender=by.address, recipient=ascii_address(agent.email))
    except smtp.NotSent as error:
        if error.failure is smtp.Failure.PERMANENT:
            raise GiveUp(
                _("%(agent)s could not be told by mail. %(error)s") % {"agent": agent.name, "error": error}
            ) from error
        raise TryAgain(str(error)) from error
    except (Trouble, Unreadable) as error:
        raise TryAgain(str(error)) from error
    sending.count_automatic(agent.email, NOWHERE, at=now)


def _refuse_unless_it_may_leave(address: str, *, now: datetime) -> None:
    """Through the gate like every mail; only the caps of a conversation do not apply, for it is in none."""
    counts = queries.counts(address, NOWHERE, now=now)
    counts = gate.Counts(address_hour=counts.address_hour, address_day=counts.address_day)
    own, halted = queries.own_addresses(), queries.halted()
    leaving = gate.Leaving(address, automatic=True, own_addresses=own, halted=halted)
    if why := gate.why_not_yet(leaving):
        raise TryAgain(why)
    if why := gate.why_not_send(leaving):
        raise GiveUp(why)
    if why := gate.why_not_send(gate.Leaving(address, automatic=True, own_addresses=own, counts=counts)):
        raise TryAgain(why, at=now + timedelta(hours=1))


def _written(agent: Agent, own: OwnMail, by: Voice, *, now: datetime) -> bytes:
    return compose(
        Outgoing(
            sender=Address("Makegood", by.address),
            to=(Address(agent.name, agent.email),),
            subject=own.subject,
            message_id=f"{own.key}@{by.address.rpartition('@')[2]}",
            date=now,
            text=own.text,
            html=own.html,
            automatic=True,
        )
    )
