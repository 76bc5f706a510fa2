"""What we know, for programs: the same acts, the same sight, the scopes of the token."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from makegood.articles import acts
from makegood.articles.acts import Saved
from tests.articles.test_articles import LAMP, published, written
from tests.world import NOON, World

pytestmark = pytest.mark.django_db


def test_written_changed_published_and_taken_down(world: World, program: Any) -> None:
    ana, lea = program(world.ana), program(world.lea)
    said = {"title": "My lamp flickers", "text": "Wait.", "language": "en"}
    made = ana.post("/articles", said, key="k")
    assert made.status_code == 201 and ana.post("/articles", said, key="k").json() == made.json()
    at = f"/articles/{made.json()['article']}/en"
    assert ana.send("PUT", at, {"title": "Lamp", "text": "Wait!", "seen": 1}).json()["revision"] == 2
    assert ana.send("PUT", at, {"title": "X", "text": "Y", "seen": 1}).status_code == 409
    assert ana.post(f"{at}/publish").status_code == 403
    assert [lea.post(f"{at}/publish").json()["shown"] for _ in range(2)] == [2, 2]
    assert ana.post(f"/articles/{made.json()['article']}/de", {"title": "Lampe", "text": "W"}).status_code == 201
    assert len(ana.get("/articles").json()) == 2 and len(ana.get("/articles", state="published").json()) == 1
    assert lea.post(f"{at}/take-down").json()["state"] == "down"
    assert ana.get("/articles/1000000000/en").status_code == 404
    assert ana.post("/articles", said | {"language": "../en"}).status_code == 422


def test_saved_replies_and_help(world: World, program: Any) -> None:
    ana, mo = program(world.ana), program(world.mo)
    published(world)
    said = {"name": "Flickering", "text": "Dear {customer}, wait.", "team": world.harbour.pk}
    made = ana.post("/saved-replies", said).json()
    at = f"/saved-replies/{made['id']}"
    assert [one["of"] for one in ana.get("/help", q="my lamp flickers").json()] == ["page", "reply"]
    assert [one["of"] for one in mo.get("/help", q="my lamp flickers").json()] == ["page"]
    assert mo.get(at).status_code == 404 and not mo.get("/saved-replies").json()
    assert mo.post("/saved-replies", said).status_code == 403
    assert ana.post("/saved-replies", said | {"name": "N", "text": "Dear {nobody}"}).status_code == 409
    assert ana.send("PUT", at, {"name": "F", "text": "W", "seen": 1}).json()["revision"] == 2
    assert ana.send("DELETE", at).status_code == 204 and ana.get(at).status_code == 404


def test_a_token_that_only_reads_writes_nothing(world: World, program: Any) -> None:
    page, reader = written(world), program(world.ana, "read")
    reply = acts.save(Saved("N", "W"), team=None, by=world.ana, at=NOON)
    assert reader.get(f"/articles/{page.article_id}/en").json()["title"] == LAMP.title
    at = f"/articles/{page.article_id}/en/publish"
    for method, path in (("POST", "/articles"), ("POST", at), ("DELETE", f"/saved-replies/{reply.pk}")):
        assert reader.send(method, path, {}).status_code == 403
    assert Client().get("/api/v1/articles").status_code == 401


def test_a_reply_with_a_gap_is_not_sent(world: World, program: Any) -> None:
    conversation = world.receive()
    said = {"to": [{"address": "eva@post.example"}], "text": "Dear {customer}", "seen": 10**9}
    answer = program(world.ana).post(f"/conversations/{conversation.pk}/replies", said)
    assert answer.status_code == 409 and "not filled in" in answer.json()["detail"]


def test_events_tell_who_works_here(world: World, program: Any) -> None:
    published(world)
    kinds = [one["kind"] for one in program(world.mo).get("/events", after=0).json()["items"]]
    assert kinds == ["article.written", "article.published"]
