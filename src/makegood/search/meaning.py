"""From what was typed to what the database is asked: names become teams, people and times. Reads, never writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from makegood.base.plain import marks, moment
from makegood.conversations.models import State
from makegood.conversations.queries import visible_in_sql
from makegood.people.models import Agent, Mailbox, Team
from makegood.people.queries import standing
from makegood.search import rules
from makegood.search.backends import Wanted, Word
from makegood.search.language import Filter, Is, Key, Question, Term
from makegood.search.results import Chip

# Beyond so many, the index would spend longer on the teams than on the words; conversations are then asked one by one.
MOST_TEAMS = 64
MOST_NAMES = 20
FIRST_YEAR = date(1990, 1, 1)
# SQL and its values.
Condition = tuple[str, tuple[Any, ...]]
_NEVER: Condition = ("1 = 0", ())
_HAS_FILE = (
    "(EXISTS (SELECT 1 FROM conversations_file f WHERE f.message_id = d.message_id AND NOT f.is_inline)"
    " OR EXISTS (SELECT 1 FROM conversations_file f WHERE f.note_id = d.note_id AND NOT f.is_inline))"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be found: `visible` is the rule, said of a conversation `c`; None for who may see everything.

    `teams` (None: all) makes it quick. `agent` is None for the owner of the data folder.
    """

    visible: Condition | None
    teams: frozenset[int] | None
    agent: Agent | None

    @classmethod
    def of(cls, agent: Agent) -> Scope:
        """What the agent may see."""
        seen = standing(agent).audience
        if seen.everything:
            return cls(None, None, agent)
        sql, teams = visible_in_sql(agent)
        return cls((sql, tuple(teams)), seen.teams, agent)

    @classmethod
    def of_owner(cls) -> Scope:
        """Whoever owns the data folder can read it all anyway."""
        return cls(None, None, None)


@dataclass(slots=True)
class Meaning:
    """What a question asks of the database. `conversations` (SQL on `c`) and `documents` (on `d`) hold too."""

    scope: Scope
    wanted: Wanted
    begun: Wanted | None = None
    conversations: list[Condition] = field(default_factory=list)
    documents: list[Condition] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)


def understood(question: Question, scope: Scope, *, zone: tzinfo, now: datetime) -> Meaning:
    """The question's meaning within the scope. At most one query a filter that names teams or people, two for `in:`."""
    meaning = Meaning(scope, _words(question.terms))
    reader = _Reader(meaning, zone)
    for one in question.filters:
        reader.read(one)
    _bound_time(meaning, question.filters, now.date())
    scoped(meaning)
    if any(one.is_begun for one in question.terms):
        words = tuple(Word(one.text, one.is_prefix or one.is_begun) for one in question.terms if not one.is_not)
        meaning.begun = replace(meaning.wanted, words=words)
    return meaning


def scoped(meaning: Meaning) -> Meaning:
    """The same, narrowed by the index itself to the teams of the scope, so that a small team's search is as quick."""
    teams = meaning.scope.teams
    if teams is not None and len(teams) <= MOST_TEAMS:
        agent = meaning.scope.agent
        theirs = [rules.team_mark(one) for one in sorted(teams)] + ([rules.agent_mark(agent.pk)] if agent else [])
        meaning.wanted = _with_marks(meaning.wanted, theirs or [rules.NOTHING])
    return meaning


def _words(terms: tuple[Term, ...]) -> Wanted:
    return Wanted(
        words=tuple(Word(one.text, one.is_prefix) for one in terms if not one.is_not),
        without_words=tuple(Word(one.text, one.is_prefix) for one in terms if one.is_not),
    )


def _with_marks(wanted: Wanted, one_of: list[str]) -> Wanted:
    return replace(wanted, marks=(*wanted.marks, tuple(one_of)))


