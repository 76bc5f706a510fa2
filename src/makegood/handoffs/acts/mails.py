"""Mail to a partner: planned inside an act, sent by the mail channel, with a link of its own in each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.base import secrets
from makegood.clocks.models import Kind as ClockKind
from makegood.conversations.acts.changing import change
from makegood.conversations.models import State as Standing
from makegood.handoffs.acts.common import held, say
from makegood.handoffs.models import AUTOMATIC, MOST_AUTOMATIC, Handoff, Mail, Said
from makegood.timeline.kinds import Kind

GATHERED_FOR = timedelta(minutes=5)  # reminders to one partner that come close together go in one mail
DAY = timedelta(days=1)


def plan_mail(handoff: Handoff, kind: Mail.Kind, *, at: datetime, said: Said | None = None) -> Mail | None:
    """The mail leaves soon. None when this handoff has had all the automatic mails that it may have."""
    if kind in AUTOMATIC and automatic_count(handoff) >= MOST_AUTOMATIC:
        return None
    token = secrets.token()
    mail = Mail.objects.create(
        handoff=handoff, kind=kind, said=said, hashed=secrets.hashed(token), sealed=secrets.seal(token), at=at
    )
    if kind == Mail.Kind.REMINDER:
        _plan_reminders(handoff, at=at)
    else:
        agenda.plan("partner_mail", f"partner_mail:{mail.pk}", run_at=at, about={"mail": mail.pk})
    return mail


def automatic_count(handoff: Handoff) -> int:
    """How many automatic mails it has had, or is to have."""
    return Mail.objects.filter(handoff=handoff, kind__in=AUTOMATIC).count()


def _plan_reminders(handoff: Handoff, *, at: datetime) -> None:
    """All that are due to the partner then go in one mail, one a day."""
    partner = handoff.partner_id
    mine = Mail.objects.filter(handoff__partner=partner, kind=Mail.Kind.REMINDER, state=Mail.State.SENT)
    last = mine.order_by("-sent_at").values_list("sent_at", flat=True).first()
    run_at = max(at + GATHERED_FOR, last + DAY) if last else at + GATHERED_FOR
    agenda.plan("partner_reminders", f"partner_reminders:{partner}", run_at=run_at, about={"partner": partner})


def mail_sent(pk: int, *, at: datetime) -> None:
    """The next mail server has it; the token is nowhere but in the mail any more."""
    Mail.objects.filter(pk=pk, state=Mail.State.PLANNED).update(state=Mail.State.SENT, sealed="", sent_at=at, reason="")


def mail_not_needed(pk: int, *, at: datetime) -> None:
    """What it would have said is no longer so; it does not leave."""
    Mail.objects.filter(pk=pk, state=Mail.State.PLANNED).delete()


def mail_failed(pk: int, *, reason: str, at: datetime) -> None:
    """It did not leave, or came back: the handoff says so, and it is its owner's turn."""
    found = Mail.objects.filter(pk=pk).first()
    if found is None:
        return
    with transaction.atomic():
        handoff, conversation = held(found.handoff_id)
        stuck = {"state": Mail.State.STUCK, "reason": reason[:500], "sealed": ""}
        if not Mail.objects.filter(pk=pk).exclude(state=Mail.State.STUCK).update(**stuck):
            return
        Handoff.objects.filter(pk=handoff.pk).update(failed=reason[:500])
        if handoff.is_open and conversation.state in (Standing.OPEN, Standing.WAITING):
            change(conversation, at=at, state=Standing.OPEN, begins=[ClockKind.NEXT_RESPONSE])
        say(Kind.HANDOFF_UNDELIVERED, handoff, conversation, at=at, why=reason[:200])
