"""All reads about ladders and what climbs them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q

from makegood.base.prepared import Prepared
from makegood.conversations.models import Conversation
from makegood.conversations.queries import wishes_in
from makegood.escalations import rules
from makegood.escalations.models import Cause, Escalation, Rung
from makegood.escalations.rules import Step
from makegood.people.duty.queries import persons
from makegood.people.duty.rules import next_on_duty, on_duty
from makegood.people.models import Agent, Rank, Role, Team
from makegood.people.rules import Post

Line = tuple[str, timedelta]


def lines_of(team: int | None) -> list[Line]:
    """The ladder that was set for a team, as ranks with their time: its own, else everyone's, else none. One query."""
    rows = Rung.objects.filter(Q(team=team) | Q(team=None)).order_by("place").values_list("team", "rank", "minutes")
    found = list(rows)
    own = [row for row in found if row[0] is not None] or found
    return [(rank, timedelta(minutes=minutes)) for _, rank, minutes in own]


def steps_of(team: Team) -> list[Step]:
    """The rungs of the team's conversations with their people; where nobody holds any, the admins stand in.

    Of the usual ladder, which nobody has set, those that somebody holds. Three queries at most.
    """
    is_set = lines_of(team.pk)
    lines = is_set or rules.USUAL
    holders = _holders(team, {rank for rank, _ in lines})
    steps = [Step(place, rank, tuple(holders.get(rank, ())), time) for place, (rank, time) in enumerate(lines, start=1)]
    if any(one.people for one in steps):
        return steps if is_set else [one for one in steps if one.people]
    admins = Role.objects.filter(rank=Rank.ADMIN, agent__is_active=True).order_by("agent_id")
    return [Step(1, Rank.ADMIN, tuple(admins.values_list("agent_id", flat=True)), lines[-1][1])]


def _holders(team: Team, ranks: Collection[str]) -> dict[str, list[int]]:
    here = (
        Q(rank=Rank.LEAD, team=team)
        | Q(rank=Rank.MANAGER, location=team.location_id)
        | Q(rank=Rank.REGIONAL, region__locations=team.location_id)
        | Q(rank=Rank.HEAD_OFFICE)
    )
    found: dict[str, list[int]] = {}
    rows = Role.objects.filter(here, rank__in=ranks, agent__is_active=True).order_by("agent_id")
    for rank, agent in rows.values_list("rank", "agent_id").distinct():
        found.setdefault(rank, []).append(agent)
    return found


def avoided(conversation: Conversation) -> frozenset[int]:
    """Those on the ladder who are of a place that the customer wants nothing to do with. One query for none."""
    if not wishes_in(conversation).avoids_place(conversation.team.location_id):
        return frozenset()
    return rules.of_avoided_place(steps_of(conversation.team))


def powerless(conversation: Conversation, needs: str) -> frozenset[int]:
    """Those on the ladder who hold no rank that may grant what takes this one. No query for ""."""
    return rules.powerless(steps_of(conversation.team), needs) if needs else frozenset()


_OPEN = Prepared(
    lambda: (
        Escalation.objects.filter(conversation=0)
        .filter(ended_at=None)
        .select_related("asked", "subject")
        .order_by("pk")
    )
)


def open_of(conversation: int) -> Escalation | None:
    """What climbs in the conversation now. One query."""
    return _OPEN.first(conversation)


def comes_at(one: Escalation, *, at: datetime) -> datetime | None:
    """When whoever is to have it is back; None: nobody is known to come. No more queries than duty asks of one."""
    if one.asked_id is None:
        return None
    person = persons([one.asked_id], at=at).get(one.asked_id)
    return next_on_duty(person, at) if person else None


def stand_everywhere(agents: Collection[int]) -> bool:
    """Whether one of them may stand on every ladder: head office, or an admin, who stands in. One query."""
    return Role.objects.filter(agent__in=agents, rank__in=[Rank.HEAD_OFFICE, Rank.ADMIN]).exists()


def remembered(conversation: int) -> int:
    """The rung that was reached since the conversation last closed; 0: none. One query."""
    found = Escalation.objects.filter(conversation=conversation, is_remembered=True).exclude(ended_at=None)
    return found.aggregate(rung=Max("rung"))["rung"] or 0


@dataclass(frozen=True, slots=True)
class CanFix:
    """Somebody above the owner who can put it right, and when they are there (`at` itself: now).

    `suffices`: they may grant what is needed.
    """

    agent: int
    name: str
    rank: str
    at: datetime | None
    suffices: bool = True

    @property
    def rank_name(self) -> str:
        """The rank in words."""
        return str(Rank(self.rank).label)


