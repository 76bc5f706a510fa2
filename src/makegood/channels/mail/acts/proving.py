"""Proof that a mailbox's plus addresses arrive, by a mail of our own."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from makegood.agenda import acts as agenda
from makegood.channels.mail.models import Access, Proof
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


def begin(access: Access, *, now: datetime) -> Proof:
    """A test mail to the mailbox's own plus address is on the agenda. Until it arrives, replies thread by id alone."""
    with transaction.atomic():
        proof = Proof.objects.create(access=access, mark=secrets.token_hex(12), sent_at=now)
        agenda.plan("prove", f"prove:{access.pk}", run_at=now, about={"proof": proof.pk})
    return proof


def arrived(mark: str, *, mailbox: str, authserv_id: str, now: datetime) -> bool:
    """True when the mark is of a test mail of this mailbox: signed reply addresses work from now on.

    `authserv_id` is the name under which the receiving server reports (RFC 8601), learned if none was set.
    """
    with transaction.atomic():
        proof = Proof.objects.select_related("access__mailbox").filter(mark=mark).first()
        if proof is None or proof.access.mailbox.address != mailbox:
            return False
        if Proof.objects.filter(pk=proof.pk, arrived_at=None).update(arrived_at=now):
            access = Access.objects.filter(pk=proof.access_id)
            access.update(plus_proven_at=now, plus_proven_for=mailbox)
            access.filter(authserv_id="").update(authserv_id=authserv_id[:255])
            about = {"mailbox": proof.access.mailbox_id, "address": mailbox, "changed": ["plus address proven"]}
            record(Kind.MAILBOX_CHANGED, at=now, team=proof.access.mailbox.team_id, about=about)
    return True
