"""What is said: messages to and from customers, notes among colleagues, drafts, files, deliveries."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood.conversations.letter import Kind as LetterKind
from makegood.conversations.models.conversation import Channel, Conversation


class Message(models.Model):
    """Something said to or by the customer. `to` and `cc` are lists of {name, address}.

    What was said on the `channel` phone was written down by one of us, has no delivery, and numbers for addresses.
    """

    IN, OUT = "in", "out"

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages", db_index=False)
    direction = models.CharField(max_length=3, choices=[(IN, _("from the customer")), (OUT, _("from us"))])
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in LetterKind], default=LetterKind.PERSON)
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.MAIL)
    arrival_id = models.BigIntegerField(null=True, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_address = models.CharField(max_length=320, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    to = models.JSONField(default=list, blank=True)
    cc = models.JSONField(default=list, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    reply_text = models.TextField(blank=True)
    reply_html = models.TextField(blank=True)
    message_id = models.CharField(max_length=500, blank=True)
    references = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    is_doubtful = models.BooleanField(default=False)
    is_stranger = models.BooleanField(default=False)
    may_autorespond = models.BooleanField(default=False)
    problems = models.JSONField(default=list, blank=True)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["conversation", "id"], name="message_conversation"),
            models.Index(fields=["message_id"], name="message_by_id"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} in #{self.conversation_id}"


class Reference(models.Model):
    """A Message-ID that a conversation knows: its own messages' (`is_own`), and those that they refer to."""

    ref = models.CharField(max_length=200)
    mailbox = models.ForeignKey("people.Mailbox", models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="references")
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    is_own = models.BooleanField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ref", "mailbox"], name="reference_ref")]

    def __str__(self) -> str:
        return self.ref


class Note(models.Model):
    """Said among colleagues. It has no recipient, no delivery and no way to become a message."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="notes", db_index=False)
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    html = models.TextField(blank=True)
    at = models.DateTimeField()
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["conversation", "id"], name="note_conversation")]

    def __str__(self) -> str:
        return f"note {self.pk} in #{self.conversation_id}"


class Draft(models.Model):
    """What an agent is writing: one reply and one note a conversation, and one first letter, which has none yet."""

    class Kind(models.TextChoices):
        """Which half of the composer, or the first letter of a conversation that is not there yet."""

        REPLY = "reply", _("reply")
        NOTE = "note", _("note")
        FIRST = "first", _("first letter")

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, null=True, blank=True, related_name="drafts", db_index=False
    )
    agent = models.ForeignKey("people.Agent", models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    to = models.JSONField(default=list, blank=True)
    cc = models.JSONField(default=list, blank=True)
    mailbox = models.ForeignKey("people.Mailbox", models.SET_NULL, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=500, blank=True)
    seen = models.BigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "agent", "kind"], name="one_draft"),
            models.UniqueConstraint(fields=["agent"], condition=Q(conversation__isnull=True), name="one_first_draft"),
            models.CheckConstraint(
                name="draft_has_a_place",
                condition=Q(kind="first", conversation__isnull=True)
                | Q(kind__in=("reply", "note"), conversation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} draft in #{self.conversation_id}" if self.conversation_id else f"{self.kind} draft"


class File(models.Model):
    """A file of a message, a note or a draft; only a first letter's has no conversation yet.

    `stored` is our own name on disk; `name` and `type` are only shown.
    """

    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="files")
    note = models.ForeignKey(Note, models.CASCADE, null=True, blank=True, related_name="files")
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, blank=True, related_name="files")
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, blank=True, related_name="files")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    stored = models.CharField(max_length=32)
    cid = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="file_has_one_home",
                condition=Q(message__isnull=False, note__isnull=True, draft__isnull=True)
                | Q(message__isnull=True, note__isnull=False, draft__isnull=True)
                | Q(message__isnull=True, note__isnull=True, draft__isnull=False),
            ),
            models.CheckConstraint(
                name="file_has_conversation", condition=Q(conversation__isnull=False) | Q(draft__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message on its way to one recipient. The Message-ID is fixed at the start, so a repeat is the same mail."""

    class State(models.TextChoices):
        """planned → sent | retry → sent | stuck → planned. A bounce is an event on sent."""

        PLANNED = "planned", _("on its way")
        RETRY = "retry", _("trying again")
        SENT = "sent", _("delivered")
        STUCK = "stuck", _("not delivered")

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries", db_index=False)
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=320)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_status = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "address"], name="delivery_once")]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_at"], condition=~Q(state="sent"), name="delivery_open"),
        ]

    def __str__(self) -> str:
        return f"message {self.message_id} to {self.address}"
