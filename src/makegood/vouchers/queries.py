"""All reads of vouchers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from makegood.base.money import Money
from makegood.base.plain import ask
from makegood.base.secrets import unseal
from makegood.people.models import Agent, Location
from makegood.people.queries import leads_somewhere, standing
from makegood.vouchers import codes, rules
from makegood.vouchers.models import Guess, Redemption, State, Voucher


@dataclass(frozen=True, slots=True)
class Spent:
    """What was taken off, where, when and by whom. `may_undo`: the agent who looks may put it back."""

    pk: int
    amount: Money
    place: str
    at: datetime
    by: str
    is_undone: bool
    may_undo: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A voucher as a till shows it: of its customer no more than the first name. `why_not` "": it is good."""

    pk: int
    code: str
    customer: int
    first_name: str
    value: Money
    balance: Money
    state: State
    why_not: str
    is_single: bool
    bearer: str
    expires_on: date | None
    issued_at: datetime
    spent: tuple[Spent, ...]
    may_revive: bool
    may_void: bool


IS_OPEN = "SELECT is_active FROM people_location WHERE id = %s AND is_active"


def code_of(voucher: Voucher) -> str:
    """The code, as it is printed: 7Q4M-2KXR-9WTB-HF. Raises Unreadable when it was sealed with another key."""
    return codes.grouped(unseal(voucher.sealed))


def tills(agent: Agent) -> list[tuple[int, str]]:
    """The open locations where the agent works, at which they may take vouchers; by name. One query."""
    return list(_tills(agent).order_by("name", "pk").values_list("pk", "name"))


def till(agent: Agent, pk: int) -> Location:
    """The location, when the agent works there. Raises Location.DoesNotExist. One query."""
    return _tills(agent).get(pk=pk)


def is_till(agent: Agent, place: Location) -> bool:
    """Whether the agent may take vouchers there. One query."""
    seen = standing(agent).audience
    return (seen.everything or place.pk in seen.locations) and bool(ask(IS_OPEN, [place.pk]))


def _tills(agent: Agent) -> QuerySet[Location]:
    seen = standing(agent).audience
    places = Location.objects.filter(is_active=True)
    return places if seen.everything else places.filter(pk__in=seen.locations)


def shown(pk: int, *, agent: Agent, at: datetime) -> Shown:
    """The voucher as a till shows it to this agent. Raises Voucher.DoesNotExist. Two queries."""
    voucher = Voucher.objects.select_related("customer", "bearer").get(pk=pk)
    leads = standing(agent).leads
    ends_at = rules.ends_at(voucher.expires_on, voucher.bearer.zone)
    run_out = ends_at is not None and at >= ends_at
    return Shown(
        pk=voucher.pk,
        code=code_of(voucher),
        customer=voucher.customer_id,
        first_name=voucher.customer.name.partition(" ")[0],
        value=voucher.value,
        balance=voucher.balance,
        state=State(voucher.state),
        why_not=rules.why_not_use(voucher.state, expires_on=voucher.expires_on, has_run_out=run_out),
        is_single=voucher.is_single,
        bearer=voucher.bearer.name,
        expires_on=voucher.expires_on,
        issued_at=voucher.issued_at,
        spent=tuple(_spent(voucher, agent)),
        may_revive=voucher.state == State.EXPIRED and leads_somewhere(agent),
        may_void=voucher.state in (State.ISSUED, State.PART_USED)
        and (leads.everything or voucher.bearer_id in leads.locations),
    )


def _spent(voucher: Voucher, agent: Agent) -> list[Spent]:
    leads = standing(agent).leads
    rows = Redemption.objects.filter(voucher=voucher).select_related("location", "by").order_by("pk")
    return [
        Spent(
            pk=one.pk,
            amount=Money(one.minor, voucher.currency),
            place=one.location.name,
            at=one.at,
            by=one.by.name,
            is_undone=one.undone_at is not None,
            may_undo=one.undone_at is None
            and voucher.state not in (State.EXPIRED, State.VOIDED)
            and (leads.everything or one.location_id in leads.locations),
        )
        for one in rows
    ]


def redemption(pk: int) -> Redemption:
    """Raises Redemption.DoesNotExist. The act asks who may undo it."""
    return Redemption.objects.select_related("voucher").get(pk=pk)


def voucher(pk: int) -> Voucher:
    """Raises Voucher.DoesNotExist."""
    return Voucher.objects.select_related("bearer", "customer").get(pk=pk)


def of_remedies(remedies: Sequence[int]) -> dict[int, Voucher]:
    """The voucher that each remedy gave, by the remedy's id. One query."""
    rows = Voucher.objects.filter(remedy_id__in=remedies).select_related("bearer", "customer").order_by("pk")
    return {one.remedy_id: one for one in rows if one.remedy_id is not None}


def of_customer(customer: int) -> list[Voucher]:
    """Their vouchers, the newest first. One query."""
    return list(Voucher.objects.filter(customer=customer).select_related("bearer").order_by("-pk"))


def guesses(agent: Agent, address: str, *, at: datetime) -> tuple[int, int]:
    """How many codes that are none were tried in the last 15 minutes by the agent, and from that address."""
    lately = Guess.objects.filter(at__gt=at - rules.WITHIN)
    return lately.filter(agent=agent).count(), lately.filter(address=address).count() if address else 0
