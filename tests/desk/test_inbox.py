"""The inbox page, whole and in parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from makegood.conversations import acts
from makegood.conversations.letter import Kind
from makegood.people.models import Agent, Company
from makegood.search.backends import backend
from tests.world import DAY, HOUR, MINUTE, NOON, World


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """It is a quarter past noon."""
    with time_machine.travel(NOON + 15 * MINUTE, tick=False):
        yield


def test_a_mail_stands_in_the_list_with_its_clock_in_words(world: World, ana: Client) -> None:
    world.receive(subject="The lamp flickers")
    html = ana.get("/inbox").content.decode()
    assert "Eva Stern" in html and "The lamp flickers" in html
    assert "answer by tomorrow 12:00" in html
    assert "Nobody has it yet" in html


def test_what_is_late_stands_first_above_the_line(world: World, ana: Client) -> None:
    world.receive(subject="Blue cup")
    world.receive(subject="Oak table", at=NOON - DAY)
    html = ana.get("/inbox").content.decode()
    assert html.index("Oak table") < html.index("now, 12:15") < html.index("Blue cup")
    assert "answer, 15 min late" in html
    assert "1 late" in html


def test_words_of_a_stranger_are_never_markup(world: World, ana: Client) -> None:
    world.receive(subject="<script>alert(1)</script>", reply_text="<img src=x onerror=a()>")
    html = ana.get("/inbox").content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html


@pytest.mark.parametrize("view", ["mine", "team", "unclaimed", "due", "waiting", "all", "automatic", "closed"])
def test_an_empty_view_says_what_is_true(world: World, ana: Client, view: str) -> None:
    assert 'class="empty"' in ana.get(f"/inbox/{view}").content.decode()


def test_each_view_holds_its_own(world: World, ana: Client) -> None:
    mine, closed = world.receive(subject="is mine"), world.receive(subject="is closed")
    acts.claim(mine, by=world.ana, at=NOON)
    seen = closed.messages.get().pk
    acts.nothing_to_answer(closed, why=acts.Nothing.THANKS, seen=seen, by=world.ana, at=NOON)
    world.receive(subject="is automatic", kind=Kind.LIST)
    for view, shown in [("mine", "is mine"), ("closed", "is closed"), ("automatic", "is automatic")]:
        html = ana.get(f"/inbox/{view}").content.decode()
        assert shown in html
        assert sum(one in html for one in ("is mine", "is closed", "is automatic")) >= 1
    assert "is closed" not in ana.get("/inbox/mine").content.decode()


def test_mo_sees_nothing_of_it(world: World, mo: Client) -> None:
    world.receive(subject="The lamp flickers")
    for view in ("team", "unclaimed", "all", "due"):
        assert "The lamp flickers" not in mo.get(f"/inbox/{view}").content.decode()


def test_htmx_gets_only_the_part_that_it_replaces(world: World, ana: Client) -> None:
    world.receive()
    part = ana.get("/inbox/team", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="list").content.decode()
    assert part.count("<section") == 1 and "<html" not in part
    assert 'id="counts" hx-swap-oob="true"' in part


def test_going_back_in_history_gets_the_whole_page(world: World, ana: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "pane", "HX-History-Restore-Request": "true"}
    assert "<html" in ana.get("/inbox/team", headers=headers).content.decode()


def test_the_next_page_begins_where_this_one_ends(world: World, ana: Client) -> None:
    for minute in range(52):
        world.receive(subject=f"number {minute:02}", at=NOON - HOUR + minute * MINUTE)
    first = ana.get("/inbox").content.decode()
    assert "number 49" in first and "number 50" not in first
    address = first.split('href="/inbox/team?after=')[1].split('"')[0]
    second = ana.get(f"/inbox/team?after={address}").content.decode()
    assert "number 50" in second and "number 51" in second and "number 49" not in second


def test_fifty_rows_cost_as_many_queries_as_one(
    world: World, ana: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Company.objects.create(pk=1, name="Harbour & Pine")
    for minute in range(20):
        world.receive(at=NOON - HOUR + minute * MINUTE)
    with django_assert_max_num_queries(6):
        ana.get("/inbox")


def test_times_and_names_follow_the_agent(world: World, signed_in: Callable[[Agent], Client]) -> None:
    world.receive()
    world.ana.zone = "Asia/Tokyo"
    world.ana.save(update_fields=["zone"])
    assert "answer by tomorrow 21:00" in signed_in(world.ana).get("/inbox").content.decode()


def test_the_switch_for_dark_is_kept_and_leads_back(world: World, ana: Client) -> None:
    answer = ana.post("/me/theme", {"theme": "dark", "next": "/today"})
    assert answer["Location"] == "/today"
    assert 'data-theme="dark"' in ana.get("/today").content.decode()
    ana.post("/me/theme", {"theme": "purple", "next": "https://elsewhere.example/"})
    html = ana.get("/inbox")
    assert "data-theme" not in html.content.decode()


def test_the_switch_leads_nowhere_else(world: World, ana: Client) -> None:
    for address in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert ana.post("/me/theme", {"theme": "dark", "next": address})["Location"] == "/inbox"


def test_today_says_what_is_owed_and_what_nobody_has(world: World, ana: Client) -> None:
    mine = world.receive(subject="is mine", at=NOON - DAY + HOUR)
    acts.claim(mine, by=world.ana, at=NOON)
    world.receive(subject="is nobody's")
    html = ana.get("/today").content.decode()
    assert "Answer Eva Stern" in html and "in 45 min" in html and "1 answer to give today." in html
    assert "Nobody has these yet" in html


def test_search_finds_and_never_shows_what_is_not_yours(world: World, ana: Client, mo: Client) -> None:
    world.receive(reply_text="The casserole is broken", text="The casserole is broken")
    assert "<mark>casserole</mark>" in ana.get("/search?q=casserole").content.decode()
    assert "casserole</mark>" not in mo.get("/search?q=casserole").content.decode()
    assert "Nothing was found." in mo.get("/search?q=casserole").content.decode()


def test_a_search_that_gave_up_says_how_far_it_looked(
    world: World, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = world.receive()
    acts.claim(closed, by=world.ana, at=NOON)
    for _ in range(3):
        world.receive()
    monkeypatch.setattr(type(backend()), "budget", 2)
    html = ana.get("/search?q=lamp+is:mine").content.decode()
    assert (
        "Nothing so far; looking" in html
        and "Nothing was found." not in html
        and "Looked through everything since" in html
    )
    [older] = re.findall(r'href="(/search\?[^"]*after=[^"]*)"', html)
    assert f'href="/c/{closed.number}?in=all"' in ana.get(unescape(older)).content.decode()


def test_the_palette_names_places_and_conversations(world: World, ana: Client) -> None:
    conversation = world.receive(subject="Today my lamp broke", text="today", reply_text="today")
    headers = {"HX-Request": "true", "HX-Target": "palette-found"}
    html = ana.get("/search?q=today", headers=headers).content.decode()
    assert 'href="/today"' in html and f'href="/c/{conversation.number}?in=all"' in html and "<html" not in html


def test_tags_are_suggested_from_what_one_may_see(world: World, ana: Client, mo: Client) -> None:
    acts.tag(world.receive(), ["voucher"], by=world.ana, at=NOON)
    acts.tag(world.receive(mailbox=world.hill_help), ["secret"], by=world.mo, at=NOON)
    assert '<option value="voucher">' in ana.get("/tags").content.decode()
    assert "secret" not in ana.get("/tags").content.decode() and "voucher" not in mo.get("/tags").content.decode()
