"""Calls are logged, tried, reached and called off: each works, works once, and is refused in words."""

from __future__ import annotations

import pytest

from makegood.calls import acts
from makegood.calls.acts import Talk, Then
from makegood.calls.models import Call, Callback, State
from makegood.calls.rules import Trying
from makegood.clocks.models import Clock
from makegood.config.doctor import examine
from makegood.conversations import acts as conversations
from makegood.conversations.acts.standing import Nothing
from makegood.conversations.models import Channel, Delivery, Message, Undo
from makegood.conversations.models import State as Standing
from makegood.conversations.rules import Overtaken, Refused, TooLate
from makegood.customers import acts as customers
from makegood.customers.models import Identity
from makegood.escalations.models import Escalation
from makegood.people.acts import set_region
from makegood.people.rules import NotAllowed, Taken, Unfit
from tests.calls.common import NUMBER, TYPED, fresh, kinds, logged, newest, owed, press, run_due, tried, voicemail
from tests.world import DAY, EVA, HOUR, MINUTE, NOON, World

pytestmark = pytest.mark.django_db


def healthy() -> bool:
    """The doctor finds nothing."""
    return not [words for one in examine(now=NOON) for words in one.violations]


def test_a_logged_call_is_a_conversation_with_a_call_owed(world: World) -> None:
    conversation = fresh(logged(world))
    assert (conversation.channel, conversation.state, conversation.owner) == (Channel.PHONE, Standing.OPEN, world.ana)
    assert (conversation.next_kind, conversation.next_due) == ("callback", NOON + 4 * HOUR)
    assert conversation.customer.name == "Eva Stern"
    assert [one.text for one in conversation.messages.all()] == ["The lamp flickers."]
    assert (owed(conversation).number, owed(conversation).state) == (NUMBER, State.OPEN)
    assert healthy()


def test_the_number_is_read_in_the_companys_region(world: World) -> None:
    with pytest.raises(Refused, match="country code"):
        logged(world, number=TYPED)
    set_region("de", by=world.ada, now=NOON)
    assert owed(logged(world, number=TYPED)).number == NUMBER


def test_pressed_twice_it_is_one_call(world: World) -> None:
    one, two = logged(world, once="same"), logged(world, once="same")
    assert one.pk == two.pk
    assert (Message.objects.count(), Callback.objects.count()) == (1, 1)


def test_whoever_calls_again_is_known(world: World) -> None:
    first = logged(world, then=Then.DONE)
    again = logged(world, name="", text="Me again.", at=NOON + HOUR)
    assert (again.customer_id, again.pk == first.pk) == (first.customer_id, False)
    assert Identity.objects.filter(value=NUMBER).count() == 1


def test_nobody_is_nobody(world: World) -> None:
    with pytest.raises(Refused, match="Who called"):
        logged(world, number="", name=" ")
    with pytest.raises(Refused, match="which number"):
        logged(world, number="", name="Eva")
    assert fresh(logged(world, number="", name="Eva", then=Then.TO_DO)).next_kind == "first_response"
    with pytest.raises(Refused, match="not a mail address"):
        logged(world, mail="eva at post")


def test_settled_on_the_phone_it_is_closed(world: World) -> None:
    conversation = fresh(logged(world, then=Then.DONE))
    assert (conversation.state, conversation.next_due) == (Standing.CLOSED, None)
    assert healthy()


def test_it_joins_what_is_open_by_choice_and_learns_the_number(world: World) -> None:
    mailed = world.receive(at=NOON)
    assert logged(world, joins=mailed, at=NOON + HOUR).pk == mailed.pk
    assert Identity.objects.get(value=NUMBER).customer_id == mailed.customer_id
    kinds_now = set(Clock.objects.filter(conversation_id=mailed.pk, ended_at=None).values_list("kind", flat=True))
    assert kinds_now == {"first_response", "callback"}


