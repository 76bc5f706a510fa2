"""A conversation that was answered by mail, and its customer's page."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from makegood.conversations import acts
from makegood.conversations.models import Conversation, Message
from makegood.people.models import Company
from tests.world import World

NOW = timezone.now()
HOUR = timedelta(hours=1)


def leave(message: Message) -> str:
    """The reply has left for all of its recipients; the token of Eva's copy."""
    tokens = [acts.give_link(one.pk, at=NOW) for one in message.deliveries.order_by("pk")]
    for one in message.deliveries.all():
        acts.sent(one.pk, at=NOW)
        acts.link_left(one.pk)
    return next(iter(token for token in tokens if token), "")


def answered(world: World, *, at: datetime = NOW - 2 * HOUR, **fields: object) -> tuple[Conversation, str]:
    """Eva wrote, Ana has it and answered by mail; the token in that mail."""
    Company.objects.get_or_create(pk=1, defaults={"name": "Harbour & Pine"})
    conversation = world.receive(at=at, **fields)
    acts.claim(conversation, by=world.ana, at=at)
    conversation.refresh_from_db()
    token = leave(world.reply(conversation, at=at + HOUR / 2))
    return Conversation.objects.get(pk=conversation.pk), token


def get(client: Client, token: str, status: int = 200) -> str:
    answer = client.get(f"/t/{token}")
    assert answer.status_code == status
    return answer.content.decode()


def post(client: Client, token: str, *, status: int = 302, html: str = "", **said: object) -> str:
    html = html or get(client, token)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    answer = client.post(f"/t/{token}", {**hidden, "do": "write", **said})
    assert answer.status_code == status, answer.content
    return client.get(answer["Location"]).content.decode() if status == 302 else answer.content.decode()
