"""Whatever people do, in whatever order, while time passes: nobody is dropped, and no word lapses in silence.

People forget, go off duty and come back, hand on and do not answer, promise and do not keep, merge and take apart;
partners sleep; the worker runs each turn when it is due, sleeps for a while and catches up, or is killed with a turn in
hand, begun or done but not noted. After each step nothing may be without a clock or past its turn; now and then, and at
the end, `doctor` must find nothing. Hypothesis chooses the steps, and shortens a life that goes wrong.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from makegood.agenda import acts as agenda
from makegood.agenda.models import Turn
from makegood.agenda.worker import Handle, work_one
from makegood.base.plain import ask
from makegood.books.rules import Refused as RefusedBooks
from makegood.calls import acts as calls
from makegood.calls.acts import Left, Said, Talk, Then
from makegood.calls.models import Callback
from makegood.calls.models import State as Wanted
from makegood.clocks.models import Clock
from makegood.config.doctor import examine
from makegood.config.turns import Handlers
from makegood.conversations import acts
from makegood.conversations.acts import After, Words
from makegood.conversations.models import Conversation, Message, State
from makegood.conversations.models import Undo as Way
from makegood.conversations.rules import Refused
from makegood.escalations import acts as ladders
from makegood.handoffs import acts as handoffs
from makegood.handoffs.acts import Voice
from makegood.handoffs.models import Handoff
from makegood.handoffs.models import State as Handed
from makegood.people.duty import acts as duty
from makegood.people.models import Agent, Partner, Rank, Role
from makegood.people.rules import NotAllowed, StillNeeded, Taken, Unfit
from makegood.promises import acts as promises
from makegood.promises.acts import Word
from makegood.promises.models import Promise
from makegood.promises.models import State as Given
from makegood.vouchers.rules import Refused as RefusedVoucher
from tests.guarantees.costing import Ledger
from tests.guarantees.giving import Giving, wrong_with_money
from tests.guarantees.thanking import HANDS, Thanking, wrong_with_words
from tests.post import TAKES
from tests.remedies.common import published
from tests.world import DAY, EVA, HOUR, MINUTE, NOON, World, build
from tests.year.watch import BARE

TAKEN = (
    "absence", "ask", "clock", "notice_wave", "offer", "own_up", "partner", "promise", "promise_warning", "recount",
    "remedy", "rung", "story", "voucher", "work",
)  # fmt: skip
STEPS_A_LIFE, LOOKS_EVERY = 50, 12
MOST_DEATHS = 3  # of one turn in a row; after more it is shelved, for a person to see
REFUSED = (Refused, NotAllowed, StillNeeded, Taken, Unfit, RefusedVoucher, RefusedBooks)


class Walk(Giving, Thanking):
    """One random life of a small company. `now` is its time; every step is an act of somebody, or time that passes."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self.world, self.chance, self.now = world, chance, NOON
        self.done: Counter[str] = Counter()
        self.number = 0
        self.handlers = hands()
        max_ = Agent.objects.create_user("max@harbour.example", name="Max Example", created_at=NOON)
        Role.objects.create(agent=max_, rank=Rank.MANAGER, location=world.harbour.location)
        hal = Agent.objects.create_user("hal@harbour.example", name="Hal Example", created_at=NOON)
        Role.objects.create(agent=hal, rank=Rank.HEAD_OFFICE)
        self.people = [world.ana, world.ben, world.lea, world.mo, max_, hal]
        self.front = [world.ana, world.ben, world.lea]
        published()
        self.listen()
        self.partner = Partner.objects.create(name="Fennick", addresses=["rosa@fennick.example"], created_at=NOON)
        self.costs = Ledger()
        for n in range(4):
            self._receive(f"m{n}@post.example")
        self.costs.after()

    def step(self, name: str, *, minutes: int, works: bool) -> None:
        """Somebody does something, or is refused in words; then a while passes, with or without the worker."""
        self.costs.before(self.now)
        try:
            with transaction.atomic():
                getattr(self, f"do_{name}")()
            self.done[name] += 1
        except REFUSED:
            self.done[f"{name}, refused"] += 1
        self.costs.after(merged=name == "merge")
        self.now += timedelta(minutes=minutes)
        if works:
            self.costs.before(self.now)
            self.work()
            self.costs.after()

    def work(self) -> None:
        """The worker takes everything that is due, in order, as if it had just come back."""
        for _ in range(500):
            if not work_one(self.handlers, now=self.now, worker="walk"):
                failed = list(Turn.objects.exclude(last_error="").values_list("key", "last_error"))
                assert not failed, failed
                return
        raise AssertionError("the worker never comes to rest")

    def do_kill_the_worker(self) -> None:
        """With a turn in hand: just claimed, or done and not noted, so that it comes again when the lease is over."""
        if Turn.objects.filter(lost__gte=MOST_DEATHS - 1).exists():
            raise Refused("It was killed often enough.")
        for turn in agenda.claim(self.now, worker="killed"):
            if self.chance.random() < 0.7:
                self.handlers[turn.kind](turn, now=self.now)

    # What people do

    def _one(self) -> Conversation:
        return self.chance.choice(list(Conversation.objects.select_related("team", "customer").order_by("pk")))

    def _who(self) -> Agent:
        return self.chance.choice(self.front)

    def _once(self) -> str:
        self.number += 1
        return f"walk-{self.number}"

    def _receive(self, message_id: str) -> None:
        self.world.receive(at=self.now, message_id=message_id, sender=EVA)

    def do_receive(self) -> None:
        known = f"m{self.chance.randrange(4)}@post.example"
        self.world.receive(at=self.now, in_reply_to=known, sender=EVA)

    def do_reply(self) -> None:
        self._reply(After(self.chance.random() < 0.2, self.chance.random() < 0.2, lets_rest=self.chance.random() < 0.2))

    def do_promise_in_a_reply(self) -> None:
        word = Word("We call you", self.now + self.chance.choice((HOUR, 5 * HOUR, DAY)))
        self._reply(After(), lambda by: promises.making(word, by=by, at=self.now))

    def do_keep_in_a_reply(self) -> None:
        promise = self._promise()
        self._reply(After(), lambda by: promises.keeping(promise.pk, by=by, at=self.now), on=promise.conversation)

    def _reply(
        self, after: After, along: Callable[[Agent], Any] | None = None, *, on: Conversation | None = None
    ) -> Message:
        conversation, by = on or self._one(), self._who()
        seen = acts.standing.newest_message(conversation) if self.chance.random() < 0.9 else 0
        words, more = Words(to=[EVA], text="We look into it."), [along(by)] if along else []
        once = self._once()
        return acts.reply(conversation, words, by=by, seen=seen, at=self.now, once=once, after=after, along=more)

    def do_undo_reply(self) -> None:
        message = Message.objects.filter(direction=Message.OUT, by__isnull=False).order_by("-pk").first()
        if message and message.by:
            number, at = message.conversation_id, message.at
            acts.undo_reply(message, by=message.by, at=at)
            self.costs.taken_back(number, at)

    def do_undo(self) -> None:
        way = Way.objects.order_by("-pk").first()
        if way:
            number, of = way.conversation_id, way.at
            acts.undo(way.pk, by=way.by, at=self.now)
            self.costs.undone(number, of)

    def do_claim(self) -> None:
        acts.claim(self._one(), by=self._who(), at=self.now)

    def do_assign(self) -> None:
        acts.assign(self._one(), to=self._who(), by=self._who(), at=self.now)

    def do_release(self) -> None:
        acts.release(self._one(), by=self._who(), at=self.now)

    def do_hold(self) -> None:
        acts.hold(self._one(), until=self.now + self.chance.choice((HOUR, 2 * DAY)), by=self._who(), at=self.now)

    def do_close(self) -> None:
        conversation = self._one()
        acts.close(conversation, seen=acts.standing.newest_message(conversation), by=self._who(), at=self.now)

    def do_nothing_to_answer(self) -> None:
        conversation, thanks = self._one(), acts.Nothing.THANKS
        seen = acts.standing.newest_message(conversation)
        acts.nothing_to_answer(conversation, why=thanks, seen=seen, by=self._who(), at=self.now)

    def do_reopen(self) -> None:
        acts.reopen(self._one(), by=self._who(), at=self.now)

    def do_merge(self) -> None:
        acts.merge(self._one(), self._one(), by=self.world.lea, at=self.now)

    def do_unmerge(self) -> None:
        acts.unmerge(self._one(), by=self.world.lea, at=self.now)

    def do_split(self) -> None:
        conversation = self._one()
        ids = list(conversation.messages.order_by("pk").values_list("pk", flat=True))
        if Conversation.objects.count() < 9:
            acts.split(conversation, ids[1:3], by=self._who(), at=self.now)

    def _promise(self) -> Promise:
        found = list(Promise.objects.filter(state=Given.OPEN).select_related("conversation").order_by("pk"))
        if not found:
            raise Refused("Nothing is promised.")
        return self.chance.choice(found)

    def do_promise(self) -> None:
        word = Word("We send a part", self.now + self.chance.choice((HOUR, DAY, 3 * DAY)))
        promises.make(self._one(), word, by=self._who(), at=self.now, told=self.chance.random() < 0.5)

    def do_keep(self) -> None:
        promises.keep(self._promise(), how="Done.", by=self._who(), at=self.now)

    def do_move_a_promise(self) -> None:
        due_at = self.now + self.chance.choice((HOUR, DAY))
        promises.renegotiate(self._promise(), due_at=due_at, reason="The part is late.", by=self._who(), at=self.now)

    def do_own_up(self) -> None:
        promises.break_early(self._promise(), reason="We cannot.", by=self._who(), at=self.now)

    def do_withdraw_a_promise(self) -> None:
        promises.withdraw(self._promise(), reason="A mistake.", by=self.world.lea, at=self.now, told=True)

    def do_make_good(self) -> None:
        broken = Promise.objects.filter(state=Given.BROKEN).order_by("-pk").first()
        if broken:
            promises.make_good(broken, how="Sent it.", by=self._who(), at=self.now)

    def do_log_a_call(self) -> None:
        then = self.chance.choice(list(Then))
        joins = self._one() if self.chance.random() < 0.6 else None
        when = self.now + DAY if self.chance.random() < 0.3 else None
        if joins is None and Conversation.objects.count() >= 9:
            raise Refused("Enough of them.")
        number = self.chance.choice(("+4930123456", "+4930123457"))
        said = Said(self.world.harbour, number, "Eva", then=then, when=when, joins=joins, text="My lamp.")
        calls.log(said, by=self._who(), at=self.now, once=self._once())

    def do_voicemail(self) -> None:
        if Conversation.objects.count() < 9:
            left = Left(self.world.harbour, "+4930123456")
            calls.leave(left, by=None, at=self.now, once=self._once())

    def do_ask_for_a_call(self) -> None:
        calls.call_back(self._one(), number="+4930123456", when=None, by=self._who(), at=self.now)

    def do_call_and_reach(self) -> None:
        one = self._one()
        talk = Talk("spoke", seen=acts.standing.newest_message(one), closes=self.chance.random() < 0.2)
        calls.called(one, talk, by=self._who(), at=self.now, once=self._once())

    def do_call_in_vain(self) -> None:
        owed = (
            Callback.objects.filter(state=Wanted.OPEN).select_related("conversation").order_by("due_at", "pk").first()
        )
        one = owed.conversation if owed else self._one()
        outcome = self.chance.choice(("no_answer", "left_message"))
        calls.called(one, Talk(outcome), by=self._who(), at=self.now, once=self._once())

    def do_call_off(self) -> None:
        owed = Callback.objects.filter(state=Wanted.OPEN).order_by("pk").first()
        if owed is None:
            raise Refused("Nobody waits for a call.")
        calls.call_off(owed, why="They wrote.", by=self._who(), at=self.now)

    def do_offer(self) -> None:
        to = self.chance.choice([self.world.mo, self.world.ben, self.world.hill, self.world.hill.location])
        handoffs.offer(self._one(), handoffs.Words("They know it"), to=to, by=self._who(), at=self.now)

    def _offer(self) -> Handoff:
        found = Handoff.objects.filter(state=Handed.OFFERED, partner=None).order_by("-pk").first()
        if found is None:
            raise Refused("Nothing is offered.")
        return found

    def do_accept(self) -> None:
        handoffs.accept(self._offer(), by=self.chance.choice(self.people), at=self.now)

    def do_decline(self) -> None:
        handoffs.decline(self._offer(), why="Not ours.", by=self.chance.choice(self.people), at=self.now)

    def do_withdraw_an_offer(self) -> None:
        handoffs.withdraw(self._offer(), why="No need.", by=self._who(), at=self.now)

    def do_escalate(self) -> None:
        ladders.escalate(self._one(), reason="She waits.", by=self._who(), at=self.now)

    def do_customer_takes_it_higher(self) -> None:
        ladders.take_higher(self._one(), at=self.now)

    def do_go_off(self) -> None:
        who = self.chance.choice(self.people)
        duty.say_off(who, by=who, at=self.now)

    def do_come_on(self) -> None:
        who = self.chance.choice(self.people)
        duty.say_on(who, by=who, at=self.now)

    def do_go_away(self) -> None:
        who = self.chance.choice(self.people)
        until = self.now + self.chance.choice((5 * HOUR, 2 * DAY))
        duty.begin_absence(who, since=self.now, until=until, by=who, at=self.now)

    def do_sleep_for_days(self) -> None:
        self.now += self.chance.choice((DAY, 3 * DAY))

    # Partners

    def do_offer_to_a_partner(self) -> None:
        conversation, by = self._one(), self._who()
        if self.chance.random() < 0.7 and conversation.owner is None:
            acts.claim(conversation, by=by, at=self.now)
        handoffs.offer_partner(conversation, handoffs.Brief("Lamp", "Mend it"), to=self.partner, by=by, at=self.now)

    def _at_partner(self, state: Handed) -> Handoff:
        found = Handoff.objects.filter(state=state, partner__isnull=False).order_by("-pk").first()
        if found is None:
            raise Refused("No partner has anything.")
        return found

    def do_partner_accepts(self) -> None:
        day = (self.now + self.chance.choice((DAY, 3 * DAY))).date()
        handoffs.take(self._at_partner(Handed.OFFERED), Voice(name="Rosa"), day=day, at=self.now)

    def do_partner_declines(self) -> None:
        handoffs.refuse(self._at_partner(Handed.OFFERED), Voice(name="Rosa", text="No time"), at=self.now)

    def do_partner_finishes(self) -> None:
        handoffs.finish(self._at_partner(Handed.ACCEPTED), Voice(name="Rosa", text="Done"), at=self.now)

    def do_partner_writes(self) -> None:
        state = self.chance.choice((Handed.OFFERED, Handed.ACCEPTED, Handed.RETURNED, Handed.FINISHED))
        handoffs.write(self._at_partner(state), Voice(name="Rosa", text="A word"), at=self.now)

    def do_take_back_from_a_partner(self) -> None:
        state = self.chance.choice((Handed.OFFERED, Handed.ACCEPTED))
        handoffs.take_back(self._at_partner(state), why="No need.", by=self._who(), at=self.now)


