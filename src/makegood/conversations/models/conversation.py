"""A conversation, and what stands on it beside words: its clock in lists, links, ways back, tags."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Whose turn it is. Closed list: see rules.py."""

    OPEN = "open", _("open")
    WAITING = "waiting", _("waiting")
    CLOSED = "closed", _("closed")
    MERGED = "merged", _("merged")


class Channel(models.TextChoices):
    """Where a conversation began."""

    MAIL = "mail", _("mail")
    PHONE = "phone", _("phone")
    MENTION = "mention", _("a mention elsewhere")


class Conversation(models.Model):
    """All that was said with one customer about one matter. The primary key is the public number, from 1001.

    `next_due`, `next_kind`, `next_started`, `next_who` repeat the earliest running clock, `preview` and `tags` what a
    list shows.
    `preview_by` is who of us said what the preview shows; null: the customer did.
    `parent` is the greater matter that this is a part of; it does not close before its parts.
    `version` goes up with each act, so that an undo knows whether anything came in between.
    """

    subject = models.CharField(max_length=500, blank=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="conversations", db_index=False)
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="conversations")
    owner = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="owned")
    mailbox = models.ForeignKey("people.Mailbox", models.PROTECT, null=True, blank=True, related_name="conversations")
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.MAIL)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
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
    next_who = models.CharField(max_length=120, default="", blank=True)
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
            models.Index(fields=["next_due", "id"], condition=Q(state="waiting"), name="conversation_all_waiting"),
            models.Index(fields=["team", "closed_at", "id"], condition=Q(state="closed"), name="conversation_closed"),
            models.Index(fields=["closed_at", "id"], condition=Q(state="closed"), name="conversation_all_closed"),
            models.Index(fields=["team", "id"], condition=Q(is_automatic=True), name="conversation_automatic"),
            models.Index(fields=["id"], condition=Q(is_automatic=True), name="conversation_all_automatic"),
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

    team = models.ForeignKey("people.Team", models.CASCADE, related_name="+", db_index=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="next_clocks", db_index=False)
    due_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["conversation", "team"], name="next_clock_once")]
        indexes: ClassVar = [models.Index(fields=["team", "due_at", "conversation"], name="next_clock_order")]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.conversation_id}"


class Guest(models.Model):
    """An agent or a team beside its own that may see a conversation, because something in it was put to them.

    `why` and `about` name what: the kind of a clock, and the handoff or escalation. It goes when that ends.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="guests", db_index=False)
    agent = models.ForeignKey("people.Agent", models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey("people.Team", models.CASCADE, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=20)
    about = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="guest_is_one", condition=Q(agent__isnull=False, team=None) | Q(agent=None, team__isnull=False)
            ),
            models.UniqueConstraint(
                "conversation", "why", "about", Coalesce("agent", 0), Coalesce("team", 0), name="guest_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["why", "about"], name="guest_about")]

    def __str__(self) -> str:
        return f"{self.agent or self.team} in #{self.conversation_id}"


class Link(models.Model):
    """Two conversations that belong beside each other."""

    class Why(models.TextChoices):
        """What ties them."""

        SAME_MAIL = "same_mail", _("the same mail, to another mailbox")
        CONTINUES = "continues", _("goes on from a closed conversation")
        SUGGESTED = "suggested", _("perhaps the same matter")
        SPLIT = "split", _("was split off")
        RELATED = "related", _("belongs beside it")

    one = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    why = models.CharField(max_length=12, choices=Why.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="link_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="link_one_way"),
        ]

    def __str__(self) -> str:
        return f"#{self.one_id} - #{self.other_id}"


class Undo(models.Model):
    """How things stood before an act, for as long as it may be taken back and nothing else has happened since."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="undos", db_index=False)
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
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings", db_index=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tag", "conversation"], name="tagged_once")]

    def __str__(self) -> str:
        return f"{self.tag} on #{self.conversation_id}"
