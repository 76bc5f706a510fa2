"""The provider rings our line, and a worker takes what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.calls import acts as calls
from makegood.calls.models import Line
from makegood.channels.phone import acts, queries
from makegood.channels.phone.rules import Provider as Said
from makegood.config.environment import PublicUrl
from makegood.config.turns import Handlers
from tests.phone.provider import ACCOUNT, SECRET, Provider, body_of, signed
from tests.world import NOON, World

FORM = "application/x-www-form-urlencoded"
OURS = "https://desk.harbour.example"
KINDS = ("voicemail", "recording", "hear")


@dataclass
class Ringing:
    """A line that this provider answers."""

    world: World
    provider: Provider
    line: Line
    address: str

    @property
    def path(self) -> str:
        return self.address.removeprefix(OURS)

    def post(self, fields: dict[str, str], *, signature: str | None = None, path: str = "", **more: Any) -> Any:
        """The provider tells us; signed by it, unless another signature is given."""
        path = path or self.path
        given = signed(OURS + path, fields) if signature is None else signature
        headers = {"X-Twilio-Signature": given}
        return Client().post(path, body_of(fields), content_type=FORM, headers=headers, **more)


def connected(world: World, provider: Provider, settings: Any) -> Ringing:
    """Ada has named the line and its provider."""
    settings.PUBLIC_URL = PublicUrl(OURS, "desk.harbour.example", True)
    line = calls.add_line("+4930555555", name="Harbour", team=world.harbour, by=world.ada, at=NOON)
    said = Said(ACCOUNT, SECRET, provider.origin, is_inside=True)
    hook = acts.connect(line, said, by=world.ada, at=NOON)
    return Ringing(world, provider, line, queries.address_of(hook))


def work(*, now: datetime | None = None, kinds: tuple[str, ...] = KINDS) -> None:
    """A worker takes every turn of ours that is due, in order, once each; what fails is tried again later, or stuck."""
    now, handlers = now or timezone.now(), Handlers()
    for turn in agenda.claim(now, worker="test", limit=50):
        if turn.kind not in kinds:
            continue
        try:
            handlers[turn.kind](turn, now=now)
        except Exception as error:
            agenda.failed(turn, error, now=now)
        else:
            agenda.done(turn)
    if Turn.objects.filter(kind__in=kinds, state="planned", run_at__lte=now, lease_until=None).exists():
        work(now=now, kinds=kinds)
