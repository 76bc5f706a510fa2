"""A mail to one of us that shows what customers would get. It leaves as a turn of the agenda."""

from __future__ import annotations

from datetime import datetime

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.agenda.rules import GiveUp, TryAgain
from makegood.base.secrets import Unreadable
from makegood.channels.mail import gate, queries, smtp
from makegood.channels.mail.compose import Outgoing, compose
from makegood.channels.mail.due import server_for
from makegood.channels.mail.headers import ascii_address
from makegood.channels.mail.troubles import Trouble
from makegood.conversations.letter import Address
from makegood.people.models import Mailbox
from makegood.people.queries import mailbox as mailbox_of


def plan(mailbox: Mailbox, *, to: str, subject: str, text: str, now: datetime) -> None:
    """The trial is on its way; another one before it has left replaces it."""
    about = {"mailbox": mailbox.pk, "to": to, "subject": subject, "text": text, "at": now.isoformat()}
    agenda.plan("trial", f"trial:{mailbox.pk}:{to}", run_at=now, about=about)


def send(turn: Turn, *, now: datetime) -> None:
    """The turn: the mail has left. Raises TryAgain, GiveUp."""
    said, box = turn.about, mailbox_of(turn.about["mailbox"])
    leaving = gate.Leaving(said["to"], automatic=False, own_addresses=queries.own_addresses(), halted=queries.halted())
    if why := gate.why_not_yet(leaving):
        raise TryAgain(why)
    if why := gate.why_not_send(leaving):
        raise GiveUp(why)
    try:
        mail = compose(_written(turn, box))
        server = server_for(queries.access_of(box), now=now)
        smtp.send(mail, server=server, sender=box.address, recipient=ascii_address(said["to"]))
    except smtp.NotSent as error:
        if error.failure is smtp.Failure.PERMANENT:
            raise GiveUp(str(error)) from error
        raise TryAgain(str(error)) from error
    except (Trouble, Unreadable) as error:
        raise GiveUp(str(error)) from error


def _written(turn: Turn, box: Mailbox) -> Outgoing:
    said = turn.about
    return Outgoing(
        sender=Address(box.name, box.address),
        to=(Address("", said["to"]),),
        subject=said["subject"],
        message_id=f"trial-{turn.pk}-{box.pk}@{box.address.rpartition('@')[2]}",
        date=datetime.fromisoformat(said["at"]),
        text=said["text"],
        signature=box.signature,
        automatic=True,
    )
