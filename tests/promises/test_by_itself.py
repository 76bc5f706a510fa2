"""Mails that leave by themselves: the whole list of them, each in the customer's language and only for a change."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

import makegood
from makegood.agenda.models import Turn
from makegood.config.turns import Handlers
from makegood.conversations import acts as conversations
from makegood.conversations.automatic import SORTS, Occasion
from makegood.conversations.models import Conversation, Draft, Message
from makegood.conversations.wishes import Wishes
from makegood.promises import acts
from makegood.promises.models import Promise
from tests.promises.common import DUE, owned, promised, run_due
from tests.world import DAY, HOUR, NOON, World

pytestmark = pytest.mark.django_db
SOURCES = Path(makegood.__file__).parent
GERMAN = "Hallo, meine Lampe flackert noch immer. Können Sie mir bitte sagen, wann die neue kommt? Vielen Dank"

# Whoever makes a mail, and for whom. A mail to a customer without a person behind it is said by `say_by_itself` alone.
COMPOSERS = {
    "channels/mail/due.py": "customers: what agents wrote, and what say_by_itself said",
    "channels/mail/partners.py": "partner companies, in their language (handoffs/outgoing.py)",
    "channels/mail/telling/own.py": "agents, in theirs",
    "channels/mail/tellers.py": "who tells a story: what one of us, or they themselves, pressed (stories/mails.py)",
    "channels/mail/trial.py": "an admin: what customers get while nobody is there",
    "channels/mail/tester.py": "ourselves: the test of a mailbox",
}


def calls(name: str) -> dict[str, list[ast.Call]]:
    """Where a function of that name is called, by file."""
    found: dict[str, list[ast.Call]] = {}
    for file in sorted(SOURCES.rglob("*.py")):
        text = file.read_text()
        for node in ast.walk(ast.parse(text)) if name in text else ():
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called == name:
                    found.setdefault(file.relative_to(SOURCES).as_posix(), []).append(node)
    return found


YAML = "authority/reading/marks.py"  # composes no letters, but policies


@pytest.mark.once
def test_this_is_every_mail_that_leaves_by_itself() -> None:
    composed = {file for file in calls("compose") if file not in ("channels/mail/compose.py", YAML)}
    assert composed == set(COMPOSERS)
    assert set(calls("write_down")) == {"conversations/acts/reply.py", "conversations/acts/writing.py"}
    assert set(calls("say_by_itself")) <= {
        "promises/acts/breaking.py",
        "promises/acts/ending.py",
        "promises/acts/passing.py",
        "calls/acts/trying.py",
        "afterhours/acts.py",
        "watch/acts.py",
        "notices/acts.py",
        "remedies/acts/fulfilling.py",
        "kudos/acts/asking.py",
        "worklog/acts.py",
    }
    assert {one: sort.is_change for one, sort in SORTS.items()} == {
        Occasion.EVENT_CAME: True,
        Occasion.BROKEN: True,
        Occasion.CORRECTED: True,
        Occasion.MADE_GOOD: True,
        Occasion.PASSED_ON: True,
        Occasion.UNREACHED: True,
        Occasion.ORDER_LATE: True,
        Occasion.NOTICE: False,
        Occasion.CLOSED: False,
        Occasion.VOUCHER: True,
        Occasion.SOLVED: False,
        Occasion.WORK_DONE: False,
    }


def by_itself(conversation: Conversation) -> list[Message]:
    return list(Message.objects.filter(conversation=conversation, direction="out", by=None).order_by("pk"))


def german(world: World) -> Conversation:
    conversation = world.receive(at=NOON - HOUR, text=GERMAN, reply_text=GERMAN)
    world.reply(conversation, at=NOON - HOUR)
    return Conversation.objects.get(pk=conversation.pk)


def test_each_speaks_the_customer_s_language_whoever_caused_it(world: World) -> None:
    conversation = german(world)
    came = promised(world, conversation=conversation, what="Die neue Lampe", event="shipped")
    with translation.override("en"):
        acts.event_came(conversation, "shipped", by=world.ana, at=NOON + HOUR)
    assert by_itself(conversation)[-1].text == "Wir hatten Ihnen zugesagt: „Die neue Lampe“. Es ist verschickt."
    broken = promised(world, conversation=conversation, what="Ein Anruf")
    run_due(DUE)
    run_due(DUE + 2 * HOUR)
    said = by_itself(conversation)[-1].text
    assert said.startswith("Wir hatten Ihnen zugesagt: „Ein Anruf“, bis Donnerstag 19 November, 17:00")
    assert "Das hatten" not in said and came.pk != broken.pk
    draft = Draft.objects.get(conversation=conversation).text
    assert "Wir haben unser Wort nicht gehalten" in draft
    acts.make_good(Promise.objects.get(pk=broken.pk), how="rang", by=world.ana, at=DUE + 3 * HOUR)
    assert "Es ist seit Donnerstag 19 November, 20:00 erledigt" in by_itself(conversation)[-1].text


def test_what_does_not_show_a_language_is_answered_in_the_desk_s_own(world: World) -> None:
    conversation = world.receive(at=NOON - HOUR, text="?", reply_text="?")
    world.reply(conversation, at=NOON - HOUR)
    with translation.override("de"):
        promised(world, conversation=Conversation.objects.get(pk=conversation.pk))
        run_due(DUE)
    run_due(DUE + 2 * HOUR)
    assert settings.LANGUAGE_CODE == "en" and by_itself(conversation)[-1].text.startswith("We said to you")


def test_made_good_in_silence_is_told_to_who_was_told_that_it_is_not_done(world: World) -> None:
    promise = promised(world)
    run_due(DUE)
    run_due(DUE + 2 * HOUR)
    acts.make_good(Promise.objects.get(pk=promise.pk), how="rang", by=world.ana, at=DUE + 3 * HOUR)
    assert [one.text[:20] for one in by_itself(promise.conversation)] == [
        "We said to you: “I r",
        "We wrote that we had",
    ]


@pytest.mark.parametrize("how", ["nobody was told", "with a reply"])
def test_made_good_is_not_told_twice_or_unasked(world: World, how: str) -> None:
    promise = promised(world)
    run_due(DUE)
    if how == "with a reply":
        run_due(DUE + 2 * HOUR)
    before = len(by_itself(promise.conversation))
    if how == "with a reply":
        keeping = acts.keeping(promise.pk, by=world.ana, at=DUE + 3 * HOUR)
        world.reply(Conversation.objects.get(pk=promise.conversation_id), at=DUE + 3 * HOUR, along=[keeping])
    else:
        acts.make_good(Promise.objects.get(pk=promise.pk), how="rang", by=world.ana, at=DUE + HOUR / 2)
    assert len(by_itself(promise.conversation)) == before


def passed_on_turns(now: object) -> None:
    handlers = Handlers()
    for turn in Turn.objects.filter(kind="passed_on", run_at__lte=now):
        handlers["passed_on"](turn, now=turn.run_at)
        turn.delete()


def test_who_was_promised_something_hears_who_has_it_now(world: World) -> None:
    promise = promised(world, due_at=NOON + 3 * DAY)
    conversation = Conversation.objects.get(pk=promise.conversation_id)
    conversations.assign(conversation, to=world.ben, by=world.ana, at=NOON + HOUR)
    passed_on_turns(NOON + HOUR)
    assert by_itself(conversation) == []  # it may be undone, or Ben may write
    passed_on_turns(NOON + 3 * HOUR)
    [mail] = by_itself(conversation)
    assert (
        mail.text.startswith("Ben Example has this now, in place of Ana Example,") and "“I ring you back”" in mail.text
    )


@pytest.mark.parametrize("why", ["Ben wrote", "taken back", "nothing promised", "not told", "kept", "Ana said so"])
def test_nobody_is_told_of_an_owner_who_means_nothing_to_them(world: World, why: str) -> None:
    if why == "nothing promised":
        conversation = owned(world)
    else:
        promise = promised(world, due_at=NOON + 3 * DAY, told=why != "not told")
        conversation = Conversation.objects.get(pk=promise.conversation_id)
    if why == "Ana said so":
        world.reply(conversation, at=NOON + HOUR)
    undo = conversations.assign(
        Conversation.objects.get(pk=conversation.pk), to=world.ben, by=world.ana, at=NOON + HOUR
    )
    if why == "Ben wrote":
        world.reply(Conversation.objects.get(pk=conversation.pk), by=world.ben, at=NOON + 1.5 * HOUR)
    if why == "taken back":
        conversations.undo(undo.pk, by=world.ana, at=NOON + HOUR)
    if why == "kept":
        acts.keep(promise, by=world.ben, at=NOON + HOUR)
    passed_on_turns(NOON + DAY)
    assert by_itself(conversation) == []


def test_who_wants_quiet_still_hears_what_became_of_our_word(world: World) -> None:
    promise = promised(world)
    conversations.wish(promise.conversation, Wishes(only_changes=True), at=NOON)
    run_due(DUE)
    run_due(DUE + 2 * HOUR)
    assert len(by_itself(promise.conversation)) == 1
