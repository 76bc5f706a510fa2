"""Whom a notice concerns, and how far it has come: for those who lead, within what they lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from django.db.models import Count, F, Q, QuerySet

from makegood.base.rows import among
from makegood.conversations.models import Conversation, Wish
from makegood.conversations.queries import visible_to
from makegood.customers.models import Customer, Identity, IdentityKind
from makegood.notices.models import Notice, Recipient
from makegood.notices.rules import MOST, By, Choice, Chosen, Person, addresses_in, choose
from makegood.orders.models import Order, Standing
from makegood.people.models import Agent, Location, Mailbox, Team
from makegood.people.queries import leads_somewhere, standing


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come."""

    told: int = 0
    waiting: int = 0
    left_out: dict[str, int] = field(default_factory=dict)


def may_notify(agent: Agent) -> bool:
    """Whether the agent leads somewhere."""
    return leads_somewhere(agent)


def teams_for(agent: Agent) -> QuerySet[Team]:
    """The teams in whose name the agent may write to many: those that they lead. By name."""
    leads = standing(agent).leads
    teams = Team.objects.filter(is_active=True).select_related("location").order_by("location__name", "name")
    return teams if leads.everything else teams.filter(pk__in=leads.teams)


def locations_for(agent: Agent) -> dict[int, str]:
    """The locations whose customers the agent may choose."""
    teams = teams_for(agent).values("location")
    return dict(Location.objects.filter(pk__in=teams).order_by("name").values_list("pk", "name"))


def mailbox_of(team: Team) -> Mailbox | None:
    """Where it leaves from: a mailbox of the team, else any of its location. None: there is none."""
    boxes = Mailbox.objects.filter(is_active=True).order_by("pk")
    return boxes.filter(team=team).first() or boxes.filter(team__location=team.location_id).first()


def notices_for(agent: Agent) -> list[Notice]:
    """Those of the teams that the agent leads, the newest first. One query."""
    rows = Notice.objects.filter(team__in=teams_for(agent)).select_related("team__location", "made_by")
    return list(rows.order_by("-pk")[:100])


def get_for(agent: Agent, pk: int) -> Notice:
    """A notice of a team that the agent leads. Raises Notice.DoesNotExist."""
    rows = Notice.objects.select_related("team__location", "mailbox", "made_by")
    return rows.get(pk=pk, team__in=teams_for(agent))


def progress(notice: Notice) -> Progress:
    """How many are told, wait, or are left out and why. One query."""
    return progress_of([notice])[notice.pk]


def progress_of(notices: Iterable[Notice]) -> dict[int, Progress]:
    """The same of many, by id. One query."""
    counts: dict[int, list[tuple[str, str, int]]] = {one.pk: [] for one in notices}
    rows = Recipient.objects.filter(notice__in=counts).order_by().values_list("notice", "state", "why")
    for notice, *count in rows.annotate(count=Count("pk")):
        counts[notice].append(tuple(count))
    return {notice: _progress(some) for notice, some in counts.items()}


def _progress(counts: Sequence[tuple[str, str, int]]) -> Progress:
    """From how many stand so, and why."""
    state = Recipient.State
    return Progress(
        told=sum(count for what, _why, count in counts if what == state.TOLD),
        waiting=sum(count for what, _why, count in counts if what == state.WAITING),
        left_out={why: count for what, why, count in counts if what == state.LEFT_OUT},
    )


def recipients(notice: Notice, *, limit: int = 100) -> list[Recipient]:
    """Those of the notice, the last told first. One query."""
    rows = Recipient.objects.filter(notice=notice).select_related("message")
    return list(rows.order_by(F("at").desc(nulls_last=True), "pk")[:limit])


def chosen(agent: Agent, choice: Choice, *, notice: Notice | None = None) -> Chosen:
    """Whom the choice concerns, as it stands now; nobody is told or written down by this."""
    there = Recipient.objects.filter(notice=notice) if notice else Recipient.objects.none()
    customers = set(there.filter(customer__isnull=False).values_list("customer_id", flat=True))
    addresses = set(there.exclude(address="").values_list("address", flat=True))
    return choose(people(agent, choice), customers=customers, addresses=addresses)