def test_who_is_spoken_with_in_a_joined_call_is_answered(world: World) -> None:
    mailed = world.receive(at=NOON)
    logged(world, joins=mailed, then=Then.DONE, at=NOON + HOUR)
    assert (fresh(mailed).state, fresh(mailed).next_kind) == (Standing.WAITING, "look_again")
    assert fresh(mailed).replied_at == NOON + HOUR


def test_a_time_that_they_name_is_when_it_is_due(world: World) -> None:
    conversation = fresh(logged(world, when=NOON + DAY))
    assert conversation.next_due == NOON + DAY
    with pytest.raises(Refused, match="passed"):
        logged(world, when=NOON, number="+4930999999")


def test_a_second_wish_buys_no_time_but_a_named_one_is_agreed_anew(world: World) -> None:
    conversation = logged(world)
    logged(world, joins=conversation, at=NOON + HOUR)
    assert fresh(conversation).next_due == NOON + 4 * HOUR
    acts.call_back(conversation, number="", when=NOON + 6 * HOUR, by=world.ana, at=NOON + HOUR)
    assert fresh(conversation).next_due == NOON + 6 * HOUR
    assert Callback.objects.count() == 1


def test_reaching_them_ends_it(world: World) -> None:
    conversation = logged(world)
    tried(
        world, conversation, outcome="spoke", text="New lamp is on its way.", seen=newest(conversation), at=NOON + HOUR
    )
    assert (owed(conversation).state, fresh(conversation).state) == (State.REACHED, Standing.WAITING)
    assert (fresh(conversation).next_kind, fresh(conversation).replied_at) == ("look_again", NOON + HOUR)
    assert Message.objects.get(direction="out").text == "New lamp is on its way."
    assert healthy()


def test_reaching_them_can_close_it_or_leave_something_to_do(world: World) -> None:
    one = logged(world)
    tried(world, one, outcome="spoke", closes=True, seen=newest(one), at=NOON + HOUR)
    assert fresh(one).state == Standing.CLOSED
    two = logged(world)
    tried(world, two, outcome="spoke", not_done=True, seen=newest(two), at=NOON + HOUR)
    assert (fresh(two).state, fresh(two).next_kind) == (Standing.OPEN, "next_response")


def test_who_has_not_read_the_newest_mail_is_told_first(world: World) -> None:
    mailed = world.receive(at=NOON)
    with pytest.raises(Overtaken):
        tried(world, mailed, outcome="spoke", seen=0, at=NOON + HOUR)
    assert not Call.objects.exists()


def test_a_try_counts_and_the_clock_moves_to_the_next(world: World) -> None:
    conversation = logged(world)
    call = tried(world, conversation, at=NOON + HOUR)
    assert (call.tried, owed(conversation).tries) == (1, 1)
    assert fresh(conversation).next_due == owed(conversation).due_at == NOON + 4 * HOUR
    again = tried(world, conversation, outcome="left_message", at=NOON + 4 * HOUR)
    assert (again.tried, fresh(conversation).next_kind) == (2, "callback")
    assert healthy()


def test_the_same_ringing_is_one_try_whoever_writes_it_down(world: World) -> None:
    conversation = logged(world)
    one = tried(world, conversation, at=NOON + HOUR, once="same")
    assert tried(world, conversation, at=NOON + HOUR, once="same").pk == one.pk
    assert tried(world, conversation, at=NOON + HOUR + 5 * MINUTE, by=world.ben).tried == 0
    assert owed(conversation).tries == 1


def test_three_tries_make_a_message_in_their_language(world: World) -> None:
    text = "Guten Tag, meine Lampe flackert, und ich hätte gern, dass Sie mich zurückrufen. Danke und viele Grüße."
    conversation = logged(world, mail=EVA.address, text=text)
    for hours in (1, 5, 26):
        tried(world, conversation, at=NOON + hours * HOUR)
    ours = Message.objects.get(direction="out")
    assert "3" in ours.text and "+49 30 123456" in ours.text and ours.text.startswith("Guten Tag")
    assert Delivery.objects.get(message=ours).address == EVA.address
    assert (owed(conversation).state, fresh(conversation).state) == (State.WRITTEN, Standing.WAITING)
    assert fresh(conversation).next_kind == "look_again"
    assert healthy()


