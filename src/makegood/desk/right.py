"""How remedies and asks look: in the panel, above the timeline, in the composer, in today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.base import clockwords
from makegood.base.clockwords import Chip, State
from makegood.base.money import Money, NotMoney, parse
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.desk import rightform, times
from makegood.desk.page import agent_of
from makegood.payments.queries import Payout
from makegood.people import queries as people
from makegood.people.models import Agent
from makegood.remedies import queries, words
from makegood.remedies.models import Ask, RemedyKind
from makegood.remedies.queries import Above, AskItem, CounterItem, MayGive, NoPolicy, RemedyItem
from makegood.remedies.rules import SORTS
from makegood.vouchers.queries import code_of, of_remedies


@dataclass(frozen=True, slots=True)
class Righted:
    """What was given in a conversation, what is asked there, and what the customer was given elsewhere."""

    here: list[RemedyItem]
    elsewhere: list[RemedyItem]
    asks: list[AskItem]
    codes: dict[int, str]
    payouts: dict[int, Payout]

    @property
    def untold(self) -> list[RemedyItem]:
        """What was granted and the customer does not know of yet."""
        return [one for one in self.here if one.told_at is None and one.state in ("granted", "fulfilled")]


NOTHING = Righted([], [], [], {}, {})


def righted(agent: Agent, found: Conversation, *, now: datetime) -> Righted:
    """For the panel, the timeline and the composer. One query when there is nothing."""
    if not queries.has_some(found):
        return NOTHING
    here = queries.of_conversation(agent, found, at=now)
    elsewhere = queries.of_customer(agent, found.customer_id, besides=found.pk, at=now)
    return Righted(here, elsewhere, queries.asks_in(agent, found), _codes(here), queries.payouts_of(here))


def _codes(here: list[RemedyItem]) -> dict[int, str]:
    """The codes of the vouchers among these, by remedy. One query when there are any."""
    ids = [one.id for one in here if one.kind == RemedyKind.VOUCHER and one.state != "withdrawn"]
    return {pk: code_of(voucher) for pk, voucher in of_remedies(ids).items()} if ids else {}


def chip(one: RemedyItem | CounterItem, *, now: datetime) -> Chip:
    """How it stands, behind the leader line."""
    zone = timezone.get_current_timezone()
    if one.state == "fulfilled":
        return Chip(State.KEPT, _("given %(when)s") % {"when": _past(one.fulfilled_at or now, now)})
    if one.state == "stuck":
        return Chip(State.OVER, _("stuck"))
    if one.state == "withdrawn":
        return Chip(State.CALM, _("taken back %(when)s") % {"when": _past(one.withdrawn_at or now, now)})
    if one.due_at is None:
        return Chip(State.CALM, _("given in a minute"))
    return clockwords.line("promise", due_at=one.due_at, started_at=one.granted_at, now=now, zone=zone)


def _past(at: datetime, now: datetime) -> str:
    return clockwords.past(at, now=now, zone=timezone.get_current_timezone())


def ask_chip(one: AskItem, *, now: datetime) -> Chip | None:
    """Until when somebody has to say yes; None: nobody has been told yet."""
    if one.answer_by is None or not one.is_told:
        return None
    zone = timezone.get_current_timezone()
    return clockwords.chip("ask", due_at=one.answer_by, started_at=one.at, now=now, zone=zone, who=one.asked)


def short(one: RemedyItem | AskItem | CounterItem) -> str:
    """What is given, in a few words."""
    said = words.short(one.kind, one.value.in_words())
    return said[:1].upper() + said[1:]


def done_words(one: RemedyItem) -> str:
    """The button that says that they have it: "It has shipped"."""
    said = {"paid": _("It is paid"), "shipped": _("It has shipped"), "repaired": _("It is repaired")}
    return said.get(SORTS[one.kind].event, _("They have it"))


def panel(agent: Agent, found: Conversation, now: datetime) -> dict[str, Any]:
    """What the page shows of it."""
    return {
        "righted": righted(agent, found, now=now),
        "right_chip": lambda one: chip(one, now=now),
        "right_short": short,
        "right_done": done_words,
        "ask_chip": lambda one: ask_chip(one, now=now),
        "righting": None,
        "right_open": False,
        "right_again": False,
        "right_must_ask": False,
    }


def fields(request: HttpRequest, found: Conversation, now: datetime) -> dict[str, Any]:
    """What the opened line shows: what I may give, what was given before, the fields. Some twenty queries."""
    agent, code = agent_of(request), rightform.currency()
    may = _may(agent, found, code, now)
    places = people.places()
    return {
        "may": may,
        "may_words": may_words(may, now=now) if may else "",
        "kinds": rightform.kinds(),
        "bought_lines": rightform.choices(found, now),
        "places": [(one.pk, one.name) for one in places] if len(places) > 1 else [],
        "here": found.team.location_id,
        "by_times": times.deadlines(now, timezone.get_current_timezone()),
        "before": queries.of_conversation(agent, found, at=now)
        + queries.of_customer(agent, found.customer_id, besides=found.pk, at=now),
        "right_short": short,
        "right_chip": lambda one: chip(one, now=now),
        "currency": code,
        "is_lead": people.standing(agent).may_lead(found.team_id),
        "is_admin": people.is_admin(agent),
    }


def _may(agent: Agent, found: Conversation, code: str, now: datetime) -> MayGive | None:
    """None: nobody has said yet what may be given."""
    try:
        return queries.may_give(agent, found, "store_credit", code, at=now)
    except NoPolicy:
        return None


def may_words(may: MayGive, *, now: datetime) -> str:
    """What one may give now, as one says it."""
    if may.upto is None:
        return _("You may give what is needed, without a limit.")
    alone = _("You may give up to %(sum)s.") if may.upto else _("You may give nothing alone now.")
    said = alone % {"sum": may.upto.in_words()}
    above = may.above
    if above is None:
        return said
    more = _("Up to %(sum)s with %(name)s") if above.upto else _("More with %(name)s")
    told = more % {"sum": above.upto.in_words() if above.upto else "", "name": above.name}
    return f"{said} {told}, {_there(above, now)}."


def _there(above: Above, now: datetime) -> str:
    if above.there_at > now:
        when = clockwords.moment(above.there_at, now=now, zone=timezone.get_current_timezone())
        return _("who comes %(when)s") % {"when": when}
    if above.minutes is None:
        return _("who is on duty")
    return _("who is on duty and answers in %(minutes)s minutes on average") % {"minutes": above.minutes}


def less_of(said: Mapping[str, str], one: Ask) -> Money | None:
    """The lesser sum in the field; None: all of it. Raises Refused."""
    typed = said.get("less", "").strip()
    if said.get("do") != "less" and not typed:
        return None
    try:
        return parse(typed, one.currency)
    except NotMoney as error:
        raise Refused(str(error)) from error