class _Reader:
    """Adds one filter after the other to the meaning."""

    def __init__(self, meaning: Meaning, zone: tzinfo) -> None:
        self.meaning, self.zone = meaning, zone
        self.readers: dict[Key, Callable[[Filter], tuple[str, str]]] = {
            Key.FROM: self._from,
            Key.IN: self._in,
            Key.TAG: self._tag,
            Key.IS: self._is,
            Key.OWNER: self._owner,
            Key.BEFORE: self._before,
            Key.AFTER: self._after,
            Key.HAS: self._has,
        }

    def read(self, one: Filter) -> None:
        """The filter is part of the meaning, and there is a chip for it."""
        words, problem = self.readers[one.key](one)
        words = _("not %(filter)s") % {"filter": words} if one.is_not else words
        self.meaning.chips.append(Chip(one.key.value, words, problem))

    def _marks(self, one_of: list[str], is_not: bool) -> None:
        """One of the marks; none at all can be found when there is no mark to look for."""
        wanted = self.meaning.wanted
        if is_not:
            self.meaning.wanted = replace(wanted, without_marks=(*wanted.without_marks, *one_of))
        else:
            self.meaning.wanted = _with_marks(wanted, one_of or [rules.NOTHING])

    def _where(self, condition: Condition, is_not: bool) -> None:
        sql, values = condition
        self.meaning.conversations.append((f"NOT COALESCE({sql}, FALSE)" if is_not else f"({sql})", values))

    def _from(self, one: Filter) -> tuple[str, str]:
        # A begun name finds. An address is taken as it is: its last word is a domain that half the world shares.
        word, wanted = Word(one.value, is_prefix=one.value.isalnum() and len(one.value) > 1), self.meaning.wanted
        if one.is_not:
            self.meaning.wanted = replace(wanted, without_senders=(*wanted.without_senders, word))
        else:
            self.meaning.wanted = replace(wanted, senders=(*wanted.senders, word))
        return _("from %(name)s") % {"name": one.value}, ""

    def _in(self, one: Filter) -> tuple[str, str]:
        teams, boxes = Team.objects.all(), Mailbox.objects.all()
        if self.meaning.scope.teams is not None:
            teams = teams.filter(pk__in=self.meaning.scope.teams)
            boxes = boxes.filter(team__in=self.meaning.scope.teams)
        named = Q(name__icontains=one.value)
        found = list(teams.filter(named).order_by("name", "pk").values_list("pk", "name")[:MOST_NAMES])
        boxes = boxes.filter(named | Q(address__istartswith=one.value)).order_by("address")
        found_boxes = list(boxes.values_list("pk", "address")[:MOST_NAMES])
        places = [rules.team_mark(pk) for pk, _name in found] + [rules.mailbox_mark(pk) for pk, _address in found_boxes]
        self._marks(places, one.is_not)
        names = [name for _pk, name in (*found, *found_boxes)]
        problem = "" if names else _("No team or mailbox of yours is called %(name)s.") % {"name": one.value}
        return _("in %(names)s") % {"names": _list(names) or one.value}, problem

    def _tag(self, one: Filter) -> tuple[str, str]:
        self._marks([rules.tag_mark(one.value)], one.is_not)
        return _("tagged %(tag)s") % {"tag": one.value}, ""

    def _is(self, one: Filter) -> tuple[str, str]:
        agent = self.meaning.scope.agent
        conditions: dict[Is, tuple[str, Condition]] = {
            Is.OPEN: (_("open"), _standing(State.OPEN)),
            Is.WAITING: (_("waiting"), _standing(State.WAITING)),
            Is.CLOSED: (_("closed"), _standing(State.CLOSED)),
            Is.UNCLAIMED: (_("unclaimed"), _UNCLAIMED),
            Is.MINE: (_("mine"), _owned(agent)),
            Is.AUTOMATIC: (_("automatic"), ("c.is_automatic", ())),
        }
        words, condition = conditions[Is(one.value.lower())]
        self._where(condition, one.is_not)
        return words, ""

    def _owner(self, one: Filter) -> tuple[str, str]:
        agent = self.meaning.scope.agent
        if one.value.lower() == "me" and agent:
            self._where(_owned(agent), one.is_not)
            return _("yours"), ""
        named = Q(name__istartswith=one.value) | Q(name__icontains=f" {one.value}") | Q(email__istartswith=one.value)
        people = list(Agent.objects.filter(named).order_by("name", "pk").values_list("pk", "name")[:MOST_NAMES])
        owners = tuple(pk for pk, _name in people)
        self._where((f"c.owner_id IN {marks(owners)}", owners), one.is_not)
        problem = "" if people else _("Nobody here is called %(name)s.") % {"name": one.value}
        return _("owned by %(names)s") % {"names": _list([name for _pk, name in people]) or one.value}, problem

    def _before(self, one: Filter) -> tuple[str, str]:
        self._moment("<" if not one.is_not else ">=", one)
        return _("before %(day)s") % {"day": date_format(_day(one), "j M Y")}, ""

    def _after(self, one: Filter) -> tuple[str, str]:
        self._moment(">=" if not one.is_not else "<", one)
        return _("since %(day)s") % {"day": date_format(_day(one), "j M Y")}, ""

    def _moment(self, compared: str, one: Filter) -> None:
        begins = datetime.combine(max(_day(one), FIRST_YEAR), time.min, tzinfo=self.zone).astimezone(UTC)
        self.meaning.documents.append((f"d.at {compared} %s", (moment(begins),)))
        wanted = self.meaning.wanted
        if compared == "<":
            self.meaning.wanted = replace(wanted, before=min(begins, wanted.before or begins))
        else:
            self.meaning.wanted = replace(wanted, since=max(begins, wanted.since or begins))

    def _has(self, one: Filter) -> tuple[str, str]:
        self.meaning.documents.append((f"NOT {_HAS_FILE}" if one.is_not else _HAS_FILE, ()))
        return _("with a file"), ""


_UNCLAIMED: Condition = ("c.state IN (%s, %s) AND c.owner_id IS NULL", (State.OPEN.value, State.WAITING.value))


def _standing(state: State) -> Condition:
    return ("c.state = %s", (state.value,))


def _owned(agent: Agent | None) -> Condition:
    return ("c.owner_id = %s", (agent.pk,)) if agent else _NEVER


def _day(one: Filter) -> date:
    return one.day or FIRST_YEAR


def _bound_time(meaning: Meaning, filters: tuple[Filter, ...], today: date) -> None:
    """Years and months are marks too, so that a common word of long ago is not looked for among all newer ones."""
    after = max((one.day for one in filters if one.key is Key.AFTER and one.day and not one.is_not), default=None)
    before = min((one.day for one in filters if one.key is Key.BEFORE and one.day and not one.is_not), default=None)
    if after or before:
        span = rules.marks_between(after, before, first=FIRST_YEAR, last=today + timedelta(days=1))
        meaning.wanted = replace(meaning.wanted, spans=tuple(span) or (rules.NOTHING,))


def _list(names: list[str]) -> str:
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
