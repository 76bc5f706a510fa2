"""Every address of the desk as someone signed out, as a stranger to the conversation, and by the wrong method."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.test import Client

from makegood.conversations import acts
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation, File
from tests.world import NOON, World

PAGES = ["/inbox", "/inbox/mine", "/today", "/search", "/new", "/keys"]
OF_A_CONVERSATION = ["", "/m/{message}/body"]
POSTS = [
    "reply",
    "note",
    "draft",
    "files",
    "claim",
    "release",
    "assign",
    "hold",
    "close",
    "reopen",
    "nothing",
    "tags",
    "presence",
]


@pytest.fixture
def lamp(world: World) -> Conversation:
    """A conversation of Ana's team, with a file."""
    return world.receive(attachments=(Attachment("lamp.txt", "text/plain", b"lamp"),))


@pytest.mark.parametrize("address", PAGES)
def test_the_signed_out_are_sent_to_sign_in_and_back(db: None, address: str) -> None:
    answer = Client().get(address, {"q": "lamp & light"})
    assert answer.status_code == 302
    assert unquote(answer["Location"]).startswith(f"/sign-in/?next={address}?q=lamp")


def test_a_part_of_a_page_sends_the_whole_browser_to_sign_in(db: None) -> None:
    answer = Client().get("/inbox", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/c/1001?in=team")
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Fc%2F1001"


def test_nobody_is_sent_back_to_another_house(db: None) -> None:
    answer = Client().post("/c/1001/close", HTTP_REFERER="https://elsewhere.example/c/1001")
    assert answer["Location"] == "/sign-in/?next=%2Finbox"


def test_someone_deactivated_is_signed_out(world: World, ana: Client) -> None:
    assert ana.get("/inbox").status_code == 200
    world.ana.is_active = False
    world.ana.save(update_fields=["is_active"])
    assert ana.get("/inbox").status_code == 302


@pytest.mark.parametrize("address", OF_A_CONVERSATION)
def test_mo_cannot_see_that_it_exists(lamp: Conversation, mo: Client, ana: Client, address: str) -> None:
    message = lamp.messages.get()
    path = f"/c/{lamp.number}{address.format(message=message.pk)}"
    assert ana.get(path).status_code == 200
    assert mo.get(path).status_code == 404
    assert mo.get(path).content == mo.get("/c/999999").content  # not yours and not there look the same


@pytest.mark.parametrize("verb", POSTS)
def test_mo_can_do_nothing_to_it(lamp: Conversation, mo: Client, verb: str) -> None:
    before = Conversation.objects.values().get(pk=lamp.pk)
    answer = mo.post(
        f"/c/{lamp.number}/{verb}", {"text": "x", "to": "a@b.example", "add": "x", "seen": "99", "day": "2030-01-01"}
    )
    assert answer.status_code == 404
    assert Conversation.objects.values().get(pk=lamp.pk) == before


@pytest.mark.parametrize("verb", POSTS)
def test_looking_changes_nothing(lamp: Conversation, ana: Client, verb: str) -> None:
    assert ana.get(f"/c/{lamp.number}/{verb}").status_code == 405


def test_mo_cannot_open_its_files(lamp: Conversation, ana: Client, mo: Client) -> None:
    file = File.objects.get()
    assert ana.get(f"/files/{file.pk}").status_code == 200
    assert mo.get(f"/files/{file.pk}").status_code == 404
    assert mo.post(f"/files/{file.pk}/remove").status_code == 404
    assert Client().get(f"/files/{file.pk}").status_code == 302


def test_mo_cannot_undo_what_ana_did(world: World, lamp: Conversation, ana: Client, mo: Client) -> None:
    undo = acts.claim(lamp, by=world.ana, at=NOON)
    mo.post(f"/undo/{undo.pk}")
    assert Conversation.objects.get(pk=lamp.pk).owner == world.ana


def test_a_message_is_not_reached_through_another_conversation(world: World, lamp: Conversation, mo: Client) -> None:
    theirs = world.receive(mailbox=world.hill_help)
    message = lamp.messages.get()
    assert mo.get(f"/c/{theirs.number}/m/{message.pk}/body").status_code == 404
    assert mo.post(f"/c/{theirs.number}/m/{message.pk}/undo").status_code == 404


def test_a_form_of_another_house_does_nothing(lamp: Conversation, world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post(f"/c/{lamp.number}/claim")
    assert answer.status_code == 403
    assert "Please send it once more" in answer.content.decode()


def test_pages_are_private_and_allow_no_foreign_script(ana: Client, lamp: Conversation) -> None:
    answer = ana.get(f"/c/{lamp.number}")
    assert answer["Cache-Control"] == "private, no-cache"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    html = answer.content.decode()
    assert " style=" not in html and " onclick" not in html and "<script>" not in html


def test_there_is_no_view_of_another_name(ana: Client) -> None:
    assert ana.get("/inbox/everything").status_code == 404
    assert ana.get("/c/1?in=everything").status_code == 404


def test_a_page_that_is_not_there_says_so_in_words(ana: Client) -> None:
    answer = ana.get("/c/424242")
    assert "There is nothing here" in answer.content.decode()
