"""Where we look, what was fetched there, what is said about us in it, and what a person made of that."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """How a source is asked."""

    FEED = "feed", _("a feed (RSS, Atom)")
    MASTODON_ACCOUNT = "masto_acct", _("a Mastodon account")
    MASTODON_SEARCH = "masto_find", _("a search on Mastodon")
    BLUESKY_ACCOUNT = "bsky_acct", _("a Bluesky account")
    BLUESKY_SEARCH = "bsky_find", _("a search on Bluesky")
    TABLE = "table", _("tables of reviews (CSV)")


class Source(models.Model):
    """A place where we look for what is said about us. The `team` sees and answers what it brings.

    `address` is the feed's, or the server's; `what` the account or the words that are searched for. `token` is sealed.
    `is_inside`: an admin said that this place is in our network. `mark` is how far we have read: what was kept last, as
    the kind of source counts it. `trouble` "": the last look went well; `fails` counts those that did not, in a row.
    """

    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=SourceKind.choices)
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="+")
    address = models.CharField(max_length=500)
    what = models.CharField(max_length=200, blank=True)
    token = models.TextField(blank=True)
    is_inside = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    mark = models.JSONField(default=dict, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    fails = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    def leads_where(self, other: Source) -> bool:
        """Whether both ask the same place for the same: what was read of one, was read of the other."""
        return (self.kind, self.address, self.what) == (other.kind, other.address, other.what)


class Fetched(models.Model):
    """What came from a source, or lay at an address, byte for byte: kept before the source's mark moves, never changed.

    `source` null: an address that was pasted, or the page behind one. Many bytes lie in a file of ours (`stored`).
    """

    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="fetched")
    address = models.CharField(max_length=2000)
    type = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    stored = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.address} at {self.at:%Y-%m-%d %H:%M}"


class State(models.TextChoices):
    """new (being read) → waiting (for a person) → done (→ waiting, when that is taken back). See rules.py."""

    NEW = "new", _("being read")
    WAITING = "waiting", _("waits for you")
    DONE = "done", _("done")


class Mention(models.Model):
    """Something that was said in public, once an address. Those of a `team` are seen by who sees its conversations.

    `address` "": the words themselves were pasted. `key` is the source's own id of it, "" none. `told` is what the
    source said itself, `text` what a person reads: the page without its clutter, from which episodes are read.
    `trouble` says why the page could not be had. `nothing_by`: who said that nothing of it is ours.
    """

    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="mentions", db_index=False)
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="+", db_index=False)
    address = models.CharField(max_length=2000, blank=True)
    canonical = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300, blank=True)
    author = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    told = models.TextField(blank=True)
    text = models.TextField(blank=True)
    fetched = models.ForeignKey(Fetched, models.PROTECT, null=True, blank=True, related_name="+")
    page = models.ForeignKey(Fetched, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    nothing_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["canonical"], condition=~Q(canonical=""), name="mention_address_once"),
            models.UniqueConstraint(
                fields=["source", "key"], condition=Q(source__isnull=False) & ~Q(key=""), name="mention_key_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["team", "id"], condition=~Q(state="done"), name="mention_team_open"),
            models.Index(fields=["id"], condition=~Q(state="done"), name="mention_open"),
            models.Index(fields=["team", "id"], condition=Q(state="done"), name="mention_team_done"),
        ]

    def __str__(self) -> str:
        return self.title or self.address or f"mention {self.pk}"


class Episode(models.Model):
    """One matter that somebody tells in a mention, as it was read, or as a person corrected it.

    `passage` and each of `quotes` stand in the mention's text word for word. `offered` is what was read first; null: a
    person marked it. `conversation`: where it goes on; `thanked`: the ids of who was thanked. `version` goes up with
    each change, for who saw an older one.
    """

    class State(models.TextChoices):
        """proposed → answered | nothing (→ proposed, when that is taken back)."""

        PROPOSED = "proposed", _("waits for you")
        ANSWERED = "answered", _("confirmed")
        NOTHING = "nothing", _("nothing of ours")

    class Valence(models.TextChoices):
        """How it is told."""

        POSITIVE = "positive", _("good")
        NEGATIVE = "negative", _("bad")
        MIXED = "mixed", _("mixed")

    mention = models.ForeignKey(Mention, models.PROTECT, related_name="episodes")
    teller = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    valence = models.CharField(max_length=8, choices=Valence.choices)
    trouble = models.BooleanField(default=False)
    staff = models.JSONField(default=list, blank=True)
    asked = models.TextField(blank=True)
    remedy = models.CharField(max_length=60, blank=True)
    promise = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    quotes = models.JSONField(default=list, blank=True)
    passage = models.TextField()
    offered = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    conversation = models.ForeignKey(
        "conversations.Conversation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    thanked = models.JSONField(default=list, blank=True)
    decided_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.teller or 'somebody'} on {self.about or 'us'}"


class Endpoint(models.Model):
    """A model that may propose episodes, where an admin set one up: one row, or none. `key` is sealed."""

    address = models.CharField(max_length=500)
    model = models.CharField(max_length=120)
    key = models.TextField(blank=True)
    is_inside = models.BooleanField(default=False)
    is_on = models.BooleanField(default=True)
    trouble = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.model} at {self.address}"
