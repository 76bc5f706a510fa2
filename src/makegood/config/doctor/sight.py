"""Guarantee 6: nobody sees what is not theirs. Notes and drafts have no road out, and secrets are sealed."""

from __future__ import annotations

import os
from datetime import datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import F

from makegood.base.secrets import Unreadable, unseal
from makegood.channels.mail.models import Access
from makegood.config.doctor.found import Found, found
from makegood.conversations.models import Delivery, Draft, File, Reference
from makegood.payments.models import Account
from makegood.people.models import Agent


def mail_goes_to_whom_it_names(now: datetime) -> Found:
    """No delivery has a recipient that its author did not see."""
    wrong = []
    rows = Delivery.objects.values_list("pk", "address", "message__to", "message__cc")
    for pk, address, to, cc in rows.iterator():
        if address.lower() not in {one["address"].lower() for one in (*to, *cc)}:
            wrong.append(f"delivery {pk} goes to {address}, whom its message does not name")
    return found(Delivery.objects.count(), wrong)


def files_stay_where_they_are_seen(now: datetime) -> Found:
    """A file belongs to the conversation of what it hangs on; a first letter's, to none yet."""
    all_files = File.objects.all()
    astray = (
        all_files.filter(message__isnull=False).exclude(message__conversation=F("conversation"))
        | all_files.filter(note__isnull=False).exclude(note__conversation=F("conversation"))
        | all_files.filter(draft__conversation__isnull=False).exclude(draft__conversation=F("conversation"))
        | all_files.filter(draft__kind=Draft.Kind.FIRST, conversation__isnull=False)
    )
    wrong = [
        f"file {pk} can be reached from a conversation that is not its own"
        for pk in astray.values_list("pk", flat=True)
    ]
    return found(all_files.count(), wrong)


def threads_stay_apart(now: datetime) -> Found:
    """An id leads to the conversation of its message."""
    astray = Reference.objects.exclude(message__conversation=F("conversation")).values_list("ref", flat=True)
    return found(
        Reference.objects.count(), [f"the id {ref} leads to another conversation than its message" for ref in astray]
    )


def secrets_are_sealed(now: datetime) -> Found:
    """What opens mailboxes is encrypted with this installation's key, and the key is its owner's alone."""
    wrong, checked = [], 0
    names = [field.name for field in Access._meta.fields if field.name.endswith("_sealed")]
    for row in Access.objects.values("mailbox__address", *names):
        for name in names:
            checked += 1
            wrong += _unsealed(row["mailbox__address"], row[name])
    for kept in Account.objects.values_list("key", "hook_secret"):
        checked += len(kept)
        wrong += [line for one in kept for line in _unsealed("Stripe", one)]
    key = settings.DATA / "secret.key"
    if key.exists() and os.name == "posix" and key.stat().st_mode & 0o077:
        wrong.append("secret.key can be read by others on this machine. Run: chmod 600 on it")
    return found(checked + 1, wrong)


def _unsealed(address: str, sealed: str) -> list[str]:
    try:
        unseal(sealed)
    except Unreadable:
        return [f"{address}: a secret is not sealed, or with another key"]
    return []


def who_has_gone_is_signed_out(now: datetime) -> Found:
    """No session of a deactivated agent is open."""
    gone = {str(pk): str(agent) for pk, agent in ((one.pk, one) for one in Agent.objects.filter(is_active=False))}
    sessions = Session.objects.filter(expire_date__gt=now) if gone else Session.objects.none()
    users = [str(one.get_decoded().get("_auth_user_id", "")) for one in sessions.iterator()]
    return found(
        len(users), [f"{gone[user]} no longer works here and is still signed in" for user in users if user in gone]
    )


CHECKS = (
    mail_goes_to_whom_it_names,
    files_stay_where_they_are_seen,
    threads_stay_apart,
    secrets_are_sealed,
    who_has_gone_is_signed_out,
)
