"""Who works here, where, and with which say. The tree is company > region > location > team."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from makegood.base.prepared import Prepared
from makegood.clocks.models import OfficeHours
from makegood.people.duty import models as duty


class Company(models.Model):
    """The one company that this desk serves."""

    name = models.CharField(max_length=200)
    zone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    region = models.CharField(max_length=2, default="", blank=True)  # of telephone numbers that name no country
    keeps_duty = models.BooleanField(
        default=False
    )  # rosters, shifts, absences: words that nobody meets before they are used

    tells_stories = models.BooleanField(default=False)  # the same: there is a wall (stories.acts.change_wall)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_company")]

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    """Some locations under one regional manager."""

    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """A shop, a restaurant, a workshop, an office. Without `hours` it is always open."""

    name = models.CharField(max_length=120, unique=True)
    zone = models.CharField(max_length=64, default="UTC")
    region = models.ForeignKey(Region, models.SET_NULL, null=True, blank=True, related_name="locations")
    hours = models.ForeignKey(OfficeHours, models.PROTECT, null=True, blank=True, related_name="locations")
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Gives(models.TextChoices):
    """How new work finds its owner in a team."""

    CLAIMED = "claimed", _("whoever takes it")
    BY_TURN = "by_turn", _("by turn")
    BY_LOAD = "by_load", _("who has least open")


class Team(models.Model):
    """Those who share a list of conversations at one location. Without `hours` of its own it has the location's."""

    name = models.CharField(max_length=120)
    location = models.ForeignKey(Location, models.PROTECT, related_name="teams")
    hours = models.ForeignKey(OfficeHours, models.PROTECT, null=True, blank=True, related_name="teams")
    is_active = models.BooleanField(default=True)
    gives = models.CharField(max_length=8, choices=Gives.choices, default=Gives.CLAIMED)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("location", "name", name="team_name_once_a_location")]

    def __str__(self) -> str:
        return self.name


class AgentManager(BaseUserManager["Agent"]):
    """Makes agents whose address is lower-case, so that one person has one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Agent:
        """A new agent; without a password only a one-time link or a passkey signs them in."""
        agent = self.model(email=email.strip().lower(), **fields)
        agent.set_password(password)
        agent.save()
        return agent

    def get_by_natural_key(self, username: str | None) -> Agent:
        """The agent with the address, in whatever case it was typed."""
        return self.get(email=(username or "").strip().lower())

    def get(self, *args: Any, **kwargs: Any) -> Agent:
        """As any manager's. By id alone, as Django asks for each page, the question is compiled only once."""
        pk = kwargs.get("pk") if not args and len(kwargs) == 1 else None
        return AGENT.get(pk) if type(pk) is int else super().get(*args, **kwargs)


AGENT = Prepared(lambda: Agent.objects.filter(pk=0))


class Agent(AbstractBaseUser):
    """Someone who works here and signs in with a mail address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="", blank=True)
    language = models.CharField(max_length=12, default="en")
    theme = models.CharField(max_length=8, default="", blank=True)
    signature = models.TextField(default="", blank=True)
    is_told_by_mail = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    objects: ClassVar[AgentManager] = AgentManager()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """At most two letters, for the quiet round sign."""
        words = self.name.split() or [self.email]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


class Rank(models.TextChoices):
    """What someone may see and decide; the place comes with it. Admin, no step of the ladder, opens settings alone."""

    AGENT = "agent", _("agent")
    LEAD = "lead", _("lead")
    MANAGER = "manager", _("manager")
    REGIONAL = "regional", _("regional manager")
    HEAD_OFFICE = "head_office", _("head office")
    ADMIN = "admin", _("admin")


class Role(models.Model):
    """An agent's rank at a place. Agent, lead: a team; manager: a location; regional: a region; others: everywhere."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="roles")
    rank = models.CharField(max_length=12, choices=Rank.choices)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="roles")
    location = models.ForeignKey(Location, models.CASCADE, null=True, blank=True, related_name="roles")
    region = models.ForeignKey(Region, models.CASCADE, null=True, blank=True, related_name="roles")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="role_place_fits_rank",
                condition=(
                    Q(rank__in=["agent", "lead"], team__isnull=False, location__isnull=True, region__isnull=True)
                    | Q(rank="manager", team__isnull=True, location__isnull=False, region__isnull=True)
                    | Q(rank="regional", team__isnull=True, location__isnull=True, region__isnull=False)
                    | Q(
                        rank__in=["head_office", "admin"], team__isnull=True, location__isnull=True, region__isnull=True
                    )
                ),
            ),
            models.UniqueConstraint(
                "agent", "rank", Coalesce("team", 0), Coalesce("location", 0), Coalesce("region", 0), name="role_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent}: {self.get_rank_display()}"


class Mailbox(models.Model):
    """An address of ours at which customers reach a team. How its mail comes and goes is the channel's business."""

    address = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="mailboxes")
    signature = models.TextField(default="", blank=True)
    is_active = models.BooleanField(default=True)
    automatic_stays_open = models.BooleanField(default=False)
    reopen_days = models.PositiveSmallIntegerField(default=30)
    gives_page = models.BooleanField(default=True)  # their customers get a link to their page, where one can be reached
    gives_thanks = models.BooleanField(default=True)  # what one of us writes to them links to a page to say thanks on
    asks_solved = models.BooleanField(default=False)  # one mail after closing asks whether it was solved (kudos)
    after_hours = models.BooleanField(default=False)  # a mail by itself while nobody is there (afterhours)
    after_hours_words = models.JSONField(default=dict, blank=True)  # by language; none: the usual ones
    after_hours_promise = models.PositiveIntegerField(null=True, blank=True)  # working minutes; null: nothing promised
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address


class SignInLink(models.Model):
    """A one-time way in. Only the token's hash is kept; used or past its hour it opens nothing."""

    hashed = models.CharField(max_length=64, unique=True)
    agent = models.ForeignKey(Agent, models.CASCADE, null=True, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link for {self.agent or 'the first admin'}"


class Partner(models.Model):
    """Another company that does work for us: a supplier, a repairer, a clinic. It signs in nowhere; links reach it.

    `addresses` are where its mail goes to and comes from, lower-case, the first one first. `about` is for colleagues.
    """

    name = models.CharField(max_length=120, unique=True)
    addresses = models.JSONField(default=list)
    zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=12, default="en")
    about = models.TextField(default="", blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


# Tables of this app, which Django finds here.
Absence, Feed, LastGiven, Override = duty.Absence, duty.Feed, duty.LastGiven, duty.Override
Planned, Roster, Shift, Substitute = duty.Planned, duty.Roster, duty.Shift, duty.Substitute
