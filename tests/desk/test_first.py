"""Writing first: once, from a mailbox of one's own, and what was written is kept whatever refuses it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from makegood.config.doctor import examine
from makegood.conversations import acts, attached
from makegood.conversations.acts.drafts import LARGEST
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation, Draft, File, Message, State
from makegood.conversations.rules import Refused
from makegood.people.models import Agent
from tests.world import EVA, HOUR, NOON, World

Enter = Callable[[Agent], Client]


def form(world: World, **said: str) -> dict[str, str]:
    """What the form sends when nothing else is said."""
    return {
        "mailbox": str(world.help.pk),
        "to": "Noor <noor@post.example>",
        "subject": "Your chair",
        "text": "It is here.",
        "once": "s1",
    } | said


def put(client: Client, name: str = "receipt.pdf", **more: str) -> dict[str, object]:
    """The file as the page shows it, once it went up."""
    upload = SimpleUploadedFile(name, b"%PDF", content_type="application/pdf")
    [shown] = client.post("/new/files", {"file": upload} | more).json()["files"]
    return dict(shown)


def test_we_write_first(world: World, ana: Client) -> None:
    answer = ana.post("/new", form(world))
    found = Conversation.objects.get()
    assert answer["Location"] == f"/c/{found.number}" and found.owner == world.ana and found.state == State.WAITING


def test_we_write_first_once(world: World, ana: Client) -> None:
    for _press in range(2):
        ana.post("/new", form(world))
    assert Conversation.objects.count() == 1


REFUSED = [
    ({"to": "nobody"}, "not a mail address"),
    ({"mailbox": ""}, "From which mailbox?"),
    ({"to": ""}, "To whom?"),
    ({"files": "424242"}, "A file is no longer there"),
]


@pytest.mark.parametrize(("said", "why"), REFUSED)
def test_what_cannot_begin_is_kept_and_said_why(world: World, ana: Client, said: dict[str, str], why: str) -> None:
    upload = SimpleUploadedFile("receipt.pdf", b"%PDF", content_type="application/pdf")
    answer = ana.post("/new", form(world, html="<div>It is <b>here</b>.</div>", text="") | said | {"file": upload})
    assert answer.status_code == 422 and why in answer.content.decode() and not Conversation.objects.exists()
    for html in (answer.content.decode(), ana.get("/new").content.decode()):
        assert "It is &lt;b&gt;here&lt;/b&gt;" in html and "Your chair" in html and "receipt.pdf" in html


def test_nobody_writes_from_a_mailbox_of_another_team(world: World, ana: Client) -> None:
    answer = ana.post("/new", form(world, mailbox=str(world.hill_help.pk)))
    assert answer.status_code == 422 and not Message.objects.exists()
    assert Draft.objects.get().mailbox is None


def test_it_is_kept_as_typed_and_stands_there_again(world: World, ana: Client, signed_in: Enter) -> None:
    answer = ana.post("/new/draft", form(world, cc="son@post.example"))
    assert re.fullmatch(r"Saved \d\d:\d\d", answer.json()["saved"])
    html = ana.get("/new").content.decode()
    for part in ("It is here.", "Noor &lt;noor@post.example&gt;", "son@post.example", "Your chair"):
        assert part in html
    assert f'data-kept="{answer.json()["at"]}"' in html
    assert "It is here." not in signed_in(world.ben).get("/new").content.decode()


def test_there_is_one_first_letter_a_person(world: World, ana: Client, signed_in: Enter) -> None:
    for text in ("It", "It is", "It is here."):
        ana.post("/new/draft", form(world, text=text))
    put(ana)
    signed_in(world.ben).post("/new/draft", form(world, text="Another one"))
    assert sorted(Draft.objects.values_list("agent__name", "text", "revision")) == [
        ("Ana Example", "It is here.", 3),
        ("Ben Example", "Another one", 1),
    ]


def test_files_go_up_before_the_letter_and_along_with_it(world: World, ana: Client) -> None:
    shown = put(ana)
    assert (shown["name"], shown["size"]) == ("receipt.pdf", "4 bytes")
    assert "receipt.pdf" in ana.get("/new").content.decode()
    ana.post("/new", form(world, files=str(shown["id"])))
    file = Message.objects.get().files.get()
    assert file.name == "receipt.pdf" and file.conversation == Conversation.objects.get()
    assert not Draft.objects.exists()


def test_without_a_script_files_go_up_with_the_form(world: World, ana: Client) -> None:
    upload = SimpleUploadedFile("receipt.pdf", b"%PDF", content_type="application/pdf")
    assert ana.post("/new", form(world) | {"file": upload}).status_code == 302
    assert Message.objects.get().files.get().name == "receipt.pdf"


def test_a_pasted_picture_goes_out_under_its_content_id(world: World, ana: Client) -> None:
    shown = put(ana, "shot.png", inline="yes")
    html = f'<div>Look: <img src="{shown["address"]}" alt=""></div>'
    ana.post("/new/draft", form(world, html=html, text=""))
    assert str(shown["address"]) in ana.get("/new").content.decode()
    ana.post("/new", form(world, html=html, text="", files=str(shown["id"])))
    message = Message.objects.get()
    assert message.files.get().cid and f'src="cid:{message.files.get().cid}"' in message.html


def test_a_file_that_is_too_large_is_refused_in_words(world: World) -> None:
    with pytest.raises(Refused, match="larger than 25 MB"):
        acts.attach_first(Attachment("a", "text/plain", b"x" * (LARGEST + 1)), by=world.ana, at=NOON)
    assert not File.objects.exists()


def test_nobody_else_sees_sends_or_removes_its_files(world: World, ana: Client, signed_in: Enter) -> None:
    pk = put(ana)["id"]
    for other in (world.ben, world.mo, world.lea, world.ada):
        client = signed_in(other)
        assert client.get(f"/files/{pk}").status_code == client.post(f"/files/{pk}/remove").status_code == 404
        sent = client.post("/new", form(world, files=str(pk), once="stolen"))
        assert sent.status_code in (404, 422)
    assert ana.get(f"/files/{pk}").content == b"%PDF"
    assert not Message.objects.exists() and File.objects.get(pk=pk).draft == Draft.objects.get(agent=world.ana)


def test_its_files_do_not_slip_into_a_reply_nor_a_replys_into_it(world: World, ana: Client) -> None:
    lamp = world.receive()
    mine = put(ana)["id"]
    theirs = ana.post(f"/c/{lamp.number}/files", {"file": SimpleUploadedFile("b", b"b")}).json()["files"][0]["id"]
    seen = str(lamp.messages.get().pk)
    ana.post(f"/c/{lamp.number}/reply", {"to": "eva@post.example", "text": "x", "seen": seen, "files": str(mine)})
    assert File.objects.get(pk=mine).conversation is None
    assert not File.objects.filter(message__direction="out").exists()
    assert ana.post("/new", form(world, files=str(theirs))).status_code == 422


def test_two_pages_with_one_letter_send_its_file_once(world: World, ana: Client) -> None:
    pk = str(put(ana)["id"])
    assert ana.post("/new", form(world, files=pk, once="one")).status_code == 302
    again = ana.post("/new", form(world, files=pk, once="two"))
    assert again.status_code == 422 and "sent with another letter" in again.content.decode()
    assert Message.objects.count() == 1 and Draft.objects.get().text == "It is here."


def test_what_was_typed_last_does_not_come_back_once_it_was_sent(world: World, ana: Client) -> None:
    ana.post("/new", form(world))
    assert ana.post("/new/draft", form(world, text="It is he")).status_code == 410
    assert not Draft.objects.exists()


def test_it_can_be_thrown_away_with_its_files(world: World, ana: Client, signed_in: Enter) -> None:
    pk = put(ana)["id"]
    signed_in(world.ben).post("/new/discard")
    assert Draft.objects.exists()
    assert ana.post("/new/discard")["Location"] == "/inbox"
    assert not Draft.objects.exists() and not File.objects.filter(pk=pk).exists()
    assert ana.post("/new/discard").status_code == 302


class Falls(attached.Attached):
    """The process dies when a message has been written."""

    def said(self, said: object) -> None:
        raise SystemExit


def test_killed_half_way_the_letter_and_its_files_are_as_before(world: World, ana: Client, settings: object) -> None:
    pk = put(ana)["id"]
    ana.post("/new/draft", form(world))
    settings.ATTACHED = (f"{__name__}.Falls",)  # type: ignore[attr-defined]
    attached.everyone.cache_clear()
    try:
        words = acts.Words(to=[EVA], text="It is here.", files=[int(str(pk))])
        with pytest.raises(SystemExit):
            acts.start(words, mailbox=world.help, subject="Your chair", by=world.ana, at=NOON, once="x")
    finally:
        attached.everyone.cache_clear()
    assert not Conversation.objects.exists() and File.objects.get(pk=pk).draft == Draft.objects.get()
    assert "It is here." in ana.get("/new").content.decode()


def test_a_letter_from_a_mailbox_that_was_taken_away_is_still_there(
    world: World, ana: Client, signed_in: Enter
) -> None:
    ana.post("/new/draft", form(world))
    world.help.team = world.hill
    world.help.save(update_fields=["team"])
    ana.post("/new", form(world))
    assert Draft.objects.get().text == "It is here." and not Conversation.objects.exists()


def test_doctor_sees_a_first_letters_file_that_another_could_reach(world: World, ana: Client) -> None:
    pk = put(ana)["id"]
    assert all(finding.ok for finding in examine(now=NOON + HOUR))
    File.objects.filter(pk=pk).update(conversation=world.receive())
    assert not all(finding.ok for finding in examine(now=NOON + HOUR))
