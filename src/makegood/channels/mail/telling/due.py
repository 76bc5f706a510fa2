"""Telling people by mail what needs them: one turn looks every minute, and one turn a person sends a mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.agenda import queries as planned
from makegood.agenda.models import State, Turn
from makegood.agenda.rules import GiveUp, TryAgain
from makegood.base.secrets import Unreadable
from makegood.channels.mail import gate, queries, smtp
from makegood.channels.mail.acts import sending
from makegood.channels.mail.compose import Outgoing, compose
from makegood.channels.mail.headers import ascii_address
from makegood.channels.mail.models import Told
from makegood.channels.mail.telling import rules
from makegood.channels.mail.telling.news import marks, matters, news_for, persons
from makegood.channels.mail.telling.voice import Voice, has_voice, voice
from makegood.channels.mail.troubles import Trouble
from makegood.conversations.letter import Address
from makegood.people.models import Agent
from makegood.timeline import queries as timeline

LOOK_EVERY = timedelta(minutes=1)
REST_AFTER_FAILURE = timedelta(days=1)
NOWHERE = 0  # the conversation under which such a mail is counted: none


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
    _refuse_unless_it_may_leave(agent.email, now=now)
    try:
        by = voice(now=now)
        if by is None:
            raise GiveUp(_("There is no server for sending any more: neither MAKEGOOD_SMTP_URL nor a mailbox's own."))
        mail = _written(agent, news, by, mark, now=now)
        smtp.send(mail, server=by.server, sender=by.address, recipient=ascii_address(agent.email))
    except smtp.NotSent as error:
        if error.failure is smtp.Failure.PERMANENT:
            raise GiveUp(
                _("%(agent)s could not be told by mail. %(error)s") % {"agent": agent.name, "error": error}
            ) from error
        raise TryAgain(str(error)) from error
    except (Trouble, Unreadable) as error:
        raise TryAgain(str(error)) from error
    sending.count_automatic(agent.email, NOWHERE, at=now)


def _refuse_unless_it_may_leave(address: str, *, now: datetime) -> None:
    """Through the gate like every mail; only the caps of a conversation do not apply, for it is in none."""
    counts = queries.counts(address, NOWHERE, now=now)
    counts = gate.Counts(address_hour=counts.address_hour, address_day=counts.address_day)
    own, halted = queries.own_addresses(), queries.halted()
    leaving = gate.Leaving(address, automatic=True, own_addresses=own, halted=halted)
    if why := gate.why_not_yet(leaving):
        raise TryAgain(why)
    if why := gate.why_not_send(leaving):
        raise GiveUp(why)
    if why := gate.why_not_send(gate.Leaving(address, automatic=True, own_addresses=own, counts=counts)):
        raise TryAgain(why, at=now + timedelta(hours=1))


def _written(agent: Agent, news: rules.News, by: Voice, mark: int, *, now: datetime) -> bytes:
    """The same news has the same Message-ID, so that a mail that leaves twice can be seen to be one."""
    origin = settings.PUBLIC_URL.origin if settings.PUBLIC_URL else ""
    with translation.override(agent.language):
        return compose(
            Outgoing(
                sender=Address("Makegood", by.address),
                to=(Address(agent.name, agent.email),),
                subject=rules.subject(news),
                message_id=f"tell-{agent.pk}-{mark}@{by.address.rpartition('@')[2]}",
                date=now,
                text=rules.text(news, name=agent.name.split(" ")[0], origin=origin),
                automatic=True,
            )
        )
