"""What we know, on the desk: who works here writes, who leads publishes, and help comes while answering."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from makegood.articles import acts, queries
from makegood.articles.acts import Saved
from makegood.articles.models import Article, Page, SavedReply
from makegood.base.masking import Known, masked, names_in
from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation, Message
from tests.articles.test_articles import LAMP, published, written
from tests.desk_settings.opens import opens
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
SAID = {"title": "My lamp flickers", "text": "Wait **a minute**.", "language": "en", "keep": "yes"}


def ok(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def test_written_looked_at_and_published(world: World) -> None:
    ana, lea = opens(world.ana), opens(world.lea)
    assert "No article yet" in ok(ana, "/articles") and ok(ana, "/articles/new")
    looked = ana.post("/articles/new", SAID | {"look": "yes"})
    assert b"<strong>a minute</strong>" in looked.content and not Page.objects.exists()
    at = ana.post("/articles/new", SAID)["Location"]
    assert "Publish it" not in ok(ana, at) and "Publish it" in ok(lea, at)
    ana.post(f"{at}/publish")
    assert Page.objects.get().state == "draft"
    lea.post(f"{at}/publish")
    assert Page.objects.get().state == "published" and "My lamp flickers" in ok(
        ana, "/articles?q=minute&state=published"
    )
    lea.post(f"{at}/down")
    assert Page.objects.get().state == "down" and lea.post(f"{at}/burn").status_code == 404


def test_two_who_write_at_once_see_both(world: World) -> None:
    page = written(world)
    at = f"/articles/{page.article_id}/en"
    acts.write(page, LAMP.__class__("Theirs", "Ben's words"), seen=1, by=world.ben, at=NOON)
    answer = opens(world.ana).post(at, SAID | {"seen": 1, "text": "Ana's words"})
    html = answer.content.decode()
    assert answer.status_code == 409 and "Ben&#39;s words" in html and "Ana&#39;s words" in html and 'value="2"' in html
    assert opens(world.ana).post(at, SAID | {"seen": 2, "text": "Ana's words"}).status_code == 302
    html = ok(opens(world.ana), f"{at}/versions?of=3")
    assert "<ins>Ana&#39;s words</ins>" in html and "<del>Ben&#39;s words</del>" in html
    opens(world.ana).post(f"{at}/back", {"number": 1})
    assert Page.objects.get().text == LAMP.text


def test_translated_arranged_and_enclosed(world: World) -> None:
    page, lea = published(world), opens(world.lea)
    at = f"/articles/{page.article_id}"
    assert "Write it in Deutsch" in ok(lea, f"{at}/en") and ok(lea, f"{at}/de")
    assert lea.post(f"{at}/de", SAID | {"title": "Lampe"}).status_code == 302
    lea.post("/articles/categories", {"name_en": "Lamps", "place": "1"})
    assert "Lamps" in ok(lea, "/articles/categories")
    lea.post(f"{at}/arrange", {"audience": "agents", "category": "1", "place": "3", "language": "en"})
    assert Article.objects.get().audience == "agents"
    file = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nrest", "text/html")
    lea.post(f"{at}/files", {"file": file, "language": "en"})
    shown = lea.get("/articles/files/1/whatever")
    assert shown["Content-Type"] == "image/png" and "sandbox" in shown["Content-Security-Policy"]
    lea.post("/articles/files/1/a.png/remove", {"language": "en"})
    assert lea.get("/articles/files/1/a.png").status_code == 404


def test_a_stranger_reaches_nothing(world: World) -> None:
    page = written(world)
    reply = acts.save(Saved("Own", "Words"), team=None, by=world.ana, at=NOON)
    conversation = world.receive()
    paths = [f"/articles/{page.article_id}/en", "/articles", "/saved-replies", f"/c/{conversation.pk}/help"]
    for path in paths:
        assert Client().get(path).status_code == 302  # to sign in
    nobody = opens(type(world.ana).objects.create_user("no@harbour.example", name="No Body", created_at=NOON))
    assert nobody.get(paths[0]).status_code == 404 and LAMP.title not in ok(nobody, "/articles")
    assert nobody.post("/articles/new", SAID).status_code == 422
    mo = opens(world.mo)
    for path in (f"/saved-replies/{reply.pk}", f"/c/{conversation.pk}/help", f"/c/{conversation.pk}/article"):
        assert mo.get(path).status_code == 404
    for path in (f"/saved-replies/{reply.pk}/away", f"/c/{conversation.pk}/help/used"):
        assert mo.post(path, {"reply": reply.pk}).status_code == 404


def test_an_answer_becomes_a_draft_without_what_names_anybody(world: World) -> None:
    conversation = world.receive(subject="Order HP-20419 for Eva Stern")
    html = (
        "<div>Dear Eva,<br>order HP-20419 goes to Harbour Street 12. Write to eva@post.example or +49 30 1234567.</div>"
    )
    world.reply(conversation, html=html)
    ana = opens(world.ana)
    page = ok(ana, f"/c/{conversation.pk}/article")
    assert "Make an article of this" in page and "HP-20419 goes" not in page
    message = Message.objects.get(direction="out")
    answer = ana.post(f"/c/{conversation.pk}/article", {"message": message.pk})
    made = Page.objects.get()
    assert answer["Location"] == f"/articles/{made.article_id}/en" and made.state == "draft"
    for told in ("Eva", "Stern", "HP-20419", "eva@", "1234567"):
        assert told not in made.text + made.title, (told, made.text)
    assert made.article.source_id == message.pk
    for said in (message.pk, "best"):  # the same answer is the same draft
        assert ana.post(f"/c/{conversation.pk}/article", {"message": said})["Location"] == answer["Location"]
    assert Page.objects.count() == 1
    nothing = world.receive(sender=Address("", "no@post.example"))
    assert "Nobody of us has said anything" in ana.post(f"/c/{nothing.pk}/article", {"message": "best"}).text


def test_files_go_along_with_a_saved_reply(world: World) -> None:
    reply, ana, lamp = acts.save(Saved("Plan", "Here."), team=world.harbour, by=world.ana, at=NOON), *_desk(world)
    at = f"/saved-replies/{reply.pk}"
    ana.post(f"{at}/files", {"file": SimpleUploadedFile("plan.pdf", b"%PDF a plan", "application/pdf")})
    [kept] = queries.files_along(reply)
    assert "plan.pdf" in ok(ana, at) and b"".join(ana.get(f"/saved-replies/files/{kept.pk}")) == b"%PDF a plan"  # type: ignore[arg-type]
    [offer] = ana.get(f"/c/{lamp.pk}/help?q=plan").json()["offers"]
    assert offer["along"] == ["plan.pdf"]
    [shown] = ana.post(f"/c/{lamp.pk}/help/used", {"reply": reply.pk}).json()["files"]
    assert shown["name"] == "plan.pdf" and ana.get(shown["address"]).status_code == 200
    assert opens(world.ben).get(shown["address"]).status_code == 404  # what somebody is writing is theirs
    assert not ana.post(f"/c/{lamp.pk}/help/used", {"reply": reply.pk}).json()["files"]
    seen = lamp.messages.get().pk
    said = {"to": "Eva <eva@post.example>", "html": "<p>Here.</p>", "files": [shown["id"]], "seen": seen, "once": "x"}
    for _ in range(2):
        ana.post(f"/c/{lamp.pk}/reply", said)
    assert [one.name for one in Message.objects.get(direction="out").files.all()] == ["plan.pdf"]
    mo = opens(world.mo)
    assert mo.get(f"/saved-replies/files/{kept.pk}").status_code == 404
    assert mo.post(f"/saved-replies/files/{kept.pk}/remove").status_code == 404
    ana.post(f"/saved-replies/files/{kept.pk}/remove")
    assert ana.get(f"/saved-replies/files/{kept.pk}").status_code == 404


def _desk(world: World) -> tuple[Client, Conversation]:
    return opens(world.ana), world.receive()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear Ms Stern, hello", "Dear Ms [name], hello"),
        ("Hello there, Eva's lamp", "Hello there, [name]'s lamp"),
        ("Write to eva@post.example now", "Write to [mail address] now"),
        ("Call +49 30 123 45 67 or 030 1234567", "Call [telephone number] or [telephone number]"),
        ("Lindenstraße 12a, Berlin", "[address], Berlin"),
        ("Invoice 4711002 and HP-20419", "Invoice [number] and [number]"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN [number]"),
        ("Hallo Zuri,\nder Lumen leuchtet", "Hallo [name],\nder Lumen leuchtet"),
        ("Hold the Lumen Lamp, then open Settings", "Hold the Lumen Lamp, then open Settings"),
        ("Wait 10 minutes, 3 times, at 09:30", "Wait 10 minutes, 3 times, at 09:30"),
    ],
)
def test_what_names_people_is_masked(text: str, expected: str) -> None:
    assert masked(text, Known(customers=names_in(["eva stern"]))) == expected


def test_help_is_offered_and_filled_in(world: World) -> None:
    published(world)
    acts.save(Saved("Flicker", "Dear {customer}, order {order}. {agent}"), team=world.harbour, by=world.ana, at=NOON)
    conversation, ana = world.receive(), opens(world.ana)
    offers = ana.get(f"/c/{conversation.pk}/help").json()["offers"]
    assert [(one["of"], one["link"]) for one in offers] == [
        ("page", "http://testserver/help/en/my-lamp-flickers"),
        ("reply", ""),
    ]
    assert offers[0]["text"] == "Turn it off. Wait a minute. Turn it on again."
    assert offers[1]["text"] == "Dear Eva, order {order}. Ana"
    ana.post(f"/c/{conversation.pk}/help/used", {"reply": offers[1]["id"]})
    assert SavedReply.objects.get().used == 1
    ana.post("/me/help", {"wanted": "no"})
    assert not ana.get(f"/c/{conversation.pk}/help").json()["offers"]
    assert ana.get(f"/c/{conversation.pk}/help?q=fli").json()["offers"]  # asked for, it is found


def test_what_is_not_filled_in_is_not_sent(world: World) -> None:
    conversation = world.receive()
    said = {"to": "Eva <eva@post.example>", "html": "<p>Dear {customer}, hello</p>", "seen": 10**9, "once": "x"}
    answer = opens(world.ana).post(f"/c/{conversation.pk}/reply", said)
    assert answer.status_code == 422 and b"not filled in yet" in answer.content
    assert not Message.objects.filter(direction="out").exists()
    assert Conversation.objects.get().drafts.get().html  # and nothing of it is lost


def test_help_costs_few_questions(world: World, django_assert_max_num_queries: object) -> None:
    published(world)
    for number in range(4):
        acts.save(Saved(f"Flicker {number}", "x"), team=world.harbour, by=world.ana, at=NOON)
    conversation, ana = world.receive(), opens(world.ana)
    with django_assert_max_num_queries(28):  # type: ignore[operator]
        ana.get(f"/c/{conversation.pk}/help")


def test_saved_replies_are_written_and_changed(world: World) -> None:
    ana = opens(world.ana)
    said = {"name": "Where", "text": "Dear {customer}", "folder": "Parcels", "team": str(world.harbour.pk)}
    assert ok(ana, "/saved-replies") and ok(ana, "/saved-replies/new")
    assert ana.post("/saved-replies/new", said | {"text": "Dear {name}"}).status_code == 422
    assert ana.post("/saved-replies/new", said | {"team": str(world.hill.pk)}).status_code == 422
    assert ana.post("/saved-replies/new", said).status_code == 302
    reply = SavedReply.objects.get()
    at = f"/saved-replies/{reply.pk}"
    assert "Parcels" in ok(ana, "/saved-replies") and ok(ana, at)
    assert ana.post(at, said | {"seen": 1, "text": "A"}).status_code == 302
    answer = opens(world.ben).post(at, said | {"seen": 1, "text": "Ben's"})
    assert answer.status_code == 409 and b"Ben&#39;s" in answer.content
    ana.post(f"{at}/back", {"number": 1})
    assert SavedReply.objects.get().text == "Dear {customer}"
    ana.post(f"{at}/away")
    assert ana.get(at).status_code == 404
    answer = ana.post(at, said | {"seen": 3, "text": "Half an hour of work"})
    assert answer.status_code == 409 and b"Half an hour of work" in answer.content  # to be saved as a new one


def test_files_of_them_go_out_and_come_in(world: World) -> None:
    ana = opens(world.ana)
    acts.save(Saved("=1+1", "Words, and\nlines", "F", "k"), team=world.harbour, by=world.ana, at=NOON)
    table, listed = ana.get("/saved-replies.csv"), ana.get("/saved-replies.json")
    assert b"'=1+1" in table.content and json.loads(listed.content)[0]["name"] == "=1+1"
    for content in (table.content, listed.content):
        ana.post("/saved-replies/file", {"file": SimpleUploadedFile("r", content), "team": str(world.harbour.pk)})
        assert SavedReply.objects.get().text == "Words, and\nlines"
    for content in (b"[1]", b"[{]", b"{}", b"name\nx", b"\0", b"[" * 100_000, b""):
        assert ana.post("/saved-replies/file", {"file": SimpleUploadedFile("r", content)}).status_code == 302
    assert SavedReply.objects.count() == 1
