"""Who has it, and whose turn it is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.base.plain import ask
from makegood.clocks import rules as clock_rules
from makegood.conversations import attached, rules
from makegood.conversations.acts import tags
from makegood.conversations.acts.changing import HEARD, change, lock, owes_answer, tell, undoable, whose, why_not_yet
from makegood.conversations.acts.fit import refuse_unfit
from makegood.conversations.acts.giving import Giving
from makegood.conversations.models import Conversation, State, Undo
from makegood.customers import acts as customers
from makegood.people import queries as people
from makegood.people.models import Agent, Team
from makegood.timeline.kinds import Kind

NEWEST = "SELECT id FROM conversations_message WHERE conversation_id = %s ORDER BY id DESC LIMIT 1"


class Nothing(StrEnum):
    """Why nothing is to be answered."""

    THANKS = "thanks"
    SPAM = "spam"
    ANSWERED_ELSEWHERE = "answered_elsewhere"


def assign(conversation: Conversation, *, to: Agent | None, team: Team | None = None, by: Agent, at: datetime) -> Undo:
    """The team has it (None: the same team), and in it the agent (None: nobody yet). Raises Refused, OffDuty."""
    with transaction.atomic():
        conversation = _alive(conversation)
        team = team or conversation.team
        refuse_unfit(to, team, by=by, at=at)
        before = change(conversation, at=at, by=by, team=team, owner=to)
        about = {"to": to.pk if to else None, "team": team.pk}
        if team.pk != (was := before.fields["team_id"]):
            about["from_team"] = was  # so that the screens of the team that had it hear of it, too
        tell(Kind.CONVERSATION_ASSIGNED, conversation, at=at, by=by, about=about)
        return undoable(conversation, before, by=by, at=at)


def claim(conversation: Conversation, *, by: Agent, at: datetime) -> Undo:
    """The agent has it. Raises Refused when a colleague has it and the agent is no lead of the team."""
    with transaction.atomic():
        conversation = _alive(conversation)
        owner = conversation.owner
        if owner and owner != by and not people.standing(by).may_lead(conversation.team_id):
            raise rules.Refused(_("%(owner)s has this already. Ask %(owner)s, or a lead.") % {"owner": owner})
        before = change(conversation, at=at, by=by, owner=by)
        tell(Kind.CONVERSATION_CLAIMED, conversation, at=at, by=by)
        return undoable(conversation, before, by=by, at=at)


def release(conversation: Conversation, *, by: Agent, at: datetime) -> Undo:
    """The team has it, and nobody in it yet. Only its owner or a lead may do that."""
    with transaction.atomic():
        conversation = _alive(conversation)
        if conversation.owner_id != by.pk and not people.standing(by).may_lead(conversation.team_id):
            raise rules.Refused(_("Only who has it, or a lead, can give it back to the team."))
        before = change(conversation, at=at, by=by, owner=None)
        tell(Kind.CONVERSATION_RELEASED, conversation, at=at, by=by)
        return undoable(conversation, before, by=by, at=at)


def hold(conversation: Conversation, *, until: datetime, by: Agent, at: datetime) -> Undo:
    """Nothing is to be done before then; at that time it is our turn again. Raises Refused."""
    with transaction.atomic():
        conversation = lock(conversation.pk)
        why = rules.why_not_hold(conversation.state, owes_answer=owes_answer(conversation))
        why = why or clock_rules.why_not_hold_until(until, now=at)
        if why := why or attached.why_not_hold(conversation, until=until):
            raise rules.Refused(why)
        before = change(conversation, at=at, state=State.WAITING, look_again=until, ends=clock_rules.RESPONSES)
        tell(Kind.CONVERSATION_HELD, conversation, at=at, by=by, about={"until": until.isoformat()})
        return undoable(conversation, before, by=by, at=at)


def close(conversation: Conversation, *, seen: int, by: Agent, at: datetime) -> Undo:
    """The matter is done; any word reopens it. Raises Overtaken or Refused."""
    with transaction.atomic():
        conversation = lock(conversation.pk)
        newest = newest_message(conversation)
        if newest > seen:
            raise rules.Overtaken(newest)
        why = why_not_yet(conversation, by=by)
        if why := why or rules.why_not_close(conversation.state, owes_answer=owes_answer(conversation)):
            raise rules.Refused(why)
        before = change(conversation, at=at, by=by, state=State.CLOSED, closed_at=at)
        tell(Kind.CONVERSATION_CLOSED, conversation, at=at, by=by)
        return undoable(conversation, before, by=by, at=at)


def reopen(conversation: Conversation, *, by: Agent, at: datetime) -> Undo:
    """It is our turn again. An owner who has gone or is away leaves it to the team, a closed team to the mailbox's."""
    with transaction.atomic():
        conversation = lock(conversation.pk)
        if conversation.state != State.CLOSED:
            raise rules.Refused(_("It is open already."))
        instead = conversation.mailbox.team if conversation.mailbox else conversation.team
        giving, had_it = Giving(), conversation.owner_id
        team, owner = whose(conversation, instead=instead, at=at, giving=giving)
        before = change(conversation, at=at, begins=HEARD, state=State.OPEN, closed_at=None, team=team, owner=owner)
        tell(Kind.CONVERSATION_REOPENED, conversation, at=at, by=by)
        if owner and owner.pk != had_it:
            about = {"to": owner.pk, "team": team.pk, "why": team.gives}
            tell(Kind.CONVERSATION_ASSIGNED, conversation, at=at, about=about)
        giving.finish()
        return undoable(conversation, before, by=by, at=at)


def nothing_to_answer(conversation: Conversation, *, why: Nothing, seen: int, by: Agent, at: datetime) -> Undo:
    """What the customer wrote needs no answer: the conversation is closed, and for spam its sender blocked."""
    with transaction.atomic():
        conversation = _alive(conversation)
        newest = newest_message(conversation)
        if newest > seen:
            raise rules.Overtaken(newest)
        gone = attached.settling(conversation, by=by, at=at)
        if why_not := why_not_yet(conversation, by=by):
            raise rules.Refused(why_not)
        before = change(conversation, at=at, by=by, state=State.CLOSED, closed_at=at)
        tell(Kind.CONVERSATION_SETTLED, conversation, at=at, by=by, about={"why": why.value})
        more = _spam(conversation, by=by, at=at) if why is Nothing.SPAM else {}
        return undoable(conversation, before, by=by, at=at, **gone, **more)


def _spam(conversation: Conversation, *, by: Agent, at: datetime) -> dict[str, object]:
    """Marks it and blocks the sender. Returns what an undo must take back."""
    had = list(conversation.tags)
    tags.write(conversation, [*had, *(["spam"] if "spam" not in had else [])])
    blocked = customers.block(conversation.customer_id, by=by.pk, at=at)
    return {"tags": had} | ({"blocked": conversation.customer_id} if blocked else {})


def newest_message(conversation: Conversation) -> int:
    """The id of the newest message, 0 when there is none."""
    found = ask(NEWEST, [conversation.pk])
    return found[0][0] if found else 0


def _alive(conversation: Conversation) -> Conversation:
    conversation = lock(conversation.pk)
    if conversation.state in (State.CLOSED, State.MERGED):
        raise rules.Refused(_("This conversation is closed. Reopen it first."))
    return conversation
