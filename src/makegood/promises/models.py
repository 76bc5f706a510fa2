"""What we said we would do, by when, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What became of our word. Closed list: see rules.TABLE."""

    OPEN = "open", _("open")
    KEPT = "kept", _("kept")
    BROKEN = "broken", _("broken")
    MADE_GOOD = "made_good", _("made good")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Promise(models.Model):
    """Something that we said we would do, in a conversation, by a moment.

    `event` names what makes it due before its latest date, "" for none. `keeper` is who does it (null: whoever has the
    conversation). `told_at` is when the customer heard of it (null: an intention of ours), `told_by` the message that
    said so (null: by word of mouth). `broken_at` stays when it is corrected or made good. `ended_by` is who did what
    `state` says; null: a clock or an event. `path` is where it stood before merges, oldest first.
    """

    conversation = models.ForeignKey("conversations.Conversation", models.PROTECT, related_name="promises")
    path = models.JSONField(default=list, blank=True)
    what = models.CharField(max_length=300)
    event = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    made_in = models.ForeignKey("people.Team", models.PROTECT, related_name="+")
    keeper = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="promises")
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey("conversations.Message", models.PROTECT, null=True, blank=True, related_name="+")
    warned_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by = models.ForeignKey("conversations.Message", models.PROTECT, null=True, blank=True, related_name="+")
    made_good_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=300, blank=True)
    owned_up_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="promise_state_says_what_happened",
                condition=Q(state="open", broken_at=None, kept_at=None, made_good_at=None, withdrawn_at=None)
                | Q(state="kept", kept_at__isnull=False, made_good_at=None, withdrawn_at=None)
                | Q(state="broken", broken_at__isnull=False, kept_at=None, made_good_at=None, withdrawn_at=None)
                | Q(state="made_good", broken_at__isnull=False, kept_at=None, withdrawn_at=None)
                & Q(made_good_at__gte=F("broken_at"))
                | Q(state="withdrawn", broken_at=None, kept_at=None, made_good_at=None, withdrawn_at__isnull=False),
            ),
            # Whoever keeps it late has broken it first; only a correction may say otherwise afterwards.
            models.CheckConstraint(
                name="promise_kept_before_it_was_due",
                condition=~Q(state="kept")
                | Q(corrected_at=None, broken_at=None, kept_at__lt=F("due_at"))
                | Q(corrected_at__isnull=False, broken_at__isnull=False, kept_at__lte=F("corrected_at")),
            ),
            models.CheckConstraint(
                name="promise_withdrawn_before_it_was_due",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__lt=F("due_at")),
            ),
            models.CheckConstraint(name="promise_due_after_it_was_made", condition=Q(due_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="promise_told_by_a_message_is_told", condition=Q(told_by=None) | Q(told_at__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["conversation", "due_at"], name="promise_conversation"),
            models.Index(fields=["due_at", "id"], condition=Q(state="open"), name="promise_open"),
            models.Index(fields=["keeper", "due_at"], condition=Q(state="open"), name="promise_keeper_open"),
            models.Index(fields=["due_at"], condition=~Q(state="open"), name="promise_came_due"),
        ]

    def __str__(self) -> str:
        return self.what


class Term(models.Model):
    """A time that we named: the first, and each later one with its reason. `was_due_at` is what it replaced."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="terms")
    due_at = models.DateTimeField()
    was_due_at = models.DateTimeField(null=True, blank=True)
    said_at = models.DateTimeField()
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    told_by = models.ForeignKey("conversations.Message", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="term_lies_ahead", condition=Q(due_at__gt=F("said_at"))),
            models.CheckConstraint(
                name="term_replaces_one_not_yet_due", condition=Q(was_due_at=None) | Q(was_due_at__gt=F("said_at"))
            ),
            models.CheckConstraint(name="later_term_has_a_reason", condition=Q(was_due_at=None) | ~Q(reason="")),
            models.UniqueConstraint(fields=["promise"], condition=Q(was_due_at=None), name="one_first_term_a_promise"),
        ]
        indexes: ClassVar = [models.Index(fields=["promise", "id"], name="term_promise")]

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.due_at:%Y-%m-%d %H:%M}"


class Came(models.Model):
    """Something that promises wait for has happened in a conversation, so that a later promise upon it knows."""

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, related_name="+")
    event = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["conversation", "event"], name="event_comes_once")]

    def __str__(self) -> str:
        return f"{self.event} in #{self.conversation_id}"


class Quiet(models.Model):
    """A team whose broken promises are not owned up to by an automatic mail. No row: they are."""

    team = models.OneToOneField("people.Team", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"team {self.team_id} owns up by hand"
