"""What every act on a conversation shares: the lock, the clocks that must run, the row, the event, the way back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from makegood.base.plain import ask, utc
from makegood.base.prepared import Prepared
from makegood.base.rows import keep, new, write
from makegood.clocks import acts as clocks
from makegood.clocks.models import Clock
from makegood.clocks.models import Kind as ClockKind
from makegood.clocks.queries import paused, running
from makegood.clocks.rules import OWN, RESPONSES
from makegood.clocks.targets import Times
from makegood.conversations import attached
from makegood.conversations.acts import timing
from makegood.conversations.acts.giving import Giving
from makegood.conversations.models import Conversation, Guest, NextClock, State, Undo
from makegood.people.duty.queries import is_away_now
from makegood.people.models import Agent, Team
from makegood.timeline.acts import record_all
from makegood.timeline.kinds import Kind
from makegood.timeline.models import Event

SHOWN = ("next_due", "next_kind", "next_started", "next_who")
KEPT_FOR_UNDO = ("state", "owner_id", "team_id", "lets_rest", "is_automatic", "closed_at", "replied_at")

# What must run once the customer has said something: an answer is owed, and a solution where a target asks for one.
HEARD = (ClockKind.NEXT_RESPONSE.value, ClockKind.RESOLUTION.value)


@dataclass(frozen=True, slots=True)
class Before:
    """How a conversation stood before an act, and which clocks the act ended, started and paused."""

    fields: dict[str, Any]
    ended: list[int] = field(default_factory=list)
    started: list[int] = field(default_factory=list)
    paused: list[int] = field(default_factory=list)


LISTED = "SELECT team_id, due_at FROM conversations_nextclock WHERE conversation_id = %s"
LOCATION = "SELECT location_id FROM people_team WHERE id = %s"

# Each act asks this; a row joined to it would not be read anew once it is free.
HELD = Prepared(lambda: Conversation.objects.select_for_update().filter(pk=0))


def lock(pk: int) -> Conversation:
    """The conversation, held against others until the transaction ends. Raises Conversation.DoesNotExist."""
    if not connection.in_atomic_block:  # what is compiled once is checked by Django once only
        raise transaction.TransactionManagementError("A conversation is held inside a transaction.")
    return HELD.get(pk)


def change(
    conversation: Conversation,
    *,
    at: datetime,
    ends: Collection[str] = (),
    begins: Collection[str] = (),
    look_again: datetime | None = None,
    by: Agent | None = None,
    **fields: Any,
) -> Before:
    """The conversation has the new fields, and exactly the clocks that its state demands.

    Open: at least one, if need be a response, and those in `begins` (HEARD when the customer said something), where one
    of the kind runs already that one. Waiting: look-again (at `look_again`, or after its own length).
    Closed and merged: none; what is attached must have ended or moved by then, or the database refuses. Call it last in
    an act, so that the lists show every clock that the act started, moved or ended.
    """
    before = Before({name: getattr(conversation, name) for name in KEPT_FOR_UNDO})
    for name, value in fields.items():
        setattr(conversation, name, value)
    _leave_to_the_team_if_gone(conversation, before)
    _tell_of_owner(conversation, before, by=by, at=at)
    if conversation.state == State.CLOSED != before.fields["state"]:
        for one in attached.everyone():
            one.closing(conversation, by=by, at=at)
    clocks_now = _end(conversation, before, ends, at=at, look_again=look_again)
    clocks_now += _begin(conversation, before, begins, clocks_now, at=at, look_again=look_again)
    if conversation.team_id != before.fields["team_id"]:
        clocks.give(clocks_now, team=conversation.team_id)
    _show_next(conversation, clocks_now)
    conversation.updated_at = max(at, conversation.updated_at)  # a mail that waited on a shelf is older than the rest
    conversation.version += 1
    keep(conversation, *fields, *SHOWN, "updated_at", "version")
    for one in attached.everyone():
        one.changed(conversation)
    return before


def _leave_to_the_team_if_gone(conversation: Conversation, before: Before) -> None:
    """Who leaves for good at the moment at which they become the owner does not keep it: their going passed it by."""
    if conversation.owner_id not in (None, before.fields["owner_id"]):
        held = Agent.objects.select_for_update(no_key=True).filter(pk=conversation.owner_id)
        if not held.values_list("is_active", flat=True).first():
            conversation.owner = None


def _tell_of_owner(conversation: Conversation, before: Before, *, by: Agent | None, at: datetime) -> None:
    was = before.fields["owner_id"], before.fields["team_id"]
    if was == (conversation.owner_id, conversation.team_id):
        return
    owner = Agent.objects.filter(pk=was[0]).first() if was[0] else None
    for one in attached.everyone():
        one.owner_changed(conversation, was=owner, by=by, at=at)


def _end(
    conversation: Conversation, before: Before, ends: Collection[str], *, at: datetime, look_again: datetime | None
) -> list[Clock]:
    """What must not run any more has ended or stands still. Returns what still runs."""
    state = conversation.state
    ends = set(ends) | ({ClockKind.LOOK_AGAIN.value} if state == State.OPEN or look_again else set())
    clocks_now = running(conversation.pk)
    if state in (State.CLOSED, State.MERGED):
        ends |= set(OWN)
        before.ended.extend(clocks.end(paused(conversation.pk), at=at))
    going = [one for one in clocks_now if one.kind in ends]
    before.ended.extend(clocks.end(going, at=at))
    staying = [one for one in clocks_now if one not in going]
    still = timing.pause(staying, at=at) if state == State.WAITING else []
    before.paused.extend(one.pk for one in still)
    return [one for one in staying if one not in still]


def _begin(
    conversation: Conversation,
    before: Before,
    begins: Collection[str],
    clocks_now: list[Clock],
    *,
    at: datetime,
    look_again: datetime | None,
) -> list[Clock]:
    """What must run now does. Returns what did not run before."""
    resumed = timing.resume(conversation, at=at) if conversation.state == State.OPEN else []
    missing = _missing(conversation, {one.kind for one in (*clocks_now, *resumed)}, begins)
    known = timing.Timing()
    owed = {kind: known.times(conversation, kind, at=at) for kind in missing}
    if look_again and ClockKind.LOOK_AGAIN in owed:
        owed[ClockKind.LOOK_AGAIN.value] = Times(look_again, look_again)
    starts = [timing.start(conversation, kind, times, at=at) for kind, times in owed.items() if times]
    new = clocks.start_all(starts)
    before.started.extend(one.pk for one in new)
    return [*resumed, *new]


def _missing(conversation: Conversation, running_kinds: set[str], begins: Collection[str]) -> list[str]:
    """The kinds of clock that must be started."""
    if conversation.state == State.WAITING:
        return [] if ClockKind.LOOK_AGAIN in running_kinds else [ClockKind.LOOK_AGAIN.value]
    if conversation.state != State.OPEN:
        return []
    is_answered = running_kinds.isdisjoint(RESPONSES)
    wants_answer = ClockKind.NEXT_RESPONSE in begins or not running_kinds - {ClockKind.RESOLUTION}
    response = [response_kind(conversation)] if is_answered and wants_answer else []
    return response + [one for one in begins if one == ClockKind.RESOLUTION and one not in running_kinds]


def response_kind(conversation: Conversation) -> str:
    """First response until we have said anything, then next response."""
    return (ClockKind.NEXT_RESPONSE if conversation.replied_at else ClockKind.FIRST_RESPONSE).value


def list_anew(conversation: Conversation) -> None:
    """Lists show its clocks as they run now, after some were moved outside of an act on it."""
    _show_next(conversation, running(conversation.pk))
    keep(conversation, *SHOWN)


def _show_next(conversation: Conversation, clocks_now: list[Clock]) -> None:
    """Lists order by this: the earliest running clock, on the row, for its team, and for each that one is put to."""
    first = min(clocks_now, key=lambda one: (one.due_at, one.pk), default=None)
    conversation.next_due = first.due_at if first else None
    conversation.next_kind = first.kind if first else ""
    conversation.next_started = first.started_at if first else None
    conversation.next_who = first.who if first else ""
    wanted: dict[int, datetime] = {}
    for one in reversed(clocks_now):
        wanted[one.team_id] = min(one.due_at, wanted.get(one.team_id, one.due_at))
    for team, due_at in _put_to_teams(conversation, clocks_now):
        wanted[team] = min(due_at, wanted.get(team, due_at))
    if first is not None:
        wanted[conversation.team_id] = first.due_at
    listed = {team: utc(due_at) for team, due_at in ask(LISTED, [conversation.pk])}
    if gone := listed.keys() - wanted.keys():
        NextClock.objects.filter(conversation=conversation, team__in=gone).delete()
    rows = [
        new(NextClock, conversation_id=conversation.pk, team_id=team, due_at=due_at)
        for team, due_at in wanted.items()
        if listed.get(team) != due_at
    ]
    write(rows, key="conversation_id, team_id", fresh=["due_at"])


def _put_to_teams(conversation: Conversation, clocks_now: list[Clock]) -> list[tuple[int, datetime]]:
    """When what is put to each team that is a guest runs out. No query while nothing is put to anyone."""
    put = {(one.kind, one.about_id): one.due_at for one in clocks_now if one.about_id and one.kind != ClockKind.PROMISE}
    if not put:
        return []
    guests = Guest.objects.filter(conversation=conversation, team__isnull=False).values_list("team_id", "why", "about")
    return [(team, put[why, about]) for team, why, about in guests if (why, about) in put]


def whose(conversation: Conversation, *, instead: Team, at: datetime, giving: Giving) -> tuple[Team, Agent | None]:
    """Who has it when it opens again: its owner if still here; its team, or if that closed, another.

    What was closed and whose owner has gone or is away is given as new work is.
    """
    owner = conversation.owner if conversation.owner and conversation.owner.is_active else None
    if conversation.state == State.CLOSED and owner and is_away_now(owner.pk, at=at):
        owner = None
    team, owner = (conversation.team, owner) if conversation.team.is_active else (instead, None)
    if conversation.state == State.CLOSED and owner is None:
        owner = giving.owner_for(team, at=at)
    return team, owner


def why_not_yet(conversation: Conversation, *, by: Agent | None) -> str:
    """Why it may not close yet, in words: something is owed, or one of its parts is not done. "" when it may."""
    if why := attached.why_not_close(conversation, by=by):
        return why
    part = conversation.children.filter(state__in=[State.OPEN, State.WAITING]).order_by("pk").first()
    return (
        _("Its part #%(number)s is not done. Close that first, or take it out.") % {"number": part.pk} if part else ""
    )


def owes_answer(conversation: Conversation) -> bool:
    """Whether a response clock runs: the customer said something that nobody has answered."""
    return any(one.kind in RESPONSES for one in running(conversation.pk))


def tell(
    kind: Kind,
    conversation: Conversation,
    *,
    at: datetime,
    by: Agent | None = None,
    about: dict[str, Any] | None = None,
) -> None:
    """The event, with the conversation's audience."""
    record_all([Event(kind=kind, at=at, by_id=by.pk if by else None, about=about or {}, **told(conversation))])


def told(conversation: Conversation) -> dict[str, int]:
    """Whom an event in this conversation concerns."""
    return {
        "conversation_id": conversation.pk,
        "customer_id": conversation.customer_id,
        "team_id": conversation.team_id,
        "location_id": _location_of(conversation),
    }


def _location_of(conversation: Conversation) -> int:
    """Of its team, which few acts have at hand."""
    if Conversation.team.is_cached(conversation):
        return conversation.team.location_id
    [(location,)] = ask(LOCATION, [conversation.team_id])
    return int(location)


def undoable(conversation: Conversation, before: Before, *, by: Agent, at: datetime, **more: Any) -> Undo:
    """The way back from the act that just changed the conversation."""
    fields = {name: _plain(value) for name, value in before.fields.items()}
    kept = {"fields": fields, "ended": before.ended, "started": before.started, "paused": before.paused, **more}
    return Undo.objects.create(conversation=conversation, by=by, at=at, version=conversation.version, before=kept)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
