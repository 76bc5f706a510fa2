"""Work that a partner does for us: asked by a link, each in its own time, and the conversation stays with its owner."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from makegood.agenda.models import Turn
from makegood.clocks.models import Clock, Kind
from makegood.clocks.queries import running, running_about
from makegood.conversations import acts as conversations
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation, State
from makegood.conversations.rules import Refused
from makegood.handoffs import acts, due, rules
from makegood.handoffs.acts import Brief, Voice
from makegood.handoffs.models import Handoff, Mail, Said, SaidFile, Shared
from makegood.handoffs.models import State as Step
from makegood.people.models import Partner
from makegood.timeline.models import Event
from tests.world import DAY, HOUR, MINUTE, NOON, World

LATER = NOON + HOUR
ROSA = Voice(name="Rosa Fennick", text="We can do that.")
BRIEF = Brief("A lamp that flickers", "Change the switch and the cord")


def fennick(**more: object) -> Partner:
    said = {"name": "Fennick Repairs", "addresses": ["rosa@fennick.example"], "created_at": NOON}
    return Partner.objects.create(**(said | more))


def waiting(world: World) -> Conversation:
    """Ana has answered, and the conversation waits for the customer."""
    conversation = world.receive()
    world.reply(conversation, at=NOON)
    return Conversation.objects.get(pk=conversation.pk)


def asked(world: World, *, partner: Partner | None = None, brief: Brief = BRIEF) -> Handoff:
    return acts.offer_partner(waiting(world), brief, to=partner or fennick(), by=world.ana, at=LATER)


def fresh(one: Handoff) -> tuple[Handoff, Conversation]:
    handoff = Handoff.objects.get(pk=one.pk)
    return handoff, Conversation.objects.get(pk=handoff.conversation_id)


def fire(handoff: Handoff, *, at: datetime) -> datetime | None:
    clock = Clock.objects.filter(about_id=handoff.pk, kind__in=[Kind.OFFER, Kind.PARTNER]).latest("pk")
    handler = due.offer if clock.kind == Kind.OFFER else due.partner
    return handler(Turn(kind=clock.kind, key="x", about={"clock": clock.pk}, run_at=at), now=at)


def kinds(handoff: Handoff) -> list[str]:
    events = Event.objects.filter(conversation_id=handoff.conversation_id, kind__startswith="handoff.")
    return [one.partition(".")[2] for one in events.order_by("id").values_list("kind", flat=True)]


def responds(conversation: Conversation) -> bool:
    return any(one.kind == Kind.NEXT_RESPONSE for one in running(conversation.pk))


def test_asked_they_have_a_working_day_and_the_owner_stays(world: World) -> None:
    handoff = asked(world)
    conversation = fresh(handoff)[1]
    assert conversation.owner == world.ana and conversation.state == State.WAITING
    clock = running_about(Kind.OFFER, handoff.pk)
    assert clock and clock.due_at == LATER + DAY and clock.who == "Fennick Repairs"
    mail = Mail.objects.get()
    assert mail.kind == Mail.Kind.OFFER and mail.sealed and Turn.objects.filter(key=f"partner_mail:{mail.pk}").exists()


def test_any_number_at_once_each_with_the_ball_in_view(world: World) -> None:
    conversation, names = waiting(world), ["Doctor", "Provider", "Examiner"]
    for name in names:
        acts.offer_partner(conversation, BRIEF, to=fennick(name=name), by=world.ana, at=LATER)
    assert [one.who for one in running(conversation.pk) if one.kind == Kind.OFFER] == names


def test_only_what_is_of_this_conversation_is_shared(world: World) -> None:
    other = world.receive(attachments=(Attachment("b.txt", "text/plain", b"b"),), sender=world.letter().sender)
    here = world.receive(attachments=(Attachment("a.txt", "text/plain", b"a"),), message_id="other@post.example")
    conversations.note(here, html="", text="secret", files=[], by=world.ana, at=NOON, once="n1")
    brief = Brief(
        "Lamp", "Please look", messages=[here.messages.get().pk, other.messages.get().pk],
        files=[here.files.get().pk, other.files.get().pk],
    )  # fmt: skip
    handoff = acts.offer_partner(here, brief, to=fennick(), by=world.ana, at=LATER)
    assert {one.message_id or one.file_id for one in Shared.objects.filter(handoff=handoff)} == {
        here.messages.get().pk,
        here.files.get().pk,
    }


def test_accepted_with_a_date_their_promise_runs(world: World) -> None:
    handoff = asked(world)
    acts.take(handoff, ROSA, day=date(2026, 11, 25), at=LATER + HOUR)
    handoff, conversation = fresh(handoff)
    clock = running_about(Kind.PARTNER, handoff.pk)
    assert handoff.state == Step.ACCEPTED and clock and running_about(Kind.OFFER, handoff.pk) is None
    assert clock.due_at == handoff.promised_at == datetime(2026, 11, 25, 18, tzinfo=NOON.tzinfo)
    assert conversation.owner == world.ana and Said.objects.get().name == "Rosa Fennick"


def test_accepted_without_a_date_it_is_three_working_days(world: World) -> None:
    handoff = asked(world)
    acts.take(handoff, ROSA, day=None, at=LATER)
    assert fresh(handoff)[0].promised_at == LATER + 3 * DAY


@pytest.mark.parametrize("day", [date(2026, 11, 18), date(2028, 1, 1)])
def test_a_day_that_cannot_be_is_refused_in_words(world: World, day: date) -> None:
    handoff = asked(world)
    with pytest.raises(Refused, match="day"):
        acts.take(handoff, ROSA, day=day, at=LATER)
    assert fresh(handoff)[0].state == Step.OFFERED


def test_two_people_at_once_the_first_counts_and_both_are_kept(world: World) -> None:
    handoff = asked(world)
    acts.take(handoff, ROSA, day=None, at=LATER)
    with pytest.raises(Refused, match="Fennick Repairs has accepted this already"):
        acts.refuse(handoff, Voice(name="Paul", text="We have no time"), at=LATER)
    acts.write(handoff, Voice(name="Paul", text="We have no time"), at=LATER)
    assert fresh(handoff)[0].state == Step.ACCEPTED
    assert list(Said.objects.values_list("name", flat=True)) == ["Rosa Fennick", "Paul"]


def test_declining_wants_a_reason_and_is_our_turn(world: World) -> None:
    handoff = asked(world)
    with pytest.raises(Refused, match="Say why"):
        acts.refuse(handoff, Voice(name="Rosa"), at=LATER)
    acts.refuse(handoff, Voice(name="Rosa", text="No such switch; ask Quay"), at=LATER)
    handoff, conversation = fresh(handoff)
    assert handoff.state == Step.DECLINED and conversation.state == State.OPEN and responds(conversation)


def test_a_question_gives_more_time_once_and_opens_it(world: World) -> None:
    handoff = asked(world)
    for n in range(2):
        acts.write(handoff, Voice(name="Rosa", text=f"Which colour? {n}"), at=LATER + n * MINUTE)
    clock = running_about(Kind.OFFER, handoff.pk)
    handoff, conversation = fresh(handoff)
    assert clock and clock.due_at == LATER + 2 * DAY and handoff.asked_at and responds(conversation)
    acts.tell_partner(handoff, text="Brass", by=world.ana, at=LATER + HOUR)
    assert fresh(handoff)[0].asked_at is None and Mail.objects.filter(kind=Mail.Kind.WORD).count() == 1


def test_a_new_date_before_it_has_come_and_twice_at_most(world: World) -> None:
    handoff = asked(world)
    acts.take(handoff, ROSA, day=date(2026, 11, 25), at=LATER)
    for day in (26, 27):
        acts.move(handoff, Voice(name="Rosa"), day=date(2026, 11, day), at=LATER)
    with pytest.raises(Refused, match="twice already"):
        acts.move(handoff, Voice(name="Rosa"), day=date(2026, 11, 28), at=LATER)
    clock = running_about(Kind.PARTNER, handoff.pk)
    assert clock and clock.due_at.day == 27 and fresh(handoff)[0].moves == 2
    with pytest.raises(Refused, match="has come"):
        acts.move(handoff, Voice(name="Rosa"), day=date(2026, 11, 30), at=clock.due_at)
    assert kinds(handoff) == ["offered", "accepted", "moved", "moved"]


def test_partner_opens__a_partner_s_answer_opens_the_conversation(world: World) -> None:
    """`partner_opens`: a partner's answer opens the conversation."""
    handoff = asked(world)
    acts.take(handoff, ROSA, day=None, at=LATER)
    assert fresh(handoff)[1].state == State.WAITING
    acts.finish(handoff, Voice(name="Rosa", text="Done"), at=LATER + DAY)
    handoff, conversation = fresh(handoff)
    assert handoff.state == Step.FINISHED and conversation.state == State.OPEN and responds(conversation)
    assert running_about(Kind.PARTNER, handoff.pk) is None
    with pytest.raises(Refused, match="finished this already"):
        acts.finish(handoff, Voice(name="Paul"), at=LATER + DAY)


