"""What is known of people's working time: weekly rosters, dated shifts, absences, who stands in, what they say."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Roster(models.Model):
    """A person's usual week, from Monday, in the zone: per day the lines [from, to, [[from, to] of each break]].

    All in minutes after midnight on the wall; what ends past midnight ends above 1440.
    """

    agent = models.OneToOneField("people.Agent", models.CASCADE, related_name="roster")
    zone = models.CharField(max_length=64)
    week = models.JSONField()
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"the week of {self.agent_id}"


class Shift(models.Model):
    """Work on a date, which replaces the weekly roster on that day. Without times: the day is free.

    `day` is the local day on which it begins; `breaks` are pairs of ISO moments; `uid` is its name in an import.
    """

    class Source(models.TextChoices):
        """Where it was said."""

        TYPED = "typed", _("typed")
        IMPORTED = "imported", _("imported")

    agent = models.ForeignKey("people.Agent", models.CASCADE, related_name="shifts")
    day = models.DateField()
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    breaks = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.TYPED)
    uid = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="shift_runs_forward",
                condition=Q(begins_at__lt=F("ends_at")) | Q(begins_at__isnull=True, ends_at__isnull=True),
            ),
            models.UniqueConstraint(fields=["agent", "begins_at"], name="shift_begins_once"),
            models.UniqueConstraint(
                fields=["agent", "day"], condition=Q(begins_at__isnull=True), name="shift_free_day_once"
            ),
            models.UniqueConstraint(fields=["agent", "uid"], condition=~Q(uid=""), name="shift_imported_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["agent", "day"], name="shift_day")]

    def __str__(self) -> str:
        return f"{self.agent_id} on {self.day}"


class Planned(models.Model):
    """Days that an imported plan covers for a person: without a weekly roster, a day in it without a shift is free."""

    agent = models.ForeignKey("people.Agent", models.CASCADE, related_name="planned")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agent", "first_day", "last_day"], name="planned_once"),
            models.CheckConstraint(name="planned_runs_forward", condition=Q(first_day__lte=F("last_day"))),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id}: {self.first_day} to {self.last_day}"


class Absence(models.Model):
    """Someone is away. `ends_at` null: nobody knows until when. `why` is for their leads and above alone."""

    agent = models.ForeignKey("people.Agent", models.CASCADE, related_name="absences")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, default="", blank=True)
    by = models.ForeignKey("people.Agent", models.SET_NULL, null=True, blank=True, related_name="+")
    passed_on_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="absence_runs_forward", condition=Q(ends_at__isnull=True) | Q(begins_at__lt=F("ends_at"))
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["agent", "begins_at"], name="absence_of"),
            models.Index(fields=["ends_at", "agent"], name="absence_until"),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} is away from {self.begins_at:%Y-%m-%d}"


class Substitute(models.Model):
    """`stand_in` stands in for `agent`, from then until then (null: until it is ended); the lowest `place` first."""

    agent = models.ForeignKey("people.Agent", models.CASCADE, related_name="substitutes")
    stand_in = models.ForeignKey("people.Agent", models.CASCADE, related_name="stands_in")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="substitute_is_another", condition=~Q(agent=F("stand_in"))),
            models.CheckConstraint(
                name="substitute_runs_forward", condition=Q(ends_at__isnull=True) | Q(begins_at__lt=F("ends_at"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["ends_at", "agent"], name="substitute_until")]

    def __str__(self) -> str:
        return f"{self.stand_in_id} stands in for {self.agent_id}"


class Override(models.Model):
    """What a person last said of themselves, "I'm on" or "I'm off". How long it holds, duty/rules/time.py says."""

    agent = models.OneToOneField("people.Agent", models.CASCADE, related_name="override")
    is_on = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agent_id} is {'on' if self.is_on else 'off'}"


class Feed(models.Model):
    """The secret address of a person's own calendar; only its hash is kept. A new one ends the old one."""

    agent = models.OneToOneField("people.Agent", models.CASCADE, related_name="feed")
    hashed = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"the calendar of {self.agent_id}"


class LastGiven(models.Model):
    """Who was given the team's newest work, where it goes by turn."""

    team = models.OneToOneField("people.Team", models.CASCADE, related_name="last_given")
    agent = models.ForeignKey("people.Agent", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.team_id}: {self.agent_id}"
