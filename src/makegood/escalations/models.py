"""Ladders, and who was asked when something climbed one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from makegood.conversations.models import Conversation
from makegood.people.models import Rank


class Rung(models.Model):
    """A step of a team's ladder, or of everyone's (team null): who is asked, and how long they have, in working time.

    Which people that is follows from the conversation: the leads of its team, the managers of its location, …
    """

    team = models.ForeignKey("people.Team", models.CASCADE, null=True, blank=True, related_name="+")
    place = models.PositiveSmallIntegerField()
    rank = models.CharField(max_length=12, choices=Rank.choices)
    minutes = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Coalesce("team", 0), "place", name="rung_place"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="rung_has_time"),
            models.CheckConstraint(
                condition=Q(rank__in=["lead", "manager", "regional", "head_office"]), name="rung_is_above"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.get_rank_display()}"


class Cause(models.TextChoices):
    """Why something climbs. It ends by what it was about (rules.ENDS)."""

    LATE_ANSWER = "late_answer", _("the answer is late")
    LATE_CALL = "late_call", _("the call back is late")
    BROKEN_PROMISE = "broken_promise", _("a promise was broken")
    SILENT_PARTNER = "silent_partner", _("a partner does not answer")
    UNANSWERED_OFFER = "unanswered_offer", _("a handoff was not answered")
    AGENT = "agent", _("a colleague asked for it")
    EFFORT = "effort", _("it has cost the customer much")
    CUSTOMER = "customer", _("the customer asked for it")


class Escalation(models.Model):
    """A conversation climbs its ladder. `rung` counts from 1; 0: nobody could be asked yet.

    `asked` has it now; `told_at` null: they are the next on duty, and told then. `answer_by` is the end of their time.
    `needs` is what is to be granted, in words, and `needs_rank` who at least may ("": anyone above).
    `pass_from` is the first ask of this pass. `is_remembered`: the next one, until the conversation closes, begins
    above `rung`. `origin` is the conversation in which it began, when a merge has brought it to another.
    """

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="escalations")
    origin = models.ForeignKey(Conversation, models.PROTECT, null=True, blank=True, related_name="+")
    cause = models.CharField(max_length=16, choices=Cause.choices)
    about_id = models.BigIntegerField(default=0)
    reason = models.TextField(blank=True)
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    needs = models.CharField(max_length=120, blank=True)
    needs_rank = models.CharField(max_length=12, choices=Rank.choices, blank=True)
    due_at = models.DateTimeField()
    rung = models.PositiveSmallIntegerField(default=0)
    asked = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    pass_from = models.BigIntegerField(default=0)
    is_remembered = models.BooleanField(default=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    ended_why = models.CharField(max_length=40, blank=True)
    ended_with = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation"], condition=Q(ended_at=None), name="one_escalation"),
            models.CheckConstraint(condition=Q(told_at=None) | Q(asked__isnull=False), name="told_is_asked"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked"], condition=Q(ended_at=None), name="escalation_asked"),
            models.Index(fields=["conversation", "id"], name="escalation_conversation"),
        ]

    def __str__(self) -> str:
        return f"escalation {self.pk} of #{self.conversation_id}"


class Ask(models.Model):
    """Somebody on a rung was asked, or was not and why: `skipped` holds the reason, "" when they were asked."""

    class Skipped(models.TextChoices):
        """Why somebody was not asked."""

        ABSENT = "absent", _("is away")
        OFF = "off", _("is off duty")
        ASKED = "asked", _("was asked already")
        SUBJECT = "subject", _("is whom it is about")
        AVOIDED = "avoided", _("is of a place that the customer wants nothing to do with")
        OWNER = "owner", _("has it already")
        POWER = "power", _("may not grant what is needed")

    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="asks")
    agent = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")
    rung = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    skipped = models.CharField(max_length=8, choices=Skipped.choices, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["escalation", "id"], name="ask_escalation")]

    def __str__(self) -> str:
        return f"{self.agent_id} on rung {self.rung}"
