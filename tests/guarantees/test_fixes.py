"""The rules that look fussy: each is played through here as it would go wrong without it, on the real clock and worker.

The small model of the rules (`tests/model/`) finds these traces by itself when a rule is left out; a test has its name.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from makegood.agenda import queries as agenda
from makegood.agenda.models import Turn
from makegood.agenda.worker import work_one
from makegood.clocks.models import Clock, Kind
from makegood.config.doctor import examine
from makegood.config.turns import Handlers
from makegood.conversations import acts
from makegood.conversations.acts import After, Words
from makegood.conversations.acts.changing import owes_answer
from makegood.conversations.models import Conversation, Message, State
from makegood.conversations.rules import Overtaken, Refused
from makegood.conversations.wishes import Wishes
from makegood.escalations import acts as ladders
from makegood.escalations.models import Escalation
from makegood.handoffs import acts as handoffs
from makegood.handoffs.acts import Brief, Voice
from makegood.handoffs.acts.leaving import deactivate
from makegood.handoffs.models import Handoff, Mail
from makegood.handoffs.models import State as Handed
from makegood.people.duty import acts as duty
from makegood.people.duty.queries import Held, covers
from makegood.people.models import Agent, Partner, Rank, Role
from makegood.people.rules import StillNeeded
from makegood.promises import acts as promises
from makegood.promises.acts import Word
from makegood.promises.models import Promise
from makegood.promises.models import State as Given
from tests.post import TAKES
from tests.world import DAY, EVA, HOUR, MINUTE, NOON, World


class Play:
    """A small company, and what happens in it. `at` is its time, `one` the conversation that it is about."""

    def __init__(self, world: World) -> None:
        self.world, self.at = world, NOON
        self.max = Agent.objects.create_user("max@harbour.example", name="Max Example", created_at=NOON)
        Role.objects.create(agent=self.max, rank=Rank.MANAGER, location=world.harbour.location)
        known = Handlers()
        self.handlers = {kind: known[kind] for kind in known if kind not in ("tell", "notice", "hooks")} | TAKES
        self.one = world.receive(at=NOON)
        self.first = Message.objects.get().message_id

    def pass_time(self, until: datetime, *, worker: bool = True) -> None:
        """Each turn is taken when it is due, unless the worker is stopped; then it is that time."""
        while worker and (due := agenda.next_due_at()) and due <= until:
            work_one(self.handlers, now=max(due, self.at), worker="play")
        self.at = until

    def look(self) -> Conversation:
        """As it stands now; nothing is wrong with it for doctor."""
        assert [words for one in examine(now=self.at) for words in one.violations] == []
        self.one = Conversation.objects.select_related("owner", "team").get(pk=self.one.pk)
        return self.one

    @property
    def seen(self) -> int:
        return acts.standing.newest_message(self.one)

    def claim(self, by: Agent | None = None) -> None:
        acts.claim(self.one, by=by or self.world.ana, at=self.at)
        self.look()

    def reply(self, by: Agent | None = None, *, seen: int | None = None, after: After | None = None) -> Message:
        words, by, seen = Words(to=[EVA], text="We look into it."), by or self.world.ana, seen or self.seen
        once = f"{by.pk}-{self.at}-{seen}"
        return acts.reply(self.one, words, by=by, seen=seen, at=self.at, once=once, after=after)

    def mail(self) -> None:
        self.world.receive(at=self.at, in_reply_to=self.first)

    def promise(self, due_at: datetime) -> Promise:
        return promises.make(self.one, Word("We call", due_at), by=self.world.ana, at=self.at, told=True)

    def escalation(self) -> Escalation:
        return Escalation.objects.get(conversation=self.one, ended_at=None)

    def off(self, *people: Agent, until: datetime | None = NOON + 2 * DAY) -> None:
        """Away until then; None: nobody knows until when."""
        for one in people:
            duty.begin_absence(one, since=self.at, until=until, by=None, at=self.at, insists=True)

    def head_office(self) -> Agent:
        hal = Agent.objects.create_user("hal@harbour.example", name="Hal Example", created_at=NOON)
        Role.objects.create(agent=hal, rank=Rank.HEAD_OFFICE)
        return hal

    def spare_her_the_harbour(self) -> None:
        place = self.world.harbour.location
        acts.wish(self.one, Wishes(avoids=(place.pk,), is_here=True), at=self.at)

    def partner(self) -> Handoff:
        self.claim()
        to = Partner.objects.create(name="Fennick", addresses=["rosa@fennick.example"], created_at=NOON)
        brief = Brief("Lamp", "Mend it")
        handoff = handoffs.offer_partner(self.one, brief, to=to, by=self.world.ana, at=self.at)
        handoffs.take(handoff, Voice(name="Rosa"), day=None, at=self.at)
        handoff.refresh_from_db()
        return handoff


@pytest.fixture
def play(world: World) -> Play:
    return Play(world)


def _clocks(play: Play) -> list[str]:
    return sorted(Clock.objects.filter(conversation_id=play.one.pk, ended_at=None).values_list("kind", flat=True))


def test_look_runs_out(play: Play) -> None:
    play.reply()
    assert play.look().state == State.WAITING
    play.pass_time(NOON + 4 * DAY)
    assert play.look().state == State.OPEN and Kind.NEXT_RESPONSE in _clocks(play)


def test_rest_owes_nothing(play: Play) -> None:
    play.reply(after=After(lets_rest=True))
    play.promise(NOON + 9 * DAY)
    play.pass_time(NOON + 4 * DAY)
    assert play.look().state == State.OPEN
    assert Promise.objects.get().state == Given.OPEN


def test_resp_runs_out(play: Play) -> None:
    play.pass_time(NOON + DAY)
    assert play.escalation().told_at is not None and owes_answer(play.look())


def test_last_clock(play: Play) -> None:
    play.reply(after=After(not_done=True))
    assert play.look().state == State.OPEN and _clocks(play)


def test_hold_answered(play: Play) -> None:
    play.claim()
    with pytest.raises(Refused):
        acts.hold(play.one, until=NOON + DAY, by=play.world.ana, at=NOON)
    assert play.look().state == State.OPEN


def test_close_answered(play: Play) -> None:
    play.claim()
    with pytest.raises(Refused):
        acts.close(play.one, seen=play.seen, by=play.world.ana, at=NOON)
    assert play.look().state == State.OPEN


def test_seen(play: Play) -> None:
    seen = play.seen
    play.mail()
    with pytest.raises(Overtaken):
        play.reply(seen=seen)
    assert play.look().state == State.OPEN and owes_answer(play.one)


def test_undo(play: Play) -> None:
    due = play.look().next_due
    play.at += HOUR
    message = play.reply()
    acts.undo_reply(message, by=play.world.ana, at=play.at)
    assert play.look().next_due == due and owes_answer(play.one)


def test_reply_any(play: Play) -> None:
    play.reply()
    play.at += HOUR
    play.reply()
    acts.close(play.one, seen=play.seen, by=play.world.ana, at=play.at)
    play.at += HOUR
    play.reply()
    assert play.look().state == State.WAITING


def test_make_opens(play: Play) -> None:
    play.reply(after=After(closes=True))
    play.promise(NOON + DAY)
    assert play.look().state == State.OPEN


def test_owner_holds(play: Play) -> None:
    play.claim()
    offer = handoffs.offer(play.one, handoffs.Words("x"), to=play.world.ben, by=play.world.lea, at=NOON)
    assert play.look().owner == play.world.ana
    acts.claim(play.one, by=play.world.lea, at=NOON)
    offer.refresh_from_db()
    assert offer.state == Handed.WITHDRAWN and play.look().owner == play.world.lea


def test_own_clocks(play: Play) -> None:
    play.claim()
    ladders.escalate(play.one, reason="She waits", by=play.world.ana, at=NOON)
    offer = handoffs.offer(play.one, handoffs.Words("x"), to=play.world.ben, by=play.world.ana, at=NOON)
    handoffs.accept(offer, by=play.world.ben, at=NOON)
    assert play.look().owner == play.world.ben and play.escalation().asked == play.world.lea
    assert Clock.objects.get(kind=Kind.RUNG).agent_id == play.world.lea.pk


def test_last_member(play: Play) -> None:
    world = play.world
    play.claim()
    for one in (world.ana, world.ben):
        deactivate(one, heir=None, by=world.ada, now=NOON)
    with pytest.raises(StillNeeded):
        deactivate(world.lea, heir=None, by=world.ada, now=NOON)
    assert play.look().owner is None and Agent.objects.get(pk=world.lea.pk).is_active


def test_accept_on_duty(play: Play) -> None:
    play.claim()
    offer = handoffs.offer(play.one, handoffs.Words("x"), to=play.world.ben, by=play.world.ana, at=NOON)
    play.off(play.world.ben)
    with pytest.raises(Refused):
        handoffs.accept(offer, by=Agent.objects.get(pk=play.world.ben.pk), at=NOON)
    assert play.look().owner == play.world.ana


def test_cover_always(play: Play) -> None:
    play.off(play.world.ana, play.world.ben, play.world.lea)
    conversation = play.world.receive(at=NOON)
    due = conversation.next_due
    assert due is not None
    held = Held("it", None, conversation.team_id, due)
    cover = covers([held], at=NOON)["it"]
    assert cover is not None and (cover.agent, cover.at) == (play.max.pk, NOON)


def test_late_is_broken(play: Play) -> None:
    promise = play.promise(NOON + HOUR)
    play.pass_time(NOON + 2 * HOUR, worker=False)
    promises.keep(promise, how="Called", by=play.world.ana, at=play.at)
    promise.refresh_from_db()
    assert promise.state == Given.MADE_GOOD and promise.broken_at is not None


def test_broken_tells(play: Play) -> None:
    play.reply()
    play.promise(NOON + HOUR)
    acts.hold(play.one, until=NOON + HOUR - MINUTE, by=play.world.ana, at=NOON)
    Clock.objects.filter(kind=Kind.LOOK_AGAIN).update(turn_at=NOON + 9 * DAY)  # which would open it by itself
    Turn.objects.filter(key__in=[f"clock:{one.pk}" for one in Clock.objects.filter(kind=Kind.LOOK_AGAIN)]).update(
        run_at=NOON + 9 * DAY
    )
    assert play.look().state == State.WAITING
    play.pass_time(NOON + 3 * HOUR)
    assert play.look().state == State.OPEN and play.escalation().cause == "broken_promise"
    assert Promise.objects.get().owned_up_at is not None  # and the customer heard it from us


def test_ladder_ends(play: Play) -> None:
    ladders.escalate(play.one, reason="She waits", by=play.world.ana, at=NOON)
    play.pass_time(NOON + 3 * DAY)
    asked = play.escalation().asks.filter(agent=play.max, skipped="")
    assert asked.count() >= 3 and play.look().state == State.OPEN
    play.off(play.world.lea, play.max, until=None)
    play.pass_time(play.at + MINUTE)
    assert play.escalation().asked is None
    assert play.at < Clock.objects.get(kind=Kind.RUNG, ended_at=None).turn_at <= play.at + DAY


def test_ladder_now(play: Play) -> None:
    ladders.escalate(play.one, reason="She waits", by=play.world.ana, at=NOON)
    assert play.escalation().asked == play.world.lea
    play.at = NOON + MINUTE
    play.off(play.world.lea)
    play.pass_time(NOON + 2 * MINUTE)
    assert play.escalation().asked == play.max


def test_ladder_remembers(play: Play) -> None:
    asked: list[Any] = []
    for hours in (1, 5):
        play.pass_time(NOON + (hours - 1) * HOUR)
        play.promise(NOON + hours * HOUR)  # a new word ends what the broken one began
        play.pass_time(NOON + hours * HOUR)
        asked.append(play.escalation().asked)
    assert asked == [play.world.lea, play.max]


def test_rung_answers(play: Play) -> None:
    ladders.escalate(play.one, reason="She waits", by=play.world.ana, at=NOON)
    play.reply()
    assert play.look().state == State.OPEN and play.escalation().asked == play.world.lea
    play.at += HOUR
    play.reply(play.world.lea)
    assert play.look().state == State.WAITING and not Escalation.objects.filter(ended_at=None).exists()


def test_rung_closes(play: Play) -> None:
    play.claim()
    ladders.escalate(play.one, reason="She waits", by=play.world.ana, at=NOON)
    play.reply(after=After(not_done=True))
    with pytest.raises(Refused, match="closes it"):
        acts.close(play.one, seen=play.seen, by=play.world.ana, at=NOON)
    assert play.look().state == State.OPEN and play.escalation()


def test_climb_opens(play: Play) -> None:
    play.pass_time(NOON + DAY)
    play.reply(play.world.lea)
    assert play.look().state == State.WAITING
    ladders.take_higher(play.one, words="It still drips", at=play.at)
    assert play.look().state == State.OPEN and play.escalation().cause == "customer"


def test_partner_ends(play: Play) -> None:
    handoff = play.partner()
    for days in range(1, 12):
        play.pass_time(NOON + days * DAY)
    handoff.refresh_from_db()
    assert handoff.state == Handed.RETURNED and play.look().state == State.OPEN
    automatic = Mail.objects.filter(handoff=handoff, kind__in=[Mail.Kind.REMINDER, Mail.Kind.RETURNED])
    assert automatic.count() <= 4
    assert Escalation.objects.filter(cause="silent_partner").exists()


def test_partner_opens(play: Play) -> None:
    handoff = play.partner()
    play.reply()
    assert play.look().state == State.WAITING
    handoffs.finish(handoff, Voice(name="Rosa", text="Done"), at=NOON + HOUR)
    assert play.look().state == State.OPEN and owes_answer(play.one)


def test_good_ends(play: Play) -> None:
    first, second = play.promise(NOON + HOUR), play.promise(NOON + 2 * HOUR)
    play.pass_time(NOON + 3 * HOUR)
    promises.make_good(first, how="Called", by=play.world.ana, at=play.at)
    assert play.escalation().asked == play.max
    promises.make_good(second, how="Sent", by=play.world.ana, at=play.at)
    assert not Escalation.objects.filter(ended_at=None).exists()


def test_broken_outranks(play: Play) -> None:
    play.partner()
    play.reply()
    for days in range(1, 12):
        play.pass_time(NOON + days * DAY)
    assert play.escalation().cause == "silent_partner"
    play.promise(play.at + HOUR)
    play.pass_time(play.at + 2 * HOUR)
    play.reply()
    assert play.look().state == State.OPEN and play.escalation().cause == "broken_promise"


def test_top_again(play: Play) -> None:
    for hours in (1, 2, 3):
        play.promise(NOON + hours * HOUR)
    play.pass_time(NOON + 3 * HOUR)
    assert (play.escalation().asked, play.escalation().told_at) == (play.max, NOON + 3 * HOUR)


def test_waiting_uses_none(play: Play) -> None:
    play.off(play.world.lea, until=None)
    play.off(play.max)
    ladders.escalate(play.one, reason="She waits", by=play.world.ana, at=NOON)
    assert play.escalation().asked == play.max and play.escalation().told_at is None
    duty.end_absence(play.world.lea.absences.get(), by=play.world.lea, at=NOON + HOUR)
    play.pass_time(NOON + HOUR)
    assert (play.escalation().asked, play.escalation().told_at) == (play.world.lea, NOON + HOUR)


def test_rungs_fold(play: Play) -> None:
    hal = play.head_office()
    Role.objects.filter(agent=play.max).update(agent=play.world.lea)
    play.claim()
    for hours in (1, 2):
        play.pass_time(NOON + (hours - 1) * HOUR)
        play.promise(NOON + hours * HOUR)
        play.pass_time(NOON + hours * HOUR)
    assert play.escalation().asked == hal


def test_above_owner(play: Play) -> None:
    play.claim(play.world.lea)
    ladders.escalate(play.one, reason="Too big for me", by=play.world.lea, at=NOON)
    assert play.escalation().asked == play.max


def test_above_owner_while_it_waits_for_somebody(play: Play) -> None:
    play.off(play.world.lea, until=None)
    play.off(play.max)
    ladders.escalate(play.one, reason="She waits", by=play.world.ana, at=NOON)
    duty.end_absence(play.world.lea.absences.get(), by=play.world.lea, at=NOON)
    play.claim(play.world.lea)
    play.reply(play.world.lea, after=After(not_done=True))
    assert play.escalation().asked == play.max and play.escalation().told_at is None
    with pytest.raises(Refused, match="Whoever it goes to closes it"):
        acts.close(play.one, seen=play.seen, by=play.world.lea, at=NOON)


def test_avoided_away(play: Play) -> None:
    hal = play.head_office()
    ladders.escalate(play.one, reason="She waits", by=play.world.ana, at=NOON)
    play.spare_her_the_harbour()
    play.pass_time(NOON + MINUTE)
    assert play.escalation().asked == hal


def test_avoided_last(play: Play) -> None:
    Role.objects.filter(agent=play.max).delete()
    ladders.escalate(play.one, reason="She waits", by=play.world.ana, at=NOON)
    play.spare_her_the_harbour()
    play.pass_time(NOON + MINUTE)
    assert play.escalation().asked == play.world.lea and play.escalation().told_at is not None


def test_merge_all(play: Play) -> None:
    first, other = play.promise(NOON + HOUR), play.world.receive(at=NOON)
    promises.make(other, Word("We send it", NOON + DAY), by=play.world.ana, at=NOON, told=True)
    for one in (play.one, other):
        acts.claim(one, by=play.world.ana, at=NOON)
    offers = [
        handoffs.offer(one, handoffs.Words("x"), to=play.world.ben, by=play.world.ana, at=NOON)
        for one in (play.one, other)
    ]
    acts.merge(play.one, other, by=play.world.lea, at=NOON)
    running = Clock.objects.filter(conversation_id=other.pk, ended_at=None, kind=Kind.PROMISE)
    assert sorted(running.values_list("due_at", flat=True)) == [NOON + HOUR, NOON + DAY]
    states = [Handoff.objects.get(pk=one.pk).state for one in offers]
    assert states == [Handed.WITHDRAWN, Handed.OFFERED]
    play.mail()  # to the old one: it is in the target
    assert Conversation.objects.get(pk=play.one.pk).state == State.MERGED
    acts.unmerge(Conversation.objects.get(pk=play.one.pk), by=play.world.lea, at=NOON)
    assert Promise.objects.get(pk=first.pk).conversation_id == play.one.pk and play.look().state == State.OPEN
