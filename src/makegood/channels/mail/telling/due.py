"""Telling people by mail what needs them: one turn looks every minute, and one turn a person sends a mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation

from makegood.agenda import acts as agenda
from makegood.agenda import queries as planned
from makegood.agenda.models import State, Turn
from makegood.channels.mail.models import Told
from makegood.channels.mail.telling import rules
from makegood.channels.mail.telling.news import marks, matters, news_for, persons
from makegood.channels.mail.telling.own import OwnMail, write_to
from makegood.channels.mail.telling.voice import has_voice
from makegood.people.models import Agent
from makegood.timeline import queries as timeline

LOOK_EVERY = timedelta(minutes=1)
REST_AFTER_FAILURE = timedelta(days=1)


def begin(*, now: datetime) -> None:
    """From now on somebody looks every minute."""
    agenda.plan("notice", "notice", run_at=now)


def notice(turn: Turn, *, now: datetime) -> datetime:
    """Everyone whom something new concerns has a turn to be told. Who is new here is told from now on."""
    newest = timeline.newest_id()
    if not has_voice():
        Told.objects.update(up_to=newest)
        return now + LOOK_EVERY
    known, people = marks(), persons(now=now)
    fresh = [Told(agent_id=one.agent, up_to=newest) for one in people if one.agent not in known]
    Told.objects.bulk_create(fresh, ignore_conflicts=True)
    up_to = {one.agent: known.get(one.agent, newest) for one in people}
    some = matters(after=min(up_to.values(), default=newest), now=now)
    to_tell = {one.agent for one in people if _has_news(one, some, after=up_to[one.agent])}
    for agent in sorted(to_tell):
        _plan(agent, now=now)
    # Whom nothing concerned need not be asked about it again.
    Told.objects.exclude(agent__in=to_tell).filter(up_to__lt=newest).update(up_to=newest)
    return now + LOOK_EVERY


def _has_news(person: rules.Person, some: Iterable[rules.Matter], *, after: int) -> bool:
    return any(one.event > after and rules.concerns(one, person) for one in some)


def _plan(agent: int, *, now: datetime) -> None:
    """One turn, unless there is one; what is stuck rests for a day before it is tried anew."""
    there = planned.turn(_key(agent))
    if there is None or (there.state == State.STUCK and there.run_at <= now - REST_AFTER_FAILURE):
        agenda.plan("tell", _key(agent), run_at=now, about={"agent": agent})


def _key(agent: int) -> str:
    return f"tell:{agent}"


def tell(turn: Turn, *, now: datetime) -> datetime | None:
    """One mail with all that is new and still so has left; sooner than half an hour after the last one it waits.

    Raises TryAgain, or GiveUp when it never will. Killed between leaving and remembering, the same mail goes again.
    """
    told = Told.objects.filter(agent=turn.about["agent"]).first()
    person = next((one for one in persons(now=now) if told and one.agent == told.agent_id), None)
    if told is None or person is None:
        return None
    if told.at is not None and now < told.at + rules.EVERY:
        return told.at + rules.EVERY
    up_to, agent = timeline.newest_id(), Agent.objects.get(pk=person.agent)
    news = news_for(agent, person, matters(after=told.up_to, now=now))
    if news:
        _send(agent, news, told.up_to, now=now)
        Told.objects.filter(pk=told.pk).update(at=now)
    Told.objects.filter(pk=told.pk).update(up_to=up_to)
    return None


def _send(agent: Agent, news: rules.News, mark: int, *, now: datetime) -> None:
    """The same news has the same Message-ID, so that a mail that leaves twice can be seen to be one."""
    origin = settings.PUBLIC_URL.origin if settings.PUBLIC_URL else ""
    with translation.override(agent.language):
        text = rules.text(news, name=agent.name.split(" ")[0], origin=origin)
        write_to(agent, OwnMail(rules.subject(news), text, f"tell-{agent.pk}-{mark}"), now=now)
