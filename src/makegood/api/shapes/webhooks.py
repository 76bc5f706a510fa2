"""Webhooks: where they lead, what went there, and which hosts inside they may reach."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from makegood.api.shapes.common import Id, Line, Plain, Said, Text
from makegood.timeline.kinds import Kind

Url = Annotated[str, Field(max_length=500, examples=["https://hooks.example.com/makegood"]), Plain]


class WebhookIn(Said):
    """Where it leads, and what it tells: `kinds` empty, all public ones; `team`, only that team's."""

    url: Url
    kinds: list[Kind] = Field(default_factory=list, max_length=60, examples=[["message.received", "reply.sent"]])
    team: Id | None = None


class WebhookOut(Schema):
    """A webhook, without its secret."""

    id: int
    url: str
    kinds: list[str]
    team: int | None
    created_by: str
    is_active: bool
    failing_since: datetime | None
    disabled_reason: str


class NewWebhookOut(WebhookOut):
    """A webhook and the secret with which it is signed: told now, and never again."""

    secret: Text = Field(examples=["whsec_…"])


class SecretOut(Schema):
    """The new secret: told now, and never again."""

    secret: str


class WebhookDeliveryOut(Schema):
    """One event on its way: planned, retry, sent, stuck; `answer` is how what came back begins, or why nothing did."""

    id: int
    event: int
    state: str
    attempts: int
    status: int | None
    answer: str
    planned_at: datetime
    at: datetime | None

    @staticmethod
    def resolve_event(it: Any) -> int:
        """The event's id."""
        return int(it.event_id)


class InsideIn(Said):
    """A place in the company's own network."""

    host: Line = Field(examples=["hooks.internal"])
    port: Annotated[int, Field(ge=1, le=65535)]


class InsideOut(Schema):
    """A place in the company's own network that webhooks may lead to."""

    id: int
    host: str
    port: int
