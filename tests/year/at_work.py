"""What our people do in an hour: take up what waits for them, keep their word or forget it, hand on, climb, go home."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from makegood.base.plain import ask, utc
from makegood.base.prepared import Prepared
from makegood.conversations import acts
from makegood.conversations.acts import After, Along, Words
from makegood.conversations.acts.changing import owes_answer
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Message, State
from makegood.conversations.rules import Refused
from makegood.escalations import acts as ladders
from makegood.escalations.models import Escalation
from makegood.escalations.queries import open_of
from makegood.handoffs import acts as handoffs
from makegood.handoffs.models import Handoff
from makegood.people.models import Agent, Partner, Team
from makegood.promises import acts as promises
from makegood.promises.acts import Word
from makegood.promises.models import Promise
from makegood.promises.models import State as Given
from makegood.promises.queries import open_in
from tests.year.giving import Giving
from tests.year.habits import Habits, of_agent
from tests.year.life import Life
from tests.year.outside import Outside
from tests.year.scale import DAY, HOUR

LISTED = """SELECT c.id, c.team_id, c.owner_id, c.state, k.kind, k.about_id, k.due_at, k.agent_id, k.missed_at
    FROM conversations_conversation c JOIN clocks_clock k ON k.conversation_id = c.id
    WHERE c.next_due IS NOT NULL AND k.ended_at IS NULL AND k.paused_at IS NULL AND k.kind <> 'look_again'
    ORDER BY k.due_at, k.id"""
ASKED = """SELECT sender_address FROM conversations_message
    WHERE conversation_id = %s AND direction = 'in' ORDER BY id DESC LIMIT 1"""
CONVERSATION = Prepared(lambda: Conversation.objects.select_related("team", "customer").filter(pk=0))
NEWEST = Prepared(lambda: Message.objects.filter(conversation=0).order_by("-pk")[:1])
PROMISE = Prepared(lambda: Promise.objects.select_related("conversation").filter(pk=0))
HANDOFF = Prepared(lambda: Handoff.objects.select_related("team", "location").filter(pk=0))
RESPONSES = ("first_response", "next_response")


@dataclass
class Listed:
    """A conversation of the lists, with the clocks that run on it: kind, about, due, of whom, missed."""

    pk: int
    team: int
    owner: int | None
    state: str
    clocks: list[tuple[str, int, datetime, int | None, bool]] = field(default_factory=list)


class AtWork:
    """Everybody who works in the chain."""

    def __init__(self, life: Life, outside: Outside, seed: int) -> None:
        self.life, self.outside, self.seed, self.chance = life, outside, seed, life.chance
        self.habits: dict[int, Habits] = {}
        self.giving = Giving(life)
        self.teams = list(Team.objects.select_related("location").order_by("pk"))
        self.partners = list(Partner.objects.order_by("pk"))

    def hour(self) -> None:
        """What they do in this hour is among its deeds."""
        here = {agent for agent in self.life.agents if self.life.is_on(agent)}
        by_day = 7 <= self.life.at.hour < 22
        self.giving.hour(here)
        for one in self._lists() if here or by_day else ():
            for clock in one.clocks:
                self._see(one, clock, here)

    def _lists(self) -> list[Listed]:
        found: dict[int, Listed] = {}
        for pk, team, owner, state, kind, about, due, agent, missed in ask(LISTED):
            one = found.setdefault(pk, Listed(pk, team, owner, state))
            one.clocks.append((kind, about, utc(due), agent, missed is not None))
        return list(found.values())

    def habits_of(self, agent: int) -> Habits:
        """What they are like."""
        if agent not in self.habits:
            self.habits[agent] = of_agent(agent, seed=self.seed)
        return self.habits[agent]

    def _takes_up(self, agent: int) -> bool:
        return self.chance.random() < self.habits_of(agent).takes_up

    def _see(self, one: Listed, clock: tuple[str, int, datetime, int | None, bool], here: set[int]) -> None:
        kind, about, due, asked, is_late = clock
        if kind in RESPONSES:
            if is_late:
                self.outside.late(one.pk)
            who = self._who(one, here, due)
            if who and self._takes_up(who):
                self._deed("answers", who, one.pk, self._take_up)
        elif kind == "promise":
            self._look_at_promise(one, about, due, here)
        elif kind == "rung" and asked in here and self._takes_up(asked or 0):
            self._deed("answers from the ladder", asked or 0, one.pk, self._answer_from_above)
        elif kind == "ask" and asked in here and self._takes_up(asked or 0):
            self._deed(
                "answer who asks for a yes", asked or 0, one.pk, lambda c, by, at: self.giving.answer(about, by, at)
            )
        elif kind == "offer":
            self._look_at_offer(about, one, here)
        elif kind == "partner" and 7 <= self.life.at.hour < 16:
            self.outside.at_partner(about)

    def _deed(self, what: str, who: int, pk: int, deed: Callable[[Conversation, Agent, datetime], object]) -> None:
        agent = self.life.agents[who]

        def do(at: datetime) -> None:
            if who not in self.life.agents:
                raise Refused("They have left for good.")
            deed(CONVERSATION.get(pk), agent, at)

        self.life.soon(what, do)

    def _who(self, one: Listed, here: set[int], due: datetime) -> int | None:
        """Who has it and is here; for who is not, a colleague if it is due by tomorrow; nobody's: any of the team."""
        if one.owner in here:
            return one.owner
        colleagues = [agent for agent in self.life.members.get(one.team, ()) if agent in here]
        covers = one.owner is None or due < self.life.at + 16 * HOUR
        return self.chance.choice(colleagues) if colleagues and covers else None

    # Answers

    def _take_up(self, conversation: Conversation, agent: Agent, at: datetime) -> None:
        """An answer where the customer waits for one; else it is looked at again, and closed or put off."""
        newest = _newest(conversation)
        if newest is None or newest.direction == Message.IN:
            if newest and newest.text.startswith("Thank you"):
                acts.nothing_to_answer(conversation, why=acts.Nothing.THANKS, seen=newest.pk, by=agent, at=at)
                return
            dice = self.chance.random()
            if dice < 0.05:
                self._hand_on(conversation, agent, at)
            elif dice < 0.09 and self.partners:
                self._ask_partner(conversation, agent, at)
            else:
                self._answer(conversation, agent, at)
        elif owes_answer(conversation) or open_of(conversation.pk) or open_in(conversation):
            self._reply(conversation, agent, at)  # how it stands
        elif self.chance.random() < 0.75:
            acts.close(conversation, seen=newest.pk, by=agent, at=at)
        else:
            acts.hold(conversation, until=at + self.chance.choice((2, 5, 10)) * DAY, by=agent, at=at)

    def _answer(self, conversation: Conversation, agent: Agent, at: datetime) -> None:
        if self.giving.reply_is_due(conversation):
            self.giving.grant(conversation, agent, at)
        dice = self.chance.random()
        if dice < 0.3:
            self._reply(conversation, agent, at, along=[promises.making(self._word(at), by=agent, at=at)])
        elif dice < 0.5:
            self._reply(conversation, agent, at, after=After(closes=True))
        else:
            self._reply(conversation, agent, at, after=After(lets_rest=dice < 0.9))

    def _word(self, at: datetime) -> Word:
        """Within the day in the morning, else by an afternoon of the days that follow."""
        if at.hour < 11 and self.chance.random() < 0.3:
            return Word("We call you back today", at + 4 * HOUR)
        day = at + self.chance.choice((1, 1, 2, 3, 5, 10)) * DAY
        return Word("We send you a new one", day.replace(hour=15, minute=self.chance.choice((0, 30)), second=0))

    def _reply(
        self,
        conversation: Conversation,
        agent: Agent,
        at: datetime,
        *,
        after: After | None = None,
        along: list[Along] | None = None,
    ) -> None:
        newest = _newest(conversation)
        asked = ask(ASKED, [conversation.pk])
        who = asked[0][0] if asked else "nobody@mail.example"
        message = acts.reply(
            conversation,
            Words(to=[Address("", who)], text="Thank you for writing. We look into it, and this is what we do."),
            by=agent,
            seen=newest.pk if newest else 0,
            at=at,
            once=f"year-{self.life.number()}",
            after=after,
            along=along or [],
        )
        self.outside.answered(conversation, who, message.message_id, at=at)

    def _answer_from_above(self, conversation: Conversation, agent: Agent, at: datetime) -> None:
        """Whoever was asked writes to the customer; for a broken word, with a new one or what makes it good."""
        one = Escalation.objects.filter(conversation=conversation, ended_at=None).first()
        broken = Promise.objects.filter(conversation=conversation, state=Given.BROKEN).order_by("-pk").first()
        if one and one.cause == "broken_promise" and broken and self.chance.random() < 0.4:
            along = [promises.keeping(broken.pk, by=agent, at=at, how="We did it today.")]
        elif one and one.cause == "broken_promise":
            along = [promises.making(self._word(at), by=agent, at=at)]
        else:
            along = []
        self._reply(conversation, agent, at, along=along)

    # Promises

    def _look_at_promise(self, one: Listed, pk: int, due: datetime, here: set[int]) -> None:
        """Done when it is done, moved in good time when it will not be, or forgotten."""
        fate = random.Random(f"{self.seed}:promise:{pk}:{due}")
        who = one.owner if one.owner in here else self._who(one, here, due)
        if not who or fate.random() < self.habits_of(one.owner or who).forgets:
            return
        share, moves = fate.lognormvariate(-0.8, 0.5), fate.random() < self.habits_of(who).looks_ahead
        if not self._takes_up(who):
            return
        promise = PROMISE.get(pk)
        span = due - promise.made_at
        if self.life.at >= promise.made_at + span * share:
            self._deed("keep their word", who, one.pk, lambda c, by, at: self._keep(promise, c, by, at))
        elif share > 1 and moves and due - self.life.at < max(span / 4, 3 * HOUR):
            self._deed("move a promise", who, one.pk, lambda c, by, at: self._move(promise, c, by, at))

    def _keep(self, promise: Promise, conversation: Conversation, by: Agent, at: datetime) -> None:
        if self.chance.random() < 0.7:
            keeping = promises.keeping(promise.pk, by=by, at=at)
            self._reply(conversation, by, at, along=[keeping], after=After(lets_rest=True))
        else:
            promises.keep(promise, how="Done.", by=by, at=at)

    def _move(self, promise: Promise, conversation: Conversation, by: Agent, at: datetime) -> None:
        due_at = promise.due_at + (promise.first_due_at - promise.made_at) * 0.8
        moving = promises.renegotiating(promise.pk, due_at=due_at, reason="The part is late.", by=by, at=at)
        self._reply(conversation, by, at, along=[moving])

    # Handing on

    def _hand_on(self, conversation: Conversation, agent: Agent, at: datetime) -> None:
        if conversation.owner_id is None:
            acts.claim(conversation, by=agent, at=at)
        to = self.chance.choice(self.teams)
        where = self.chance.choice([to, to.location])
        handoffs.offer(conversation, handoffs.Words("It was bought there", "We ask them"), to=where, by=agent, at=at)

    def _ask_partner(self, conversation: Conversation, agent: Agent, at: datetime) -> None:
        if conversation.owner_id is None:
            acts.claim(conversation, by=agent, at=at)
        brief = handoffs.Brief("A repair", "Can you mend it?", "A workshop looks at it")
        handoffs.offer_partner(conversation, brief, to=self.chance.choice(self.partners), by=agent, at=at)
        self._reply(Conversation.objects.select_related("team").get(pk=conversation.pk), agent, at)

    def _look_at_offer(self, pk: int, one: Listed, here: set[int]) -> None:
        handoff = HANDOFF.get(pk)
        if handoff.partner_id:
            if 7 <= self.life.at.hour < 16:
                self.outside.at_partner(pk)
            return
        teams = [handoff.team_id] if handoff.team_id else self._teams_at(handoff.location_id)
        there = [agent for team in teams for agent in self.life.members.get(team or 0, ()) if agent in here]
        who = self.chance.choice(there) if there else 0
        if not who or not self._takes_up(who):
            return
        if self.chance.random() < 0.85:
            self._deed("accept what is offered", who, one.pk, lambda c, by, at: handoffs.accept(handoff, by=by, at=at))
        else:
            why = "Not bought here."
            self._deed("decline", who, one.pk, lambda c, by, at: handoffs.decline(handoff, why=why, by=by, at=at))

    def _teams_at(self, location: int | None) -> list[int]:
        return [team.pk for team in self.teams if team.location_id == location]

    # Now and then

    def now_and_then(self) -> None:
        """Once a day: somebody takes it higher by themselves, two are merged, one is split or given away."""
        lists = defaultdict(list)
        for one in self._lists():
            lists[one.team].append(one)
        for team, some in sorted(lists.items()):
            leads = [agent for agent in self.life.members.get(team, ())]
            if leads and self.chance.random() < 0.06:
                self._rare(self.chance.choice(some).pk, self.chance.choice(leads))

    def _merge(self, who: int) -> None:
        """Two of a customer who wrote twice are one."""
        there = Conversation.objects.exclude(state=State.MERGED).filter(next_due__isnull=False)
        twice = there.values("customer").annotate(number=Count("pk")).filter(number__gt=1).order_by("customer")
        if customers := list(twice.values_list("customer", flat=True)[:50]):
            one, into = there.filter(customer=self.chance.choice(customers)).order_by("pk")[:2]
            self._deed("merge", who, one.pk, lambda c, by, at: acts.merge(c, into, by=by, at=at))

    def _rare(self, pk: int, who: int) -> None:
        match self.chance.randrange(6):
            case 0:
                self._deed("take it higher", who, pk, lambda c, by, at: ladders.escalate(c, reason="Hm.", by=by, at=at))
            case 1:
                self._deed("give back to the team", who, pk, lambda c, by, at: acts.release(c, by=by, at=at))
            case 2:
                self._merge(who)
            case 3:
                self._deed("split", who, pk, _split)
            case 4:
                merged = Conversation.objects.filter(state=State.MERGED, team=Conversation.objects.get(pk=pk).team_id)
                for one in merged.order_by("-updated_at")[:1]:
                    self._deed("take apart", who, one.pk, lambda c, by, at: acts.unmerge(c, by=by, at=at))
            case _:
                self._deed("take over", who, pk, lambda c, by, at: acts.claim(c, by=by, at=at))


def _split(conversation: Conversation, by: Agent, at: datetime) -> None:
    """The last word was about something else."""
    newest = _newest(conversation)
    acts.split(conversation, [newest.pk] if newest else [], by=by, at=at)


def _newest(conversation: Conversation) -> Message | None:
    return NEWEST.first(conversation.pk)
