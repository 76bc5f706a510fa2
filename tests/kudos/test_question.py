"""The one question after closing: asked once a matter, never of who wants quiet; answered once, by a button."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from makegood.agenda.models import Turn
from makegood.clocks.queries import running
from makegood.config.environment import public_url
from makegood.conversations import acts as conversations
from makegood.conversations.acts.standing import Nothing
from makegood.conversations.models import Conversation, Message
from makegood.conversations.wishes import Wishes
from makegood.kudos import acts, due
from makegood.kudos.acts.asking import ASKED_AFTER
from makegood.kudos.models import Question
from tests.kudos.common import opened
from tests.kudos.test_saying_thanks import press
from tests.portal.common import NOW, answered, leave
from tests.world import DAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asking(world: World, settings: Any) -> None:
    settings.PUBLIC_URL = public_url("https://desk.example")
    type(world.help).objects.update(asks_solved=True)


def close(world: World, conversation: Conversation) -> Conversation:
    found = Conversation.objects.get(pk=conversation.pk)
    conversations.close(found, by=world.ana, at=NOW, seen=Message.objects.latest("pk").pk)
    return Conversation.objects.get(pk=conversation.pk)


def closed(world: World) -> tuple[Conversation, str]:
    conversation, token = answered(world)
    return close(world, conversation), token


def asked(conversation: Conversation) -> list[str]:
    turn = Turn.objects.get(key=f"solved:{conversation.pk}")
    due.solved(turn, now=turn.run_at)
    ours = Message.objects.filter(conversation=conversation, direction="out", by=None)
    return list(ours.values_list("text", flat=True))


def test_the_next_day_one_mail_asks(world: World) -> None:
    conversation, _ = closed(world)
    assert Turn.objects.get(key=f"solved:{conversation.pk}").run_at == NOW + ASKED_AFTER
    for _ in range(2):
        [words] = asked(conversation)
        assert "Is it?" in words
    conversation.refresh_from_db()
    assert conversation.state == "closed" and not running(conversation.pk)


def test_not_again_when_it_was_opened_and_closed_again(world: World) -> None:
    conversation, _ = closed(world)
    asked(conversation)
    conversations.reopen(conversation, by=world.ana, at=NOW + DAY)
    leave(world.reply(Conversation.objects.get(pk=conversation.pk), at=NOW + DAY))
    close(world, conversation)
    assert len(asked(conversation)) == 1


@pytest.mark.parametrize("why", ["thanked", "quiet", "phone", "open again", "switched off", "no address", "no page"])
def test_never(world: World, settings: Any, why: str) -> None:
    conversation, token = closed(world)
    match why:
        case "thanked":
            acts.thank(opened(token), agent=world.ana.pk, words="", at=NOW)
        case "quiet":
            conversations.wish(conversation, Wishes(only_changes=True), at=NOW)
        case "phone":
            conversations.wish(conversation, Wishes(way="phone"), at=NOW)
        case "open again":
            conversations.reopen(conversation, by=world.ana, at=NOW)
        case "switched off":
            type(world.help).objects.update(asks_solved=False)
        case "no address":
            settings.PUBLIC_URL = None
        case "no page":
            type(world.help).objects.update(gives_page=False)
    assert asked(conversation) == [] and not Question.objects.exists()


def test_nobody_is_asked_about_what_none_of_us_answered(world: World) -> None:
    conversation = world.receive(at=NOW)
    conversations.nothing_to_answer(conversation, why=Nothing.ANSWERED_ELSEWHERE, by=world.ana, at=NOW, seen=10**9)
    assert asked(conversation) == []


def test_once_for_what_was_merged_and_what_was_split_off(world: World) -> None:
    first, _ = closed(world)
    asked(first)
    second, _ = answered(world, subject="The same")
    conversations.merge(first, second, by=world.lea, at=NOW)
    assert asked(close(world, second)) == asked(second)
    assert Message.objects.filter(conversation=second, by=None, direction="out").count() == 1  # the first's, moved
    third, _ = closed(world)
    asked(third)
    conversations.reopen(third, by=world.ana, at=NOW + DAY)
    later = world.receive(at=NOW + DAY, subject="x")
    acts.carry(Conversation.objects.get(pk=third.pk), later)
    assert Question.objects.get(conversation=later).same_as_id == Question.objects.get(conversation=third).pk
    with pytest.raises(Exception, match="answered this already"):
        acts.answer(opened(leave(world.reply(later, at=NOW + DAY))), solved=True, work="", once="a", at=NOW + DAY)


def test_opening_the_link_answers_nothing_and_pressing_does(world: World, eva: Client) -> None:
    conversation, token = closed(world)
    asked(conversation)
    for it in ("yes", "no", "", "maybe"):
        assert eva.get(f"/t/{token}/solved?it={it}").status_code == 200 and eva.head(f"/t/{token}/solved?it={it}")
    assert Question.objects.get().answered_at is None
    html = press(eva, f"/t/{token}/solved?it=yes", work="little")
    assert "It is solved: good" in html
    question = Question.objects.get()
    assert (question.solved, question.work, question.team) == (True, "little", world.harbour)
    assert "You have answered this" in eva.get(f"/t/{token}/solved?it=no").content.decode()


def test_not_solved_opens_it_again_with_a_clock_and_their_words(world: World, eva: Client) -> None:
    conversation, token = closed(world)
    html = press(eva, f"/t/{token}/solved?it=no", work="much", text="It flickers still.")
    assert "open again" in html
    conversation.refresh_from_db()
    assert conversation.state == "open" and [one.kind for one in running(conversation.pk)] == ["next_response"]
    last = conversation.messages.latest("pk")
    assert (last.direction, last.text) == ("in", "It flickers still.")


def test_answered_once_whatever_is_pressed_later(world: World, eva: Client) -> None:
    _conversation, token = closed(world)
    link = opened(token)
    for _ in range(2):
        acts.answer(link, solved=True, work="some", once="a", at=NOW)
    for solved, work in ((False, "some"), (True, "much")):
        with pytest.raises(Exception, match="answered this already"):
            acts.answer(link, solved=solved, work=work, once="b", at=NOW)
    assert Question.objects.get().work == "some" and Conversation.objects.get().state == "closed"


def test_a_page_that_is_open_asks_nothing(world: World, eva: Client) -> None:
    _conversation, token = answered(world)
    assert "Is it solved?" not in eva.get(f"/t/{token}").content.decode()
    with pytest.raises(Exception, match="nothing to answer"):
        acts.answer(opened(token), solved=False, work="", once="a", at=NOW)
    assert Message.objects.filter(direction="in").count() == 1


def test_the_customer_s_page_asks_when_it_is_closed(world: World, eva: Client) -> None:
    conversation, token = closed(world)
    assert f"/t/{token}/solved?it=no" in eva.get(f"/t/{token}").content.decode()
    acts.answer(opened(token), solved=True, work="", once="a", at=NOW)
    assert f"/t/{token}/solved" not in eva.get(f"/t/{token}").content.decode()
    assert conversation.pk
