"""A remedy within somebody's authority: granted, booked, given, taken back, stuck, each once and refused in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from makegood.clocks.queries import running
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation, Undo
from makegood.conversations.rules import Refused, TooLate
from makegood.promises import acts as promises
from makegood.promises.models import Promise
from makegood.remedies import acts, queries, words
from makegood.remedies.models import Remedy
from makegood.remedies.queries import NoPolicy
from makegood.remedies.rules import GivenAlready, Gone, MustAsk
from tests.remedies.common import eur, manager, owned, published, run_due, wish
from tests.world import DAY, HOUR, MINUTE, NOON, World


def anew(remedy: Remedy) -> Remedy:
    return Remedy.objects.select_related("promise").get(pk=remedy.pk)


def test_within_the_limit_it_is_granted_and_given_a_minute_later(world: World) -> None:
    version, conversation = published(), owned(world)
    remedy = acts.grant(conversation, wish(5000), by=world.ana, at=NOON)
    assert (remedy.state, remedy.how, remedy.answers_for, remedy.version) == (
        "granted", "authority", world.ana, version,
    )  # fmt: skip
    assert (
        remedy.bearer == world.harbour.location
        and remedy.words == "We credit you €50, to use with us whenever you like."
    )
    run_due(NOON + timedelta(seconds=59))
    assert anew(remedy).state == "granted"
    run_due(NOON + MINUTE)
    assert anew(remedy).state == "fulfilled"
    run_due(NOON + HOUR)
    assert acts.fulfil(remedy.pk, at=NOON + HOUR).fulfilled_at == NOON + MINUTE


def test_a_cent_above_it_is_not_and_the_reason_says_who_may(world: World) -> None:
    published()
    conversation = owned(world)
    with pytest.raises(MustAsk, match=r"An agent gives up to 50.00\. .*lead"):
        acts.grant(conversation, wish(5001), by=world.ana, at=NOON)
    assert not Remedy.objects.exists()
    assert acts.grant(conversation, wish(5001), by=world.lea, at=NOON).answers_for == world.lea


def test_what_it_costs_us_counts_where_that_is_more(world: World) -> None:
    published()
    with pytest.raises(MustAsk):
        acts.grant(owned(world), wish(1000, cost=eur(5001)), by=world.ana, at=NOON)


def test_nobody_gives_anything_without_a_policy(world: World) -> None:
    with pytest.raises(NoPolicy, match="Nobody has said yet"):
        acts.grant(owned(world), wish(), by=world.lea, at=NOON)


def test_last_months_grant_is_judged_by_last_months_policy(world: World) -> None:
    old, conversation = published(), owned(world)
    before = acts.grant(conversation, wish(5000), by=world.ana, at=NOON)
    new = published("policy: Stricter\ncurrency: EUR\notherwise: never\n", at=NOON + HOUR)
    with pytest.raises(Refused, match="Nobody may lift"):
        acts.grant(conversation, wish(100, thing="lamp"), by=world.lea, at=NOON + HOUR)
    assert (before.version, new.pk != old.pk) == (old, True)


def test_pressed_twice_it_is_one(world: World) -> None:
    published()
    conversation = owned(world)
    one, other = (acts.grant(conversation, wish(), by=world.ana, at=NOON, once="press") for _ in range(2))
    assert one == other and Remedy.objects.count() == 1


def test_a_second_one_for_the_same_asks_once(world: World) -> None:
    published()
    conversation = owned(world)
    acts.grant(conversation, wish(thing="The  Lamp"), by=world.ana, at=NOON)
    elsewhere = world.receive(subject="Something else")
    with pytest.raises(
        GivenAlready, match=r"They were given €20 store credit for this, .* by Ana Example\. Give another\?"
    ):
        acts.grant(elsewhere, wish(thing="the lamp"), by=world.ben, at=NOON + DAY)
    assert acts.grant(elsewhere, wish(thing="the lamp"), by=world.ben, at=NOON + DAY, again=True).pk
    assert acts.grant(elsewhere, wish(thing="the chair"), by=world.ben, at=NOON + DAY).pk


def test_sums_count_over_customer_agent_and_day(world: World) -> None:
    published()
    conversation = owned(world)
    for number in range(2):
        acts.grant(conversation, wish(5000, thing=f"n{number}"), by=world.ana, at=NOON)
    with pytest.raises(MustAsk, match=r"An agent gives 120.00 a day"):
        acts.grant(conversation, wish(2001, thing="n3"), by=world.ana, at=NOON)
    acts.grant(conversation, wish(2000, thing="n3"), by=world.ana, at=NOON)
    acts.grant(conversation, wish(5000, thing="n4"), by=world.ana, at=NOON + DAY)
    max_ = manager(world)
    acts.grant(conversation, wish(43000, thing="n5"), by=max_, at=NOON + DAY)
    with pytest.raises(Refused, match=r"600.00 in 90 days"):
        acts.grant(conversation, wish(1, thing="n6"), by=max_, at=NOON + DAY)
    assert acts.grant(conversation, wish(1, thing="n6"), by=max_, at=NOON + 91 * DAY).pk


def test_what_was_taken_back_does_not_count(world: World) -> None:
    published()
    conversation = owned(world)
    for number in range(4):
        one = acts.grant(conversation, wish(5000, thing=f"n{number}"), by=world.ana, at=NOON)
        acts.withdraw(one, reason="mistaken", by=world.ana, at=NOON)


def test_its_granter_takes_it_back_for_a_minute_then_a_lead_and_never_once_given(world: World) -> None:
    published()
    conversation = owned(world)
    later = NOON + timedelta(seconds=61)
    sent = wish(kind="gift", due_at=NOON + 3 * DAY)
    remedy = acts.grant(conversation, sent, by=world.ana, at=NOON)
    with pytest.raises(Refused, match="only a lead"):
        acts.withdraw(remedy, reason="mistaken", by=world.ana, at=later)
    assert acts.withdraw(remedy, reason="mistaken", by=world.lea, at=later).state == "withdrawn"
    assert Promise.objects.get(pk=remedy.promise_id).state == "withdrawn"
    with pytest.raises(Gone, match="Lea Example took it back already"):
        acts.withdraw(remedy, reason="mistaken", by=world.lea, at=later)
    other = acts.grant(conversation, wish(thing="x"), by=world.ana, at=NOON)
    run_due(NOON + MINUTE)
    with pytest.raises(Gone, match="They have it already"):
        acts.withdraw(other, reason="mistaken", by=world.lea, at=later)


def test_what_the_customer_knows_is_taken_back_only_with_word_to_them(world: World) -> None:
    published()
    remedy = acts.grant(owned(world), wish(kind="gift", due_at=NOON + 3 * DAY), by=world.ana, at=NOON, told=True)
    with pytest.raises(Refused, match="The customer was told"):
        acts.withdraw(remedy, reason="mistaken", by=world.lea, at=NOON + HOUR)
    assert acts.withdraw(remedy, reason="mistaken", by=world.lea, at=NOON + HOUR, told=True).state == "withdrawn"


def test_what_a_mail_says_that_will_leave_is_taken_back_only_with_it(world: World) -> None:
    """In its undo window too: it leaves all the same, and would give what is not given."""
    published()
    message = world.reply(owned(world), at=NOON, along=[acts.granting(wish(), by=world.ana, at=NOON)])
    with pytest.raises(Refused, match="The customer was told"):
        acts.withdraw(Remedy.objects.get(), reason="mistaken", by=world.ana, at=NOON)
    conversations.undo_reply(message, by=world.ana, at=NOON)
    assert Remedy.objects.get().state == "withdrawn"


def test_with_a_reply_it_is_granted_and_told_and_taken_back_with_it(world: World) -> None:
    published()
    conversation = owned(world)
    message = world.reply(conversation, at=NOON, along=[acts.granting(wish(), by=world.ana, at=NOON)])
    remedy = Remedy.objects.get()
    assert (remedy.told_at, remedy.told_by) == (NOON, message)
    conversations.undo_reply(message, by=world.ana, at=NOON)
    assert (anew(remedy).state, anew(remedy).told_at) == ("withdrawn", None)
    run_due(NOON + HOUR)
    assert anew(remedy).state == "withdrawn"


def test_refused_with_a_reply_nothing_is_sent(world: World) -> None:
    published()
    conversation = owned(world)
    with pytest.raises(MustAsk):
        world.reply(conversation, at=NOON, along=[acts.granting(wish(9000), by=world.ana, at=NOON)])
    assert not Remedy.objects.exists() and not conversation.messages.filter(direction="out").exists()


def test_the_undo_of_a_grant_is_its_minute(world: World) -> None:
    published()
    conversation = owned(world)
    for after, works in ((timedelta(seconds=50), True), (timedelta(seconds=70), False)):
        remedy = acts.grant(conversation, wish(kind="gift", due_at=NOON + DAY), by=world.ana, at=NOON)
        undo = Undo.objects.filter(conversation=conversation).latest("pk")
        if works:
            conversations.undo(undo.pk, by=world.ana, at=NOON + after)
            assert anew(remedy).state == "withdrawn"
        else:
            with pytest.raises(TooLate):
                conversations.undo(undo.pk, by=world.ana, at=NOON + after)


def test_what_ships_is_a_promise_and_kept_it_is_given(world: World) -> None:
    published()
    conversation = owned(world)
    due_at = NOON + 3 * DAY
    message = world.reply(
        conversation, at=NOON, along=[acts.granting(wish(kind="parts", due_at=due_at), by=world.ana, at=NOON)]
    )
    remedy = anew(Remedy.objects.get())
    promise = remedy.promise
    assert promise and (promise.event, promise.due_at, promise.told_by) == ("shipped", due_at, message)
    assert promise.what == "We send you the parts, free of charge"
    acts.fulfil(remedy.pk, at=NOON + DAY)
    assert (anew(remedy).state, anew(remedy).promise.state) == ("fulfilled", "kept")  # type: ignore[union-attr]
    said = Conversation.objects.get(pk=conversation.pk).messages.latest("pk")
    assert "It has shipped." in said.text


def test_what_comes_later_is_said_so_whatever_it_is_for() -> None:
    sent = wish(kind="refund", thing="lamp", due_at=NOON + DAY)
    assert words.usual(sent, language="en") == "We pay you €20 back."
    sent = wish(kind="repair", thing="lamp", due_at=NOON + DAY)
    assert words.usual(sent, language="en") == "We repair this, free of charge: lamp."


def test_a_kept_promise_gives_it_and_a_broken_one_made_good(world: World) -> None:
    published()
    conversation = owned(world)
    for late in (False, True):
        sent = wish(kind="gift", due_at=NOON + DAY, thing=str(late))
        remedy = acts.grant(conversation, sent, by=world.ana, at=NOON)
        at = NOON + 2 * DAY if late else NOON + HOUR
        run_due(at - MINUTE)
        promises.keep(anew(remedy).promise, how="posted", by=world.ana, at=at)  # type: ignore[arg-type]
        assert anew(remedy).state == "fulfilled"


def test_an_event_that_came_before_does_not_give_the_next_one(world: World) -> None:
    published()
    conversation = owned(world)
    promises.event_came(conversation, "shipped", by=world.ana, at=NOON)
    remedy = acts.grant(conversation, wish(kind="gift", due_at=NOON + DAY), by=world.ana, at=NOON)
    assert anew(remedy).state == "granted"
    promises_ = Promise.objects.get(pk=remedy.promise_id)
    with pytest.raises(Refused, match="Take that back"):
        promises.withdraw(promises_, reason="no", by=world.lea, at=NOON)


def test_stuck_opens_what_was_closed_and_is_tried_again_as_the_same(world: World) -> None:
    published()
    conversation = owned(world)
    remedy = acts.grant(conversation, wish(), by=world.ana, at=NOON)
    world.reply(conversation, at=NOON)
    conversations.close(conversation, seen=10**9, by=world.ana, at=NOON)
    acts.fail(remedy.pk, why="The card was refused", at=NOON + timedelta(seconds=30))
    conversation.refresh_from_db()
    assert (anew(remedy).state, conversation.state) == ("stuck", "open")
    assert "next_response" in [clock.kind for clock in running(conversation.pk)]
    world.reply(conversation, at=NOON + HOUR)
    conversation.refresh_from_db()
    assert conversation.state == "open"
    with pytest.raises(Refused, match="is stuck"):
        conversations.close(conversation, seen=10**9, by=world.ana, at=NOON + HOUR)
    assert acts.retry(remedy, by=world.ben, at=NOON + HOUR).pk == remedy.pk
    with pytest.raises(Gone, match="on its way"):
        acts.retry(remedy, by=world.ben, at=NOON + HOUR)
    run_due(NOON + HOUR)
    assert anew(remedy).state == "fulfilled"


def test_stuck_is_taken_back_by_who_may_answer(world: World) -> None:
    published()
    remedy = acts.grant(owned(world), wish(), by=world.ana, at=NOON)
    acts.fail(remedy.pk, why="Out of stock", by=world.ana, at=NOON)
    assert acts.fail(remedy.pk, why="Again", by=world.ana, at=NOON).why == "Out of stock"
    assert acts.withdraw(remedy, reason="no", by=world.ben, at=NOON + DAY).state == "withdrawn"


def test_merged_it_goes_along_and_comes_back(world: World) -> None:
    published()
    one, other = owned(world), world.receive(subject="The same again")
    remedy = acts.grant(one, wish(kind="gift", due_at=NOON + DAY), by=world.ana, at=NOON)
    conversations.merge(one, other, by=world.ana, at=NOON)
    assert anew(remedy).conversation == other
    conversations.unmerge(one, by=world.ana, at=NOON)
    assert anew(remedy).conversation == one


def test_a_stranger_finds_nothing(world: World) -> None:
    published()
    remedy = acts.grant(owned(world), wish(), by=world.ana, at=NOON)
    assert queries.get_for(world.ben, remedy.pk) == remedy
    with pytest.raises(Remedy.DoesNotExist):
        queries.get_for(world.mo, remedy.pk)


def test_the_database_knows_whose_authority_it_is(world: World) -> None:
    published()
    remedy = acts.grant(owned(world), wish(), by=world.ana, at=NOON)
    for wrong in ({"answers_for": world.ben}, {"how": "yes"}, {"state": "fulfilled"}, {"amount": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Remedy.objects.filter(pk=remedy.pk).update(**wrong)
