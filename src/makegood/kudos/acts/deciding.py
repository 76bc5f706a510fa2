"""A lead says whom thanks are for, or that they are none; and adds a word to what their people were thanked for."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.conversations.acts.wishing import lock_followed
from makegood.conversations.rules import Refused
from makegood.kudos import queries, rules
from makegood.kudos.acts.giving import reached
from makegood.kudos.models import Kudos, Table, Unnamed, Word
from makegood.people.models import Agent, Location
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind

State = Kudos.State
OPEN = (State.WAITING, State.HELD)


def decide(kudos: Kudos, agent: Agent, *, by: Agent, at: datetime) -> None:
    """It was for this colleague, who has it now, and so has their lead. Twice is once. Raises Refused."""
    if not agent.is_active:
        raise Refused(_("%(name)s does not work here any more.") % {"name": agent})
    with transaction.atomic():
        _may(kudos, by)
        conversation = lock_followed(kudos.conversation_id) if kudos.conversation_id else None
        mine = Kudos.objects.filter(pk=kudos.pk, state__in=OPEN)
        if not mine.update(state=State.GIVEN, agent=agent, decided_by=by, decided_at=at):
            _refuse_unless(kudos, State.GIVEN, agent=agent.pk)
            return
        reached(Kudos.objects.select_related("agent").get(pk=kudos.pk), conversation, at=at, by=by)


def drop(kudos: Kudos, *, by: Agent, at: datetime) -> None:
    """It is no thanks, or nobody knows for whom: it reaches nobody. Twice is once. Raises Refused."""
    with transaction.atomic():
        _may(kudos, by)
        mine = Kudos.objects.filter(pk=kudos.pk, state__in=OPEN)
        if not mine.update(state=State.DROPPED, decided_by=by, decided_at=at):
            _refuse_unless(kudos, State.DROPPED, agent=kudos.agent_id)
            return
        record(Kind.KUDOS_DROPPED, at=at, by=by.pk, location=kudos.location_id, about={"kudos": kudos.pk})


def bring_back(pk: int, *, by: Agent, at: datetime) -> None:
    """What was dropped is to be decided again. Twice is once. Raises Refused."""
    with transaction.atomic():
        found = Kudos.objects.filter(pk=pk).first()
        if found is None:
            raise Refused(_("This is not there any more."))
        _may(found, by)
        given = queries.given_in(lock_followed(found.conversation_id)) if found.conversation_id else None
        if given is not None and given.pk != pk:
            raise Refused(_("The customer has thanked somebody since."))
        back = State.HELD if rules.is_held(found.words, found.name, found.whom) else State.WAITING
        if Kudos.objects.filter(pk=pk, state=State.DROPPED).update(state=back, decided_by=None, decided_at=None):
            record(Kind.KUDOS_LEFT, at=at, by=by.pk, location=found.location_id, about={"kudos": pk, "hears": []})


def take_back(once: str, *, by: Agent, at: datetime) -> None:
    """What the agent passed on under this key reaches nobody any more. Twice is once, and so is what never was."""
    with transaction.atomic():
        mine = Kudos.objects.filter(once=once, by=by).first()
        given = Kudos.objects.filter(pk=mine.pk, state=State.GIVEN) if mine else Kudos.objects.none()
        if mine and given.update(state=State.DROPPED, decided_by=by, decided_at=at):
            record(Kind.KUDOS_DROPPED, at=at, by=by.pk, about={"kudos": mine.pk})


def _may(kudos: Kudos, by: Agent) -> None:
    if kudos.location is None or not queries.may_decide(by, kudos.location):
        raise Refused(_("Whoever leads at that place decides this."))


def _refuse_unless(kudos: Kudos, state: str, *, agent: int | None) -> None:
    """Fine when it stands so already; else somebody was first."""
    now = Kudos.objects.get(pk=kudos.pk)
    if (now.state, now.agent_id) != (state, agent):
        raise Refused(_("Somebody has decided this just before you."))


def add_word(kudos: Kudos, words: str, *, by: Agent, at: datetime) -> None:
    """Whoever leads the person has added this word, which they hear at once. Another takes its place.

    The same again is the same word. Raises Refused.
    """
    words = rules.cleaned(words, 1000)
    if not words:
        raise Refused(_("There is nothing to send yet. Write something first."))
    if kudos.agent_id is None or not queries.stands_over(by, kudos.agent_id):
        raise Refused(_("Whoever leads them adds a word."))
    with transaction.atomic():
        Kudos.objects.select_for_update(no_key=True).get(pk=kudos.pk)
        found = Word.objects.filter(kudos=kudos, by=by).first()
        if found is not None and found.words == words:
            return
        Word.objects.update_or_create(kudos=kudos, by=by, defaults={"words": words, "at": at})
        about = {"kudos": kudos.pk, "hears": [kudos.agent_id], "for_agent": kudos.agent_id, "words": words}
        record(Kind.KUDOS_WORDED, at=at, by=by.pk, about=about | {"name": by.name})


def let_read(kudos: Kudos, *, by: Agent, at: datetime, is_shown: bool) -> None:
    """All colleagues may read it, or none may any more but who leads them. For whom it is for. Raises Refused."""
    if kudos.agent_id != by.pk:
        raise Refused(_("Only whom it is for can show it."))
    with transaction.atomic():
        _held_name(by)
        if is_shown and queries.is_unnamed(by.pk):
            raise Refused(_("You want to be named nowhere. Change that first."))
        if Kudos.objects.filter(pk=kudos.pk, is_shown=not is_shown).update(is_shown=is_shown):
            record(Kind.KUDOS_SHOWN, at=at, by=by.pk, about={"kudos": kudos.pk, "is_shown": is_shown})


def name_nowhere(agent: Agent, *, at: datetime) -> None:
    """They are named nowhere in public, and nobody but who leads them reads what they were thanked for."""
    with transaction.atomic():
        _held_name(agent)
        if Unnamed.objects.get_or_create(agent=agent, defaults={"at": at})[1]:
            Kudos.objects.filter(agent=agent, is_shown=True).update(is_shown=False)
            record(Kind.NAMING_CHANGED, at=at, by=agent.pk, about={"agent": agent.pk, "is_named": False})


def name_again(agent: Agent, *, at: datetime) -> None:
    """They may be named. What was shown before stays hidden until they show it again."""
    with transaction.atomic():
        _held_name(agent)
        if Unnamed.objects.filter(agent=agent).delete()[0]:
            record(Kind.NAMING_CHANGED, at=at, by=agent.pk, about={"agent": agent.pk, "is_named": True})


def _held_name(agent: Agent) -> None:
    """What is said about one name is said one after the other."""
    Agent.objects.select_for_update(no_key=True).get(pk=agent.pk)


def open_table(location: Location, *, by: Agent, token: str, at: datetime) -> Table:
    """The place has a public page. The one that is there is open again. Twice is once."""
    with transaction.atomic():
        _may_lead(location, by)
        table, is_new = Table.objects.get_or_create(location=location, defaults={"token": token, "at": at})
        if is_new or Table.objects.filter(pk=table.pk, is_open=False).update(is_open=True):
            _tell_table(location, by, at, "opened")
    return Table.objects.get(pk=table.pk)


def close_table(location: Location, *, by: Agent, at: datetime) -> None:
    """Nobody can say anything on the place's page any more. Twice is once."""
    with transaction.atomic():
        _may_lead(location, by)
        if Table.objects.filter(location=location, is_open=True).update(is_open=False):
            _tell_table(location, by, at, "closed")


def renew_table(location: Location, *, by: Agent, token: str, at: datetime) -> None:
    """The page is at another address; what hangs at the place leads nowhere any more. Twice is once."""
    with transaction.atomic():
        _may_lead(location, by)
        if Table.objects.filter(location=location).exclude(token=token).update(token=token, is_open=True, at=at):
            _tell_table(location, by, at, "renewed")


def _may_lead(location: Location, by: Agent) -> None:
    if location.pk not in {place.pk for place, _table in queries.tables_for(by)}:
        raise Refused(_("Whoever leads at that place decides this."))


def _tell_table(location: Location, by: Agent, at: datetime, did: str) -> None:
    about = {"what": "thanks", "location": location.pk, "did": did}
    record(Kind.SETTINGS_CHANGED, at=at, by=by.pk, location=location.pk, about=about)
