"""Who stands before a conversation right now, and who is writing in it. Soon over, and lost without harm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

LASTS = timedelta(seconds=40)


class Doing(models.TextChoices):
    """What someone does before a conversation; the strongest first."""

    REPLY = "reply", _("writing a reply")
    NOTE = "note", _("writing a note")
    LOOKING = "looking", _("looking")


class Presence(models.Model):
    """One screen before the one conversation that it shows. `screen` is a word by which an agent's screens differ."""

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, related_name="+")
    agent = models.ForeignKey("people.Agent", models.CASCADE, related_name="+")
    screen = models.CharField(max_length=16)
    doing = models.CharField(max_length=8, choices=Doing.choices)
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agent", "screen"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} in #{self.conversation_id}: {self.doing}"


@dataclass(frozen=True, slots=True)
class Beat:
    """A screen's word that its agent is there. `doing` is None when it says good-bye."""

    conversation: int
    agent: int
    screen: str
    doing: Doing | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation, and the team that has it now."""

    conversation: int
    team: int


@dataclass(frozen=True, slots=True)
class Here:
    """An agent before a conversation."""

    agent: int
    name: str
    doing: Doing


def keep(beats: Iterable[Beat], *, now: datetime) -> None:
    """The latest beat of each screen stands, and what has run out is gone. Two statements, one transaction."""
    latest = {(beat.agent, beat.screen): beat for beat in beats}
    with transaction.atomic():
        Presence.objects.bulk_create(
            [_row(beat) for beat in latest.values()],
            update_conflicts=True,
            unique_fields=["agent", "screen"],
            update_fields=["conversation", "doing", "until"],
        )
        Presence.objects.filter(until__lte=now).delete()


def _row(beat: Beat) -> Presence:
    until = beat.at + LASTS if beat.doing else beat.at
    doing = beat.doing or Doing.LOOKING
    return Presence(
        conversation_id=beat.conversation, agent_id=beat.agent, screen=beat.screen, doing=doing, until=until
    )


def everyone(*, now: datetime) -> dict[Place, list[Here]]:
    """Who is where, each once with the strongest that they do, writers first, then by name. One query."""
    rows = Presence.objects.filter(until__gt=now, agent__is_active=True)
    found: dict[Place, dict[int, Here]] = {}
    for number, team, agent, name, doing in rows.values_list(
        "conversation_id", "conversation__team_id", "agent_id", "agent__name", "doing"
    ):
        those = found.setdefault(Place(number, team), {})
        here = Here(agent, name, Doing(doing))
        those[agent] = min(those.get(agent, here), here, key=_strength)
    return {place: sorted(those.values(), key=_strength) for place, those in found.items()}


def _strength(here: Here) -> tuple[int, str, int]:
    return (list(Doing).index(here.doing), here.name, here.agent)
