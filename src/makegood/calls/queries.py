"""All reads about calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from makegood.base.phones import number_in, shown
from makegood.base.plain import ask, utc
from makegood.base.prepared import Prepared
from makegood.calls.models import Callback, Habits, Line, State
from makegood.calls.rules import USUAL, Trying
from makegood.clocks.hours import Hours
from makegood.conversations.models import Conversation, Undo
from makegood.conversations.queries import visible_to, wishes_in
from makegood.conversations.wishes import next_call
from makegood.customers.models import Customer, Identity, IdentityKind
from makegood.people.models import Agent
from makegood.people.queries import company, phone_region
from makegood.people.queries.hours import hours_of as team_hours

# What is owed by phone, a number to call, and what machines recorded, for the page of a conversation: one query.
OWED = Prepared(lambda: Callback.objects.filter(conversation=0).filter(state="").order_by("due_at", "pk"))
ON_PAGE = """SELECT 0, id, number, due_at, tries FROM calls_callback WHERE conversation_id = %s AND state = 'open'
    UNION ALL SELECT 1, id, value, NULL, 0 FROM customers_identity WHERE customer_id = %s AND kind = 'phone'
    UNION ALL SELECT 2, call.message_id, CASE WHEN file_id IS NULL THEN trouble ELSE text END, heard_at,
        CASE WHEN file_id IS NULL THEN 0 ELSE 1 END
        FROM calls_call call JOIN calls_recording ON call_id = call.id WHERE call.conversation_id = %s
    ORDER BY 1, 4, 2"""


@dataclass(frozen=True, slots=True)
class Owed:
    """A call that we owe, as its page shows it."""

    id: int
    number: str
    due_at: datetime
    tries: int

    @property
    def shown(self) -> str:
        """The number as one reads it."""
        return shown(self.number)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a machine recorded: whether it is here, and what was said in it, by machine ("" not known).

    While it is not here, `text` says what stood in the way; "" nothing did so far.
    """

    is_here: bool
    text: str
    is_heard: bool


@dataclass(frozen=True, slots=True)
class ByPhone:
    """The calls that are owed in a conversation, soonest first, and the number that one would call ("" none).

    `recorded`: by message, what machines recorded.
    """

    owed: list[Owed]
    number: str
    recorded: dict[int, Recorded]


def on_page(conversation: Conversation) -> ByPhone:
    """For the page of the conversation. One query."""
    rows = ask(ON_PAGE, (conversation.pk, conversation.customer_id, conversation.pk))
    owed = [Owed(pk, number, utc(due), tries) for which, pk, number, due, tries in rows if which == 0]
    known = [number for which, _, number, *_rest in rows if which == 1]
    recorded = {pk: Recorded(bool(here), text, bool(at)) for which, pk, text, at, here in rows if which == 2}
    return ByPhone(owed, owed[0].number if owed else known[-1] if known else "", recorded)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is known by a number, and what is open with them that the viewer may see."""

    customer: int
    name: str
    open_ones: list[Conversation]


def caller(agent: Agent, number: str) -> Caller | None:
    """Who calls; None: nobody is known by the number. Two queries."""
    customer = customer_at(number)
    if customer is None:
        return None
    rows = visible_to(agent).filter(customer=customer.pk, next_due__isnull=False).order_by("next_due", "pk")
    return Caller(customer.pk, customer.name, list(rows[:5]))


def known_caller(agent: Agent, said: str) -> Caller | None:
    """The same for a number as it is typed; None also for what is no number yet."""
    number = number_in(said, region=phone_region()) if said.strip() else ""
    return caller(agent, number) if number else None


def customer_at(number: str) -> Customer | None:
    """The customer known by this number (E.164). One query."""
    found = Identity.objects.select_related("customer").filter(kind=IdentityKind.PHONE, value=number).first()
    return found.customer if found else None


def owed_in(conversation: Conversation) -> list[Callback]:
    """The calls that are owed in the conversation, soonest first. One query."""
    return OWED.all(conversation.pk, State.OPEN.value)


def waiting_for_call(customer: int, team: int) -> int | None:
    """The conversation in which this customer waits for a call of this team already; None: in none."""
    rows = Callback.objects.filter(state=State.OPEN, conversation__customer=customer, conversation__team=team)
    return rows.order_by("-pk").values_list("conversation_id", flat=True).first()


def waits_in(customer: int, team: int) -> int | None:
    """Where what this customer says to this team belongs: where they wait for a call, else the only one that is open.

    None: in none, or nobody can tell in which. Two queries.
    """
    if waiting := waiting_for_call(customer, team):
        return waiting
    rows = Conversation.objects.filter(customer=customer, team=team, next_due__isnull=False)
    open_ones = list(rows.order_by("pk").values_list("pk", flat=True)[:2])
    return open_ones[0] if len(open_ones) == 1 else None


def number_to_call(conversation: Conversation) -> str:
    """The number that is called: that of the call we owe, else the newest that we know of them; "": none."""
    owed = owed_in(conversation)
    if owed:
        return owed[0].number
    known = Identity.objects.filter(customer=conversation.customer_id, kind=IdentityKind.PHONE).order_by("-pk")
    return known.values_list("value", flat=True).first() or ""


def trying() -> Trying:
    """How often we call before we write instead, and at what distance. One query."""
    said = Habits.objects.first()
    if said is None:
        return USUAL
    return Trying(said.tries, timedelta(hours=said.hours_first), timedelta(hours=said.hours_later))


def hours_of(conversation: Conversation) -> Hours:
    """The hours in which working time counts for what the conversation's team owes."""
    return team_hours(conversation.team_id)


def when_to_call(conversation: Conversation, at: datetime) -> datetime:
    """That moment, or the first after it at which the customer may be called, as they said. One query.

    Who wants no calls at all, and asked for one, is called when it is due.
    """
    zone = ZoneInfo(conversation.team.location.zone)
    return next_call(wishes_in(conversation), at, zone=zone) or at


def house() -> str:
    """What the company is called; "" until it has a name."""
    here = company()
    return here.name if here else ""


def callbacks(conversation: Conversation) -> list[Callback]:
    """All calls that were asked for in the conversation, the newest first. One query."""
    return list(Callback.objects.filter(conversation=conversation).order_by("-pk")[:100])


def callback_in(conversation: Conversation, pk: int) -> Callback:
    """The call that was asked for in this conversation. Raises Callback.DoesNotExist."""
    return Callback.objects.get(pk=pk, conversation=conversation)


def way_back(conversation: Conversation, agent: Agent) -> int | None:
    """The id of the undo of what this agent did last in it; None: there is none. One query."""
    mine = Undo.objects.filter(conversation=conversation, by=agent).order_by("-pk")
    return mine.values_list("pk", flat=True).first()


def lines() -> list[Line]:
    """Our numbers, with their teams. One query."""
    return list(Line.objects.select_related("team__location").filter(removed_at=None).order_by("number"))


def line(pk: int) -> Line:
    """One of our numbers. Raises Line.DoesNotExist."""
    return Line.objects.select_related("team__location").get(pk=pk, removed_at=None)


def removed_line(pk: int) -> Line:
    """A number that was ours. Raises Line.DoesNotExist."""
    return Line.objects.get(pk=pk, removed_at__isnull=False)
