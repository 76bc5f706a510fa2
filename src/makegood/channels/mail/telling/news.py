"""What has happened that somebody must be told of: read anew when it is told, so that what was settled is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from makegood.channels.mail.models import Told
from makegood.channels.mail.telling.rules import (
    ALARMS,
    ANSWERED,
    BACK,
    BROKEN,
    CALL,
    DUE,
    HIGHER,
    LATE,
    OFFERS,
    SOON,
    STORIES,
    THANKS,
    TOLD,
    UNDELIVERED,
    UNREAD,
    UNSOLVED,
    Line,
    Matter,
    News,
    Person,
    alarm_words,
    answer_words,
    concerns,
    handoff_words,
    promise_words,
    story_words,
    thanks_words,
)
from makegood.clocks.rules import OWED
from makegood.conversations.models import Conversation, State
from makegood.conversations.queries import visible_to
from makegood.escalations import queries as ladders
from makegood.handoffs.queries import offered_among
from makegood.people import queries as people
from makegood.people.duty import queries as duty
from makegood.people.duty.queries import Held
from makegood.people.models import Agent
from makegood.promises.queries import states_of
from makegood.stories import queries as stories
from makegood.timeline import queries as timeline
from makegood.timeline.kinds import Kind

LOOK_BACK = timedelta(days=3)
MOST = 1000


def persons(*, now: datetime) -> list[Person]:
    """Every active agent who wants such mail, with their teams, as things stand then. Four queries."""
    teams: dict[int, set[int]] = {}
    for team, agent in people.members():
        teams.setdefault(agent, set()).add(team)
    admins = set(people.admins().values_list("pk", flat=True))
    wanting = Agent.objects.filter(is_active=True, is_told_by_mail=True).order_by("pk").values_list("pk", flat=True)
    away = set(duty.running(at=now).values_list("agent_id", flat=True))
    return [Person(pk, frozenset(teams.get(pk, ())), pk in admins, pk in away) for pk in wanting]


def marks() -> dict[int, int]:
    """Up to which event each agent was told. One query."""
    return dict(Told.objects.values_list("agent_id", "up_to"))


def matters(*, after: int, now: datetime) -> list[Matter]:
    """What happened after the event, in the last days, and still needs someone; oldest first. A dozen queries."""
    events = timeline.of_kinds([*TOLD, Kind.ALARM_CLEARED], limit=MOST, after=after, since=now - LOOK_BACK)
    over = {one.about.get("mailbox"): one.pk for one in reversed(events) if one.kind == Kind.ALARM_CLEARED}
    there = _conversations(one.conversation_id for one in events)
    found = [
        Matter(one.pk, one.kind, one.about, one.conversation_id, *there.get(one.conversation_id or 0, _NOWHERE)[:2])
        for one in reversed(events)
        if one.kind != Kind.ALARM_CLEARED and one.pk > over.get(one.about.get("mailbox", 0), 0)
    ]
    going_on, standing = _Going(_still_offered(found), _still_asked(found)), _still_promised(found)
    still = [one for one in found if one.conversation is None or _still(one, there, going_on, now)]
    waiting = _still_unread(found)
    still = [one for one in still if one.kind not in UNREAD or _what(one) in waiting]
    still = [one for one in still if one.kind not in BROKEN | DUE or (one.kind, one.about.get("promise")) in standing]
    return _with_cover(still, there, now)


def _with_cover(some: list[Matter], there: dict[int, Standing], now: datetime) -> list[Matter]:
    held = [
        Held(one.conversation, one.owner, one.team, there[one.conversation][4] or now)
        for one in some
        if one.conversation is not None and one.team is not None
    ]
    covers = {key: cover.agent for key, cover in duty.covers(held, at=now).items() if cover}
    return [replace(one, cover=covers.get(one.conversation)) for one in some]


def _still_offered(some: Iterable[Matter]) -> frozenset[int]:
    """Which of these handoffs nobody has answered yet. One query at most."""
    ids = [one.about.get("handoff") for one in some if one.kind in OFFERS]
    return frozenset(offered_among(ids)) if ids else frozenset()


def _still_unread(some: Iterable[Matter]) -> frozenset[tuple[str, int]]:
    """Which of these stories and comments nobody has read yet. Two queries at most."""
    wanted = {_what(one) for one in some if one.kind in UNREAD}
    return stories.unread_among(wanted) if wanted else frozenset()


def _what(matter: Matter) -> tuple[str, int]:
    """The comment, else the story, that it is about."""
    what = "comment" if "comment" in matter.about else "story"
    return what, int(matter.about.get(what, 0))


def _still_promised(some: Iterable[Matter]) -> frozenset[tuple[str, int]]:
    """Which of these promises still come due, or are still broken. One query at most."""
    ids = [one.about.get("promise", 0) for one in some if one.kind in BROKEN | DUE]
    states = states_of(ids) if ids else {}
    kinds = {"open": Kind.PROMISE_WARNED.value, "broken": Kind.PROMISE_BROKEN.value}
    return frozenset((kinds[state], pk) for pk, state in states.items() if state in kinds)


def _still_asked(some: Iterable[Matter]) -> frozenset[tuple[int, int]]:
    """Which escalations have not ended, with whom they are. One query at most."""
    ids = {one.about.get("escalation", 0) for one in some if one.kind in HIGHER}
    return frozenset(ladders.asked_among(ids)) if ids else frozenset()


@dataclass(frozen=True, slots=True)
class _Going:
    """What nobody has answered yet: offers, and what was taken higher to whom."""

    offers: frozenset[int]
    asked: frozenset[tuple[int, int]]


_NOWHERE: tuple[None, None] = (None, None)
Standing = tuple[int | None, int | None, str, str, datetime | None]


def _conversations(numbers: Iterable[int | None]) -> dict[int, Standing]:
    """Owner, team, state and next clock of each."""
    rows = Conversation.objects.filter(pk__in={one for one in numbers if one is not None})
    columns = rows.values_list("pk", "owner_id", "team_id", "state", "next_kind", "next_due")
    return {pk: (owner, team, state, kind, due) for pk, owner, team, state, kind, due in columns}


def _still(matter: Matter, there: dict[int, Standing], going_on: _Going, now: datetime) -> bool:
    """Whether it is still so: nobody has answered, nobody has dealt with the mail that came back."""
    if matter.kind in OFFERS:
        return matter.about.get("handoff") in going_on.offers
    if matter.kind in HIGHER:
        return (matter.about.get("escalation"), matter.about.get("to")) in going_on.asked and matter.about["told"]
    standing = there.get(matter.conversation or 0)
    if standing is None:
        return False
    _, _, state, next_kind, next_due = standing
    if matter.kind in THANKS | ANSWERED | STORIES:
        return True
    if matter.kind in UNSOLVED:
        return state == State.OPEN
    if matter.kind in LATE:
        return next_kind in OWED and next_due is not None and next_due <= now
    if matter.kind in SOON:
        return next_kind in OWED and next_due is not None and now < next_due
    if matter.kind in BACK | BROKEN | DUE:
        return state in (State.OPEN, State.WAITING)
    return matter.kind in ALARMS or state == State.OPEN


def news_for(agent: Agent, person: Person, some: Iterable[Matter]) -> News:
    """What the agent is told of these, each conversation once. A few queries at most."""
    mine = [one for one in some if concerns(one, person)]
    subjects = _subjects(agent, mine)
    return News(
        broken=_lines((one for one in mine if one.kind in BROKEN), agent, subjects),
        due=_lines((one for one in mine if one.kind in DUE), agent, subjects),
        late=_lines((one for one in mine if one.kind in LATE and not _is_call(one)), agent, subjects),
        late_calls=_lines((one for one in mine if one.kind in LATE and _is_call(one)), agent, subjects),
        soon=_lines((one for one in mine if one.kind in SOON and not _is_call(one)), agent, subjects),
        soon_calls=_lines((one for one in mine if one.kind in SOON and _is_call(one)), agent, subjects),
        higher=_lines((one for one in mine if one.kind in HIGHER), agent, subjects),
        offered=_lines((one for one in mine if one.kind in OFFERS), agent, subjects),
        back=_lines((one for one in mine if one.kind in BACK), agent, subjects),
        undelivered=_lines((one for one in mine if one.kind in UNDELIVERED), agent, subjects),
        answered=_lines((one for one in mine if one.kind in ANSWERED), agent, subjects),
        unsolved=_lines((one for one in mine if one.kind in UNSOLVED), agent, subjects),
        thanks=[_thanks(one, agent, subjects) for one in mine if one.kind in THANKS],
        stories=list(dict.fromkeys(story_words(one) for one in mine if one.kind in STORIES)),
        alarms=list(dict.fromkeys(alarm_words(one) for one in mine if one.kind in ALARMS - {Kind.ARRIVAL_STUCK})),
        stuck_arrivals=sum(one.kind == Kind.ARRIVAL_STUCK for one in mine),
    )


def _subjects(agent: Agent, mine: Iterable[Matter]) -> dict[int, str]:
    numbers = {one.conversation for one in mine if one.conversation is not None}
    return dict(visible_to(agent).filter(pk__in=numbers).values_list("pk", "subject")) if numbers else {}


def _thanks(matter: Matter, agent: Agent, subjects: dict[int, str]) -> Line:
    """Each has a line of its own, whether or not it was said in a conversation."""
    number = matter.conversation or 0
    return Line(number, _short(subjects.get(number, "")), more=thanks_words(matter, agent=agent.pk))


def _short(subject: str) -> str:
    return " ".join(subject.split())[:120]


def _is_call(matter: Matter) -> bool:
    return matter.about.get("kind") == CALL


def _lines(some: Iterable[Matter], agent: Agent, subjects: dict[int, str]) -> list[Line]:
    by_number = {one.conversation: one for one in some if one.conversation is not None}
    others = {one.owner for one in by_number.values() if one.owner and one.owner != agent.pk}
    names = people.names(others) if others else {}
    return [
        Line(
            number,
            _short(subjects.get(number, "")),
            is_mine=one.owner == agent.pk,
            covers=names.get(one.owner or 0, "") if one.owner != agent.pk else "",
            more=handoff_words(one) or answer_words(one) or promise_words(one, zone=people.zone_of(agent)),
        )
        for number, one in by_number.items()
    ]
