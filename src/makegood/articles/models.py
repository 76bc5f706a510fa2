"""Articles, one page a language; saved replies; good answers; and what of all that can be found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who reads an article once it is published."""

    PUBLIC = "public", _("everybody, in the help centre")
    AGENTS = "agents", _("only those who work here")


class State(models.TextChoices):
    """draft → published ⇄ down. Closed list: see rules.MOVES."""

    DRAFT = "draft", _("a draft")
    PUBLISHED = "published", _("published")
    DOWN = "down", _("taken down")


class Category(models.Model):
    """What articles are sorted under. `names` by language; where a language has none, another is shown."""

    names = models.JSONField(default=dict)
    place = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(next(iter(self.names.values()), self.pk))


class Article(models.Model):
    """A matter that is explained, in one language or several. `source`: the answer that it was made from."""

    category = models.ForeignKey(Category, models.SET_NULL, null=True, blank=True, related_name="articles")
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.PUBLIC)
    place = models.PositiveIntegerField(default=0)
    source = models.ForeignKey("conversations.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"article {self.pk}"


class Page(models.Model):
    """An article in one language, as it stands now. `revision` is its newest version, `shown` the one that readers see.

    `other_words`: what it is also called, for the search. `shown` None: nobody but us sees it.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="pages", db_index=False)
    language = models.CharField(max_length=12)
    slug = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    other_words = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    shown = models.PositiveIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "language"], name="article_page_once"),
            models.CheckConstraint(
                name="article_page_shown_when_published",
                condition=Q(state="published", shown__isnull=False) | (~Q(state="published") & Q(shown__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A page as somebody wrote it; never changed."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    other_words = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "number"], name="article_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.page_id}"


class Address(models.Model):
    """Under which a page is found, or was once: an address is never given to another."""

    language = models.CharField(max_length=12)
    slug = models.CharField(max_length=100)
    page = models.ForeignKey(Page, models.CASCADE, related_name="addresses")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["language", "slug"], name="article_address_once")]

    def __str__(self) -> str:
        return f"{self.language}/{self.slug}"


class Enclosure(models.Model):
    """A picture or file of an article. `kind` is what its bytes are known to be; "": anything, only to be saved."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="enclosures")
    stored = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, blank=True)
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Opinion(models.Model):
    """Whether a page helped a reader. `reader` is a keyed hash that says nothing of them and fits no other page."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="opinions", db_index=False)
    reader = models.CharField(max_length=64)
    helped = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "reader"], name="article_opinion_once")]

    def __str__(self) -> str:
        return f"{'helped' if self.helped else 'did not help'}: {self.page_id}"


class SavedReply(models.Model):
    """Words that are written again and again, of one person or of a team. `used` counts how often they were taken."""

    name = models.CharField(max_length=120)
    folder = models.CharField(max_length=80, blank=True)
    other_words = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    owner = models.ForeignKey("people.Agent", models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey("people.Team", models.CASCADE, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    used = models.PositiveIntegerField(default=0)
    gone_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="saved_reply_of_one",
                condition=Q(owner__isnull=False, team__isnull=True) | Q(owner__isnull=True, team__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(gone_at__isnull=True, owner__isnull=False),
                name="saved_reply_own_name",
            ),
            models.UniqueConstraint(
                fields=["team", "name"],
                condition=Q(gone_at__isnull=True, team__isnull=False),
                name="saved_reply_team_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SavedVersion(models.Model):
    """A saved reply as somebody wrote it; never changed."""

    reply = models.ForeignKey(SavedReply, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    folder = models.CharField(max_length=80, blank=True)
    other_words = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["reply", "number"], name="saved_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.reply_id}"


class SavedFile(models.Model):
    """A file that goes along with a saved reply. `stored` is our own name on disk; `name` and `type` are only shown."""

    reply = models.ForeignKey(SavedReply, models.CASCADE, related_name="files")
    stored = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class GoodAnswer(models.Model):
    """A message of ours that a customer thanked us for, and the message that it answered."""

    message = models.OneToOneField("conversations.Message", models.CASCADE, related_name="+")
    question = models.ForeignKey("conversations.Message", models.CASCADE, related_name="+")
    found_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"a good answer: {self.message_id}"


class Entry(models.Model):
    """A page, a saved reply or a good answer as the full-text index knows it, under the same id. `length` in words."""

    page = models.OneToOneField(Page, models.CASCADE, null=True, blank=True, related_name="+")
    reply = models.OneToOneField(SavedReply, models.CASCADE, null=True, blank=True, related_name="+")
    answer = models.OneToOneField(GoodAnswer, models.CASCADE, null=True, blank=True, related_name="+")
    length = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="entry_of_one",
                condition=Q(page__isnull=False, reply__isnull=True, answer__isnull=True)
                | Q(page__isnull=True, reply__isnull=False, answer__isnull=True)
                | Q(page__isnull=True, reply__isnull=True, answer__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class NoHelp(models.Model):
    """The person does not want to be shown anything while they write."""

    agent = models.OneToOneField("people.Agent", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"no help for {self.agent_id}"