def test_without_an_address_a_line_says_so_and_it_waits(world: World) -> None:
    conversation = logged(world)
    for hours in (1, 5, 26):
        tried(world, conversation, at=NOON + hours * HOUR)
    assert not Message.objects.filter(direction="out").exists()
    assert (owed(conversation).state, fresh(conversation).state) == (State.UNREACHED, Standing.WAITING)
    assert "callback.unreached" in kinds(conversation)


def test_as_often_as_the_company_says(world: World) -> None:
    acts.set_tries(Trying(1), by=world.ada, at=NOON)
    conversation = logged(world)
    tried(world, conversation, at=NOON + HOUR)
    assert owed(conversation).state == State.UNREACHED


def test_what_else_is_owed_stays_owed_after_the_last_try(world: World) -> None:
    mailed = world.receive(at=NOON)
    acts.set_tries(Trying(1), by=world.ada, at=NOON)
    acts.call_back(mailed, number=NUMBER, when=None, by=world.ana, at=NOON)
    tried(world, mailed, at=NOON + HOUR)
    assert (fresh(mailed).state, fresh(mailed).next_kind) == (Standing.OPEN, "first_response")
    assert owed(mailed).state == State.WRITTEN


def test_a_call_in_vain_that_nobody_waits_for_is_only_written_down(world: World) -> None:
    mailed = world.receive(at=NOON)
    assert tried(world, mailed, at=NOON + HOUR).tried == 0
    assert fresh(mailed).next_kind == "first_response"


def test_it_does_not_close_nor_rest_over_a_call_that_is_owed(world: World) -> None:
    conversation = logged(world)
    with pytest.raises(Refused, match="call back on"):
        conversations.close(conversation, seen=newest(conversation), by=world.ana, at=NOON + HOUR)
    with pytest.raises(Refused, match="call back on"):
        conversations.nothing_to_answer(
            conversation, why=Nothing.THANKS, seen=newest(conversation), by=world.ana, at=NOON + HOUR
        )
    with pytest.raises(Refused, match="called before"):
        conversations.hold(conversation, until=NOON + DAY, by=world.ana, at=NOON + HOUR)
    acts.call_off(owed(conversation), why="She wrote instead.", by=world.ana, at=NOON + HOUR)
    assert owed(conversation).state == State.CALLED_OFF
    assert fresh(conversation).next_kind == "first_response"


def test_called_off_once_and_with_a_reason(world: World) -> None:
    conversation = logged(world)
    with pytest.raises(Refused, match="Why"):
        acts.call_off(owed(conversation), why=" ", by=world.ana, at=NOON)
    acts.call_off(owed(conversation), why="She wrote.", by=world.ana, at=NOON)
    with pytest.raises(Refused, match="Nobody waits"):
        acts.call_off(owed(conversation), why="She wrote.", by=world.ben, at=NOON)


def test_a_written_answer_does_not_end_the_call(world: World) -> None:
    conversation = logged(world)
    world.reply(conversation, at=NOON + HOUR)
    assert (fresh(conversation).state, fresh(conversation).next_kind) == (Standing.OPEN, "callback")


def test_a_closed_one_opens_and_a_merged_one_points_on(world: World) -> None:
    conversation = logged(world, then=Then.DONE)
    acts.call_back(conversation, number="", when=None, by=world.ben, at=NOON + HOUR)
    assert (fresh(conversation).state, fresh(conversation).next_kind) == (Standing.OPEN, "callback")
    other = logged(world)
    conversations.merge(other, conversation, by=world.lea, at=NOON + HOUR)
    for act in (
        lambda: acts.call_back(other, number="", when=None, by=world.ana, at=NOON + HOUR),
        lambda: tried(world, other, at=NOON + HOUR),
        lambda: logged(world, joins=fresh(other)),
    ):
        with pytest.raises(Refused, match="merged"):
            act()


