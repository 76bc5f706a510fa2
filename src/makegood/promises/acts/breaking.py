"""Our word was not kept: the conversation opens, it escalates, and the customer hears it from us."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.agenda import acts as agenda
from makegood.clocks import acts as clocks
from makegood.clocks.queries import running_clock
from makegood.conversations import acts as conversations
from makegood.conversations.acts.changing import change
from makegood.conversations.acts.standing import newest_message
from makegood.conversations.automatic import Occasion
from makegood.conversations.models import Conversation, Draft, Message
from makegood.conversations.queries import tongue_for
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from makegood.promises import heard, queries, rules, words
from makegood.promises.acts.common import clock_of, held, opening, refuse_unless, say, write
from makegood.promises.acts.warning import forget_warning
from makegood.promises.models import Promise, Quiet, State
from makegood.promises.rules import Verb
from makegood.timeline.acts import record
from makegood.timeline.kinds import Kind


def run_out(clock_id: int, *, at: datetime) -> datetime | None:
    """The clock's turn: the promise is broken. A time: it is not due before then. None: it ended meanwhile."""
    with transaction.atomic():
        clock = running_clock(clock_id)
        if clock is None:
            return None
        promise, conversation = held(clock.about_id)
        clock = running_clock(clock_id)  # it may have ended while we waited for the lock
        if clock is None or promise.state != State.OPEN:
            return None
        if promise.due_at > at:
            return promise.due_at
        break_and_open(promise, conversation, at=at)
    return None


def break_early(promise: Promise, *, reason: str, by: Agent, at: datetime) -> Promise:
    """Whoever keeps it says honestly, before its time, that it will not be kept. Raises Refused, Gone."""
    with transaction.atomic():
        promise, conversation = held(promise.pk)
        refuse_unless(Verb.BREAK, promise, conversation, by, at=at)
        if not reason.strip():
            raise Refused(_("What happened? The customer will want to know."))
        break_and_open(promise, conversation, by=by, reason=reason, at=at)
    return promise


def break_and_open(
    promise: Promise, conversation: Conversation, *, by: Agent | None = None, reason: str = "", at: datetime
) -> None:
    """It is broken, the conversation is open, and an apology lies ready. The last thing in its act."""
    break_(promise, conversation, by=by, reason=reason, at=at)
    _prepare_apology(promise, conversation, at=at)
    change(conversation, at=at, by=by, **opening(conversation))


def break_(
    promise: Promise, conversation: Conversation, *, by: Agent | None = None, reason: str = "", at: datetime
) -> None:
    """It is broken, by its clock or early by somebody. Inside an act, which opens the conversation."""
    is_late = promise.due_at <= at
    by = None if is_late else by
    write(promise, was=State.OPEN, state=State.BROKEN, broken_at=at, ended_by=by, how=reason.strip()[:300])
    for clock in clock_of(promise):
        if is_late:
            clocks.miss(clock, at=at)
        clocks.end([clock], at=at)
    forget_warning(promise, at=at)
    say(Kind.PROMISE_BROKEN, promise, conversation, by=by, at=at, early=not is_late, keeper=promise.keeper_id)
    for one in heard.everyone():
        one.broken(promise, conversation, by=by, at=at)
    run_at = queries.hours_of(conversation).add(at, rules.OWNS_UP_AFTER)
    agenda.plan("own_up", own_up_key(promise.pk), run_at=run_at, about={"promise": promise.pk})


def own_up_key(pk: int) -> str:
    """The key of the turn that owns up by a mail, if nobody has told the customer by then."""
    return f"own-up:{pk}"


def own_up(pk: int, *, at: datetime) -> None:
    """Nobody told the customer: one plain, true sentence goes by itself, once, unless the team does that by hand."""
    with transaction.atomic():
        promise, conversation = held(pk)
        if promise.state != State.BROKEN or promise.owned_up_at or not _wants_a_word(promise, conversation):
            return
        zone = queries.zone_of(conversation)
        message = conversations.say_by_itself(
            conversation, Occasion.BROKEN, lambda: words.not_kept(promise, conversation, zone=zone), about=pk, at=at
        )
        if message is None:
            return
        write(promise, was=State.BROKEN, owned_up_at=at)
        say(Kind.PROMISE_OWNED_UP, promise, conversation, by=None, at=at, message=message.pk)
        change(conversation, at=at)


def _wants_a_word(promise: Promise, conversation: Conversation) -> bool:
    """The customer knew of the promise, nobody of us has written since it broke, and the team lets the desk write."""
    if not queries.is_told(promise) or Quiet.objects.filter(team=conversation.team_id).exists():
        return False
    ours = Message.objects.filter(conversation=conversation, direction=Message.OUT, by__isnull=False)
    return not ours.filter(at__gte=promise.broken_at).exists()


def _prepare_apology(promise: Promise, conversation: Conversation, *, at: datetime) -> None:
    """The owner, who writes nothing here yet, finds an apology with a new promise, to be finished by hand."""
    writer = conversation.owner or promise.keeper
    if writer is None or not writer.is_active or not queries.is_told(promise):
        return
    mine = Draft.objects.filter(conversation=conversation, agent=writer, kind=Draft.Kind.REPLY)
    if not mine.exists():
        with translation.override(tongue_for(conversation.pk)):
            html = words.apology(promise, conversation, zone=queries.zone_of(conversation), now=at)
        seen = newest_message(conversation)
        conversations.save(conversation, Draft.Kind.REPLY, by=writer, html=html, seen=seen, at=at)


def speak_up(team_id: int, *, by_itself: bool, by: Agent, at: datetime) -> None:
    """Whether a mail owns up by itself to what this team did not keep."""
    with transaction.atomic():
        if by_itself:
            Quiet.objects.filter(team=team_id).delete()
        else:
            Quiet.objects.get_or_create(team_id=team_id)
        record(Kind.TEAM_CHANGED, at=at, by=by.pk, team=team_id, about={"owns_up": by_itself})
