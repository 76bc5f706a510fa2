"""Calls that were made, those that we owe, and the numbers at which we are called."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How a call went. Closed list."""

    SPOKE = "spoke", _("spoke with them")
    NO_ANSWER = "no_answer", _("no answer")
    LEFT_MESSAGE = "left_message", _("left a message")
    VOICEMAIL = "voicemail", _("they left a voicemail")


class Call(models.Model):
    """A call by (`in`) or to (`out`) the customer, written down. `number` is E.164, "" when it was withheld.

    `message` is what was said (null: nothing was, or it is in `words` alone). `tried` is which try to reach them it
    was, 0 for none. `path` is where it stood before merges, oldest first.
    """

    IN, OUT = "in", "out"

    conversation = models.ForeignKey("conversations.Conversation", models.PROTECT, related_name="calls")
    path = models.JSONField(default=list, blank=True)
    direction = models.CharField(max_length=3, choices=[(IN, _("from the customer")), (OUT, _("from us"))])
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    number = models.CharField(max_length=20, blank=True)
    message = models.OneToOneField("conversations.Message", models.PROTECT, null=True, blank=True, related_name="+")
    tried = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["conversation", "id"], name="call_conversation")]

    def __str__(self) -> str:
        return f"{self.outcome} in #{self.conversation_id}"


class State(models.TextChoices):
    """What became of a call that we owe. Closed list: see rules.TABLE."""

    OPEN = "open", _("open")
    REACHED = "reached", _("reached")
    WRITTEN = "written", _("written to, after the last try")
    UNREACHED = "unreached", _("not reached, and there is no address")
    CALLED_OFF = "called_off", _("called off")


class Callback(models.Model):
    """The customer wants to be called back. Its clock is of the kind `callback`, about its id.

    `due_at` is when the next call is due: `first_due_at` until one was tried. `tries` counts those that reached nobody.
    `made_by` null: a voicemail. `message` is where they said so. `ended_by` null: a rule. `path`: see Call.
    """

    conversation = models.ForeignKey("conversations.Conversation", models.PROTECT, related_name="callbacks")
    path = models.JSONField(default=list, blank=True)
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    message = models.ForeignKey("conversations.Message", models.PROTECT, null=True, blank=True, related_name="+")
    first_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="callback_ends_once",
                condition=Q(state="open", ended_at=None) | ~Q(state="open") & Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(name="callback_due_after_it_was_made", condition=Q(due_at__gte=models.F("made_at"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["conversation", "id"], name="callback_conversation"),
            models.Index(fields=["due_at", "id"], condition=Q(state="open"), name="callback_open"),
        ]

    def __str__(self) -> str:
        return f"call back {self.number}"


class Recording(models.Model):
    """What a machine recorded in a call. `file` null: it is not here yet, and `trouble` says what stood in the way.

    `text` is what was said in it, by machine, in `language`; `heard_at` null: no machine has listened to it.
    """

    call = models.OneToOneField(Call, models.PROTECT, related_name="recording")
    file = models.OneToOneField("conversations.File", models.PROTECT, null=True, blank=True, related_name="+")
    seconds = models.PositiveIntegerField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"recording of call {self.call_id}"


class Line(models.Model):
    """A number of ours (E.164), and the team whose calls come in there. `removed_at`: it is ours no more."""

    number = models.CharField(max_length=20)
    name = models.CharField(max_length=120, blank=True)
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="lines")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], condition=Q(removed_at=None), name="line_number_once")
        ]

    def __str__(self) -> str:
        return self.name or self.number


class Habits(models.Model):
    """One row: how often we try to call somebody before we write to them, and how many working hours lie between.

    `hours_first` from the first try to the second, `hours_later` between all that follow.
    """

    tries = models.PositiveSmallIntegerField(default=3)
    hours_first = models.PositiveSmallIntegerField(default=3)
    hours_later = models.PositiveSmallIntegerField(default=6)

    class Meta:
        verbose_name_plural = "habits"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_of_habits"),
            models.CheckConstraint(condition=Q(tries__gte=1, tries__lte=9), name="tries_are_few"),
            models.CheckConstraint(
                condition=Q(hours_first__gte=1, hours_first__lte=99, hours_later__gte=1, hours_later__lte=99),
                name="tries_lie_apart",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tries} tries"