def who_can_fix(conversation: Conversation, *, needs: str = "", at: datetime) -> list[CanFix]:
    """Those above the owner, whoever is on duty first, the nearest rung before the higher. Eleven queries at most.

    `needs` is the rank that what is needed takes; whoever stands below it comes last, and does not suffice.
    """
    every = steps_of(conversation.team)
    steps = rules.above_owner(every, conversation.owner_id)
    ids = [agent for step in steps for agent in step.people if agent != conversation.owner_id]
    people, names = persons(ids, at=at), dict(Agent.objects.filter(pk__in=ids).values_list("pk", "name"))
    unable, found = rules.powerless(every, needs), {}
    for step in steps:
        for agent in step.people:
            if agent in people and agent in names and agent not in found:
                back = at if on_duty(people[agent], at) else next_on_duty(people[agent], at)
                found[agent] = CanFix(agent, names[agent], step.rank, back, agent not in unable)
    order = list(found.values())
    return sorted(order, key=lambda one: (not one.suffices, one.at is None, one.at or at, order.index(one)))


@dataclass(frozen=True, slots=True)
class Climbing:
    """An escalation as a page shows it. `asked` "" while nobody is known to come; `is_told` false: they come later."""

    id: int
    cause: str
    reason: str
    rung: int
    asked: str
    asked_id: int | None
    is_told: bool
    answer_by: datetime | None
    began_at: datetime
    may_end: bool
    needs: str = ""

    @property
    def cause_words(self) -> str:
        """Why it climbs, as a sentence begins."""
        label = str(Cause(self.cause).label)
        return label[:1].upper() + label[1:]

    @property
    def ends_with(self) -> str:
        """What ends it."""
        return rules.ends_with(self.cause)


def climbing(conversation: Conversation, agent: Agent) -> Climbing | None:
    """What climbs in the conversation; `may_end`: this agent's reply ends it. One query when nothing does."""
    one = open_of(conversation.pk)
    if one is None:
        return None
    may_end = rules.may_answer_for(one, steps_of(conversation.team), agent.pk, owner=conversation.owner_id)
    return Climbing(
        one.pk, one.cause, one.reason, one.rung, str(one.asked or ""), one.asked_id, one.told_at is not None,
        one.answer_by, one.began_at, may_end, one.needs,
    )  # fmt: skip


def asked_of(agent: Agent) -> list[tuple[int, str, datetime | None]]:
    """The conversations that have climbed to the agent: number, cause, by when. One query."""
    rows = Escalation.objects.filter(asked=agent, ended_at=None, told_at__isnull=False).order_by("answer_by", "pk")
    return list(rows.values_list("conversation_id", "cause", "answer_by"))


def climbing_to(agents: Collection[int]) -> list[Team]:
    """The open teams above whose people these agents stand. Two queries, one when they stand above nobody."""
    roles = list(Role.objects.filter(agent__in=agents).exclude(rank__in=[Rank.AGENT, Rank.ADMIN]))
    if not roles:
        return []
    teams = Team.objects.filter(is_active=True).select_related("location")
    if any(one.rank == Rank.HEAD_OFFICE for one in roles):
        return list(teams)
    below = Q(pk__in=[one.team_id for one in roles]) | Q(location__in=[one.location_id for one in roles])
    return list(teams.filter(below | Q(location__region__in=[one.region_id for one in roles if one.region_id])))


def below(post: Post) -> list[Team]:
    """The open teams above which the post stands. One query."""
    where = {
        Rank.LEAD: Q(pk=post.place),
        Rank.MANAGER: Q(location=post.place),
        Rank.REGIONAL: Q(location__region=post.place),
        Rank.HEAD_OFFICE: Q(),
    }.get(post.rank)
    teams = Team.objects.filter(is_active=True).select_related("location")
    return list(teams.filter(where)) if where is not None else []


def asked_among(ids: Collection[int]) -> list[tuple[int, int]]:
    """Those of these escalations that have not ended, with whom they are now. One query."""
    rows = Escalation.objects.filter(pk__in=ids, ended_at=None, told_at__isnull=False)
    return [(pk, asked) for pk, asked in rows.values_list("pk", "asked_id") if asked]


def ladders() -> dict[int | None, list[Line]]:
    """Each team's own ladder, and everyone's under None. One query."""
    found: dict[int | None, list[Line]] = {}
    for team, rank, minutes in Rung.objects.order_by("place").values_list("team", "rank", "minutes"):
        found.setdefault(team, []).append((rank, timedelta(minutes=minutes)))
    return found


def top_is_held(team: Team) -> bool:
    """Whether an active person holds the last rung that was set for the team. Two queries at most.

    The usual ladder ends with whoever is there.
    """
    lines = lines_of(team.pk)
    return not lines or bool(_holders(team, {lines[-1][0]}))


def empty_tops() -> list[Team]:
    """The open teams whose last rung nobody active holds, though a lower one is held."""
    return [team for team in Team.objects.filter(is_active=True).select_related("location") if not top_is_held(team)]
