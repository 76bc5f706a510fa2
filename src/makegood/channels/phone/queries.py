"""All reads of providers' hooks. What is sealed is opened where it is needed, and shown to nobody."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from makegood.base import secrets
from makegood.calls.models import Line, Recording
from makegood.channels.phone.models import Hook
from makegood.intake.acts import PHONE
from makegood.intake.models import Arrival


def hook_of(line: Line) -> Hook | None:
    """How the line is answered; None: not by a provider."""
    return Hook.objects.filter(line=line).first()


def hook_at(token: str) -> Hook | None:
    """The hook of this address, while its line is ours; None: there is no such. One query."""
    rows = Hook.objects.select_related("line__team__location")
    return rows.filter(token_hash=secrets.hashed(token), line__removed_at=None).first()


def hook_for(source: str) -> Hook | None:
    """The hook through which this came, if there still is one."""
    return Hook.objects.select_related("line").filter(line=line_in(source)).first()


def source_of(line: Line) -> str:
    """Where arrivals that this line's provider told us of come from."""
    return f"{PHONE}{line.pk}"


def line_in(source: str) -> int:
    """The line of such a source."""
    return int(source.removeprefix(PHONE))


def address_of(hook: Hook) -> str:
    """The hook's address, as the provider must call it; "" while the desk does not know its own."""
    if not settings.PUBLIC_URL:
        return ""
    return f"{settings.PUBLIC_URL.origin}/phone/voicemail/{secrets.unseal(hook.token)}"


def last_heard(line: Line) -> datetime | None:
    """When the provider last told us of a voicemail; None: never."""
    rows = Arrival.objects.filter(source=source_of(line)).order_by("-pk")
    return rows.values_list("at", flat=True).first()


def awaited(pk: int) -> Recording | None:
    """The recording while it is not here; None when it is."""
    rows = Recording.objects.select_related("call__message").filter(pk=pk, file=None)
    return rows.first()


def unheard(pk: int) -> Recording | None:
    """The recording while no machine has listened to it; None when one has."""
    return Recording.objects.select_related("call__message", "file").filter(pk=pk, heard_at=None).first()


def arrival(pk: int) -> Arrival:
    """What the provider said, with its bytes at hand."""
    return Arrival.objects.select_related("raw").get(pk=pk)
