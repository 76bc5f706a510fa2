"""Guarantee 4: a remedy is within someone's authority, valid then, and happens once."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from makegood.agenda.models import Turn
from makegood.agenda.queries import last_beat_at
from makegood.authority.from_json import BadCase
from makegood.authority.queries import policy_of
from makegood.authority.reading import Unfit
from makegood.base.money import Money
from makegood.books.models import Kind as Account
from makegood.books.models import Leg, Transfer, Why
from makegood.clocks.models import Clock, Kind
from makegood.config.doctor.dropped import PATIENCE
from makegood.config.doctor.found import Found, found
from makegood.conversations.models import State as Standing
from makegood.payments.models import Refund
from makegood.payments.rules import UNDERWAY
from makegood.remedies.models import Ask, Asked, How, Remedy, RemedyKind, State
from makegood.remedies.queries import InForce, judge_again
from makegood.remedies.queries.given import begins
from makegood.vouchers.models import State as Void
from makegood.vouchers.models import Voucher


def each_was_within_authority(now: datetime) -> Found:
    """By the policy in force then the one who answers for it might grant it: alone, by a yes, or by counted silence."""
    wrong: list[str] = []
    rows = Remedy.objects.select_related("version", "answers_for", "ask").prefetch_related("ask__told").order_by("pk")
    for one in rows.iterator(chunk_size=500):
        wrong += [f"#{one.conversation_id}: {words} (remedy {one.pk})" for words in _wrong_with(one)]
    return found(Remedy.objects.count(), wrong)


def _wrong_with(one: Remedy) -> Iterator[str]:
    version, case, at = one.version, one.case, one.granted_at
    published, ends = version.published_at, version.ends_at
    begun = version.starts_at is not None and published is not None and version.starts_at <= at
    if not begun or (ends is not None and ends <= at):
        yield f"was judged by “{version.name}”, which was not in force then"
    action = case.get("action", {})
    if action.get("kind") != one.kind or action.get("amount") != float(Money(one.amount, one.currency).decimal):
        yield "is not what the policy was asked about"
    try:
        if not judge_again(policy_of(version), case).is_allowed:
            yield f"was beyond the authority of {one.answers_for}"
    except (BadCase, Unfit):
        yield "cannot be judged again: its case, or its policy, was changed"
    yield from _wrong_with_answer(one)


def _wrong_with_answer(one: Remedy) -> Iterator[str]:
    ask = getattr(one, "ask", None)
    if one.how in (How.AUTHORITY, How.ITSELF):
        if ask is not None:
            yield "counts as granted alone, though somebody was asked"
        return
    if ask is None or ask.state != Ask.State.GRANTED or ask.answered_by_id != one.answers_for_id:
        yield f"has no yes of {one.answers_for}"
        return
    if one.answers_for_id in (ask.by_id, one.granted_by_id):
        yield f"was approved by {one.answers_for}, who asked"
    told = next((asked for asked in ask.told.all() if asked.agent_id == one.answers_for_id), None)
    if told is None:
        yield f"{one.answers_for} was never asked"
    elif one.how == How.SILENCE:
        yield from _wrong_with_silence(one, told)


def _wrong_with_silence(one: Remedy, told: Asked) -> Iterator[str]:
    upto = InForce(one.version, policy_of(one.version)).silence_upto
    if upto is None or upto.currency != one.currency or one.amount > upto.minor:
        yield "was granted by silence, which its policy does not let be a yes"
    if told.left_at is not None or told.answer_by > one.granted_at:
        yield f"was granted by the silence of {one.answers_for}, who was not there to the end"


@dataclass
class _Given:
    """What was granted to or by somebody so far, the oldest first. `totals` has one more than `ats`: none before."""

    ats: list[datetime] = field(default_factory=list)
    totals: list[int] = field(default_factory=lambda: [0])
    taken_back: list[Remedy] = field(default_factory=list)

    def add(self, one: Remedy) -> None:
        """This was granted next."""
        self.ats.append(one.granted_at)
        self.totals.append(self.totals[-1] + one.amount)
        if one.withdrawn_at:
            self.taken_back.append(one)

    def before(self, at: datetime, *, since: datetime | None) -> tuple[int, int]:
        """What was granted since, before that moment, and not taken back by then: minor units, and how often.

        None: ever.
        """
        first, last = bisect_left(self.ats, since) if since else 0, bisect_left(self.ats, at)
        gone = [one.amount for one in self.taken_back if self._is_gone(one, at, since)]
        return self.totals[last] - self.totals[first] - sum(gone), last - first - len(gone)

    @staticmethod
    def _is_gone(one: Remedy, at: datetime, since: datetime | None) -> bool:
        by_then = one.withdrawn_at is not None and one.withdrawn_at <= at
        return by_then and one.granted_at < at and (since is None or one.granted_at >= since)


def no_sum_was_kept_small(now: datetime) -> Found:
    """What each case says was given so far, and how often, is no less than what had been given."""
    wrong: list[str] = []
    given: dict[tuple[str, str, str], _Given] = defaultdict(_Given)
    rows = Remedy.objects.select_related("version").order_by("granted_at", "pk")
    for one in rows.iterator(chunk_size=500):
        for per, key in _counted_to(one).items():
            before = given[per, key, one.currency]
            if _says_too_little(one, per, before):
                wrong.append(f"#{one.conversation_id}: more had been given to or by the same than its case says")
            before.add(one)
    return found(len(given), wrong)


def _counted_to(one: Remedy) -> dict[str, str]:
    """To whom limits count it, by what does not change when conversations or customers are merged."""
    customer = one.case.get("facts", {}).get("customer", {}).get("id", "")
    whose = {"customer": str(customer), "agent": str(one.answers_for_id), "location": str(one.bearer_id)}
    return whose | ({"order": str(one.order_id)} if one.order_id else {})


def _says_too_little(one: Remedy, per: str, before: _Given) -> bool:
    facts, zone = one.case.get("facts", {}), policy_of(one.version).zone
    counted = facts.get("counted", {}).get(per, {})
    for within, said in facts.get("given", {}).get(per, {}).items():
        minor, times = before.before(one.granted_at, since=begins(within, at=one.granted_at, zone=zone))
        is_small = said < float(Money(minor, one.currency).decimal) - 0.001 or counted.get(within, times) < times
        if within != "ever" and is_small:
            return True
    return False


def each_is_booked_once(now: datetime) -> Found:
    """What it costs stands in the books once, borne by the place that erred; what was taken back does not."""
    open_ones = Transfer.objects.filter(about_kind="remedy", counter_of=None, countered_by=None)
    bears = Leg.objects.filter(account__kind=Account.GOODWILL, transfer__in=open_ones.filter(why=Why.GRANTED))
    booked: dict[int, list[tuple[int, int | None, str]]] = defaultdict(list)
    columns = bears.values_list("transfer__about_id", "minor", "account__location_id", "account__currency")
    for about, minor, place, currency in columns.iterator(chunk_size=2000):
        booked[about or 0].append((minor, place, currency))
    paid = set(open_ones.filter(why=Why.PAID).values_list("about_id", flat=True))
    made = dict(Voucher.objects.filter(remedy_id__isnull=False).values_list("remedy_id", "state"))
    wrong: list[str] = []
    for one in Remedy.objects.order_by("pk").iterator(chunk_size=500):
        wrong += [
            f"#{one.conversation_id}: {words} (remedy {one.pk})" for words in _wrong_in_books(one, booked, paid, made)
        ]
    return found(Remedy.objects.count(), wrong)


def _wrong_in_books(
    one: Remedy, booked: dict[int, Any], paid: set[int | None], vouchers: dict[int | None, str]
) -> Iterator[str]:
    if one.kind == RemedyKind.VOUCHER:  # which books itself
        if one.pk not in vouchers:
            yield "has no voucher"
        elif one.state == State.WITHDRAWN and vouchers[one.pk] != Void.VOIDED:
            yield "is taken back, its voucher not"
        return
    wanted = [(one.cost, one.bearer_id, one.currency)] if one.cost and one.state != State.WITHDRAWN else []
    if booked.get(one.pk, []) != wanted:
        yield "what it costs is not in the books once, as it was granted"
    is_paid = one.kind == RemedyKind.REFUND and one.state == State.FULFILLED and one.cost > 0
    if is_paid != (one.pk in paid):
        yield "was paid out, but not fulfilled" if one.pk in paid else "is fulfilled, but not paid out in the books"


def nothing_granted_lies_still(now: datetime) -> Found:
    """Each granted remedy has a turn or a promise that drives it; a stuck one has an open conversation."""
    wrong: list[str] = []
    granted = Remedy.objects.filter(state=State.GRANTED)
    planned = set(Turn.objects.filter(kind="remedy").values_list("key", flat=True))
    at_once = granted.filter(due_at=None).values_list("pk", "conversation_id", "granted_at")
    paid_out = set(Refund.objects.filter(state__in=UNDERWAY).values_list("remedy", flat=True))
    beat = last_beat_at()
    runs = beat is not None and now - beat < PATIENCE
    for pk, number, at in at_once:
        if pk in paid_out:
            continue  # its refund has a turn of its own: see paid.py
        if f"remedy:{pk}" not in planned:
            wrong.append(f"#{number}: nothing will give what was granted (remedy {pk})")
        elif runs and at < now - PATIENCE - timedelta(minutes=1):
            wrong.append(f"#{number}: what was granted at once is not given yet (remedy {pk})")
    driven = Q(promise__state__in=["open", "broken"])
    idle = granted.filter(due_at__isnull=False).exclude(driven).values_list("pk", "conversation_id")
    undriven = [(pk, number) for pk, number in idle if pk not in paid_out and f"remedy:{pk}" not in planned]
    wrong += [f"#{number}: no promise drives what was granted (remedy {pk})" for pk, number in undriven]
    shut = ~Q(conversation__state=Standing.OPEN)
    stuck = Remedy.objects.filter(shut, state=State.STUCK).values_list("pk", "conversation_id")
    wrong += [f"#{number} is not open, and a remedy in it is stuck (remedy {pk})" for pk, number in stuck]
    return found(granted.count(), wrong)


def each_ask_has_its_clock(now: datetime) -> Found:
    """An open ask has a clock on its conversation, which is open; an ended one has none."""
    asked = Ask.objects.filter(state=Ask.State.ASKED)
    running = Clock.objects.filter(kind=Kind.ASK, about_id=OuterRef("pk"), ended_at=None)
    fitting = running.filter(conversation_id=OuterRef("conversation_id"))
    bare = asked.filter(~Exists(fitting)).values_list("conversation_id", flat=True)
    wrong = [f"#{number}: no clock runs for what is asked" for number in bare]
    shut = asked.filter(~Q(conversation__state=Standing.OPEN)).values_list("conversation_id", flat=True)
    wrong += [f"#{number} is not open, and somebody is asked in it" for number in shut]
    open_ids = set(asked.values_list("pk", flat=True))
    clocks = Clock.objects.filter(kind=Kind.ASK, ended_at=None).values_list("about_id", "conversation_id")
    wrong += [f"#{number}: a clock runs for a question that has ended" for pk, number in clocks if pk not in open_ids]
    return found(asked.count(), wrong)


CHECKS = (
    each_was_within_authority,
    no_sum_was_kept_small,
    each_is_booked_once,
    nothing_granted_lies_still,
    each_ask_has_its_clock,
)