def test_time_warns_opens_and_climbs(world: World) -> None:
    mailed = world.receive(at=NOON)
    world.reply(mailed, at=NOON + MINUTE)
    acts.call_back(mailed, number=NUMBER, when=None, by=world.ana, at=NOON + MINUTE)
    conversations.hold(mailed, until=NOON + 2 * HOUR, by=world.ana, at=NOON + MINUTE)
    assert fresh(mailed).state == Standing.WAITING
    run_due(NOON + 4 * HOUR + 2 * MINUTE)
    assert fresh(mailed).state == Standing.OPEN
    late = Escalation.objects.get(conversation=mailed)
    assert (late.cause, late.ended_at) == ("late_call", None)
    tried(world, mailed, outcome="spoke", seen=newest(mailed), at=NOON + 5 * HOUR)
    late.refresh_from_db()
    assert late.ended_at == NOON + 5 * HOUR


def test_a_late_call_that_reached_nobody_goes_on_climbing(world: World) -> None:
    conversation = logged(world)
    run_due(NOON + 4 * HOUR)
    tried(world, conversation, at=NOON + 5 * HOUR)
    assert Escalation.objects.get().ended_at is None
    assert fresh(conversation).next_due == NOON + 4 * HOUR  # the rung's clock stands at its cause's time


def test_a_merge_carries_it_along_and_unmerge_brings_it_back(world: World) -> None:
    mailed = world.receive(at=NOON)
    conversation = logged(world, joins=None, mail=EVA.address)
    assert conversation.customer_id == mailed.customer_id
    conversations.merge(conversation, mailed, by=world.lea, at=NOON + HOUR)
    assert (owed(mailed).state, Call.objects.get().conversation_id) == (State.OPEN, mailed.pk)
    assert fresh(mailed).next_kind == "callback"
    assert healthy()
    conversations.unmerge(conversation, by=world.lea, at=NOON + 2 * HOUR)
    assert fresh(conversation).next_kind == "callback"
    assert not Callback.objects.filter(conversation=mailed).exists()
    assert healthy()


def test_split_off_with_what_was_said(world: World) -> None:
    mailed = world.receive(at=NOON)
    logged(world, joins=mailed, at=NOON + MINUTE)
    new = conversations.split(mailed, [newest(mailed)], by=world.ana, at=NOON + HOUR)
    assert owed(new).state == State.OPEN
    assert Call.objects.get().conversation_id == new.pk
    assert healthy()


@pytest.mark.parametrize("outcome", ["spoke", "no_answer"])
def test_undone_it_is_owed_as_before(world: World, outcome: str) -> None:
    conversation = logged(world)
    before = fresh(conversation).next_due
    tried(world, conversation, outcome=outcome, seen=newest(conversation), at=NOON + HOUR)
    conversations.undo(Undo.objects.order_by("-pk")[0].pk, by=world.ana, at=NOON + HOUR + MINUTE)
    assert (owed(conversation).state, owed(conversation).tries) == (State.OPEN, 0)
    assert (fresh(conversation).next_kind, fresh(conversation).next_due) == ("callback", before)
    assert Call.objects.filter(direction="out").count() == 0
    assert Message.objects.filter(direction="out").count() == 0
    assert healthy()


def test_undone_a_wish_never_was_and_a_call_off_neither(world: World) -> None:
    mailed = world.receive(at=NOON)
    acts.call_back(mailed, number=NUMBER, when=None, by=world.ana, at=NOON)
    conversations.undo(Undo.objects.order_by("-pk")[0].pk, by=world.ana, at=NOON + MINUTE)
    assert not Callback.objects.exists()
    assert fresh(mailed).next_kind == "first_response"
    conversation = logged(world)
    acts.call_off(owed(conversation), why="A mistake.", by=world.ana, at=NOON + MINUTE)
    conversations.undo(Undo.objects.order_by("-pk")[0].pk, by=world.ana, at=NOON + 2 * MINUTE)
    assert owed(conversation).state == State.OPEN
    assert healthy()


