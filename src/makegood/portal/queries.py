"""All that a customer's page shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from makegood.clocks.models import Clock, Kind
from makegood.clocks.queries import running
from makegood.clocks.rules import RESPONSES
from makegood.conversations import queries as conversations
from makegood.conversations.models import Conversation, State
from makegood.conversations.queries import Helper, Opened, SaidItem
from makegood.conversations.queries.wishing import TAKEN_BACK_WITHIN
from makegood.conversations.wishes import Wishes, in_words
from makegood.escalations.acts import why_not_higher
from makegood.escalations.models import Escalation
from makegood.escalations.queries import comes_at, open_of
from makegood.kudos.models import Kudos
from makegood.kudos.queries import given_in, may_be_asked
from makegood.people import queries as people
from makegood.people.models import Agent
from makegood.promises import queries as promises
from makegood.promises.queries import ToldPromise
from makegood.remedies import queries as remedies
from makegood.remedies.queries import ToldRemedy
from makegood.stories import queries as stories
from makegood.stories.queries import OwnStory
from makegood.worklog import queries as worklog
from makegood.worklog.queries import Log


class Next(StrEnum):
    """What happens next, in the order in which it is asked."""

    SOLVED = "solved"
    ABOVE = "above"
    ABOVE_SOON = "above_soon"
    CALL = "call"
    ANSWER = "answer"
    LATE = "late"
    YOURS = "yours"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens next, who does it, and by when; None: no time is known."""

    kind: Next
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The whole page. `holder` is a first name, "" while the team has it; `team` "" where there is but one.

    `why_not` says why they may not take it higher now (escalations.rules), `from_at` from when they may (None: nobody
    knows). `tongue` is the language in which they write, "" when it does not show. `places` are the locations, by id,
    that they can ask to be spared from, `helpers` those of us whom they can thank; `asks`: whether it is solved.
    """

    house: str
    number: int
    subject: str
    holder: str
    team: str
    is_closed: bool
    zone: tzinfo
    next: Step
    promises: list[ToldPromise]
    said: list[SaidItem]
    why_not: str
    from_at: datetime | None
    tongue: str
    wishes: Wishes
    places: dict[int, str]
    helpers: list[Helper]
    kudos: Kudos | None
    given: list[ToldRemedy]
    work: Log
    asks: bool = False
    may_tell: bool = False
    story: OwnStory | None = None

    @property
    def open_ones(self) -> list[ToldPromise]:
        """What is still to be kept."""
        return [one for one in self.promises if one.is_open]

    @property
    def broken(self) -> list[ToldPromise]:
        """What we own up to."""
        return [one for one in self.promises if one.is_broken]

    @property
    def done(self) -> list[ToldPromise]:
        """What was kept, or made good."""
        return [one for one in self.promises if not one.is_open and not one.is_broken]

    @property
    def place(self) -> str:
        """The zone as people call it: "Berlin"."""
        return str(self.zone).rpartition("/")[2].replace("_", " ")

    @property
    def wish_words(self) -> list[str]:
        """How they want to be reached, in words."""
        return in_words(self.wishes, self.places)


def seen(opened: Opened, *, now: datetime) -> Seen:
    """What the customer of this conversation sees of it. A fixed number of queries, and one a rung."""
    conversation = opened.conversation
    company, above = people.company(), open_of(conversation.pk)
    heard = conversations.told_in(opened)
    known = promises.told_to(conversation.pk, heard, at=now)
    clocks = running(conversation.pk)
    why_not = why_not_higher(conversation)
    wishes = conversations.wishes_in(conversation)
    return Seen(
        house=company.name if company else "",
        number=conversation.pk,
        subject=conversation.subject,
        holder=_holder(conversation, above),
        team=conversation.team.name if len(people.team_names()) > 1 else "",
        is_closed=conversation.state == State.CLOSED,
        zone=promises.zone_of(conversation),
        next=_next(conversation, above, clocks, now),
        promises=known,
        said=conversations.said_to(opened),
        why_not=why_not,
        from_at=_from(conversation, clocks, known, now) if why_not == "early" else None,
        tongue=conversations.written_tongue(conversation.pk),
        wishes=wishes,
        places=conversations.places_met(conversation, wishes),
        helpers=conversations.helpers_of(opened),
        kudos=given_in(conversation),
        given=remedies.told_to(conversation.pk, heard),
        work=worklog.told_to(conversation.pk),
        asks=may_be_asked(conversation),
        may_tell=bool(company and company.tells_stories),
        story=stories.own_of_page(opened),
    )


def _holder(conversation: Conversation, above: Escalation | None) -> str:
    who = above.asked if above and above.told_at and above.asked else conversation.owner
    return _first_name(who)


def _first_name(who: Agent | None) -> str:
    return who.name.partition(" ")[0] if who else ""


def _next(conversation: Conversation, above: Escalation | None, clocks: list[Clock], now: datetime) -> Step:
    if conversation.state == State.CLOSED:
        return Step(Next.SOLVED)
    if above is not None and above.told_at and above.asked:
        return Step(Next.ABOVE, _first_name(above.asked), above.answer_by)
    if above is not None:
        return Step(Next.ABOVE_SOON, _first_name(above.asked), comes_at(above, at=now))
    answer = next((one for one in clocks if one.kind in RESPONSES), None)
    call = next((one for one in clocks if one.kind == Kind.CALLBACK and one.due_at > now), None)
    if call is not None and (answer is None or call.due_at <= answer.due_at):
        return Step(Next.CALL, at=call.due_at)
    if answer is not None:
        return Step(Next.ANSWER if answer.due_at > now else Next.LATE, at=answer.due_at)
    return Step(Next.YOURS if conversation.state == State.WAITING else Next.OURS)


def _from(conversation: Conversation, clocks: list[Clock], known: list[ToldPromise], now: datetime) -> datetime | None:
    """When the first time runs out that they wait for."""
    if conversation.state == State.CLOSED:
        return None
    times = [one.due_at for one in clocks if one.kind in RESPONSES] + [one.due_at for one in known if one.is_open]
    return min((at for at in times if at > now), default=None)


def undoable_wish(conversation: int, *, at: datetime) -> int | None:
    """The change of wishes that can still be taken back; None: there is none. One query."""
    last = conversations.last_change(conversation)
    is_fresh = last is not None and last.by_id is None and at - last.at <= TAKEN_BACK_WITHIN
    return last.pk if last is not None and is_fresh else None
