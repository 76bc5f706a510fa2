"""What a mailbox says while nobody is there: chosen, shown in each language, tried by mail."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from makegood.agenda.models import Turn
from makegood.clocks.hours import Hours
from makegood.people import acts
from makegood.people.models import Mailbox
from tests.world import World

pytestmark = pytest.mark.django_db
WEEK = Hours("UTC", (((540, 1020),),) * 7)


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    now = timezone.now()
    hours = acts.add_hours("Shop", WEEK, by=world.ada, now=now)
    acts.keep_hours(world.harbour.location, hours, by=world.ada, now=now)
    client.force_login(world.ada)
    return client


def test_words_and_promise_are_kept_and_shown(world: World, ada: Client) -> None:
    path = f"/settings/mailboxes/{world.help.pk}/after-hours"
    said = {"is_on": "on", "promise": "2", "words_en": "We are back {back}.", "words_de": ""}
    html = ada.post(path, said, follow=True).content.decode()
    box = Mailbox.objects.get(pk=world.help.pk)
    assert (box.after_hours, box.after_hours_words, box.after_hours_promise) == (True, {"en": said["words_en"]}, 120)
    assert "We are back to" in html and "We answer you by" in html and "Wir antworten Ihnen bis" in html


def test_what_cannot_be_said_is_refused_in_words(world: World, ada: Client) -> None:
    path = f"/settings/mailboxes/{world.help.pk}/after-hours"
    answer = ada.post(path, {"is_on": "on", "promise": "2", "words_en": "Hi {nome}"})
    assert answer.status_code == 422 and "Nobody knows what {nome} stands for" in answer.content.decode()
    assert not Mailbox.objects.get(pk=world.help.pk).after_hours


def test_a_trial_goes_to_whoever_asks(world: World, ada: Client) -> None:
    path = f"/settings/mailboxes/{world.help.pk}/after-hours/try"
    assert "On its way to ada@harbour.example" in ada.post(path, {"language": "de"}, follow=True).content.decode()
    turn = Turn.objects.get(kind="trial")
    assert turn.about["to"] == "ada@harbour.example" and "Guten Tag Ada," in turn.about["text"]


def test_how_a_customer_s_page_looks_is_shown(world: World, client: Client) -> None:
    html = client.get("/t/example").content.decode()
    assert "This is an example with invented people" in html and "A new switch for your lamp" in html
    assert client.post("/t/example", {"do": "write"}).status_code == 405
