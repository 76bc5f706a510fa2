"""What programs come in with, what they have asked already, and whom we tell that something happened."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token is good for. None of them opens more than its agent may see or do."""

    READ = "read", _("read")
    WRITE = "write", _("write")
    ADMIN = "admin", _("settings")


class Token(models.Model):
    """With it a program acts as its agent. Only its SHA-256 is kept; `prefix` is how people tell tokens apart."""

    agent = models.ForeignKey("people.Agent", models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    hashed = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Asked(models.Model):
    """A request that succeeded under an Idempotency-Key, and its answer, sealed: for a day the same again."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["token", "key"], name="asked_once")]
        indexes: ClassVar = [models.Index(fields=["at"], name="asked_at")]

    def __str__(self) -> str:
        return f"{self.key} of token {self.token_id}"


class Webhook(models.Model):
    """An address that is told of events which the agent who made it may see.

    `kinds` empty: all public ones. `after_event`: later events alone. `secret` is sealed. It `rests_until`
    then after a failure, so that a dead one does not hold up other work. `disabled_reason`: why we switched it off.
    """

    url = models.URLField(max_length=500)
    secret = models.TextField()
    kinds = models.JSONField(default=list, blank=True)
    team = models.ForeignKey("people.Team", models.CASCADE, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey("people.Agent", models.CASCADE, related_name="webhooks")
    created_at = models.DateTimeField()
    after_event = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One event on its way to one webhook. `answer` is how what came back begins, or why nothing did."""

    class State(models.TextChoices):
        """planned → sent | retry → sent | stuck → planned."""

        PLANNED = "planned", _("on its way")
        RETRY = "retry", _("trying again")
        SENT = "sent", _("sent")
        STUCK = "stuck", _("given up")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    attempts = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    planned_at = models.DateTimeField()
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["webhook", "event_id"], name="webhook_event_once")]
        indexes: ClassVar = [models.Index(fields=["planned_at"], name="webhook_delivery_age")]

    def __str__(self) -> str:
        return f"event {self.event_id} to webhook {self.webhook_id}"


class Told(models.Model):
    """How far the webhooks have been told: one row. All events up to `up_to` are planned, whatever commits later.

    `seen`, `fence`, `since`: what was the newest when an id below it was missing, the first transaction that cannot be
    the missing one, and when we saw it.
    """

    up_to = models.BigIntegerField()
    seen = models.BigIntegerField(null=True, blank=True)
    fence = models.BigIntegerField(null=True, blank=True)
    since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="told_once")]

    def __str__(self) -> str:
        return f"told up to {self.up_to}"


class InsideHost(models.Model):
    """A host in the company's own network that webhooks may reach; every other address there is refused."""

    host = models.CharField(max_length=255, unique=True)
    port = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"