def test_undone_another_time_is_the_old_one_again(world: World) -> None:
    conversation = logged(world)
    before = fresh(conversation).next_due
    acts.call_back(conversation, number="+4930654321", when=NOON + 3 * DAY, by=world.ana, at=NOON + MINUTE)
    assert (fresh(conversation).next_due, owed(conversation).number) == (NOON + 3 * DAY, "+4930654321")
    conversations.undo(Undo.objects.order_by("-pk")[0].pk, by=world.ana, at=NOON + 2 * MINUTE)
    assert (fresh(conversation).next_due, owed(conversation).due_at, owed(conversation).number) == (
        before,
        before,
        NUMBER,
    )
    assert healthy()


def test_who_was_written_to_cannot_be_unwritten(world: World) -> None:
    acts.set_tries(Trying(1), by=world.ada, at=NOON)
    conversation = logged(world, mail=EVA.address)
    tried(world, conversation, at=NOON + HOUR)
    with pytest.raises(TooLate, match="written to"):
        conversations.undo(Undo.objects.order_by("-pk")[0].pk, by=world.ana, at=NOON + HOUR + MINUTE)


def test_another_team_has_its_call(world: World) -> None:
    conversation = logged(world, team=world.hill)
    assert (conversation.team, conversation.owner) == (world.hill, None)
    clock = Clock.objects.get(kind="callback")
    assert clock.team_id == world.hill.pk
    conversations.assign(conversation, to=None, team=world.harbour, by=world.lea, at=NOON)
    clock.refresh_from_db()
    assert clock.team_id == world.harbour.pk


def test_a_voicemail_is_a_conversation_with_a_call_owed(world: World) -> None:
    conversation = voicemail(world, text="My lamp flickers.")
    assert (conversation.next_kind, conversation.owner, conversation.subject) == (
        "callback",
        None,
        "Voicemail from +49 30 123456",
    )
    assert Call.objects.get().outcome == "voicemail"
    assert healthy()


def test_two_voicemails_of_one_who_waits_are_one_matter(world: World) -> None:
    one, two = voicemail(world), voicemail(world, at=NOON + HOUR)
    assert one.pk == two.pk
    assert (two.messages.count(), two.next_due) == (2, NOON + 4 * HOUR)
    assert voicemail(world, team=world.hill).pk != one.pk


def test_the_same_voicemail_twice_is_one(world: World) -> None:
    assert voicemail(world, once="RE1").pk == voicemail(world, once="RE1").pk
    assert Message.objects.count() == 1


def test_a_withheld_number_is_owed_an_answer_instead(world: World) -> None:
    conversation = voicemail(world, number="")
    assert conversation.next_kind == "first_response"
    assert not Callback.objects.exists()


def test_a_blocked_caller_rings_nobody(world: World) -> None:
    customers.block(voicemail(world).customer_id, by=world.ana.pk, at=NOON)
    with pytest.raises(acts.Blocked):
        voicemail(world, at=NOON + HOUR)


def test_only_an_admin_changes_lines_and_tries(world: World) -> None:
    line = acts.add_line("+49 30 555555", name="Harbour", team=world.harbour, by=world.ada, at=NOON)
    for act in (
        lambda: acts.add_line("+49 30 555556", name="", team=world.hill, by=world.ana, at=NOON),
        lambda: acts.change_line(line, number="+49 30 1", name="", team=world.hill, by=world.ana, at=NOON),
        lambda: acts.remove_line(line, by=world.ana, at=NOON),
        lambda: acts.set_tries(Trying(2), by=world.ana, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(Taken):
        acts.add_line("+4930555555", name="", team=world.hill, by=world.ada, at=NOON)
    with pytest.raises(Unfit, match="no telephone number"):
        acts.add_line("none", name="", team=world.hill, by=world.ada, at=NOON)
    with pytest.raises(Unfit):
        acts.set_tries(Trying(0), by=world.ada, at=NOON)


def test_an_outcome_is_one_of_the_list(world: World) -> None:
    with pytest.raises(Refused, match="How did it go"):
        acts.called(logged(world), Talk("shouted"), by=world.ana, at=NOON, once=press())