def test_partner_ends__two_reminders_then_it_returns(world: World) -> None:
    """`partner_ends`: two reminders, then the partner handoff returns."""
    handoff = asked(world)
    acts.take(handoff, ROSA, day=None, at=LATER)
    at = LATER + 3 * DAY
    assert fire(handoff, at=at - MINUTE) == at
    for n in (1, 2):
        following = fire(handoff, at=at)
        assert following == at + DAY and fresh(handoff)[0].reminders == n
        assert fresh(handoff)[1].state == State.OPEN
        at += DAY
    clock = running_about(Kind.PARTNER, handoff.pk)
    assert clock and clock.due_at == LATER + 3 * DAY  # what they said does not move
    assert fire(handoff, at=at) is None
    handoff, conversation = fresh(handoff)
    assert handoff.state == Step.RETURNED and responds(conversation) and conversation.owner == world.ana
    assert kinds(handoff) == ["offered", "accepted", "reminded", "reminded", "returned"]
    assert Mail.objects.exclude(kind__in=["offer", "word", "taken_back"]).count() == 3


def test_a_late_word_is_kept_and_opens_and_revives_nothing(world: World) -> None:
    handoff = asked(world)
    fire(handoff, at=LATER + DAY)
    handoff, conversation = fresh(handoff)
    assert handoff.state == Step.RETURNED and responds(conversation)
    message = world.reply(conversation, at=LATER + 2 * DAY)
    conversations.close(conversation, seen=message.pk, by=world.ana, at=LATER + 2 * DAY)
    acts.write(handoff, Voice(name="Rosa", text="Sorry, we were away. Still wanted?"), at=LATER + 5 * DAY)
    handoff, conversation = fresh(handoff)
    assert handoff.state == Step.RETURNED and conversation.state == State.OPEN and responds(conversation)
    assert not [one for one in running(conversation.pk) if one.about_id]
    with pytest.raises(Refused):
        acts.take(handoff, ROSA, day=None, at=LATER + 5 * DAY)


