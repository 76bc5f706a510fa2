"""A partner writes into the work log, if who handed on to them allows it: once, as themselves, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from makegood.base import secrets
from makegood.config.doctor import examine
from makegood.conversations import acts as conversations
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.handoffs import acts as handoffs
from makegood.handoffs.acts import Brief, Voice
from makegood.handoffs.models import Handoff, Mail
from makegood.people.models import Partner
from makegood.portal import partner as page
from makegood.timeline.models import Event
from makegood.worklog import acts, queries
from makegood.worklog.models import Entry
from makegood.worklog.rules import Work
from tests.desk_settings.opens import opens
from tests.guarantees.at_once import at_once, many
from tests.world import World, build

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DID = {"do": "log", "text-log": "Dug the bed", "name": "Rosa", "once": "x1", "state": "accepted"}


@pytest.fixture(autouse=True)
def unhurried(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # type: ignore[attr-defined]


def handed_on(world: World, *, logs: bool = True, name: str = "Fennick Gardens", takes: bool = True) -> Handoff:
    conversation = world.receive(at=NOW, subject="The garden")
    conversations.claim(conversation, by=world.ana, at=NOW)
    partner, _ = Partner.objects.get_or_create(
        name=name, defaults={"addresses": [f"{name[0].lower()}@fennick.example"], "created_at": NOW}
    )
    brief, found = Brief("The bed", "Dig it", logs=logs), Conversation.objects.get(pk=conversation.pk)
    handoff = handoffs.offer_partner(found, brief, to=partner, by=world.ana, at=NOW)
    if takes:
        handoffs.take(handoff, Voice(), day=None, at=NOW)
    return Handoff.objects.get(pk=handoff.pk)


def token_of(handoff: Handoff) -> str:
    return secrets.unseal(Mail.objects.filter(handoff=handoff).order_by("pk")[0].sealed)


def says(handoff: Handoff, **said: Any) -> Any:
    paper = SimpleUploadedFile("spade.pdf", b"%PDF a spade", "application/pdf")
    return Client().post(f"/h/{token_of(handoff)}", DID | {"file": paper} | said)


def test_what_they_did_is_read_by_the_customer_with_its_receipt(world: World) -> None:
    handoff = handed_on(world)
    for _ in range(2):  # pressed twice
        assert says(handoff).status_code == 302
    [done] = queries.log_of(handoff.conversation_id).entries
    assert (done.by, done.who, done.did) == ("Rosa, Fennick Gardens", "Fennick Gardens", "Dug the bed")
    assert [one.name for one in done.receipts] == ["spade.pdf"] and not done.tells
    assert Event.objects.filter(kind="work.done", about__who="Fennick Gardens").count() == 1
    acts.show(handoff.conversation_id, at=NOW)
    assert [one.did for one in queries.told_to(handoff.conversation_id).entries] == ["Dug the bed"]
    theirs = Client().get(f"/h/{token_of(handoff)}").text
    assert "Dug the bed" in theirs and "spade.pdf" in theirs
    saved = Client().get(f"/h/{token_of(handoff)}/files/r-{done.receipts[0].id}")
    assert saved.content == b"%PDF a spade" and "attachment" in saved["Content-Disposition"]
    log = opens(world.ana).get(f"/c/{handoff.conversation_id}/work").text
    assert "Rosa, Fennick Gardens" in log and "Correct…" not in log
    assert "Fennick Gardens wrote into the work log" in opens(world.ana).get(f"/c/{handoff.conversation_id}").text
    assert not [words for one in examine(now=NOW + timedelta(minutes=1)) for words in one.violations]


def test_it_stays_theirs_and_is_only_struck_out(world: World) -> None:
    handoff = handed_on(world)
    says(handoff)
    entry = Entry.objects.get()
    with pytest.raises(Refused, match="their words stay theirs"):
        acts.correct(entry, Work("Sat in the bed", NOW.date()), by=world.ana, at=NOW)
    with pytest.raises(Refused, match="their words stay theirs"):
        acts.remove_receipt(entry.receipts.get(), by=world.ana, at=NOW)
    acts.strike(entry, why="It was another garden", by=world.ana, at=NOW)
    assert "It was another garden" in Client().get(f"/h/{token_of(handoff)}").text


@pytest.mark.parametrize(("how", "why"), [({"logs": False}, "not open to you"), ({"takes": False}, "Take it first")])
def test_not_unless_it_was_allowed_and_they_have_taken_it(world: World, how: dict[str, bool], why: str) -> None:
    handoff = handed_on(world, **how)
    answer = says(handoff, state=handoff.state)
    assert answer.status_code == 422 and why in answer.text
    assert "We write down what we did" not in Client().get(f"/h/{token_of(handoff)}").text
    assert not Entry.objects.exists()


def test_another_partner_and_a_stranger_have_nothing_of_it(world: World) -> None:
    handoff, other = handed_on(world), handed_on(world, name="Gravel and Sons")
    says(handoff)
    paper = Entry.objects.get().receipts.get()
    for token in (token_of(other), "x" * 22):
        assert Client().get(f"/h/{token}/files/r-{paper.pk}").status_code == 404
    assert "Dug the bed" not in Client().get(f"/h/{token_of(other)}").text
    assert Client().get(f"/h/{token_of(handoff)}/files/r-{10**9}").status_code == 404
    assert Client().post(f"/h/{'x' * 22}", DID).status_code == 404
    assert Entry.objects.count() == 1


def test_over_it_is_closed_and_their_words_are_kept(world: World) -> None:
    handoff = handed_on(world)
    handoffs.take_back(handoff, why="We do it", by=world.ana, at=NOW)
    answer = says(handoff)
    assert answer.status_code == 409 and "What you wrote was kept" in answer.text
    assert not Entry.objects.exists() and handoff.said.get().text == "Dug the bed"


@pytest.mark.parametrize("said", [{"text-log": " "}, {"day-log": "2000-01-01"}, {"day-log": "soon"}])
def test_what_is_no_work_is_refused_in_words(world: World, said: dict[str, str]) -> None:
    answer = says(handed_on(world), **said)
    assert answer.status_code == 422 and 'role="alert"' in answer.text and not Entry.objects.exists()


def test_killed_half_way_nothing_stands_there(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    handoff = handed_on(world)

    def stops(*args: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("makegood.worklog.acts.tell", stops)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        page._log(handoff, Voice(text="Dug the bed", once="k"), None, NOW)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_at_once_it_is_there_once_and_taking_back_comes_before_or_after(transactional_db: None) -> None:
    world = build()
    handoff = handed_on(world)
    many(3, lambda: page._log(handoff, Voice(text="Dug the bed", once="a"), None, NOW))
    assert Entry.objects.count() == 1
    taken, said = at_once(
        lambda: handoffs.take_back(handoff, why="", by=world.ana, at=NOW),
        lambda: page._log(handoff, Voice(text="Sowed it", once="b"), None, NOW),
    )
    assert taken is None and (isinstance(said, Refused) or Entry.objects.count() == 2)
