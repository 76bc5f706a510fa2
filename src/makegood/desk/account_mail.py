"""Mail about an agent's own account. It leaves as a turn of the agenda, so that no page waits for a mail server."""

from __future__ import annotations

import json
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from django.conf import settings
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.agenda.rules import GiveUp, TryAgain
from makegood.base import secrets
from makegood.channels.mail import queries, smtp
from makegood.channels.mail.servers import server_from_url
from makegood.channels.mail.telling.voice import sender_of

SUBJECT, TEXT, TO = "subject", "text", "to"


def why_not() -> str:
    """Empty when mail with a link can leave; else what is missing."""
    if not settings.PUBLIC_URL:
        return _("MAKEGOOD_URL is not set, so a mail could not say where the link leads.")
    if not settings.SMTP_URL:
        return _("MAKEGOOD_SMTP_URL is not set, so no mail can leave on the desk's own behalf.")
    return ""


def plan(to: str, subject: str, text: str, *, now: datetime) -> None:
    """The mail will leave within seconds. What it says lies sealed until then, for it opens an account."""
    sealed = secrets.seal(json.dumps({TO: to, SUBJECT: subject, TEXT: text}))
    agenda.plan("account_mail", f"account_mail:{secrets.token()}", run_at=now, about={"sealed": sealed})


def handle(turn: Turn, *, now: datetime) -> None:
    """The mail has left. Raises TryAgain, or GiveUp when it never will."""
    mail = json.loads(secrets.unseal(turn.about["sealed"]))
    server = server_from_url(settings.SMTP_URL)
    if server is None:
        raise GiveUp(_("MAKEGOOD_SMTP_URL is not set any more."))
    if halted := queries.halted():
        raise TryAgain(f"Sending is switched off: {halted}")
    sender = sender_of(server)
    try:
        smtp.send(_composed(mail, sender, now), server=server, sender=sender, recipient=mail[TO])
    except smtp.NotSent as error:
        if error.failure == smtp.Failure.PERMANENT:
            raise GiveUp(str(error)) from error
        raise TryAgain(str(error)) from error


def _composed(mail: dict[str, str], sender: str, now: datetime) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail[TO], mail[SUBJECT]
    message["Date"], message["Message-ID"] = format_datetime(now), make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail[TEXT])
    return message.as_bytes()
