"""What the composer's line “Make it right” says: read from the form, as a remedy that is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.base.money import Money, NotMoney, parse
from makegood.base.words import in_words, word
from makegood.conversations.acts import Along
from makegood.conversations.models import Conversation
from makegood.conversations.queries import tongue_for
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of, whole_number
from makegood.desk.wording import time_of
from makegood.orders import queries as orders
from makegood.orders.models import Line, Order
from makegood.orders.queries import LineItem, OrderItem
from makegood.people import queries as people
from makegood.people.models import Location
from makegood.remedies import acts, words
from makegood.remedies.models import RemedyKind
from makegood.remedies.rules import SORTS
from makegood.remedies.wish import Wish

MOST_ORDERS = 8


def currency() -> str:
    """The company's."""
    company = people.company()
    return company.currency if company else "EUR"


def wish_of(request: HttpRequest, now: datetime) -> Wish | None:
    """What is to be given; None: nothing was typed. Raises Refused for what is no sum, no kind, or no time."""
    said = request.POST if request.method == "POST" else request.GET
    typed = said.get("right_value", "").strip()
    if not typed:
        return None
    order, line = _bought(said.get("right_line", ""))
    kind = said.get("right_kind", "")
    if kind not in SORTS:
        raise Refused(_("Choose from the list what you give."))
    value = _money(typed)
    cost = _money(said["right_cost"]) if said.get("right_cost", "").strip() else value
    return Wish(
        kind,
        value,
        cost,
        bearer=_bearer(said.get("right_bearer", "")),
        thing="" if order else said.get("right_thing", ""),
        reason=said.get("right_reason", ""),
        words=said.get("right_words", "").strip(),
        due_at=_due_at(request, now),
        order=order,
        line=line,
    )


def wish_wanted(request: HttpRequest, now: datetime) -> Wish:
    """The same, where there must be one. Raises Refused."""
    wish = wish_of(request, now)
    if wish is None:
        raise Refused(_("What is it worth to the customer? Type a sum of money."))
    return wish


def _money(typed: str) -> Money:
    try:
        return parse(typed, currency())
    except NotMoney as error:
        raise Refused(str(error)) from error


def _bought(said: str) -> tuple[Order | None, Line | None]:
    """What of their orders it is for: "line:7", "order:4"; "" for something else. Raises Refused."""
    kind, _colon, number = said.partition(":")
    if kind not in ("line", "order"):
        return None, None
    try:
        return orders.order_and_line(**{kind: whole_number(number)})
    except (Order.DoesNotExist, Line.DoesNotExist) as error:
        raise Refused(_("That order is not there any more. Choose again what it is for.")) from error


@dataclass(frozen=True, slots=True)
class Choice:
    """Something of their orders that can be put right. `price`: what it cost, as one types it, "" unknown."""

    value: str
    words: str
    price: str = ""
    is_first: bool = False


def choices(found: Conversation, now: datetime) -> list[Choice]:
    """What the customer bought, for a list to choose from: first what this is about. One query.

    Where only one thing can be meant, it is suggested.
    """
    every = sorted(orders.of_customer(found.customer_id, beside=found.pk), key=lambda one: not one.is_here)
    about = [one for one in every if one.is_here] or every
    lines = [line for one in about for line in one.lines]
    first = lines[0].id if len(lines) == 1 else 0
    today = timezone.localtime(now).date()
    return [choice for one in every[:MOST_ORDERS] for choice in _choices(one, first, today)]


def _choices(order: OrderItem, first: int, today: date) -> list[Choice]:
    whole = _("Order %(number)s as a whole") % {"number": order.number}
    found = [
        Choice(f"line:{one.id}", _in_words(one, order, today), _typed(one.price), one.id == first)
        for one in order.lines
    ]
    return [*found, Choice(f"order:{order.id}", whole, _typed(order.total))]


def _in_words(line: LineItem, order: OrderItem, today: date) -> str:
    """The thing, its order, its price and its warranty."""
    said = [_("%(thing)s, order %(number)s") % {"thing": line.name, "number": order.number}]
    if line.price:
        said.append(line.price.in_words())
    if line.warranty_until:
        day = in_words(line.warranty_until, word("j M Y"))
        ends = _("under warranty until %(day)s") if line.warranty_until >= today else _("warranty over since %(day)s")
        said.append(ends % {"day": day})
    return " · ".join(said)


def _typed(money: Money | None) -> str:
    return f"{money.decimal:f}" if money and money.currency == currency() else ""


def _bearer(typed: str) -> Location | None:
    return people.location(whole_number(typed)) if typed else None


def _due_at(request: HttpRequest, now: datetime) -> datetime | None:
    said = request.POST if request.method == "POST" else request.GET
    if said.get("right_by", "") in ("", "now"):
        return None
    found = time_of(request, now, "right_by") if request.method == "POST" else now
    if found is None:
        raise Refused(_("By when will they have it? Choose a time."))
    return found


def along(request: HttpRequest, now: datetime) -> list[Along]:
    """What the reply that is being sent grants, and what it tells of. Raises Refused."""
    agent, again = agent_of(request), request.POST.get("right_again") == "yes"
    found = [acts.telling(whole_number(one), at=now) for one in request.POST.getlist("tells")]
    if wish := wish_of(request, now):
        found.append(acts.granting(wish, by=agent, at=now, again=again))
    return found


def sentences(request: HttpRequest, found: Conversation, now: datetime) -> list[str]:
    """What the mail says plainly of what is given, each once, unless its author's words say it already."""
    said = [request.POST.get(f"tells_words_{whole_number(one)}", "") for one in request.POST.getlist("tells")]
    if wish := wish_of(request, now):
        said.append(wish.words or words.usual(wish, language=tongue_for(found.pk)))
    body = " ".join(request.POST.get(name, "") for name in ("html", "text"))
    return [one for one in said if one and one not in body and escape(one) not in body]


def kinds() -> list[tuple[str, str]]:
    """What can be given, for a list to choose from."""
    return [(kind, str(RemedyKind(kind).label)) for kind in SORTS]
