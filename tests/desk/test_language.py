"""The desk speaks the language that its agent chose; who is not signed in, their browser's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from makegood.people.models import Agent
from tests.world import World

PAGES = ["/inbox", "/inbox/closed", "/today", "/new", "/search?q=lamp", "/keys", "/settings/me", "/c/424242"]


@pytest.fixture
def german(world: World, ana: Client) -> Client:
    """Ana reads German."""
    Agent.objects.filter(pk=world.ana.pk).update(language="de")
    return ana


def test_pages_are_in_the_agents_language(world: World, german: Client) -> None:
    number = world.receive(at=timezone.now()).number
    for path in (*PAGES, f"/c/{number}"):
        html = german.get(path, follow=True).content.decode()
        assert '<html lang="de"' in html, path
    html = german.get(f"/c/{number}").content.decode()
    assert "Ich übernehme" in html and "Antwort bis" in html and "I take it" not in html


def test_one_agents_language_is_not_the_next_ones(world: World, german: Client, signed_in: object) -> None:
    ben = signed_in(world.ben)  # type: ignore[operator]
    for client, words in ((german, "Eingang"), (ben, "Inbox"), (german, "Eingang"), (ben, "Inbox")):
        assert words in client.get("/inbox").content.decode()


def test_what_was_done_reads_as_a_sentence(world: World, german: Client) -> None:
    lamp = world.receive(at=timezone.now())
    german.post(f"/c/{lamp.number}/claim")
    assert "<b>Sie haben</b> den Vorgang übernommen" in german.get(f"/c/{lamp.number}").content.decode()
    Agent.objects.filter(pk=world.ben.pk).update(language="de")


def test_days_are_written_as_german_writes_them(world: World, german: Client) -> None:
    lamp = world.receive(at=timezone.now() - timedelta(days=40))
    local = (timezone.now() - timedelta(days=40)).day
    assert f", {local}. " in german.get(f"/c/{lamp.number}").content.decode()


def test_a_refusal_is_in_the_agents_language(world: World, german: Client) -> None:
    lamp = world.receive(at=timezone.now())
    answer = german.post(f"/c/{lamp.number}/reply", {"to": "", "text": "Ja", "seen": str(10**9), "once": "x"})
    assert answer.status_code == 422 and "An wen? Geben Sie mindestens eine Adresse an." in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "words"), [("de-AT,de;q=0.9,en;q=0.5", "Anmelden"), ("fr,en", "Sign in"), ("", "Sign in")]
)
def test_who_is_not_signed_in_reads_their_browsers_language(db: None, asked: str, words: str) -> None:
    answer = Client().get("/sign-in/", headers={"Accept-Language": asked})
    assert words in answer.content.decode() and "Accept-Language" in answer["Vary"]


def test_the_language_is_chosen_on_ones_own_page(world: World, ana: Client) -> None:
    assert "Deutsch" in ana.get("/settings/me", follow=True).content.decode()
