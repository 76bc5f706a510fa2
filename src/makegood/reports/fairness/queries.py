"""All reads of the fairness report, of the teams that an agent may see. It alone may read how far a voice reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from makegood.base.money import Money
from makegood.base.tongue import tongue_of
from makegood.clocks.models import Clock, Kind
from makegood.clocks.queries import book
from makegood.conversations.models import Channel, Conversation, Message, State
from makegood.customers.models import Identity, IdentityKind
from makegood.mentions.reach.queries import reach_of
from makegood.orders.models import Order
from makegood.people.models import Agent, Team
from makegood.people.queries import company, hours_of_all
from makegood.promises.models import Promise
from makegood.promises.models import State as Fate
from makegood.remedies.models import Remedy
from makegood.remedies.models import State as Given
from makegood.reports import rules as words
from makegood.reports.fairness import rules
from makegood.reports.fairness.rules import Asked, Case, Group, Of
from makegood.reports.queries import ANSWERS, within
from makegood.reports.rules import Period
from makegood.timeline.models import Event

# The newest of so many are compared: more say no more, and each one's language is read out of its words.
MOST = 10_000
READ_FOR_LANGUAGE = 800
YEAR = timedelta(days=365)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Fairness:
    """What was found. `of` is how many cases there were, `cases` how many of them, the newest, were compared."""

    period: Period
    of: int
    cases: Sequence[Case]
    found: Mapping[Of, Sequence[Group]]
    places: Mapping[str, str]
    bounds: tuple[Money, Money] | None


@dataclass(frozen=True, slots=True)
class Behind:
    """One case behind a figure, and its value: minutes, or 0 and 1."""

    number: int
    subject: str
    customer: str
    value: float


@dataclass(frozen=True, slots=True)
class _Row:
    """A conversation as the report reads it."""

    number: int
    customer: int
    team: int
    channel: str
    began: datetime
    closed: datetime | None


def fairness(agent: Agent, period: Period) -> Fairness:
    """Whether like cases that began in the period were treated alike. Seventeen queries at most."""
    matters = _matters(agent, period)
    rows = [_Row(*one) for one in matters.order_by("-pk").values_list(*COLUMNS)[:MOST]]
    teams = Team.objects.select_related("location").in_bulk({one.team for one in rows})
    places = {str(one.location_id): one.location.name for one in teams.values()}
    spent, currency = _spent(rows)
    bounds = rules.thirds(spent.values())
    cases = _cases(rows, teams, {pk: rules.third(sum_, bounds) for pk, sum_ in spent.items()})
    least_and_middle = (Money(bounds[0], currency), Money(bounds[1], currency)) if bounds else None
    total = len(rows) if len(rows) < MOST else matters.count()
    return Fairness(period, total, cases, rules.compared(cases, Of), places, least_and_middle)


def behind(report: Fairness, of: Of, key: str, asked: Asked) -> list[Behind]:
    """The cases behind one figure, those that waited longest, got something or were let down first.

    Empty for a group too small to be shown. One query.
    """
    group = next((one for one in report.found.get(of, ()) if one.key == key and not one.is_hidden), None)
    if group is None:
        return []
    values = {
        case.number: value
        for case in report.cases
        if case.groups[of] == key and (value := case.value(asked)) is not None
    }
    known = Conversation.objects.filter(pk__in=values).values_list("pk", "subject", "customer__name")
    found = [Behind(pk, subject, name, values[pk]) for pk, subject, name in known]
    return sorted(found, key=lambda one: (one.value if asked is Asked.KEPT else -one.value, one.number))


COLUMNS = ("pk", "customer_id", "team_id", "channel", "created_at", "closed_at")


def _matters(agent: Agent, period: Period) -> QuerySet[Conversation]:
    """Matters of customers that began in the period: something that one of them said stands in each."""
    theirs = Message.objects.filter(conversation=OuterRef("pk"), direction=Message.IN)
    begun = Conversation.objects.filter(within(agent, "team"), is_automatic=False)
    begun = begun.filter(created_at__gte=period.since, created_at__lt=period.until)
    return begun.exclude(state=State.MERGED).filter(Exists(theirs))


def _cases(rows: Sequence[_Row], teams: Mapping[int, Team], value: Mapping[int, str]) -> list[Case]:
    numbers = [one.number for one in rows]
    first, given, kept = _first(numbers), _given(numbers), _kept(numbers)
    tongues, reach = _tongues(numbers), reach_of(numbers)
    hours = hours_of_all(set(teams))
    return [
        Case(
            number=one.number,
            groups={
                Of.CHANNEL: one.channel,
                Of.LOCATION: str(teams[one.team].location_id),
                Of.LANGUAGE: tongues.get(one.number, ""),
                Of.VALUE: value[one.number],
                Of.REACH: reach.get(one.number, ""),
            },
            first=first.get(one.number),
            solved=None if one.closed is None else hours[one.team].between(one.began, one.closed) / MINUTE,
            is_given=one.number in given,
            is_kept=kept.get(one.number),
        )
        for one in rows
    ]


def _first(numbers: Collection[int]) -> dict[int, float]:
    """In how many minutes of working time each was first answered by one of us."""
    same = Event.objects.filter(conversation_id=OuterRef("conversation_id"), at=OuterRef("ended_at"))
    clocks = Clock.objects.filter(conversation_id__in=numbers, kind=Kind.FIRST_RESPONSE, ended_at__isnull=False)
    rows = clocks.filter(Exists(same.filter(kind__in=ANSWERS))).order_by("-ended_at")
    known = book()
    columns = ("conversation_id", "started_at", "ended_at", "hours_id")
    return {
        pk: known.hours_of(hours).between(began, ended) / MINUTE
        for pk, began, ended, hours in rows.values_list(*columns)
        if ended is not None
    }


def _given(numbers: Collection[int]) -> set[int]:
    """In which something was given to put it right."""
    given = Remedy.objects.filter(conversation_id__in=numbers).exclude(state=Given.WITHDRAWN)
    return set(given.values_list("conversation_id", flat=True))


def _kept(numbers: Collection[int]) -> dict[int, bool]:
    """Of those in which a promise came due: whether each was kept, at its own time or one agreed before."""
    due = Promise.objects.filter(conversation_id__in=numbers).exclude(state__in=[Fate.OPEN, Fate.WITHDRAWN])
    found: dict[int, bool] = {}
    for pk, state, due_at, first, kept_at in due.values_list(
        "conversation_id", "state", "due_at", "first_due_at", "kept_at"
    ):
        fate = words.became(state, due_at=due_at, first_due_at=first, kept_at=kept_at)
        found[pk] = found.get(pk, True) and fate in ("kept", "moved")
    return found


def _tongues(numbers: Collection[int]) -> dict[int, str]:
    """The language in which each customer first wrote, as far as it shows. What was said by phone we wrote down."""
    wrote = Message.objects.filter(conversation_id__in=numbers, direction=Message.IN, kind="person")
    wrote = wrote.exclude(channel=Channel.PHONE).filter(is_stranger=False)
    firsts = wrote.order_by().values("conversation_id").annotate(first=Min("pk")).values("first")
    texts = Message.objects.filter(pk__in=firsts)
    columns = ("conversation_id", Substr("reply_text", 1, READ_FOR_LANGUAGE), Substr("text", 1, READ_FOR_LANGUAGE))
    return {pk: tongue_of(new or whole) for pk, new, whole in texts.values_list(*columns).iterator()}


def _spent(rows: Sequence[_Row]) -> tuple[dict[int, int], str]:
    """What each customer had bought in the year before, in minor units of the company's currency."""
    here = company()
    currency = here.currency if here else "EUR"
    bought = _bought({one.customer for one in rows}, currency)
    return {
        one.number: sum(total for at, total in bought[one.customer] if one.began - YEAR <= at < one.began)
        for one in rows
    }, currency


def _bought(customers: Collection[int], currency: str) -> Mapping[int, list[tuple[datetime, int]]]:
    """What each bought, and when: whoever an order names by address, else by number."""
    known = Identity.objects.filter(customer_id__in=customers)
    whose = {(kind, value): pk for pk, kind, value in known.values_list("customer_id", "kind", "value")}
    mails = [value for kind, value in whose if kind == IdentityKind.MAIL]
    phones = [value for kind, value in whose if kind == IdentityKind.PHONE]
    orders = Order.objects.filter(Q(mail__in=mails) | Q(phone__in=phones))
    orders = orders.filter(currency=currency, total__isnull=False, cancelled_at=None)
    found: defaultdict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for mail, phone, at, total in orders.values_list("mail", "phone", "placed_at", "total"):
        pk = whose.get((IdentityKind.MAIL, mail)) or whose.get((IdentityKind.PHONE, phone))
        if pk is not None:
            found[pk].append((at, int(total or 0)))
    return found
