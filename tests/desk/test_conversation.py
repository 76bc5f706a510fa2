"""The page of a conversation, and what its sender's HTML may do in it: nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from makegood.base.html import sanitise
from makegood.conversations import acts
from makegood.conversations.letter import Address, Attachment, Kind
from makegood.people.models import Agent, Company
from tests.world import HOUR, MINUTE, NOON, World

HOSTILE = (
    '<p onclick="a()">Hello <b>Ana</b></p><script>alert(1)</script><img src="https://spy.example/x.png">'
    '<img src="cid:lid@eva"><form action="https://spy.example"><input></form><style>body{display:none}</style>'
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """It is a quarter past noon."""
    with time_machine.travel(NOON + 15 * MINUTE, tick=False):
        yield


def test_everything_that_was_said_stands_in_one_order(world: World, ana: Client) -> None:
    lamp = world.receive(reply_text="It flickers", text="It flickers")
    acts.note(lamp, text="That is the old model", by=world.ben, at=NOON + MINUTE, once="1")
    acts.claim(lamp, by=world.ana, at=NOON + 2 * MINUTE)
    html = ana.get(f"/c/{lamp.number}").content.decode()
    said = [html.index(words) for words in ("It flickers</p>", "That is the old model", "took it</span>")]
    assert said == sorted(said)
    assert "to colleagues only" in html and "Ben Example" in html


def test_recipients_are_in_sight_before_sending(world: World, ana: Client) -> None:
    lamp = world.receive(cc=(Address("Eva's son", "son@post.example"),))
    html = ana.get(f"/c/{lamp.number}").content.decode()
    assert 'name="to" value="Eva Stern &lt;eva@post.example&gt;"' in html
    assert 'name="cc" value="Eva&#39;s son &lt;son@post.example&gt;"' in html


def test_a_doubtful_sender_is_named_as_such(world: World, ana: Client) -> None:
    lamp = world.receive(from_ambiguous=True)
    assert "We cannot be sure that this was sent by eva@post.example" in ana.get(f"/c/{lamp.number}").content.decode()


def test_a_machine_is_not_shown_as_a_person(world: World, ana: Client) -> None:
    lamp = world.receive(kind=Kind.AUTO_REPLY)
    assert "by an automatic reply" in ana.get(f"/c/{lamp.number}").content.decode()


def test_html_stands_in_a_frame_that_runs_nothing(world: World, ana: Client) -> None:
    lamp = world.receive(html=sanitise(HOSTILE), reply_html=sanitise(HOSTILE))
    message = lamp.messages.get()
    html = ana.get(f"/c/{lamp.number}").content.decode()
    assert (
        'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"' in html
        and "allow-scripts" not in html
    )
    assert "onclick" not in html and "spy.example" not in html
    body = ana.get(f"/c/{lamp.number}/m/{message.pk}/body")
    assert "default-src 'none'" in body["Content-Security-Policy"] and "https:" not in body["Content-Security-Policy"]
    assert "script" not in body["Content-Security-Policy"] and body["Referrer-Policy"] == "no-referrer"
    text = body.content.decode()
    assert "<b>Ana</b>" in text
    for bad in ("<script", "onclick", "<form", "<input", "display:none"):
        assert bad not in text


def test_pictures_from_elsewhere_are_off_until_asked(world: World, ana: Client) -> None:
    lamp = world.receive(html=sanitise(HOSTILE), reply_html=sanitise(HOSTILE))
    address = f"/c/{lamp.number}/m/{lamp.messages.get().pk}/body"
    assert "img-src 'self' data:;" in ana.get(address)["Content-Security-Policy"]
    widened = ana.get(address, {"pictures": "1"})["Content-Security-Policy"]
    assert "img-src 'self' data: https:;" in widened and "default-src 'none'" in widened


def test_a_picture_of_the_mail_itself_is_shown(world: World, ana: Client) -> None:
    picture = Attachment("lid.png", "image/png", PNG, inline=True, cid="lid@eva")
    lamp = world.receive(html=sanitise(HOSTILE), reply_html=sanitise(HOSTILE), attachments=(picture,))
    message = lamp.messages.get()
    body = ana.get(f"/c/{lamp.number}/m/{message.pk}/body").content.decode()
    assert f'src="/files/{message.files.get().pk}"' in body


def test_a_written_answer_says_that_it_leaves_and_can_be_taken_back(world: World, ana: Client) -> None:
    lamp = world.receive()
    message = world.reply(lamp, at=NOON + 15 * MINUTE)
    html = ana.get(f"/c/{lamp.number}").content.decode()
    assert "Leaves in a few seconds" in html and "Take it back" in html
    ana.post(f"/c/{lamp.number}/m/{message.pk}/undo")
    html = ana.get(f"/c/{lamp.number}").content.decode()
    assert "We send a new one." in html and "Take it back" not in html


def test_ben_cannot_take_back_what_ana_wrote(world: World, ana: Client, signed_in: Callable[[Agent], Client]) -> None:
    lamp = world.receive()
    message = world.reply(lamp, at=NOON + 15 * MINUTE)
    ben = signed_in(world.ben)
    assert "Take it back" not in ben.get(f"/c/{lamp.number}").content.decode()
    ben.post(f"/c/{lamp.number}/m/{message.pk}/undo")
    assert lamp.messages.filter(pk=message.pk).exists()


def test_what_eva_has_with_others_stays_with_them(world: World, ana: Client) -> None:
    lamp = world.receive()
    world.receive(mailbox=world.hill_help, subject="A secret of the hill")
    other = world.receive(subject="The chair creaks")
    html = ana.get(f"/c/{lamp.number}").content.decode()
    assert f"/c/{other.number}?in=team" in html and "A secret of the hill" not in html


def test_a_page_costs_as_many_queries_whatever_its_length(
    world: World, ana: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Company.objects.create(pk=1, name="Harbour & Pine")
    lamp = world.receive()
    for minute in range(12):
        acts.note(lamp, text=f"note {minute}", by=world.ben, at=NOON + minute * MINUTE, once=str(minute))
        world.receive(at=NOON + minute * MINUTE, in_reply_to=lamp.messages.earliest("pk").message_id)
    with django_assert_max_num_queries(28):
        ana.get(f"/c/{lamp.number}")


def test_an_hour_later_the_reply_is_on_its_way(world: World, ana: Client) -> None:
    lamp = world.receive()
    world.reply(lamp, at=NOON - HOUR)
    assert "On its way" in ana.get(f"/c/{lamp.number}").content.decode()


def test_the_whole_of_a_plain_mail_can_be_read(world: World, ana: Client) -> None:
    lamp = world.receive(reply_text="Yes, please.", text="Yes, please.\n\n> Shall we send one? <b>")
    message = lamp.messages.get()
    assert f"/m/{message.pk}/body?whole=1" in ana.get(f"/c/{lamp.number}").content.decode()
    body = ana.get(f"/c/{lamp.number}/m/{message.pk}/body?whole=1").content.decode()
    assert "Shall we send one?" in body and "<b>" not in body
