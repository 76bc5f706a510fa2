"""Asks as pages, mails and programs show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, F, QuerySet

from makegood.base import secrets
from makegood.base.prepared import Prepared
from makegood.conversations.models import Conversation
from makegood.conversations.queries import visible_to
from makegood.people.models import Agent
from makegood.people.queries import standing
from makegood.remedies.models import Ask, Asked
from makegood.remedies.queries.wanted import WantedItem, shared

NAMES = ("by", "asked", "answered_by", "bearer", "conversation__customer")
ASKED = Prepared(lambda: Ask.objects.filter(conversation=0).filter(state="").order_by("pk"))
RECENTLY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class AskItem(WantedItem):
    """An ask as it is shown. `asked` "" while nobody is; `is_told` false: they come later, at `comes_at` or unknown.

    `may_answer`: its reader was asked, and nobody has answered; `may_withdraw`: it is theirs, or they lead.
    """

    subject: str
    customer: str
    by: str
    at: datetime
    asked: str
    is_told: bool
    answer_by: datetime | None
    answered_by: str
    answer: str
    remedy: int | None
    may_answer: bool
    may_withdraw: bool


def open_asks(conversation: Conversation) -> list[Ask]:
    """What is asked in a conversation and not answered. One query."""
    return ASKED.all(conversation.pk, Ask.State.ASKED.value)


def get_ask_for(agent: Agent, pk: int) -> Ask:
    """The ask, if it is in a conversation that the agent may see, or was put to them. Raises Ask.DoesNotExist."""
    mine = Ask.objects.filter(pk=pk, told__agent=agent)
    return (mine if mine.exists() else Ask.objects.filter(pk=pk, conversation__in=visible_to(agent))).get()


def asks_in(agent: Agent, conversation: Conversation) -> list[AskItem]:
    """The asks of a conversation: the open ones, and what was answered last. Two queries."""
    return _items(Ask.objects.filter(conversation=conversation), agent)[:20]


def asks_of(agent: Agent) -> list[AskItem]:
    """What is put to the agent and not answered, the soonest first. Two queries at most."""
    rows = Ask.objects.filter(state=Ask.State.ASKED, told__agent=agent)
    return sorted(_items(rows, agent), key=lambda one: (one.answer_by or one.at, one.id))


def _items(rows: QuerySet[Ask], agent: Agent) -> list[AskItem]:
    found = list(rows.select_related(*NAMES).order_by("-pk"))
    told = Asked.objects.filter(ask__in=[one.pk for one in found], agent=agent)
    mine = set(told.values_list("ask_id", flat=True)) if found else set()
    return [_item(one, agent, is_asked=one.pk in mine) for one in found]


def item_for(agent: Agent, ask: Ask) -> AskItem:
    """One ask as this reader sees it."""
    return _items(Ask.objects.filter(pk=ask.pk), agent)[0]


def _item(one: Ask, agent: Agent, *, is_asked: bool) -> AskItem:
    conversation, is_open = one.conversation, one.state == Ask.State.ASKED
    leads = standing(agent).may_lead(conversation.team_id)
    return AskItem(
        **shared(one),
        subject=conversation.subject,
        customer=str(conversation.customer),
        by=str(one.by),
        at=one.at,
        asked=str(one.asked or ""),
        is_told=one.told_at is not None,
        answer_by=one.answer_by,
        answered_by=str(one.answered_by or ""),
        answer=one.answer,
        remedy=one.remedy_id,
        may_answer=is_open and is_asked,
        may_withdraw=is_open and (agent.pk in (one.by_id, conversation.owner_id) or leads),
    )


def asked(pk: int) -> Asked | None:
    """Whom was told of an ask, with all that their mail says; None: no such row. One query."""
    return _asked().filter(pk=pk).first()


def told_by_token(token: str) -> Asked | None:
    """Whom the link was sent to, and about what; None: no such link. One query."""
    return _asked().filter(hashed=secrets.hashed(token)).first()


def _asked() -> QuerySet[Asked]:
    return Asked.objects.select_related(
        "agent", "ask__by", "ask__answered_by", "ask__conversation__customer", "ask__conversation__team__location"
    )


def minutes_to_answer(agent: int, *, at: datetime) -> int | None:
    """How long this person took on average to answer lately, in minutes; None: they were not asked. One query."""
    rows = Ask.objects.filter(answered_by=agent, ended_at__gte=at - RECENTLY, told_at__isnull=False)
    took = rows.aggregate(took=Avg(F("ended_at") - F("told_at")))["took"]
    return None if took is None else max(1, round(took.total_seconds() / 60))
