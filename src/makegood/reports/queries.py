"""All reads of reports, each of the teams that an agent may see. Nothing here knows a single person of ours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from makegood.calls.models import Callback
from makegood.calls.models import State as Call
from makegood.clocks.models import Clock, Kind
from makegood.clocks.queries import book
from makegood.conversations.models import Conversation, Message, State
from makegood.people.models import Agent, Team
from makegood.people.queries import hours_of_all, standing
from makegood.promises.models import Promise
from makegood.promises.models import State as Fate
from makegood.reports import rules
from makegood.reports.rules import By, Measure, Period, Times, Took, Word
from makegood.timeline.kinds import Kind as Happened
from makegood.timeline.models import Event

ANSWERED = {Kind.FIRST_RESPONSE: Measure.FIRST, Kind.NEXT_RESPONSE: Measure.NEXT}
MEASURED = {**ANSWERED, Kind.CALLBACK: Measure.CALL}
# A response clock that ends in the same moment as one of these was ended by it.
ANSWERS = (Happened.REPLY_WRITTEN, Happened.CALL_LOGGED, Happened.CALLBACK_REACHED)


@dataclass(frozen=True, slots=True)
class Row:
    """One team or location, or all together (place 0, name "")."""

    place: int
    name: str
    times: Mapping[Measure, Times]
    word: Word


@dataclass(frozen=True, slots=True)
class Report:
    """All together, and each place in which anything happened, by name."""

    period: Period
    by: By
    total: Row
    rows: list[Row]

    @property
    def lines(self) -> list[Row]:
        """Each place, then all together where there are several."""
        return [*self.rows, self.total] if len(self.rows) > 1 else self.rows


@dataclass
class _Found:
    """What was found for one place, as it is gathered."""

    took: defaultdict[Measure, list[Took]] = field(default_factory=lambda: defaultdict(list))
    otherwise: Counter[Measure] = field(default_factory=Counter)
    waiting: Counter[Measure] = field(default_factory=Counter)
    fates: list[str] = field(default_factory=list)

    def add(self, other: _Found) -> None:
        for measure, took in other.took.items():
            self.took[measure] += took
        self.otherwise += other.otherwise
        self.waiting += other.waiting
        self.fates += other.fates

    def row(self, place: int, name: str) -> Row:
        known = {
            one: rules.times(self.took[one], otherwise=self.otherwise[one], waiting=self.waiting[one])
            for one in Measure
        }
        return Row(place, name, known, rules.word(self.fates))


def times(agent: Agent, period: Period, *, by: By) -> Report:
    """How long things took in the period, and what became of the promises due in it. Thirteen queries at most."""
    teams = {one.pk: one for one in _teams(agent)}
    found: defaultdict[int, _Found] = defaultdict(_Found)
    _answers(agent, period, found)
    _calls(agent, period, found)
    _waiting(agent, found)
    _solved(agent, period, found)
    _promises(agent, period, found)
    places: defaultdict[tuple[str, int], _Found] = defaultdict(_Found)
    total = _Found()
    for team, one in found.items():
        total.add(one)
        places[_place(teams[team], by)].add(one)
    rows = [one.row(place, name) for (name, place), one in sorted(places.items())]
    return Report(period, by, total.row(0, ""), rows)


def _place(team: Team, by: By) -> tuple[str, int]:
    if by is By.LOCATION:
        return team.location.name, team.location_id
    same = team.name == team.location.name
    return team.name if same else f"{team.name}, {team.location.name}", team.pk


def _teams(agent: Agent) -> QuerySet[Team]:
    seen = standing(agent).audience
    teams = Team.objects.select_related("location")
    return teams if seen.everything else teams.filter(pk__in=seen.teams)


def within(agent: Agent, column: str) -> Q:
    """The same rule as `visible_to`, of whole teams: what is put to the agent as a guest is another team's figure."""
    seen = standing(agent).audience
    return Q() if seen.everything else Q(**{f"{column}__in": seen.teams})


def _ended(agent: Agent, period: Period, kinds: Collection[Kind]) -> QuerySet[Clock]:
    clocks = Clock.objects.filter(within(agent, "team_id"), kind__in=kinds)
    return clocks.filter(ended_at__gte=period.since, ended_at__lt=period.until)


