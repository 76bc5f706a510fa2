"""Two acts that meet on the same conversation, in both orders: the second waits, and then sees what the first did.

Each pair says what may not both be. Whatever came of it, doctor finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from makegood.clocks.models import Clock, Kind
from makegood.config.doctor import examine
from makegood.conversations import acts
from makegood.conversations.acts import After, Nothing, Words
from makegood.conversations.models import Conversation, Message, State
from makegood.conversations.rules import Refused
from makegood.escalations import acts as ladders
from makegood.escalations.models import Escalation
from makegood.handoffs import acts as handoffs
from makegood.handoffs.acts import Brief, Voice
from makegood.handoffs.acts.leaving import deactivate
from makegood.handoffs.models import Handoff
from makegood.people.models import Agent, Partner, Rank, Role
from makegood.promises import acts as promises
from makegood.promises.acts import Word
from makegood.promises.models import Promise
from tests.guarantees.at_once import one_holds
from tests.world import DAY, EVA, HOUR, World, build

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()
SOON = NOW + timedelta(minutes=1)
Act = Callable[[], Any]


@dataclass
class Scene:
    """One conversation that Ana has, with everything that hangs on it; each act looks at it as it was before."""

    world: World
    one: Conversation
    seen: int
    first: str

    def reply(self, after: After | None = None) -> Any:
        words = Words(to=[EVA], text="We look into it.")
        once = f"reply-{self.one.pk}"
        return acts.reply(self.one, words, by=self.world.ana, seen=self.seen, at=SOON, once=once, after=after)

    def mail(self) -> Any:
        return acts.receive(self.world.letter(in_reply_to=self.first), mailbox=self.world.help, at=SOON)


def _scene(world: World) -> Scene:
    one = world.receive(at=NOW)
    acts.claim(one, by=world.ana, at=NOW)
    one.refresh_from_db()
    asked = Message.objects.get(conversation=one)
    return Scene(world, one, asked.pk, asked.message_id)


def _offered(scene: Scene) -> Handoff:
    return handoffs.offer(scene.one, handoffs.Words("x"), to=scene.world.mo, by=scene.world.ana, at=NOW)


def _at_partner(scene: Scene) -> Handoff:
    kept = {"addresses": ["rosa@fennick.example"], "created_at": NOW}
    to, _new = Partner.objects.get_or_create(name="Fennick", defaults=kept)
    handoff = handoffs.offer_partner(scene.one, Brief("Lamp", "Mend it"), to=to, by=scene.world.ana, at=NOW)
    handoffs.take(handoff, Voice(name="Rosa"), day=None, at=NOW)
    handoff.refresh_from_db()
    return handoff


def _promised(scene: Scene) -> Promise:
    return promises.make(scene.one, Word("We call", NOW + HOUR), by=scene.world.ana, at=NOW, told=True)


def _answered(scene: Scene) -> None:
    scene.seen = scene.world.reply(scene.one, at=NOW).pk


def accept_and_withdraw(scene: Scene) -> tuple[Act, Act]:
    offer, world = _offered(scene), scene.world
    return (
        lambda: handoffs.accept(offer, by=world.mo, at=SOON),
        lambda: handoffs.withdraw(offer, why="No need", by=world.ana, at=SOON),
    )


def accept_and_claim_by_a_lead(scene: Scene) -> tuple[Act, Act]:
    offer, world = _offered(scene), scene.world
    return lambda: handoffs.accept(offer, by=world.mo, at=SOON), lambda: acts.claim(scene.one, by=world.lea, at=SOON)


def keep_and_break(scene: Scene) -> tuple[Act, Act]:
    promise, ana = _promised(scene), scene.world.ana
    return (
        lambda: promises.keep(promise, by=ana, at=SOON),
        lambda: promises.break_early(promise, reason="We cannot", by=ana, at=SOON),
    )


def keep_and_withdraw(scene: Scene) -> tuple[Act, Act]:
    promise, world = _promised(scene), scene.world
    return (
        lambda: promises.keep(promise, by=world.ana, at=SOON),
        lambda: promises.withdraw(promise, reason="A mistake", by=world.lea, at=SOON, told=True),
    )


def move_and_the_clock(scene: Scene) -> tuple[Act, Act]:
    promise, ana = _promised(scene), scene.world.ana
    clock, due = Clock.objects.get(kind=Kind.PROMISE, about_id=promise.pk), NOW + HOUR
    before, later = due - timedelta(seconds=1), due + timedelta(minutes=30)
    return (
        lambda: promises.renegotiate(promise, due_at=later, reason="Late", told=True, by=ana, at=before),
        lambda: promises.run_out(clock.pk, at=due),
    )


def close_and_mail(scene: Scene) -> tuple[Act, Act]:
    _answered(scene)
    return lambda: acts.close(scene.one, seen=scene.seen, by=scene.world.ana, at=SOON), scene.mail


def close_and_promise(scene: Scene) -> tuple[Act, Act]:
    _answered(scene)
    word, ana = Word("We call", NOW + HOUR), scene.world.ana
    return (
        lambda: acts.close(scene.one, seen=scene.seen, by=ana, at=SOON),
        lambda: promises.make(scene.one, word, by=ana, at=SOON, told=True),
    )


def reply_and_mail(scene: Scene) -> tuple[Act, Act]:
    return scene.reply, scene.mail


def reply_and_close_and_offer(scene: Scene) -> tuple[Act, Act]:
    world, words = scene.world, handoffs.Words("x")
    return (
        lambda: scene.reply(After(closes=True)),
        lambda: handoffs.offer(scene.one, words, to=world.mo, by=world.ana, at=SOON),
    )


def nothing_to_answer_and_mail(scene: Scene) -> tuple[Act, Act]:
    why, ana = Nothing.THANKS, scene.world.ana
    return lambda: acts.nothing_to_answer(scene.one, why=why, seen=scene.seen, by=ana, at=SOON), scene.mail


def hold_and_mail(scene: Scene) -> tuple[Act, Act]:
    _answered(scene)
    return lambda: acts.hold(scene.one, until=NOW + DAY, by=scene.world.ana, at=SOON), scene.mail


def merge_and_mail(scene: Scene) -> tuple[Act, Act]:
    other = scene.world.receive(at=NOW)
    return lambda: acts.merge(scene.one, other, by=scene.world.lea, at=SOON), scene.mail


def merge_and_keep(scene: Scene) -> tuple[Act, Act]:
    promise, other = _promised(scene), scene.world.receive(at=NOW)
    return (
        lambda: acts.merge(scene.one, other, by=scene.world.lea, at=SOON),
        lambda: promises.keep(promise, by=scene.world.ana, at=SOON),
    )


def another_team_and_keep(scene: Scene) -> tuple[Act, Act]:
    promise, world = _promised(scene), scene.world
    return (
        lambda: acts.assign(scene.one, to=None, team=world.hill, by=world.ada, at=SOON),
        lambda: promises.keep(promise, by=world.ana, at=SOON),
    )


def another_team_and_reply(scene: Scene) -> tuple[Act, Act]:
    world = scene.world
    return lambda: acts.assign(scene.one, to=None, team=world.hill, by=world.ada, at=SOON), scene.reply


def finish_and_take_back(scene: Scene) -> tuple[Act, Act]:
    handoff, ana = _at_partner(scene), scene.world.ana
    return (
        lambda: handoffs.finish(handoff, Voice(name="Rosa", text="Done"), at=SOON),
        lambda: handoffs.take_back(handoff, why="No need", by=ana, at=SOON),
    )


def the_rung_answers_and_its_time_runs_out(scene: Scene) -> tuple[Act, Act]:
    world = scene.world
    one = ladders.escalate(scene.one, reason="She waits", by=world.ana, at=NOW)
    clock = Clock.objects.get(kind=Kind.RUNG, about_id=one.pk)
    words = Words(to=[EVA], text="I see to it.")
    assert one.answer_by
    return (
        lambda: acts.reply(scene.one, words, by=world.lea, seen=scene.seen, at=SOON, once=f"lea-{scene.one.pk}"),
        lambda: ladders.turn(clock.pk, now=one.answer_by),
    )


def leave_for_good_and_claim(scene: Scene) -> tuple[Act, Act]:
    world, other = scene.world, scene.world.receive(at=NOW)
    pia = Agent.objects.create_user(f"pia{other.pk}@harbour.example", name="Pia Example", created_at=NOW)
    Role.objects.create(agent=pia, rank=Rank.AGENT, team=world.harbour)
    return (
        lambda: deactivate(pia, heir=None, by=world.ada, now=SOON),
        lambda: acts.claim(other, by=pia, at=SOON),
    )


# Of these two only one may have happened; the other is told in words.
ONE_WINS = (
    accept_and_withdraw, accept_and_claim_by_a_lead, keep_and_withdraw, reply_and_close_and_offer, finish_and_take_back,
)  # fmt: skip
BOTH_MAY = (
    keep_and_break, move_and_the_clock, close_and_mail, close_and_promise, reply_and_mail, nothing_to_answer_and_mail,
    hold_and_mail, merge_and_mail, merge_and_keep, another_team_and_keep, another_team_and_reply,
    the_rung_answers_and_its_time_runs_out, leave_for_good_and_claim,
)  # fmt: skip


def _meet(world: World, pair: Callable[[Scene], tuple[Act, Act]], *, turned: bool) -> tuple[Scene, list[Any]]:
    scene = _scene(world)
    first, second = pair(scene)
    results = list(one_holds(second, first) if turned else one_holds(first, second))
    strange = [one for one in results if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert not strange, (pair.__name__, turned, strange)
    wrong = [words for one in examine(now=timezone.now()) for words in one.violations]
    assert not wrong, (pair.__name__, turned, wrong)
    scene.one.refresh_from_db()
    return scene, results


@pytest.mark.parametrize("turned", [False, True], ids=["as named", "turned"])
def test_one_wins_and_the_other_is_told(transactional_db: None, turned: bool) -> None:
    world = build()
    for pair in ONE_WINS:
        _scene, [won, lost] = _meet(world, pair, turned=turned)
        assert not isinstance(won, Refused) and isinstance(lost, Refused), (pair.__name__, won, lost)


@pytest.mark.parametrize("turned", [False, True], ids=["as named", "turned"])
def test_the_second_sees_what_the_first_did(transactional_db: None, turned: bool) -> None:
    world = build()
    for pair in BOTH_MAY:
        scene, _results = _meet(world, pair, turned=turned)
        if "mail" in pair.__name__ and scene.one.state != State.MERGED:
            assert scene.one.state == State.OPEN, pair.__name__  # what a customer said is never closed unseen
        alive = Conversation.objects.filter(state__in=[State.OPEN, State.WAITING])
        assert not alive.filter(owner__is_active=False).exists(), pair.__name__
        ended = Escalation.objects.filter(ended_at=None).exclude(conversation__in=alive)
        assert not ended.exists(), pair.__name__