VERBS = sorted(name.removeprefix("do_") for name in dir(Walk) if name.startswith("do_"))


def hands() -> dict[str, Handle]:
    """Who takes which turn: the desk's own, but for what looks outside."""
    known = Handlers()
    return {kind: known[kind] if kind in TAKEN else _nothing for kind in known} | TAKES | HANDS


def _nothing(turn: Turn, *, now: datetime) -> None:
    """What looks outside, and nobody there matters here."""


def _wrong_now(walk: Walk) -> list[str]:
    """What must not be after any step at which the worker was there. Cheap."""
    found = [f"#{pk} is without a clock" for (pk,) in ask(BARE)]
    late = Promise.objects.filter(state=Given.OPEN, due_at__lte=walk.now).count()
    found += [f"{late} promises are open past their time"] if late else []
    silent = Clock.objects.filter(ended_at=None, paused_at=None, turn_at__lte=walk.now)
    found += [f"#{one.conversation_id}: its {one.kind} clock was not looked at" for one in silent]
    names = {one.pk: one.name.partition(" ")[0].lower() for one in walk.people}
    found += wrong_with_money(names) + wrong_with_words(names)
    buried = Conversation.objects.filter(state__in=[State.OPEN, State.WAITING], next_due=None)
    return found + [f"#{one.pk} stands in no list" for one in buried]


