"""Deadlines that run on conversations. Plain ids upward: this floor knows no conversation, team or agent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
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
    RESOLUTION = "resolution", _("solution")
    CALLBACK = "callback", _("call back")
    ASK = "ask", _("a yes")


class Clock(models.Model):
    """A deadline. It runs until `ended_at`. `due_at` is what was said, `turn_at` when its handler is next called.

    `about_id` is the promise, handoff or escalation that it belongs to; 0: the conversation itself. `team_id` is the
    team that it is for, `agent_id` the one person of whom something is wanted (null: whoever has the conversation),
    `who` what they are called. `hours_id` are the office hours in which it counts (null: always open), `target_id` the
    service target that set it (null: the usual length). While `paused_at` it does not run: `left` is the working time
    that it still has.
    """

    conversation_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)  # one of Kind; no choices, so that a new kind needs no migration
    about_id = models.BigIntegerField(default=0)
    team_id = models.BigIntegerField()
    agent_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=120, default="", blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    turn_at = models.DateTimeField()
    missed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    hours_id = models.BigIntegerField(null=True)
    target_id = models.BigIntegerField(null=True)
    warned_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    left = models.DurationField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation_id", "kind", "about_id"],
                condition=Q(ended_at=None),
                name="one_running_clock_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(started_at__lte=models.F("due_at")), name="clock_runs_forward"),
        ]
        # What was done in a period. Written when a clock ends, so it costs nothing as mail comes in.
        indexes: ClassVar = [
            models.Index(fields=["kind", "ended_at"], condition=Q(ended_at__isnull=False), name="clock_ended"),
            # The clock of a promise, an offer, a rung: without it a million running clocks are walked for each.
            models.Index(fields=["about_id", "kind"], condition=Q(ended_at=None), name="clock_running_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.conversation_id}, due {self.due_at:%Y-%m-%d %H:%M}"


class OfficeHours(models.Model):
    """A named set of opening times, for any number of teams and locations. `clocks/hours.py` says what the parts mean.

    `week`: seven lists of [from, to] in minutes, Monday first, or an empty list; `special`: the same by ISO date.
    """

    name = models.CharField(max_length=120, unique=True)
    zone = models.CharField(max_length=64, default="UTC")
    week = models.JSONField(default=list, blank=True)
    special = models.JSONField(default=dict, blank=True)
    country = models.CharField(max_length=2, default="", blank=True)
    subdivision = models.CharField(max_length=60, default="", blank=True)

    def __str__(self) -> str:
        return self.name


class Unit(models.TextChoices):
    """In what a service target is counted: in the hours of whoever has the conversation."""

    MINUTES = "minutes", _("working minutes")
    DAYS = "days", _("working days")


class WarnIn(models.TextChoices):
    """In what the time before the end, at which a warning is given, is counted."""

    MINUTES = "minutes", _("working minutes")
    PERCENT = "percent", _("percent of its time")


class AtEnd(models.TextChoices):
    """What happens when the time has passed and nobody did what was owed."""

    TELL = "tell", _("who has it is told, and told again")
    RELEASE = "release", _("it also goes back to its team")


class Target(models.Model):
    """How soon something is owed, where it applies: to a team, channel, tag, customer group; empty means to every one.

    `clocks/targets.py` says which of several applies. `group_id` is a customer group of an admin's.
    """

    kind = models.CharField(max_length=20)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=8, choices=Unit.choices)
    team_id = models.BigIntegerField(null=True, blank=True)
    channel = models.CharField(max_length=12, default="", blank=True)
    tag = models.CharField(max_length=60, default="", blank=True)
    group_id = models.BigIntegerField(null=True, blank=True)
    warn = models.PositiveIntegerField(default=0)
    warn_in = models.CharField(max_length=8, choices=WarnIn.choices, default=WarnIn.PERCENT)
    pauses = models.BooleanField(default=False)
    at_end = models.CharField(max_length=8, choices=AtEnd.choices, default=AtEnd.TELL)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "kind", Coalesce("team_id", 0), "channel", "tag", Coalesce("group_id", 0), name="target_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="target_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} within {self.amount} {self.unit}"


class Edition(models.Model):
    """One row. Its mark is another whenever hours or targets have changed, so that what was read need not be again."""

    mark = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_edition")]

    def __str__(self) -> str:
        return self.mark
