"""Conversations and what hangs on them: messages, notes among colleagues, drafts, files, deliveries, tags."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from makegood.conversations.letter import Kind as LetterKind
from makegood.conversations.presence import Presence as Presence


class State(models.TextChoices):
    """Whose turn it is. Closed list: see rules.py."""

    OPEN = "open", _("open")
    WAITING = "waiting", _("waiting")
    CLOSED = "closed", _("closed")
    MERGED = "merged", _("merged")


class Channel(models.TextChoices):
    """Where a conversation began."""

    MAIL = "mail", _("mail")


class Conversation(models.Model):
    """All that was said with one customer about one matter. The primary key is the public number, from 1001.

    `next_due`, `next_kind`, `next_started` repeat the earliest running clock, `preview` and `tags` what a list shows.
    `preview_by` is who of us said what the preview shows; null: the customer did.
    `version` goes up with each act, so that an undo knows whether anything came in between.
    """

    subject = models.CharField(max_length=500, blank=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="conversations")
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="conversations")
    owner = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="owned")
    mailbox = models.ForeignKey("people.Mailbox", models.PROTECT, null=True, blank=True, related_name="conversations")
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.MAIL)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    is_automatic = models.BooleanField(default=False)
    lets_rest = models.BooleanField(default=False)
    preview = models.CharField(max_length=160, blank=True)
    preview_by = models.ForeignKey(
        "people.Agent", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    tags = models.JSONField(default=list, blank=True)
    next_due = models.DateTimeField(null=True, blank=True)
    next_kind = models.CharField(max_length=20, blank=True)
    next_started = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="clock_fits_state",
                condition=Q(state__in=["open", "waiting"], next_due__isnull=False)
                | Q(state__in=["closed", "merged"], next_due__isnull=True),
            ),
            models.CheckConstraint(name="merged_points", condition=Q(state="merged") ^ Q(merged_into__isnull=True)),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "next_due", "id"], condition=Q(next_due__isnull=False), name="conversation_mine"
            ),
            models.Index(fields=["next_due", "id"], condition=Q(next_due__isnull=False), name="conversation_all"),
            models.Index(
                fields=["team", "next_due", "id"],
                condition=Q(next_due__isnull=False, owner__isnull=True),
                name="conversation_unclaimed",
            ),
            models.Index(fields=["team", "next_due", "id"], condition=Q(state="waiting"), name="conversation_waiting"),
            models.Index(fields=["team", "closed_at", "id"], condition=Q(state="closed"), name="conversation_closed"),
            models.Index(fields=["closed_at", "id"], condition=Q(state="closed"), name="conversation_all_closed"),
            models.Index(fields=["team", "id"], condition=Q(is_automatic=True), name="conversation_automatic"),
            models.Index(fields=["customer", "id"], name="conversation_customer"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"

    @property
    def number(self) -> int:
        """For people, as #1042. It opens nothing by itself."""
        return int(self.pk)


class NextClock(models.Model):
    """The next clock on a conversation that concerns a team: the order of that team's list, and nothing else."""

    team = models.ForeignKey("people.Team", models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="next_clocks")
    due_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["conversation", "team"], name="next_clock_once")]
        indexes: ClassVar = [models.Index(fields=["team", "due_at", "conversation"], name="next_clock_order")]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.conversation_id}"


class Message(models.Model):
    """Something said to or by the customer. `to` and `cc` are lists of {name, address}."""

    IN, OUT = "in", "out"

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=3, choices=[(IN, _("from the customer")), (OUT, _("from us"))])
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in LetterKind], default=LetterKind.PERSON)
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
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


class Link(models.Model):
    """Two conversations that belong beside each other."""

    class Why(models.TextChoices):
        """What ties them."""

        SAME_MAIL = "same_mail", _("the same mail, to another mailbox")
        CONTINUES = "continues", _("goes on from a closed conversation")
        SUGGESTED = "suggested", _("perhaps the same matter")

    one = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    other = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    why = models.CharField(max_length=12, choices=Why.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="link_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="link_one_way"),
        ]

    def __str__(self) -> str:
        return f"#{self.one_id} - #{self.other_id}"


class Note(models.Model):
    """Said among colleagues. It has no recipient, no delivery and no way to become a message."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="notes")
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
    """What an agent is writing: one reply and one note a conversation, saved as typed."""

    class Kind(models.TextChoices):
        """Which half of the composer."""

        REPLY = "reply", _("reply")
        NOTE = "note", _("note")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="drafts")
    agent = models.ForeignKey("people.Agent", models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    to = models.JSONField(default=list, blank=True)
    cc = models.JSONField(default=list, blank=True)
    seen = models.BigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["conversation", "agent", "kind"], name="one_draft")]

    def __str__(self) -> str:
        return f"{self.kind} draft in #{self.conversation_id}"


class File(models.Model):
    """A file of a message, a note or a draft. `stored` is our own name on disk; `name` and `type` are only shown."""

    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="files")
    note = models.ForeignKey(Note, models.CASCADE, null=True, blank=True, related_name="files")
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, blank=True, related_name="files")
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="files")
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
            )
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

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
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


class Undo(models.Model):
    """How things stood before an act, for as long as it may be taken back and nothing else has happened since."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="undos")
    by = models.ForeignKey("people.Agent", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    before = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["conversation", "version"], name="undo_version")]

    def __str__(self) -> str:
        return f"undo in #{self.conversation_id}"


class Tag(models.Model):
    """A word by which conversations are found again."""

    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a conversation; `Conversation.tags` repeats the names for lists."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tag", "conversation"], name="tagged_once")]

    def __str__(self) -> str:
        return f"{self.tag} on #{self.conversation_id}"
