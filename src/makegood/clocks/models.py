"""Deadlines that run on conversations. Plain ids upward: this floor knows no conversation, team or agent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is owed when the clock runs out. `rules.TURNS` names who is called then."""

    FIRST_RESPONSE = "first_response", _("first answer")
    NEXT_RESPONSE = "next_response", _("answer")
    LOOK_AGAIN = "look_again", _("look again")
    PROMISE = "promise", _("promise")
    OFFER = "offer", _("handoff to be accepted")
    PARTNER = "partner", _("partner's word")
    RUNG = "rung", _("escalation")


class Clock(models.Model):
    """A deadline. It runs until `ended_at`. `due_at` is what was said, `turn_at` when its handler is next called.

    `about_id` is the promise, handoff or escalation that it belongs to; 0: the conversation itself. `team_id` is the
    team that it is for, `agent_id` the one person of whom something is wanted (null: whoever has the conversation).
    """

    conversation_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)  # one of Kind; no choices, so that a new kind needs no migration
    about_id = models.BigIntegerField(default=0)
    team_id = models.BigIntegerField()
    agent_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    turn_at = models.DateTimeField()
    missed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation_id", "kind", "about_id"],
                condition=Q(ended_at=None),
                name="one_running_clock_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(started_at__lte=models.F("due_at")), name="clock_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.conversation_id}, due {self.due_at:%Y-%m-%d %H:%M}"
