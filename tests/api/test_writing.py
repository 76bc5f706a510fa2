"""What programs do, through the same acts as the pages; and the words for what is not done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from makegood.conversations.models import Conversation, Delivery, File, Message, Note
from makegood.customers.models import Customer
from makegood.people.models import Agent

pytestmark = pytest.mark.django_db
EVA = {"name": "Eva Stern", "address": "eva@post.example"}


def newest(found):
    return found.messages.order_by("-pk").first().pk


def test_a_reply_is_written_and_leaves_later(world, ana):
    found = world.receive(at=timezone.now())
    said = {"to": [EVA], "html": "<p>We send a new one.<script>x</script></p>", "seen": newest(found)}
    answer = ana.post(f"/conversations/{found.number}/replies", said)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert told["by"] == "Ana Example"
    assert "script" not in told["html"]
    assert told["deliveries"][0]["state"] == "planned"
    found.refresh_from_db()
    assert (found.state, found.owner) == ("waiting", world.ana)


def test_a_reply_over_something_newer_is_stopped_and_says_what(world, ana):
    found = world.receive()
    answer = ana.post(f"/conversations/{found.number}/replies", {"to": [EVA], "text": "Hello", "seen": 0})
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:makegood:problem:overtaken"
    assert answer.json()["newest"] == newest(found)
    assert not found.messages.filter(direction="out").exists()


def test_a_reply_can_close_or_stay_ours(world, ana):
    found = world.receive(at=timezone.now())
    said = {"to": [EVA], "text": "Done.", "seen": newest(found), "after": {"closes": True}}
    assert ana.post(f"/conversations/{found.number}/replies", said).status_code == 201
    found.refresh_from_db()
    assert found.state == "closed"
    said |= {"seen": newest(found), "after": {"closes": True, "lets_rest": True}}
    assert ana.post(f"/conversations/{found.number}/replies", said).status_code == 422


def test_a_reply_is_taken_back_by_its_author_alone(world, ana, program):
    found = world.receive(at=timezone.now())
    said = {"to": [EVA], "text": "Oops", "seen": newest(found)}
    pk = ana.post(f"/conversations/{found.number}/replies", said).json()["id"]
    undo = f"/conversations/{found.number}/messages/{pk}/undo"
    assert program(world.ben).post(undo).status_code == 409
    assert ana.post(undo).json()["text"] == "Oops"
    assert ana.post(undo).status_code == 404
    assert not Delivery.objects.exists()


def test_a_message_is_of_the_conversation_it_is_asked_in(world, ana):
    found, other = world.receive(), world.receive()
    pk = other.messages.get().pk
    assert ana.get(f"/conversations/{found.number}/messages/{pk}").status_code == 404
    assert ana.get(f"/conversations/{other.number}/messages/{pk}").status_code == 200


def test_unknown_fields_and_wrong_ones_are_named(world, ana):
    found = world.receive()
    said = {"to": [{"address": "not one"}], "txet": "typo", "seen": 1}
    answer = ana.post(f"/conversations/{found.number}/replies", said)
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["errors"]} == {"to.0.address", "txet"}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b'{"text": "\\ud800"}', b'{"text":"\\u0000"}']
)
def test_a_body_that_cannot_be_is_no_crash(world, ana, body):
    found = world.receive()
    path = f"/api/v1/conversations/{found.number}/notes"
    answer = ana.client.post(path, body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_note_stays_among_colleagues(world, ana):
    found = world.receive()
    told = ana.post(f"/conversations/{found.number}/notes", {"text": "Give her the good lamp"}).json()
    assert told["by"] == "Ana Example"
    assert ana.get(f"/conversations/{found.number}/notes").json()["items"] == [told]
    assert not Delivery.objects.exists()


def test_moves_are_made_and_taken_back(world, ana):
    found = world.receive(at=timezone.now())
    here = f"/conversations/{found.number}"
    undo = ana.post(f"{here}/claim").json()["undo"]
    assert ana.get(here).json()["owner"]["name"] == "Ana Example"
    assert ana.post(f"/undo/{undo}").status_code == 200
    assert ana.get(here).json()["owner"] is None
    assert ana.post(f"/undo/{undo}").status_code == 409


def test_each_move_works_and_each_refusal_is_in_words(world, ana):
    found = world.receive(at=timezone.now())
    here, seen = f"/conversations/{found.number}", {"seen": newest(found)}
    later = (timezone.now() + timedelta(days=2)).isoformat()
    assert "waiting for an answer" in ana.post(f"{here}/close", seen).json()["detail"]
    assert ana.post(f"{here}/assign", {"agent": world.ben.pk}).status_code == 200
    assert ana.post(f"{here}/claim").status_code == 409
    assert ana.post(f"{here}/release").status_code == 409
    assert ana.post(f"{here}/hold", {"until": later}).status_code == 409
    assert ana.post(f"{here}/nothing-to-answer", {"why": "thanks", **seen}).status_code == 200
    assert ana.post(f"{here}/reopen").status_code == 200
    assert ana.send("PUT", f"{here}/tags", {"tags": ["Lamp", "lamp"]}).status_code == 200
    assert ana.get(here).json()["tags"] == ["lamp"]
    assert ana.get("/tags").json() == ["lamp"]
    assert ana.post(f"{here}/hold", {"until": "2026-11-30T09:00:00"}).status_code == 422


def test_given_to_another_team_it_is_gone_from_sight_and_can_be_taken_back(world, ana):
    found = world.receive(at=timezone.now())
    here = f"/conversations/{found.number}"
    done = ana.post(f"{here}/assign", {"team": world.hill.pk}).json()
    assert ana.get(here).status_code == 404
    assert ana.post(f"/undo/{done['undo']}").status_code == 200
    assert ana.get(here).status_code == 200


def test_mo_is_no_one_to_give_it_to(world, ana):
    found = world.receive()
    assert ana.post(f"/conversations/{found.number}/assign", {"agent": world.mo.pk}).status_code == 404


def test_drafts_and_files_go_into_a_reply(world, ana, mo):
    found = world.receive(at=timezone.now())
    draft = f"/conversations/{found.number}/drafts/reply"
    assert ana.get(draft).status_code == 404
    assert ana.send("PUT", draft, {"text": "Dear"}).json()["revision"] == 1
    upload = SimpleUploadedFile('we"ird\r\n.html', b"<script>alert(1)</script>", "text/html")
    told = ana.client.post(f"/api/v1{draft}/files", {"file": upload})
    assert told.status_code == 201, told.content
    pk = told.json()["id"]
    served = ana.get(f"/files/{pk}")
    assert served["Content-Type"] == "application/octet-stream"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Disposition"].startswith("attachment")
    assert mo.get(f"/files/{pk}").status_code == 404
    said = {"to": [EVA], "text": "Here", "seen": newest(found), "files": [pk]}
    reply = ana.post(f"/conversations/{found.number}/replies", said).json()
    assert [one["id"] for one in reply["files"]] == [pk]
    assert ana.get(draft).status_code == 404


def test_only_files_of_ones_own_draft_can_be_sent(world, ana, program):
    found = world.receive()
    draft = f"/api/v1/conversations/{found.number}/drafts/reply/files"
    pk = program(world.ben).client.post(draft, {"file": SimpleUploadedFile("a.txt", b"a")}).json()["id"]
    said = {"to": [EVA], "text": "Here", "seen": newest(found), "files": [pk]}
    answer = ana.post(f"/conversations/{found.number}/replies", said)
    assert answer.status_code == 422
    assert ana.send("DELETE", f"/files/{pk}").status_code == 404
    assert File.objects.filter(pk=pk).exists()


def test_we_write_first(world, ana):
    said = {"mailbox": world.help.pk, "subject": "Your lamp", "to": [EVA], "text": "It is ready."}
    told = ana.post("/conversations", said).json()
    assert Conversation.objects.get(pk=told["conversation"]).owner == world.ana
    assert ana.post("/conversations", said | {"mailbox": world.hill_help.pk}).status_code == 404


def test_a_first_draft_and_its_files_go_out_when_we_write_first(world, ana, mo):
    assert ana.get("/draft").status_code == 404
    said = {"mailbox": world.help.pk, "subject": "Your lamp", "to": [EVA], "text": "It is re"}
    told = ana.send("PUT", "/draft", said).json()
    assert (told["mailbox"], told["subject"], told["text"]) == (world.help.pk, "Your lamp", "It is re")
    assert ana.send("PUT", "/draft", said | {"mailbox": world.hill_help.pk}).status_code == 404
    file = ana.client.post("/api/v1/draft/files", {"file": SimpleUploadedFile("a.txt", b"a")}).json()
    assert ana.get("/draft").json()["files"] == [file]
    assert mo.get("/draft").status_code == mo.get(f"/files/{file['id']}").status_code == 404
    assert mo.send("DELETE", f"/files/{file['id']}").status_code == 404
    stolen = {"mailbox": world.hill_help.pk, "subject": "x", "to": [EVA], "text": "x", "files": [file["id"]]}
    assert mo.post("/conversations", stolen).status_code == 422
    sent = ana.post("/conversations", said | {"files": [file["id"]]}).json()
    assert [one["name"] for one in sent["files"]] == ["a.txt"]
    assert ana.get("/draft").status_code == 404


def test_a_refusal_is_in_the_agents_language_and_the_next_answer_in_the_next_ones(world, ana, program):
    ben, found = program(world.ben), world.receive()
    Agent.objects.filter(pk=world.ana.pk).update(language="de")
    said = {"to": [], "text": "Ja", "seen": 10**9}
    for asker, words in ((ana, "An wen?"), (ben, "To whom?"), (ana, "An wen?")):
        assert words in asker.post(f"/conversations/{found.number}/replies", said).json()["detail"]
    assert ana.get("/conversations/424242").json()["detail"].startswith("Das gibt es nicht")
    assert ben.get("/conversations/424242").json()["detail"].startswith("There is no such thing")


def test_a_first_draft_is_dropped(world, ana):
    ana.send("PUT", "/draft", {"text": "It is re"})
    for _twice in range(2):
        assert ana.send("DELETE", "/draft").status_code == 204
    assert ana.get("/draft").status_code == 404


def test_a_failed_delivery_is_tried_again(world, ana, mo):
    found = world.receive()
    world.reply(found)
    other = world.receive()
    delivery = Delivery.objects.get()
    again = f"/deliveries/{delivery.pk}/try-again"
    assert ana.post(f"/conversations/{found.number}{again}").status_code == 409
    Delivery.objects.update(state="stuck", reason="no")
    assert ana.post(f"/conversations/{other.number}{again}").status_code == 404
    assert mo.post(f"/conversations/{found.number}{again}").status_code == 404
    assert ana.post(f"/conversations/{found.number}{again}").json()["state"] == "planned"


def test_a_customer_is_renamed_blocked_and_unblocked(world, ana, mo):
    pk = world.receive().customer_id
    assert mo.post(f"/customers/{pk}/block").status_code == 404
    assert ana.send("PATCH", f"/customers/{pk}", {"name": "Eva S."}).json()["name"] == "Eva S."
    assert ana.post(f"/customers/{pk}/block").json()["is_blocked"]
    assert ana.post(f"/customers/{pk}/block").json()["is_blocked"]
    assert not ana.post(f"/customers/{pk}/unblock").json()["is_blocked"]
    assert Customer.objects.get(pk=pk).blocked_at is None


def test_one_changes_oneself_and_only_what_is_ones_own(world, ana):
    assert ana.send("PATCH", "/me", {"signature": "Ana, Harbour"}).json()["signature"] == "Ana, Harbour"
    assert ana.send("PATCH", "/me", {"email": "x@y.example"}).status_code == 422
    assert ana.send("PATCH", "/me", {"zone": "Nowhere/Land"}).status_code == 422
    assert ana.get("/me").json()["name"] == "Ana Example"


def test_the_mail_as_it_came_is_downloaded(world, ana, mo):
    from makegood.intake import acts as intake

    raw = b"From: eva@post.example\r\n\r\nHi <script>"
    kept = intake.keep(raw, source="test", at=timezone.now())
    found = world.receive()
    Message.objects.update(arrival_id=kept.arrival.pk)
    path = f"/conversations/{found.number}/messages/{newest(found)}/source"
    served = ana.get(path)
    assert served.content == raw
    assert served["Content-Type"] == "message/rfc822"
    assert served["Content-Disposition"].startswith("attachment")
    assert mo.get(path).status_code == 404
    Message.objects.update(arrival_id=None)
    assert ana.get(path).status_code == 404


def test_what_breaks_says_nothing_of_our_insides(ana, monkeypatch):
    from makegood.api.routes import found

    def broken(*_args, **_named):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(found.people, "teams_for", broken)
    answer = ana.get("/teams")
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert b"secret" not in answer.content


def test_too_large_is_said_before_it_is_read(ana):
    answer = ana.client.post("/api/v1/conversations", b"x" * (6 * 1024 * 1024), content_type="application/json")
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"
    assert not Note.objects.exists()