def people(agent: Agent, choice: Choice) -> list[Person]:
    """Those whom it concerns, each once, with what must be known of them."""
    if choice.by is By.LIST:
        return _known([(name, address, "", None) for name, address in addresses_in(choice.said)][:MOST])
    if choice.by is By.TAG:
        said = visible_to(agent).filter(taggings__tag__name__in=choice.words)
        return _customers(_since(said, choice))
    if choice.by is By.LOCATION:
        places = [pk for pk in locations_for(agent) if str(pk) in choice.words]
        theirs = _customers(_since(visible_to(agent).filter(team__location__in=places), choice))
        return [*_of_orders(_orders(agent, choice).filter(location__in=places)), *theirs]
    orders = _orders(agent, choice)
    if choice.by is By.ORDER:
        numbers = [*choice.words, *(f"#{one}" for one in choice.words)]
        return _of_orders(orders.filter(number__in=numbers))
    return _of_orders(orders.filter(lines__sku__in=choice.words, lines__quantity__gt=0).distinct())


def _orders(agent: Agent, choice: Choice) -> QuerySet[Order]:
    """The orders that the agent may choose from: of the places and teams that they lead."""
    leads, orders = standing(agent).leads, Order.objects.exclude(standing=Standing.CANCELLED)
    if not leads.everything:
        orders = orders.filter(Q(location__in=locations_for(agent)) | Q(source__team__in=leads.teams))
    if choice.since:
        orders = orders.filter(placed_at__gte=datetime.combine(choice.since, time(), UTC))
    return orders.order_by("pk")


def _since(said: QuerySet[Conversation], choice: Choice) -> QuerySet[Conversation]:
    if choice.since:
        said = said.filter(updated_at__gte=datetime.combine(choice.since, time(), UTC))
    return said


def _of_orders(orders: QuerySet[Order]) -> list[Person]:
    rows = orders.values_list("name", "mail", "phone", "pk")[:MOST]
    return _known([(name, mail, phone, pk) for name, mail, phone, pk in rows])


def _known(rows: Sequence[tuple[str, str, str, int | None]]) -> list[Person]:
    """People by what stands on an order or in a list: whoever is known by it, else somebody new. Four queries."""
    by_mail = _owners(IdentityKind.MAIL, {mail for _name, mail, _phone, _order in rows if mail})
    by_phone = _owners(IdentityKind.PHONE, {phone for _name, _mail, phone, _order in rows if phone})
    whose = [by_mail.get(mail) or by_phone.get(phone) for _name, mail, phone, _order in rows]
    cards = _cards({pk for pk in whose if pk})
    found = []
    for (name, mail, _phone, order), pk in zip(rows, whose, strict=True):
        card = cards.get(pk) if pk else None
        known = card or Person(None, name, mail)
        found.append(Person(known.customer, name or known.name, mail or known.address, order, known.is_blocked,
                            known.wants_quiet))  # fmt: skip
    return found


def wants_quiet(customer: Customer) -> bool:
    """Whether they want no mails unless something changes, in all that is theirs. One query."""
    return Wish.objects.filter(customer=customer, conversation=None, only_changes=True).exists()


def _owners(kind: str, values: Iterable[str]) -> dict[str, int]:
    sql = "SELECT value, customer_id FROM customers_identity WHERE kind = %s AND value IN (?)"
    return dict(among(sql, values, kind))


def _customers(said: QuerySet[Conversation]) -> list[Person]:
    ids = list(said.order_by("customer").values_list("customer_id", flat=True).distinct()[:MOST])
    cards = _cards(set(ids))
    return [cards[pk] for pk in ids]


def _cards(ids: set[int]) -> dict[int, Person]:
    """These customers with their newest mail address and what they want in all that is theirs. Three queries."""
    addresses = Identity.objects.filter(customer__in=ids, kind=IdentityKind.MAIL).order_by("pk")
    mails = dict(addresses.values_list("customer_id", "value"))
    quiet = set(
        Wish.objects.filter(customer__in=ids, conversation=None, only_changes=True).values_list(
            "customer_id", flat=True
        )
    )
    rows = Customer.objects.filter(pk__in=ids).values_list("pk", "name", "blocked_at")
    return {
        pk: Person(pk, name, mails.get(pk, ""), None, blocked_at is not None, pk in quiet)
        for pk, name, blocked_at in rows
    }