def test_taking_back_tells_them_and_ends_the_clock(world: World) -> None:
    handoff = asked(world)
    acts.take(handoff, ROSA, day=None, at=LATER)
    with pytest.raises(Refused, match="Only whoever has this"):
        acts.take_back(handoff, why="", by=world.ben, at=LATER)
    acts.take_back(handoff, why="Found the part", by=world.ana, at=LATER)
    assert fresh(handoff)[0].state == Step.RETURNED and running_about(Kind.PARTNER, handoff.pk) is None
    assert Mail.objects.filter(kind=Mail.Kind.TAKEN_BACK).exists()
    with pytest.raises(Refused, match="went back already"):
        acts.take_back(handoff, why="", by=world.ana, at=LATER)


def test_it_keeps_the_conversation_from_closing_and_a_partner_keeps_it_through_a_new_owner(world: World) -> None:
    handoff = asked(world)
    conversation = fresh(handoff)[1]
    seen = conversation.messages.order_by("-pk")[0].pk
    with pytest.raises(Refused, match="take it back first"):
        conversations.close(conversation, seen=seen, by=world.ana, at=LATER)
    conversations.assign(conversation, to=world.ben, by=world.ana, at=LATER)
    assert fresh(handoff)[0].state == Step.OFFERED


def test_one_of_us_writes_down_what_they_said_on_the_phone(world: World) -> None:
    handoff = asked(world)
    acts.take(handoff, Voice(text="Rosa rang", by=world.ana), day=date(2026, 11, 25), at=LATER)
    with pytest.raises(Refused, match="Only whoever has this"):
        acts.finish(handoff, Voice(by=world.ben), at=LATER)
    acts.finish(handoff, Voice(by=world.ana), at=LATER)
    assert fresh(handoff)[0].ended_by == world.ana


def test_files_of_theirs_are_kept_once(world: World) -> None:
    handoff = asked(world)
    voice = Voice(name="Rosa", files=[Attachment("x.html", "text/html", b"<script>")], once="h:1")
    for _ in range(2):
        acts.write(handoff, voice, at=LATER)
    assert SaidFile.objects.get().size == 8 and kinds(handoff) == ["offered", "word"]


@pytest.mark.parametrize(
    ("text", "verb", "day"),
    [
        ("Yes", "yes", None),
        ("\n ja, 2026-12-01.\nRosa", "yes", date(2026, 12, 1)),
        ("YES 1.12.2026", "yes", date(2026, 12, 1)),
        ("Yes 2026-13-40", "yes", None),
        ("No\nno such switch", "no", None),
        ("Done!", "done", None),
        ("No problem, we do it", "", None),
        ("Yes but we need the part", "", None),
        ("", "", None),
        ("x" * 9000, "", None),
    ],
)
def test_only_a_line_of_one_word_decides(text: str, verb: str, day: date | None) -> None:
    assert rules.command_of(text) == rules.Command(verb, day)


def test_what_a_partner_has_is_not_withdrawn_behind_their_back(world: World) -> None:
    handoff = asked(world)
    with pytest.raises(Refused, match="Take it back from them"):
        acts.withdraw(handoff, why="", by=world.ana, at=NOON)
    assert fresh(handoff)[0].state == Step.OFFERED
