"""What customers let us publish, what they said yes to, what readers said of it, and what we wrote to the teller."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Wall(models.Model):
    """Whether there is a wall at all, and which websites may show it in a frame of theirs. One row, or none: off."""

    is_on = models.BooleanField(default=False)
    frames = models.JSONField(default=list, blank=True)  # origins, "https://shop.example"

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_wall")]

    def __str__(self) -> str:
        return "on" if self.is_on else "off"


class Moderator(models.Model):
    """Somebody who reads stories before others do. While there is none, head office does."""

    agent = models.OneToOneField("people.Agent", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.agent)


class Topic(models.Model):
    """What stories can be about. An admin named it."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class Origin(models.TextChoices):
    """How it began."""

    ASKED = "asked", _("we asked")
    PAGE = "page", _("from their own page")
    FORM = "form", _("sent to us")


class State(models.TextChoices):
    """teller → waiting ⇄ proposed → published → declined; any → withdrawn. Closed list: see rules.MOVES."""

    TELLER = "teller", _("with its teller")
    WAITING = "waiting", _("waits to be read")
    PROPOSED = "proposed", _("waits for the teller's yes")
    PUBLISHED = "published", _("on the wall")
    DECLINED = "declined", _("not shown")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Story(models.Model):
    """An account that a customer may let us publish. Nothing of it is shown but under a consent in force.

    `title` and `text` hold a mark where something private was (masking/marks.py); `sealed` is the text as it came.
    `new_title`, `new_text`: what we propose instead. `nonce` goes into the teller's link. Erased: all of these are "".
    """

    origin = models.CharField(max_length=8, choices=Origin.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.TELLER)
    conversation = models.ForeignKey("conversations.Conversation", models.PROTECT, null=True, blank=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=320)
    nonce = models.CharField(max_length=32)
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    sealed = models.TextField(blank=True)
    name = models.CharField(max_length=80, blank=True)  # as the teller wants it shown; "": none
    new_title = models.CharField(max_length=200, blank=True)
    new_text = models.TextField(blank=True)
    location = models.ForeignKey("people.Location", models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="stories")
    asked_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # when the teller first said yes
    read_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    why = models.TextField(blank=True)  # in which words it was declined

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(state__in=["teller", "waiting", "proposed", "published"]),
                name="story_once_a_conversation",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(title="", text="", sealed="", new_title="", new_text="", name=""),
                name="withdrawn_story_is_empty",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="story_on_wall"),
            models.Index(fields=["state", "id"], name="story_state"),
        ]

    def __str__(self) -> str:
        return f"story {self.pk}"


class Consent(models.Model):
    """The teller's own yes: to these words, under this name, from there, to this wording of the question.

    Once withdrawn or followed by another, its words are gone and `digest` alone still says which they were.
    """

    story = models.ForeignKey(Story, models.PROTECT, related_name="consents", db_index=False)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64)  # of title, text and name (rules.digest)
    name = models.CharField(max_length=80, blank=True)
    names_staff = models.BooleanField(default=False)  # colleagues' first names, once they agree themselves
    wording = models.CharField(max_length=12)
    language = models.CharField(max_length=12)
    place = models.CharField(max_length=45)  # the network address of the tap
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["story"], condition=Q(ended_at=None), name="one_consent_in_force"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(title="", text="", name=""), name="ended_is_empty"),
        ]
        indexes: ClassVar = [models.Index(fields=["story", "id"], name="consent_story")]

    def __str__(self) -> str:
        return f"consent to {self.story_id}"


class Mask(models.Model):
    """Something private in a story that is not shown. `number` is that of its mark.

    `agent`: one of us by that first name (`word`), who may agree to be named; `lifted_at`: and the moderator shows it.
    """

    story = models.ForeignKey(Story, models.CASCADE, related_name="masks", db_index=False)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    why = models.CharField(max_length=20)
    agent = models.ForeignKey("people.Agent", models.CASCADE, null=True, blank=True, related_name="+")
    word = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["story", "number"], name="mask_once"),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(agreed_at__isnull=False, agent__isnull=False),
                name="lifted_only_by_agreement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.story_id}"


class Comment(models.Model):
    """What a reader said of a story; shown once a moderator lets it in. Taken back: its words are gone."""

    class State(models.TextChoices):
        """waiting → shown | turned away; any → taken back."""

        WAITING = "waiting", _("waits to be read")
        SHOWN = "shown", _("shown")
        TURNED_AWAY = "turned_away", _("not shown")
        TAKEN_BACK = "taken_back", _("taken back")

    story = models.ForeignKey(Story, models.CASCADE, related_name="comments", db_index=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    nonce = models.CharField(max_length=32)
    once = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    read_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(state="taken_back") | Q(words="", name=""), name="taken_back_is_empty")
        ]
        indexes: ClassVar = [
            models.Index(fields=["story", "id"], name="comment_story"),
            models.Index(fields=["id"], condition=Q(state="waiting"), name="comment_waiting"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Letter(models.TextChoices):
    """What we write to a teller: each because a person did something."""

    ASK = "ask", _("May we publish it?")
    CONFIRM = "confirm", _("Is this yours?")
    PROPOSAL = "proposal", _("May we change it?")
    PUBLISHED = "published", _("It is on the wall")
    DECLINED = "declined", _("It is not shown")


class StoryMail(models.Model):
    """A mail to a teller. `failed` says why it never left; "" as long as it may, or did (`sent_at`)."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="mails")
    letter = models.CharField(max_length=10, choices=Letter.choices)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    failed = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.letter} to the teller of {self.story_id}"
