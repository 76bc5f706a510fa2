"""Writing: sent once, kept when refused, saved as typed, never to anyone who was not in sight."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from makegood.conversations.models import Conversation, Draft, File, Message, Note, State
from makegood.people.models import Agent
from tests.world import HOUR, NOON, World


@pytest.fixture
def lamp(world: World) -> Conversation:
    """Eva's lamp."""
    return world.receive()


def form(conversation: Conversation, **said: str) -> dict[str, str]:
    """What the reply form sends when nothing else is said."""
    newest = conversation.messages.order_by("-pk").values_list("pk", flat=True).first()
    return {
        "to": "Eva Stern <eva@post.example>",
        "text": "We send a new one.",
        "seen": str(newest),
        "once": "x1",
    } | said


def send(client: Client, conversation: Conversation, **said: str) -> Message:
    """The reply that the form made."""
    answer = client.post(f"/c/{conversation.number}/reply?in=team", form(conversation, **said))
    assert answer.status_code == 302, answer.content.decode()
    return conversation.messages.get(direction="out")


def test_a_reply_leaves_after_the_undo_window(lamp: Conversation, ana: Client) -> None:
    message = send(ana, lamp)
    assert message.text == "We send a new one." and message.deliveries.get().address == "eva@post.example"
    assert Conversation.objects.get(pk=lamp.pk).state == State.WAITING
    html = ana.get(f"/c/{lamp.number}").content.decode()
    assert f'action="/c/{lamp.number}/m/{message.pk}/undo"' in html and "It leaves in ten seconds." in html


def test_pressing_twice_sends_once(lamp: Conversation, ana: Client) -> None:
    for _press in range(2):
        ana.post(f"/c/{lamp.number}/reply", form(lamp))
    assert lamp.messages.filter(direction="out").count() == 1


def test_the_same_token_of_someone_else_is_another_press(
    world: World, lamp: Conversation, ana: Client, signed_in: Callable[[Agent], Client]
) -> None:
    send(ana, lamp)
    signed_in(world.ben).post(f"/c/{lamp.number}/reply", form(lamp, text="I too"))
    assert lamp.messages.filter(direction="out").count() == 2


def test_it_goes_to_whom_the_form_says_and_no_one_else(lamp: Conversation, ana: Client) -> None:
    message = send(ana, lamp, to="eva@post.example, Son <son@post.example>", cc="shop@post.example")
    assert sorted(message.deliveries.values_list("address", flat=True)) == [
        "eva@post.example", "shop@post.example", "son@post.example",
    ]  # fmt: skip


def test_a_reply_over_a_newer_message_is_stopped_and_loses_nothing(
    world: World, lamp: Conversation, ana: Client
) -> None:
    said = form(lamp, html="<div>It comes <b>in March</b>.</div>", text="")
    first = lamp.messages.get()
    world.receive(
        in_reply_to=first.message_id,
        reply_text="Never mind, I found one.",
        text="Never mind, I found one.",
        at=NOON + HOUR,
    )
    answer = ana.post(f"/c/{lamp.number}/reply?in=team", said)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "1 message came while you were writing." in html and "Never mind, I found one." in html
    assert "It comes &lt;b&gt;in March&lt;/b&gt;" in html  # in the composer, to go on with
    assert not lamp.messages.filter(direction="out").exists()
    newest = re.search(r'name="seen" value="(\d+)"', html)
    assert newest
    assert ana.post(f"/c/{lamp.number}/reply", said | {"seen": newest[1]}).status_code == 302


REFUSED = [
    ({"to": ""}, "To whom? Add at least one address."),
    ({"to": "not an address"}, "not an address"),
    ({"text": "  "}, "There is nothing to send yet."),
]


@pytest.mark.parametrize(("said", "why"), REFUSED)
def test_what_cannot_be_sent_is_kept_and_said_why(
    lamp: Conversation, ana: Client, said: dict[str, str], why: str
) -> None:
    answer = ana.post(f"/c/{lamp.number}/reply", form(lamp, **said))
    assert answer.status_code == 422 and why in answer.content.decode()
    assert not lamp.messages.filter(direction="out").exists()
    assert Draft.objects.get().text.strip() == form(lamp, **said)["text"].strip()


def test_send_and_close(lamp: Conversation, ana: Client) -> None:
    send(ana, lamp, closes="yes")
    assert Conversation.objects.get(pk=lamp.pk).state == State.CLOSED


THEN = [
    ("open", State.OPEN, False),
    ("rest", State.WAITING, True),
    ("", State.WAITING, False),
    ("nonsense", State.WAITING, False),
]


@pytest.mark.parametrize(("then", "state", "rests"), THEN)
def test_what_follows_a_reply_is_chosen_with_it(
    lamp: Conversation, ana: Client, then: str, state: str, rests: bool
) -> None:
    send(ana, lamp, then=then)
    after = Conversation.objects.get(pk=lamp.pk)
    assert (after.state, after.lets_rest) == (state, rests)


