"""The lists of mentions, and one of them with its episodes. By when they came, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from makegood.base.plain import marks
from makegood.conversations.queries import Source
from makegood.mentions import rules
from makegood.mentions.marking import Stretch, marked
from makegood.mentions.models import Episode, Mention, State
from makegood.people.models import Agent
from makegood.people.queries import standing

SHOWN = 100
MENTIONS = "mentions_mention m"


class View(StrEnum):
    """The three lists."""

    WAITING = "waiting"
    NEW = "new"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many an agent sees of those that nobody is done with."""

    waiting: int
    new: int


@dataclass(frozen=True, slots=True)
class Page:
    """A mention as its page shows it: the text with the episodes marked, each with what may be done with it."""

    mention: Mention
    paragraphs: list[list[Stretch]]
    episodes: list[Episode]
    thanked: dict[int, str]
    may_undo: frozenset[int]

    def names_of(self, episode: Episode) -> str:
        """Who was thanked for it."""
        return ", ".join(self.thanked.get(pk, "") for pk in episode.thanked)


def visible_to(agent: Agent) -> QuerySet[Mention]:
    """Those of the teams whose conversations the agent sees. Every read begins here."""
    seen = standing(agent).audience
    return Mention.objects.all() if seen.everything else Mention.objects.filter(team__in=seen.teams)


def get_for(agent: Agent, pk: int) -> Mention:
    """The mention. Raises Mention.DoesNotExist when there is none, or none that this agent may see."""
    return visible_to(agent).select_related("source", "team__location", "nothing_by", "added_by").get(pk=pk)


def episode_for(agent: Agent, mention: int, pk: int) -> Episode:
    """The episode of a mention that this agent may see. Raises Episode.DoesNotExist."""
    return Episode.objects.select_related("mention").get(pk=pk, mention=mention, mention__in=visible_to(agent))


def an_episode_for(agent: Agent, pk: int) -> Episode:
    """The same by its own id alone. Raises Episode.DoesNotExist."""
    return Episode.objects.select_related("mention").get(pk=pk, mention__in=visible_to(agent))


def listed(agent: Agent, view: View, *, after: int = 0, most: int = SHOWN) -> list[Mention]:
    """What waits or is being read, as it came; what is done, the newest first. `after`: past this id. Two queries."""
    rows = visible_to(agent).select_related("source", "team").prefetch_related("episodes").filter(state=view.value)
    if view is View.DONE:
        rows = rows.filter(pk__lt=after) if after else rows
        return list(rows.order_by("-pk")[:most])
    return list(rows.filter(pk__gt=after).order_by("pk")[:most])


def counts(agent: Agent) -> Counts:
    """One query."""
    rows = visible_to(agent).exclude(state=State.DONE)
    found = rows.aggregate(waiting=Count("pk", filter=Q(state="waiting")), new=Count("pk", filter=Q(state="new")))
    return Counts(found["waiting"], found["new"])


def waiting(agent: Agent) -> Source:
    """Those that wait for somebody to decide, to be counted beside the lists of conversations. No query.

    It says that they are not done in the words of the index, too.
    """
    where, seen = "NOT (m.state = 'done') AND m.state = 'waiting'", standing(agent).audience
    if seen.everything:
        return Source(MENTIONS, where, ())
    teams = sorted(seen.teams)
    return Source(MENTIONS, f"{where} AND m.team_id IN {marks(teams)}" if teams else "1 = 0", tuple(teams))


def page(agent: Agent, mention: Mention, *, now: datetime) -> Page:
    """What `get_for` gave to this agent, for its page. Two queries."""
    episodes = list(mention.episodes.select_related("decided_by").order_by("pk"))
    names = _names({pk for one in episodes for pk in one.thanked})
    may_undo = [
        one.pk
        for one in episodes
        if one.state == Episode.State.NOTHING
        or (one.decided_by_id == agent.pk and rules.may_undo(one.decided_at, now=now))
    ]
    passages = [(one.pk, one.passage) for one in episodes]
    return Page(mention, marked(mention.text, passages), episodes, names, frozenset(may_undo))


def _names(ids: set[int]) -> dict[int, str]:
    return dict(Agent.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def named(episodes: Iterable[Episode]) -> dict[int, list[Agent]]:
    """Who of us is perhaps meant by the names in each episode: whoever bears the name, or begins with it. One query."""
    active = thankable()
    return {
        episode.pk: [one for one in active if any(_is_called(one.name, said) for said in episode.staff)]
        for episode in episodes
    }


def thankable() -> list[Agent]:
    """Everybody who works here, by name. One query."""
    return list(Agent.objects.filter(is_active=True).order_by("name", "pk"))


def _is_called(name: str, said: str) -> bool:
    known, words = name.casefold().split(), said.casefold().split()
    return bool(words) and known[: len(words)] == words


def unread(pk: int) -> Mention | None:
    """The mention, when it is still to be read; None: it was, or there is no such one."""
    return Mention.objects.select_related("source", "page").filter(pk=pk, state=State.NEW).first()
