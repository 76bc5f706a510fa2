"""The words on a clock: verb, then time; lower case, no full stop, 24 hours, the reader's own zone.

Pure: `now` and `zone` are arguments. The grammar is one table, `clockverbs.VERBS`; what is not in it has no words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import ngettext

from makegood.base.clockverbs import VERBS, Verb
from makegood.base.words import in_language, in_words

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DUE_NOW = 5 * MINUTE
SOON_SHARE = 4  # the last quarter of its time


class State(StrEnum):
    """The shape and the colour. PAUSED is drawn as a dotted ring: the customer has the ball."""

    CALM = "calm"
    SOON = "soon"
    NOW = "now"
    OVER = "over"
    KEPT = "kept"
    PAUSED = "paused"
    MOVED = "moved"


class Chip(NamedTuple):
    """What a clock says, and how loudly."""

    state: State
    text: str

    @property
    def sign(self) -> str:
        """The name of its shape among the signs."""
        return "clock-" + self.state


def chip(
    kind: str,
    *,
    due_at: datetime,
    started_at: datetime | None,
    now: datetime,
    zone: tzinfo,
    who: str = "",
    ended_at: datetime | None = None,
    moved: bool = False,
) -> Chip:
    """The whole chip, verb first. All times are aware; raises KeyError for a kind that has no words."""
    return teller(now, zone).chip(kind, due_at=due_at, started_at=started_at, who=who, ended_at=ended_at, moved=moved)


def line(kind: str, *, due_at: datetime, started_at: datetime | None, now: datetime, zone: tzinfo) -> Chip:
    """The same clock behind a leader line, where the sentence before it has said the verb: "by 14:58", "in 23 min"."""
    return teller(now, zone).line(kind, due_at=due_at, started_at=started_at)


def state(*, due_at: datetime, started_at: datetime | None, now: datetime) -> State:
    """How loud a running clock is. Without a start only the hour counts, not the quarter."""
    left = due_at - now
    if left <= timedelta():
        return State.OVER
    if left <= DUE_NOW:
        return State.NOW
    if left <= HOUR or (started_at is not None and left * SOON_SHARE <= due_at - started_at):
        return State.SOON
    return State.CALM


def span(length: timedelta) -> str:
    """A length in its largest whole unit: "20 min", "2 h", "3 days"; under a minute still "1 min"."""
    return _span(length, in_language())


def moment(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """A time as one says it: "14:30", "noon", "tomorrow 12:00", "Mon 12:00", "3 Dec 2027", "yesterday 09:33"."""
    return teller(now, zone).moment(at)


def past(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """How long ago, then since when: "12 min ago", "2 h ago", "yesterday 17:00", "Tue 17:00", "3 Dec"."""
    return teller(now, zone).past(at)


def day(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """A day without its hour: "today", "tomorrow", "Tue 24 Nov", "3 Dec 2027"."""
    return teller(now, zone).day(at)


def teller(now: datetime, zone: tzinfo) -> Teller:
    """Who says times as they are now, in the reader's language."""
    return Teller(now, zone, now.astimezone(zone).date(), in_language())


class Teller(NamedTuple):
    """Says times at one moment, in one zone and language. One serves a page: a list has fifty clocks."""

    now: datetime
    zone: tzinfo
    today: date
    word: Callable[[str], str]

    def chip(
        self,
        kind: str,
        *,
        due_at: datetime,
        started_at: datetime | None,
        who: str = "",
        ended_at: datetime | None = None,
        moved: bool = False,
    ) -> Chip:
        """As the function of this name."""
        verb, _ = VERBS[kind], self.word
        if moved:
            return Chip(State.MOVED, _("moved, {who} agreed").format(who=who) if who else _("moved"))
        if ended_at is not None:
            return self._ended(verb, due_at, started_at, ended_at, who)
        if verb.rests:
            return Chip(State.PAUSED, _(verb.by).format(at=self.day(due_at)))
        return self._running((verb.by, verb.soon, verb.now, verb.late), due_at, started_at, who)

    def line(self, kind: str, *, due_at: datetime, started_at: datetime | None) -> Chip:
        """As the function of this name."""
        verb = VERBS[kind]
        return Chip(State.PAUSED, self.day(due_at)) if verb.rests else self._running(verb.short, due_at, started_at, "")

    def _running(
        self, words: tuple[str, str, str, str], due_at: datetime, started_at: datetime | None, who: str
    ) -> Chip:
        loud = state(due_at=due_at, started_at=started_at, now=self.now)
        by, in_a_span, at_once, late = words
        if loud is State.SOON:
            chosen = in_a_span if due_at - self.now < HOUR else by
        else:
            chosen = late if loud is State.OVER else by if loud is State.CALM else at_once
        return Chip(loud, self._filled(self.word(chosen), who, due_at))

    def _filled(self, words: str, who: str, due_at: datetime) -> str:
        """The words with what they ask for; nothing else is told."""
        at = (self.past if due_at <= self.now else self.moment)(due_at) if "{at}" in words else ""
        length = _span(abs(due_at - self.now), self.word) if "{span}" in words else ""
        return words.format(who=who, at=at, span=length)

    def _ended(self, verb: Verb, due_at: datetime, started_at: datetime | None, ended_at: datetime, who: str) -> Chip:
        if ended_at > due_at:
            late = _span(ended_at - due_at, self.word)
            return Chip(State.CALM, self.word("done, {span} late").format(span=late))
        took = _span(ended_at - (started_at or ended_at), self.word)
        return Chip(State.KEPT, self.word(verb.kept).format(at=self.moment(ended_at), span=took, who=who))

    def moment(self, at: datetime) -> str:
        """As the function of this name."""
        local, _ = at.astimezone(self.zone), self.word
        days, clock = self._days_to(local), f"{local.hour:02}:{local.minute:02}"
        if days == 0:
            return _("noon") if at > self.now and clock == "12:00" else clock
        if days == 1:
            return _("midnight") if clock == "00:00" else _("tomorrow {time}").format(time=clock)
        if days == -1:
            return _("yesterday {time}").format(time=clock)
        if abs(days) <= 6:
            return in_words(local, _("D H:i"))
        return in_words(local, _("j M") if local.year == self.today.year else _("j M Y"))

    def past(self, at: datetime) -> str:
        """As the function of this name."""
        if self.now - at < HOUR or self._days_to(at.astimezone(self.zone)) == 0:
            return self.word("{span} ago").format(span=_span(self.now - at, self.word))
        return self.moment(at)

    def day(self, at: datetime) -> str:
        """As the function of this name."""
        local, _ = at.astimezone(self.zone), self.word
        days = self._days_to(local)
        if days <= 0:
            return _("today")
        if days == 1:
            return _("tomorrow")
        return in_words(local, _("D j M") if local.year == self.today.year else _("j M Y"))

    def _days_to(self, local: datetime) -> int:
        """Whole calendar days from today; negative behind us."""
        return (local.date() - self.today).days


def _span(length: timedelta, _: Callable[[str], str]) -> str:
    if length < HOUR:
        return _("{n} min").format(n=max(1, length // MINUTE))
    if length < DAY:
        return _("{n} h").format(n=length // HOUR)
    return ngettext("{n} day", "{n} days", length // DAY).format(n=length // DAY)
