"""The work log on the desk, on the customer's page and for programs; receipts for this customer and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from makegood.api.acts import tokens
from makegood.base.money import Money
from makegood.conversations.letter import Address, Attachment
from makegood.people.models import Agent
from makegood.worklog import acts
from makegood.worklog.models import Entry, Receipt
from makegood.worklog.rules import Work
from tests.portal.common import NOW, answered, get
from tests.world import World

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n receipt"


@pytest.fixture(autouse=True)
def unhurried(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


def browser(agent: Agent) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(agent)
    return client


def typed(**more: Any) -> dict[str, Any]:
    said = {"did": "Pruned the roses", "on": timezone.localdate().isoformat(), "hours": "1", "minutes": "30"}
    return {**said, "cost": "45,50", "used": "compost", "tells": "on", "once": "o1", **more}


def done(world: World, conversation: Any) -> Entry:
    work = Work(
        "Pruned the roses", NOW.date(), 90, "compost", Money(4550, "EUR"), (Attachment("paid.png", "image/png", PNG),)
    )
    return acts.write(conversation, work, by=world.ana, at=NOW)


def test_it_is_written_by_phone_with_a_photograph_once(world: World) -> None:
    found, client = world.receive(), browser(world.ana)
    here = f"/c/{found.pk}/work"
    for _ in range(2):
        photo = SimpleUploadedFile("paid.png", PNG, "image/png")
        assert client.post(here, typed(photo=photo)).status_code == 302
    entry, paper = Entry.objects.get(), Receipt.objects.get()
    assert (entry.minutes, entry.cost, entry.currency, entry.tells) == (90, 4550, "EUR", True)
    html = client.get(here).content.decode()
    assert "1 h 30 min, €45.50" in html and "They have not seen it yet" in html and f"/receipts/{paper.pk}" in html
    saved = client.get(f"/receipts/{paper.pk}")
    assert saved.content == PNG and saved["Content-Type"] == "application/octet-stream"
    thread = client.get(f"/c/{found.pk}").content.decode()
    assert "wrote into the work log: Pruned the roses · 1 h 30 min · €45.50 · 1 receipt" in thread


def test_what_is_wrong_stands_beside_what_was_typed(world: World) -> None:
    found, client = world.receive(), browser(world.ana)
    for wrong in ({"on": "soon"}, {"hours": "many"}, {"cost": "a lot"}, {"did": " "}, {"on": "2011-01-01"}):
        answer = client.post(f"/c/{found.pk}/work", typed(**wrong))
        assert answer.status_code == 422 and "alarm" in answer.content.decode() and "compost" in answer.content.decode()
    assert not Entry.objects.exists()


def test_it_is_corrected_then_read_then_struck_out_in_sight(world: World, client: Client) -> None:
    found, token = answered(world)
    entry, ana = done(world, found), browser(world.ana)
    here = f"/c/{found.pk}/work/{entry.pk}"
    assert "Pruned the roses" in ana.get(here).content.decode()
    assert ana.post(here, typed(did="Pruned the hedge", drop=Receipt.objects.get().pk)).status_code == 302
    assert client.head(f"/t/{token}").status_code == 200 and Entry.objects.get().shown_at is None
    page = get(client, token)
    assert "Pruned the hedge" in page and "Altogether: 1 h 30 min, €45.50" in page and "paid.png" not in page
    assert ana.post(here, typed(did="Nothing")).status_code == 422
    assert "Why is it struck out?" in ana.post(f"{here}/strike", {"why": ""}, follow=True).content.decode()
    ana.post(f"{here}/strike", {"why": "It was next door"})
    page = get(client, token)
    assert "<s>Pruned the hedge</s>" in page and "It was next door" in page and "Altogether" not in page


def test_receipts_open_for_this_customer_and_for_nobody_else(world: World, client: Client) -> None:
    found, token = answered(world)
    _other, others = answered(world, sender=Address("Ida Roth", "ida@post.example"))
    done(world, found)
    paper = Receipt.objects.get()
    assert client.get(f"/t/{token}/receipts/{paper.pk}").status_code == 404  # not on their page yet
    get(client, token)
    saved = client.get(f"/t/{token}/receipts/{paper.pk}")
    assert saved.content == PNG and "attachment" in saved["Content-Disposition"]
    for stranger in (others, "x" * 22):
        assert client.get(f"/t/{stranger}/receipts/{paper.pk}").status_code == 404
    assert client.get(f"/t/{token}/receipts/{10**9}").status_code == 404
    late = timedelta(days=400)
    type(found).objects.filter(pk=found.pk).update(closed_at=NOW - late, created_at=NOW - late)
    assert client.get(f"/t/{token}/receipts/{paper.pk}").status_code == 404  # the link has run out


def test_for_mo_nothing_of_it_is_there(world: World) -> None:
    found = world.receive()
    entry, mo = done(world, found), browser(world.mo)
    here = f"/c/{found.pk}/work"
    for path in (here, f"{here}/{entry.pk}", f"/receipts/{Receipt.objects.get().pk}"):
        assert mo.get(path).status_code == 404
    for path in (here, f"{here}/{entry.pk}", f"{here}/{entry.pk}/strike"):
        assert mo.post(path, typed(why="x")).status_code == 404
    assert Entry.objects.get().struck_at is None


def test_programs_write_correct_strike_and_save(world: World) -> None:
    found = world.receive()
    made = tokens.make(world.ana, name="t", scopes=("read", "write"), by=None, now=timezone.now())
    client = Client(headers={"Authorization": f"Bearer {made.secret}"})
    at, json = "/api/v1", "application/json"
    said = {"did": "Pruned", "on": NOW.date().isoformat(), "minutes": 30, "cost": "12.50", "currency": "EUR"}
    one = client.post(f"{at}/conversations/{found.pk}/work-log", said, json).json()
    assert one["cost"] == {"amount": "12.50", "currency": "EUR"} and one["shown_at"] is None
    here = f"{at}/work-log/{one['id']}"
    assert client.put(here, said | {"did": "Mowed"}, json).json()["did"] == "Mowed"
    assert client.put(here, said | {"currency": None}, json).status_code == 422
    paper = client.post(f"{here}/receipts", {"file": SimpleUploadedFile("a.png", PNG)}).json()
    assert client.get(f"{at}/receipts/{paper['id']}").content == PNG
    assert client.delete(f"{at}/receipts/{paper['id']}").status_code == 204
    assert client.post(f"{here}/strike", {}, json).json()["struck_by"] == "Ana Example"
    log = client.get(f"{at}/conversations/{found.pk}/work-log").json()
    assert [(one["did"], one["minutes"]) for one in log["entries"]] == [("Mowed", 30)] and log["minutes"] == 0
