"""Handing a conversation on: offers to colleagues, and work that partner companies do for us."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood.conversations.models import Conversation


class State(models.TextChoices):
    """offered → accepted | declined | withdrawn | returned. A partner's accepted one → finished | returned."""

    OFFERED = "offered", _("offered")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RETURNED = "returned", _("returned")
    FINISHED = "finished", _("finished")


class Handoff(models.Model):
    """A conversation, or a part of its work, offered to someone: exactly one of agent, team, location, partner.

    `owner` and `team` had the conversation when it was offered, and answer for it until it is accepted. `origin` is the
    conversation in which it was made, when a merge has brought it to another. `why` says why it ended.
    """

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="handoffs")
    origin = models.ForeignKey(Conversation, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OFFERED)
    agent = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    location = models.ForeignKey("people.Location", models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey("people.Partner", models.PROTECT, null=True, blank=True, related_name="handoffs")
    owner = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")
    reason = models.TextField()
    told = models.TextField(blank=True)
    at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    is_lengthened = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="handoff_to_one",
                condition=Q(agent__isnull=False, team=None, location=None, partner=None)
                | Q(agent=None, team__isnull=False, location=None, partner=None)
                | Q(agent=None, team=None, location__isnull=False, partner=None)
                | Q(agent=None, team=None, location=None, partner__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(state="offered", partner=None), name="one_inside_offer"
            ),
            models.CheckConstraint(
                name="handoff_ends_with_its_state",
                condition=Q(state="offered", ended_at=None)
                | Q(state="accepted", partner__isnull=False, ended_at=None)
                | Q(state="accepted", partner=None, ended_at__isnull=False)
                | Q(state__in=["declined", "withdrawn", "returned", "finished"], ended_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["conversation"], condition=Q(ended_at=None), name="handoff_open"),
            models.Index(fields=["agent"], condition=Q(ended_at=None), name="handoff_to_agent"),
        ]

    def __str__(self) -> str:
        return f"handoff {self.pk} of #{self.conversation_id} to {self.to_name}"

    @property
    def to_name(self) -> str:
        """The name of whom it was offered to."""
        return str(self.agent or self.team or self.location or self.partner)

    @property
    def is_open(self) -> bool:
        """Somebody has yet to answer, or a partner is at work."""
        return self.ended_at is None


class Said(models.Model):
    """A word between those who hand on and those who receive: what for, a question, an answer, a note of what was done.

    `by` is null when the other company said it; then `name` and `address` say who.
    """

    class Kind(models.TextChoices):
        """What sort of word it is."""

        WORD = "word", _("wrote")
        QUESTION = "question", _("asked")
        ANSWER = "answer", _("answered")

    handoff = models.ForeignKey(Handoff, models.CASCADE, related_name="said")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.WORD)
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["handoff", "id"], name="handoff_said")]

    def __str__(self) -> str:
        return f"{self.kind} in handoff {self.handoff_id}"