def wrong_in(walk: Walk) -> list[str]:
    """All that doctor knows, too."""
    return _wrong_now(walk) + [words for one in examine(now=walk.now) for words in one.violations]


class Lives(RuleBasedStateMachine):
    """Random lives, each in a transaction that is rolled back."""

    steps: ClassVar[Counter[str]] = Counter()

    @initialize(chance=st.randoms(use_true_random=False))
    def begin(self, chance: random.Random) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.life, self.count, self.was_there = Walk(build(), chance), 0, True

    @rule(
        name=st.sampled_from(VERBS),
        chance=st.randoms(use_true_random=False),
        minutes=st.sampled_from((1, 5, 20, 60, 180)),
        works=st.sampled_from((True, True, True, True, False)),
    )
    def step(self, name: str, chance: random.Random, minutes: int, works: bool) -> None:
        self.life.chance, self.was_there = chance, works
        self.life.step(name, minutes=minutes, works=works)
        self.count += 1

    @invariant()
    def what_it_cost_them_is_what_was_seen(self) -> None:
        if self.was_there and self.count % LOOKS_EVERY == 0:
            assert not (wrong := self.life.costs.wrong(self.life.now)), wrong[:5]

    @invariant()
    def nobody_is_dropped(self) -> None:
        if self.was_there:
            wrong = wrong_in(self.life) if self.count % LOOKS_EVERY == 0 else _wrong_now(self.life)
            assert not wrong, wrong[:5]

    def teardown(self) -> None:
        if not hasattr(self, "life"):
            return
        try:
            self.life.now += MINUTE
            self.life.costs.before(self.life.now)
            self.life.work()
            self.life.costs.after()
            assert not (wrong := wrong_in(self.life) + self.life.costs.wrong(self.life.now)), wrong[:5]
        finally:
            Lives.steps.update(self.life.done)
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)


def _live(steps: int) -> Counter[str]:
    """So many steps, in lives of fifty. What was done, counted."""
    Lives.steps = Counter()
    while (left := steps - sum(Lives.steps.values())) > 0:
        how = settings(
            max_examples=left // STEPS_A_LIFE + 1,
            stateful_step_count=STEPS_A_LIFE,
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        run_state_machine_as_test(Lives, settings=how)
    return Lives.steps


@pytest.mark.django_db
def test_whatever_they_do_nobody_is_dropped() -> None:
    done = _live(2000 if connection.vendor == "sqlite" else 500)
    assert len([name for name in done if "refused" not in name]) > 25, done  # it lived


@pytest.mark.long
@pytest.mark.django_db
def test_the_same_for_long() -> None:
    done = _live(20_000)
    print(f"{sum(done.values())} steps: {done}")
