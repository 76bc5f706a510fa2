"""Today: what I owe, by time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from makegood.conversations import queries
from makegood.conversations.queries import Row, View
from makegood.desk import promised, right, times
from makegood.desk.duty import beside
from makegood.desk.needs import needs
from makegood.desk.page import agent_of, answer
from makegood.escalations import queries as ladders
from makegood.kudos import queries as kudos
from makegood.people.models import Agent
from makegood.promises import queries as promises
from makegood.promises.queries import PromiseItem
from makegood.remedies import queries as remedies

THANKED_FOR = timedelta(days=2)
LUNCH, EVENING = time(12), time(18)
MOST = 100


@dataclass(frozen=True, slots=True)
class Owed:
    """Something owed at a time: an answer, which is a row, or a promise."""

    next_due: datetime | None
    row: Row | None = None
    promise: PromiseItem | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the day and what is owed in it, soonest first."""

    key: str
    title: str
    rows: list[Owed]


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is owed by me, what nobody has yet, and who keeps me waiting."""
    now, zone, agent = timezone.now(), timezone.get_current_timezone(), agent_of(request)
    mine = queries.rows(agent, View.MINE, now=now, zone=zone, limit=MOST).rows
    owed, waiting = [one for one in mine if one.waits_for_us], [one for one in mine if not one.waits_for_us]
    mine_to_keep = promises.owed_by(agent, at=now, since=_midnight(now))
    kept = [one for one in mine_to_keep if one.state == "kept"]
    to_keep = [one for one in mine_to_keep if one.state != "kept"]
    unclaimed = queries.rows(agent, View.UNCLAIMED, now=now, zone=zone, limit=5)
    return answer(
        request,
        "desk/today.html",
        parts={"today": "desk/today_list.html"},
        now=now,
        stretches=stretches(in_order(owed, to_keep), now),
        kept=kept,
        word_chip=lambda one: promised.chip_here(one, now),
        by_times=times.deadlines(now, zone),
        view="today",
        waiting=[one for one in waiting if one.next_kind != "promise"][:8],
        unclaimed=unclaimed.rows,
        offered=queries.rows(agent, View.OFFERED, now=now, zone=zone, limit=8).rows,
        needs=needs(agent, now=now),
        covering=beside.covering(agent, now=now),
        meanwhile=beside.meanwhile(agent, now=now),
        higher=higher(agent),
        asks=remedies.asks_of(agent),
        thanked=kudos.new_for(agent, since=now - THANKED_FOR),
        ask_chip=lambda one: right.ask_chip(one, now=now),
        right_short=right.short,
        late_of_mine=sum(1 for one in mine if one.next_due and one.next_due <= now),
        summary=" ".join(filter(None, [summary(owed, now), promise_summary(to_keep, now)])),
    )


def in_order(answers: Sequence[Row], to_keep: Sequence[PromiseItem]) -> list[Owed]:
    """Answers and promises, soonest first; what is broken stands where it was due."""
    both = [Owed(one.next_due, row=one) for one in answers]
    both += [Owed(min(one.due_at, one.broken_at or one.due_at), promise=one) for one in to_keep]
    return sorted(both, key=lambda one: (one.next_due is None, one.next_due))


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def promise_summary(to_keep: Sequence[PromiseItem], now: datetime) -> str:
    """How much of our word is broken, and how much is to be kept today; "" when nothing is."""
    broken = sum(1 for one in to_keep if one.state == "broken" or one.due_at <= now)
    today = sum(1 for one in to_keep if one.due_at > now and timezone.localdate(one.due_at) == timezone.localdate(now))
    parts = []
    if broken:
        parts.append(ngettext("%(count)d promise broken", "%(count)d promises broken", broken) % {"count": broken})
    if today:
        parts.append(
            ngettext("%(count)d promise to keep today", "%(count)d promises to keep today", today) % {"count": today}
        )
    return f"{', '.join(parts)}." if parts else ""


def higher(agent: Agent) -> list[tuple[Row, datetime | None]]:
    """What was taken higher to the agent, with the time by which it goes on."""
    asked = {number: answer_by for number, _cause, answer_by in ladders.asked_of(agent)}
    return [(row, asked[row.number]) for row in queries.rows_of(asked, agent=agent)]


def stretches(owed: Sequence[Owed], now: datetime) -> list[Stretch]:
    """What is owed, in the parts of the day in which it falls due; empty parts are left out."""
    found: dict[str, Stretch] = {}
    for row in owed:
        key, title = _part(row.next_due, now)
        found.setdefault(key, Stretch(key, title, [])).rows.append(row)
    return list(found.values())


def _part(due: datetime | None, now: datetime) -> tuple[str, str]:
    if due is None or due <= now:
        return "late", _("Late")
    local, here = timezone.localtime(due), timezone.localtime(now)
    days = (local.date() - here.date()).days
    if days == 0:
        return _part_of_day(local.time())
    if days == 1:
        return "tomorrow", _("Tomorrow")
    return "later", _("Later")


def _part_of_day(clock: time) -> tuple[str, str]:
    if clock <= LUNCH:
        return "morning", _("Before lunch")
    return ("afternoon", _("This afternoon")) if clock <= EVENING else ("evening", _("This evening"))


def summary(owed: Sequence[Row], now: datetime) -> str:
    """The day in one sentence."""
    late = sum(1 for one in owed if one.next_due and one.next_due <= now)
    due = sum(1 for one in owed if _part(one.next_due, now)[0] in ("morning", "afternoon", "evening"))
    if not late and not due:
        return _("Nobody is waiting for you today.")
    ahead = ngettext("%(count)d answer to give today", "%(count)d answers to give today", due) % {"count": due}
    if not late:
        return f"{ahead}."
    behind = ngettext("%(count)d answer is late", "%(count)d answers are late", late) % {"count": late}
    return f"{behind}, {ahead}." if due else f"{behind}."
