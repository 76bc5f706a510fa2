"""Thanks for one of us, in the words of whoever said them; the one question after closing; pages to hang at a place."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How the thanks came."""

    PAGE = "page", _("on their page")
    MAIL = "mail", _("in a mail")
    PLACE = "place", _("at the place")
    COLLEAGUE = "colleague", _("from a colleague")
    TOLD = "told", _("told to one of us")
    MENTION = "mention", _("elsewhere, in public")


# Who said these is the customer of the conversation.
BY_CUSTOMER = (Way.PAGE, Way.MAIL)


class Kudos(models.Model):
    """Thanks for one of us. `words` "": they only said thank you.

    It is given once it is known whom it is for (`agent`); until then a lead says whom `whom` describes. Held: its words
    are looked at first. `by` is who of us said or passed it on, `name` how somebody without a conversation called
    themselves, `day` when it was, `source` an address where it stands in public.
    """

    class State(models.TextChoices):
        """Given: it has reached them. Dropped: it was no thanks, or nobody knows for whom."""

        GIVEN = "given"
        WAITING = "waiting"
        HELD = "held"
        DROPPED = "dropped"

    way = models.CharField(max_length=10, choices=Way.choices, default=Way.PAGE)
    state = models.CharField(max_length=8, choices=State.choices, default=State.GIVEN)
    conversation = models.ForeignKey("conversations.Conversation", models.PROTECT, null=True, related_name="kudos")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    message = models.ForeignKey("conversations.Message", models.SET_NULL, null=True, related_name="+")
    agent = models.ForeignKey("people.Agent", models.PROTECT, null=True, related_name="kudos", db_index=False)
    by = models.ForeignKey("people.Agent", models.PROTECT, null=True, related_name="+")
    location = models.ForeignKey("people.Location", models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    whom = models.CharField(max_length=300, blank=True)
    day = models.DateField(null=True)
    source = models.CharField(max_length=500, blank=True)
    once = models.CharField(max_length=100, null=True, unique=True)  # noqa: DJ001 - absent is not the same as empty
    is_shown = models.BooleanField(default=False)  # whom it is for has let all colleagues read it
    at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agent", "-at"], name="kudos_agent"),
            models.Index(fields=["-at"], name="kudos_at"),
            models.Index(fields=["location"], condition=Q(state__in=["waiting", "held"]), name="kudos_undecided"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "conversation", condition=Q(way="page") & ~Q(state="dropped"), name="kudos_once_a_matter"
            ),
            models.UniqueConstraint("message", condition=Q(way="mail"), name="kudos_once_a_mail"),
            models.CheckConstraint(condition=~Q(state="given") | Q(agent__isnull=False), name="kudos_given_to_one"),
            models.CheckConstraint(
                condition=~Q(way__in=["page", "mail"]) | Q(conversation__isnull=False), name="kudos_of_a_customer"
            ),
        ]

    def __str__(self) -> str:
        return f"thanks to {self.agent_id or self.whom}"


class Word(models.Model):
    """What somebody who leads them adds, once each."""

    kudos = models.ForeignKey(Kudos, models.CASCADE, related_name="added")
    by = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("kudos", "by", name="kudos_word_once")]

    def __str__(self) -> str:
        return f"word of {self.by_id} to thanks {self.kudos_id}"


class Question(models.Model):
    """The one question after closing, once a matter: was it solved, and how much work was it for them?

    `asked_at`: a mail asked it (None: only the page did). `same_as`: the matter was split off one that was asked.
    """

    class Work(models.TextChoices):
        """How much work it was for the customer; "": they did not say."""

        LITTLE = "little", _("hardly any")
        SOME = "some", _("some")
        MUCH = "much", _("a lot")

    conversation = models.OneToOneField("conversations.Conversation", models.PROTECT, related_name="question")
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, db_index=True)
    solved = models.BooleanField(null=True)
    work = models.CharField(max_length=6, choices=Work.choices, blank=True)
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, related_name="+")  # which had it then
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, solved__isnull=True)
                | Q(answered_at__isnull=False, solved__isnull=False, team__isnull=False),
                name="question_answered_whole",
            )
        ]

    def __str__(self) -> str:
        return f"question in #{self.conversation_id}"


class Table(models.Model):
    """A public page at a location, on which guests say thanks. Its token hangs there for all to see."""

    location = models.OneToOneField("people.Location", models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, unique=True)
    is_open = models.BooleanField(default=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"page at {self.location_id}"


class Unnamed(models.Model):
    """Whoever has such a row is named nowhere in public, not even by a letter."""

    agent = models.OneToOneField("people.Agent", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agent_id} is not named"