def _answers(agent: Agent, period: Period, found: Mapping[int, _Found]) -> None:
    """Replies, by the clocks that they ended: what ended one in another moment was none."""
    same = Event.objects.filter(conversation_id=OuterRef("conversation_id"), at=OuterRef("ended_at"))
    rows = _ended(agent, period, tuple(ANSWERED)).annotate(was_answered=Exists(same.filter(kind__in=ANSWERS)))
    columns = ("kind", "team_id", "started_at", "ended_at", "hours_id", "missed_at", "was_answered")
    known = book()
    for kind, team, began, ended_at, hours, missed_at, was_answered in rows.values_list(*columns).iterator():
        measure = ANSWERED[Kind(kind)]
        if was_answered and ended_at is not None:
            working = known.hours_of(hours).between(began, ended_at)
            found[team].took[measure].append(Took(ended_at - began, working, missed_at is not None))
        else:
            found[team].otherwise[measure] += 1


def _calls(agent: Agent, period: Period, found: Mapping[int, _Found]) -> None:
    """Calls back, from the wish to the talk. Each try begins a clock of its own: the last says when it ended."""
    ended = _ended(agent, period, (Kind.CALLBACK,))
    calls = Callback.objects.filter(pk__in=ended.values("about_id"))
    ends = {pk: (state, made, at) for pk, state, made, at in calls.values_list("pk", "state", "made_at", "ended_at")}
    rows = list(ended.values_list("about_id", "team_id", "ended_at", "hours_id", "missed_at"))
    late = {call for call, *_rest, missed_at in rows if missed_at}
    known = book()
    for call, team, ended_at, hours, _missed in rows:
        state, made_at, last = ends.get(call, (Call.OPEN, None, None))
        if made_at is None or ended_at is None or ended_at != last:
            continue
        if state == Call.REACHED:
            working = known.hours_of(hours).between(made_at, ended_at)
            found[team].took[Measure.CALL].append(Took(ended_at - made_at, working, call in late))
        else:
            found[team].otherwise[Measure.CALL] += 1


def _waiting(agent: Agent, found: Mapping[int, _Found]) -> None:
    """What is owed now, whenever it began: whoever waits longest is in no average yet."""
    running = Clock.objects.filter(within(agent, "team_id"), ended_at=None, kind__in=MEASURED)
    for kind, team, count in running.values_list("kind", "team_id").annotate(count=Count("pk")).order_by():
        found[team].waiting[MEASURED[Kind(kind)]] += count
    unsolved = Conversation.objects.filter(within(agent, "team"), next_due__isnull=False, is_automatic=False)
    for team, count in unsolved.values_list("team_id").annotate(count=Count("pk")).order_by():
        found[team].waiting[Measure.SOLVED] += count


def _solved(agent: Agent, period: Period, found: Mapping[int, _Found]) -> None:
    """From the first word to the last close. What was opened again counts when it is closed for good, from the start.

    What no customer ever wrote in, and machines' mail, is no matter of a customer's.
    """
    closed = Conversation.objects.filter(within(agent, "team"), state=State.CLOSED, is_automatic=False)
    closed = closed.filter(closed_at__gte=period.since, closed_at__lt=period.until)
    theirs = Message.objects.filter(conversation=OuterRef("pk"), direction=Message.IN)
    rows = list(closed.filter(Exists(theirs)).values_list("team_id", "created_at", "closed_at"))
    hours = hours_of_all({team for team, _began, _ended in rows})
    for team, began, ended in rows:
        if ended is not None:
            found[team].took[Measure.SOLVED].append(Took(ended - began, hours[team].between(began, ended)))


def _promises(agent: Agent, period: Period, found: Mapping[int, _Found]) -> None:
    """What became of the promises that came due, for the team that gave its word, whoever kept it."""
    due = Promise.objects.filter(within(agent, "made_in"), due_at__gte=period.since, due_at__lt=period.until)
    rows = due.exclude(state=Fate.OPEN).values_list("made_in", "state", "due_at", "first_due_at", "kept_at")
    for team, state, due_at, first_due_at, kept_at in rows:
        fate = rules.became(state, due_at=due_at, first_due_at=first_due_at, kept_at=kept_at)
        found[team].fates.append(fate)
