"""Handing a conversation on: offers to colleagues, and work that partner companies do for us."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
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
    A partner's has a `subject`; `logs` says that they may write into the work log, `promised_at` is the date they gave,
    moved so many times, and `failed` why a mail of ours did not reach them.
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
    subject = models.CharField(max_length=200, blank=True)
    promised_at = models.DateTimeField(null=True, blank=True)
    moves = models.PositiveSmallIntegerField(default=0)
    reminders = models.PositiveSmallIntegerField(default=0)
    failed = models.TextField(blank=True)
    logs = models.BooleanField(default=False)

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
    name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=320, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    is_doubtful = models.BooleanField(default=False)
    arrival_id = models.BigIntegerField(null=True, blank=True)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["handoff", "id"], name="handoff_said")]

    def __str__(self) -> str:
        return f"{self.kind} in handoff {self.handoff_id}"


class SaidFile(models.Model):
    """A file that came with a word. `stored` is our own name on disk; `name` and `type` are only shown."""

    said = models.ForeignKey(Said, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    stored = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.name


class Shared(models.Model):
    """A message or a file of the conversation that the partner may see. Nothing else of it is theirs to see."""

    handoff = models.ForeignKey(Handoff, models.CASCADE, related_name="shared")
    message = models.ForeignKey("conversations.Message", models.CASCADE, null=True, blank=True, related_name="+")
    file = models.ForeignKey("conversations.File", models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="shared_is_one",
                condition=Q(message__isnull=False, file=None) | Q(message=None, file__isnull=False),
            ),
            models.UniqueConstraint("handoff", Coalesce("message", 0), Coalesce("file", 0), name="shared_once"),
        ]

    def __str__(self) -> str:
        return f"shared in handoff {self.handoff_id}"


class Mail(models.Model):
    """A mail to the partner, with a link of its own: `hashed` is its token's hash, `sealed` the token until it left."""

    class Kind(models.TextChoices):
        """What it is for. Those in AUTOMATIC nobody wrote."""

        OFFER = "offer", _("offer")
        WORD = "word", _("word from us")
        REMINDER = "reminder", _("reminder")
        RETURNED = "returned", _("taken back by itself")
        TAKEN_BACK = "taken_back", _("taken back")

    class State(models.TextChoices):
        """planned → sent | stuck."""

        PLANNED = "planned", _("on its way")
        SENT = "sent", _("delivered")
        STUCK = "stuck", _("not delivered")

    handoff = models.ForeignKey(Handoff, models.CASCADE, related_name="sent_mails")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    said = models.ForeignKey(Said, models.CASCADE, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.PLANNED)
    hashed = models.CharField(max_length=64, unique=True)
    sealed = models.TextField(blank=True)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["handoff", "id"], name="handoff_mail")]

    def __str__(self) -> str:
        return f"{self.kind} of handoff {self.handoff_id}"


AUTOMATIC = (Mail.Kind.REMINDER, Mail.Kind.RETURNED)
MOST_AUTOMATIC = 4