def test_a_note_has_no_road_to_the_customer(lamp: Conversation, ana: Client) -> None:
    said = {"text": "She is cross.", "once": "n1", "to": "eva@post.example", "cc": "x@y.example", "closes": "yes"}
    assert ana.post(f"/c/{lamp.number}/note", said).status_code == 302
    assert Note.objects.get().text == "She is cross."
    assert not lamp.messages.filter(direction="out").exists()


def test_an_empty_note_is_refused_in_its_own_place(lamp: Conversation, ana: Client) -> None:
    answer = ana.post(f"/c/{lamp.number}/note", {"text": ""})
    assert answer.status_code == 422
    assert re.search(r'id="write-note"[^>]* checked', answer.content.decode())


def test_a_draft_is_kept_as_typed_and_stands_there_again(lamp: Conversation, ana: Client) -> None:
    said = {
        "kind": "reply",
        "html": "<div>Dear <b>Eva</b></div>",
        "to": "Eva <eva@post.example>",
        "cc": "son@post.example",
        "seen": "1",
    }
    answer = ana.post(f"/c/{lamp.number}/draft", said).json()
    assert (
        re.fullmatch(r"Saved \d\d:\d\d", answer["saved"])
        and f'data-kept="{answer["at"]}"' in ana.get(f"/c/{lamp.number}").content.decode()
    )
    html = ana.get(f"/c/{lamp.number}").content.decode()
    assert "Dear &lt;b&gt;Eva&lt;/b&gt;" in html and 'name="cc" value="son@post.example"' in html


def test_a_draft_is_nobody_elses(
    world: World, lamp: Conversation, ana: Client, signed_in: Callable[[Agent], Client]
) -> None:
    ana.post(f"/c/{lamp.number}/draft", {"kind": "note", "text": "only mine"})
    assert "only mine" not in signed_in(world.ben).get(f"/c/{lamp.number}").content.decode()


def test_a_sent_reply_leaves_no_draft(lamp: Conversation, ana: Client) -> None:
    ana.post(f"/c/{lamp.number}/draft", {"kind": "reply", "text": "half"})
    send(ana, lamp)
    assert not Draft.objects.exists()


def test_files_go_up_before_the_reply_and_along_with_it(lamp: Conversation, ana: Client) -> None:
    upload = SimpleUploadedFile("receipt.pdf", b"%PDF", content_type="application/pdf")
    shown = ana.post(f"/c/{lamp.number}/files", {"file": upload, "kind": "reply"}).json()["files"]
    assert [(one["name"], one["size"]) for one in shown] == [("receipt.pdf", "4 bytes")]
    message = send(ana, lamp, files=str(shown[0]["id"]))
    assert [one.name for one in message.files.all()] == ["receipt.pdf"]


def test_without_a_script_files_go_up_with_the_form(lamp: Conversation, ana: Client) -> None:
    upload = SimpleUploadedFile("receipt.pdf", b"%PDF", content_type="application/pdf")
    answer = ana.post(f"/c/{lamp.number}/reply", form(lamp) | {"file": upload})
    assert answer.status_code == 302
    assert lamp.messages.get(direction="out").files.get().name == "receipt.pdf"


def test_a_pasted_picture_goes_out_under_its_content_id(lamp: Conversation, ana: Client) -> None:
    upload = SimpleUploadedFile("shot.png", b"\x89PNG\r\n\x1a\n", content_type="image/png")
    shown = ana.post(f"/c/{lamp.number}/files", {"file": upload, "kind": "reply", "inline": "yes"}).json()["files"][0]
    message = send(ana, lamp, html=f'<div>Look: <img src="{shown["address"]}" alt=""></div>', files=str(shown["id"]))
    file = message.files.get()
    assert file.cid and f'src="cid:{file.cid}"' in message.html


def test_nobody_sends_a_file_of_another_conversation(world: World, lamp: Conversation, ana: Client) -> None:
    other = world.receive()
    upload = SimpleUploadedFile("secret.pdf", b"%PDF")
    pk = ana.post(f"/c/{other.number}/files", {"file": upload}).json()["files"][0]["id"]
    message = send(ana, lamp, files=str(pk))
    assert not message.files.exists()


def test_a_file_is_taken_off_by_who_put_it_there(
    world: World, lamp: Conversation, ana: Client, signed_in: Callable[[Agent], Client]
) -> None:
    pk = ana.post(f"/c/{lamp.number}/files", {"file": SimpleUploadedFile("a.txt", b"a")}).json()["files"][0]["id"]
    assert signed_in(world.ben).post(f"/files/{pk}/remove").status_code == 404
    assert ana.post(f"/files/{pk}/remove").status_code == 204
    assert not File.objects.filter(pk=pk).exists()


def test_a_reply_can_be_taken_back_and_its_words_stay(world: World, lamp: Conversation, ana: Client) -> None:
    message = send(ana, lamp, html="<div>It comes <b>in March</b>.</div>")
    ana.post(f"/c/{lamp.number}/m/{message.pk}/undo")
    assert not lamp.messages.filter(direction="out").exists()
    assert "<b>in March</b>" in Draft.objects.get().html
